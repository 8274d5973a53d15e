"""A basemap by setting in a real browser: from its own host alone, beneath the land, put away at a click."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watch
from tests.serving import service_at, serving

pytestmark = pytest.mark.needs("chromium")
RED = (250, 10, 20)
HOSTILE = "测绘甲 <img src=x onerror=\"document.title='owned'\">"


@dataclass
class Tiles:
    """A tile service of this machine on a port of its own, and what it was asked."""

    origin: str
    paths: list[str] = field(default_factory=list)
    referrers: set[str | None] = field(default_factory=set)


@pytest.fixture(scope="module")
def tiles() -> Iterator[Tiles]:
    picture = io.BytesIO()
    Image.new("RGB", (256, 256), RED).save(picture, "PNG")

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            it.paths.append(self.path)
            it.referrers.add(self.headers["referer"])
            self.send_response(200)
            self.send_header("content-type", "image/png")
            self.end_headers()
            self.wfile.write(picture.getvalue())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        it = Tiles(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield it
        server.shutdown()


@pytest.fixture(scope="module")
def base(tiles: Tiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    service = service_at(tmp_path_factory.mktemp("basemap") / "workspace")
    service.settings.basemap_url = f"{tiles.origin}/{{z}}/{{x}}/{{y}}.png?tk=key"
    service.settings.basemap_attribution = HOSTILE
    service.settings.basemap_datum = "cgcs2000"
    with serving(service) as it:
        yield it


@pytest.fixture
def mapped(base: str, browser: Browser, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = context.new_page()
    watch.on(page, base)
    page.goto(f"{base}/")
    page.wait_for_selector("body[data-ready]")
    expect(page.locator(".leaflet-tile-loaded")).not_to_have_count(0)
    page.wait_for_load_state("networkidle")
    yield page
    context.close()


def red_share(page: Page) -> float:
    """The part of the map that shows the basemap and nothing over it."""
    shot = Image.open(io.BytesIO(page.locator("#map_luodi").screenshot())).convert("RGB")
    area = shot.width * shot.height
    return {colour: count for count, colour in shot.getcolors(area)}.get(RED, 0) / area


def papers(page: Page) -> int:
    """How often the district's own ground lies on the map."""
    return page.evaluate(
        """async () => {
            const {config} = await import('/static/js/dom.js');
            let found = 0;
            window.luodiMap.eachLayer((one) => {
                found += Boolean(one.feature) && one.options.fillColor === config.style.ground;
            });
            return found;
        }"""
    )


def test_tiles_are_asked_of_the_named_host_alone_and_lie_beneath_the_land(
    mapped: Page, tiles: Tiles, base: str, watch: Watch, build: Path
):
    mapped.screenshot(path=build / "page-basemap.png")

    assert {f"http://{urlsplit(url).netloc}" for url in watch.foreign} == {tiles.origin}
    assert all(path.count("/") == 3 and path.endswith(".png?tk=key") for path in tiles.paths)
    assert tiles.referrers == {f"{base}/"}
    assert red_share(mapped) > 0.1
    assert papers(mapped) == 0
    pane = "(name) => Number(getComputedStyle(window.luodiMap.getPane(name)).zIndex)"
    tile, ground, land = (mapped.evaluate(pane, name) for name in ("tilePane", "ground", "land"))
    assert tile < ground < land
    assert (watch.messages, watch.failed) == ([], [])


def test_the_maker_is_told_as_text_as_long_as_the_map_is_shown(mapped: Page):
    told = mapped.locator(".leaflet-control-attribution")

    expect(told).to_contain_text(HOSTILE)
    expect(told.locator("img")).to_have_count(0)
    mapped.click("[data-tool=layers]")
    mapped.uncheck("input[name=basemap]")
    expect(told).not_to_contain_text("测绘甲")


def test_put_away_it_is_asked_no_more_and_the_paper_is_back(mapped: Page, tiles: Tiles):
    mapped.click("[data-tool=layers]")
    mapped.uncheck("input[name=basemap]")
    asked = len(tiles.paths)

    mapped.evaluate("void window.luodiMap.setZoom(15, {animate: false})")
    mapped.wait_for_load_state("networkidle")

    assert len(tiles.paths) == asked
    assert papers(mapped) == 1
    assert red_share(mapped) == 0
    mapped.check("input[name=basemap]")
    expect(mapped.locator(".leaflet-tile-loaded")).not_to_have_count(0)
    assert len(tiles.paths) > asked


def test_a_picture_of_any_other_host_stays_out(mapped: Page, tiles: Tiles):
    # the same service by another name is another host
    port = urlsplit(tiles.origin).port

    refused = mapped.evaluate(
        """(url) => new Promise((done) => {
            document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective));
            const it = new Image();
            it.addEventListener('load', () => done('shown'));
            it.src = url;
        })""",
        f"http://localhost:{port}/1/1/1.png",
    )

    assert refused == "img-src"


def test_without_the_setting_there_is_no_basemap_to_choose(page: Page, watch: Watch):
    page.click("[data-tool=layers]")

    expect(page.locator("input[name=layer]")).not_to_have_count(0)
    expect(page.locator("input[name=basemap]")).to_have_count(0)
    assert page.locator(".leaflet-tile-pane img").count() == 0
    assert watch.foreign == []
