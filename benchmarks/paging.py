"""The planner's page in Chromium: from address to usable map, from click to last paint; and folium's map."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import folium
from playwright.sync_api import Browser, Page, Response, Route, sync_playwright

from benchmarks import land, served
from benchmarks.apart import Outcome, interleaved, median
from benchmarks.results import Row, row

CHROMIUM = "/usr/bin/chromium"
ARGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
# the moment at which Chromium has the click, whatever it took to bring it there
CLICKED = "addEventListener('click', (e) => { clickedAt = performance.timeOrigin + e.timeStamp }, true)"
# the frame after the one in which the page says that it is ready: that one is painted by then
USABLE = """
addEventListener("DOMContentLoaded", () => new MutationObserver((_, observer) => {
  if (!document.body.dataset.ready) return;
  observer.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => usable(String(performance.now()))));
}).observe(document.body, { attributes: true }));
"""
VENDOR = Path(__file__).resolve().parent.parent / "maps" / "web" / "vendor"
# such as there is land for: of the bundled district, and of made-up parcels, which are smaller
AREAS_MU, MADE_UP_MU = (60, 20, 40, 15, 30), (9, 7, 10, 6, 8)
# nothing is painted for so long: the page has come to rest
REST_S = 1.5
WAIT_S = 180
MOST_S = {served.BUNDLED: 0.2, 5_000: 0.2, 100_000: 0.5, 1_000_000: 1.5}
MOST_FIRST_S, MOST_WEIGHT_MB = 1.0, 1.5
FOLIUM_UP_TO = 200_000


def clicks(sizes: list[int]) -> list[Row]:
    """A brief asked and the map drawn anew, against folium's map of the same parcels until it is drawn."""
    rows = []
    for size in sizes:
        jobs = [("paging", "ours", size), *([("paging", "by_folium", size)] if size <= FOLIUM_UP_TO else [])]
        ours, *peers = interleaved(jobs, (3, 1)[: len(jobs)])
        ours_s, most_s = median(ours), MOST_S.get(size, 1.5)
        told = {name: round(median(ours, name), 3) for name in ("cold_s", "first_s", "weight_mb")}
        peer_s = median(peers[0]) if peers else None
        rows.append(
            row(
                "page", size, "folium", ours_s=ours_s, peer_s=peer_s,
                ratio=round(peer_s / ours_s, 1) if peer_s else None,
                peak_mb=int(max(one["peak_mb"] for one in ours)), goal=f"≤ {most_s} s",
                holds=ours_s <= most_s, **told,
            )
        )  # fmt: skip
    return rows


def openings(sizes: list[int]) -> list[Row]:
    """The page of a service that nobody has asked anything yet, against the same page opened again."""
    rows = []
    for size in sizes:
        [runs] = interleaved([("paging", "opened", size)], (5,))
        ours_s, again_s, weight_mb = median(runs), median(runs, "again_s"), median(runs, "weight_mb")
        rows.append(
            row(
                "first", size, "again", ours_s=ours_s, peer_s=again_s, ratio=round(ours_s / again_s, 2),
                peak_mb=int(max(one["peak_mb"] for one in runs)), goal="≤ 1 s, ≤ 1.5 MB",
                holds=ours_s <= MOST_FIRST_S and weight_mb <= MOST_WEIGHT_MB,
                weight_mb=round(weight_mb, 2), asked_s=median(runs, "asked_s"),
            )
        )  # fmt: skip
    return rows


def opened(size: str) -> Outcome:
    """Seconds from the address until the page is drawn and can be asked, the first thing of all; and again.

    ``asked_s``: from the first click to its last paint; ``weight_mb``: what came before, tiles aside.
    """
    with served.service(int(size)) as address, _chromium() as browser:
        page, answers = _page(browser), []
        page.add_init_script(CLICKED)
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 (Playwright marks handlers)
        first_s = _first(page, address)
        weight = sum(map(_weight, answers))
        asked_s = _asked(page, _areas(size)[0])
        page.context.close()
        again = [_first(_page(browser), address) for _ in range(3)]
    return {
        "s": round(first_s, 3),
        "again_s": round(statistics.median(again), 3),
        "asked_s": round(asked_s, 3),
        "weight_mb": round(weight / 2**20, 3),
    }


def ours(size: str) -> Outcome:
    """Seconds from the click to the last paint, the median of several briefs over a warm service."""
    with served.service(int(size)) as address, _chromium() as browser:
        cold_s = _first(_page(browser), address)  # makes what is made once: tiles, loops
        page, answers = _page(browser), []
        page.add_init_script(CLICKED)
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 (Playwright marks handlers)
        first_s = _first(page, address)
        weight = sum(map(_weight, answers))
        took = [_asked(page, area) for area in _areas(size)]
        return {
            "s": round(statistics.median(took[1:]), 3),
            "cold_s": round(cold_s, 3),
            "first_s": round(first_s, 3),
            "weight_mb": round(weight / 2**20, 2),
        }


def by_folium(size: str) -> Outcome:
    """Seconds to write a map of the parcels, and for Chromium to paint it."""
    parcels = land.parcels(int(size))[["parcel_id", "use_code", "geometry"]].to_crs(4326)
    with tempfile.TemporaryDirectory() as folder, _chromium() as browser:
        page = _page(browser)
        page.route("**/*", _local)
        begun = time.time()
        drawn = folium.Map(tiles=None, prefer_canvas=True)
        folium.GeoJson(parcels, style_function=lambda _one: {"weight": 1}).add_to(drawn)
        west, south, east, north = parcels.total_bounds
        drawn.fit_bounds([[south, west], [north, east]])
        file = Path(folder) / "map.html"
        drawn.save(str(file))
        paints = _paints(page)
        page.goto(file.as_uri(), timeout=WAIT_S * 1000)
        return {"s": round(_rest(page, paints) - begun, 3)}


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGS))
        yield browser
        browser.close()


def _page(browser: Browser) -> Page:
    """A page that has nothing in its cache."""
    return browser.new_context(viewport={"width": 1440, "height": 900}).new_page()


def _first(page: Page, address: str) -> float:
    """Seconds from the address until the page is drawn and can be asked, by Chromium's own clock.

    Playwright's script is kept out of the page until then; after that the page is left to come to rest.
    """
    told: list[float] = []
    session = page.context.new_cdp_session(page)
    session.on("Runtime.bindingCalled", lambda call: told.append(float(call["payload"])))
    session.send("Runtime.enable")
    session.send("Runtime.addBinding", {"name": "usable"})
    page.add_init_script(USABLE)
    page.goto(address, wait_until="commit")
    until = time.time() + WAIT_S
    while not told and time.time() < until:
        page.wait_for_timeout(20)
    _rest(page, _paints(page))
    return told[0] / 1000


def _areas(size: str) -> tuple[int, ...]:
    return AREAS_MU if int(size) == served.BUNDLED else MADE_UP_MU


def _asked(page: Page, area_mu: int) -> float:
    """Seconds from the click to the last paint."""
    page.fill("input[name=area_mu]", str(area_mu))
    paints = _paints(page)
    # an answer before this one may still stand in the list
    with page.expect_response("**/api/v1/matches", timeout=WAIT_S * 1000):
        page.click("form button[type=submit]")
    return _rest(page, paints) - float(page.evaluate("clickedAt")) / 1000


def _paints(page: Page) -> list[float]:
    """Moments of all paints from now on, as they come: Chromium sends a frame whenever one differs."""
    paints: list[float] = []
    session = page.context.new_cdp_session(page)

    def painted(frame: dict[str, Any]) -> None:
        paints.append(float(frame["metadata"]["timestamp"]))
        session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    session.on("Page.screencastFrame", painted)
    session.send("Page.startScreencast", {"format": "jpeg", "quality": 20, "maxWidth": 360, "maxHeight": 225})
    return paints


def _rest(page: Page, paints: list[float]) -> float:
    """The moment of the last paint, once nothing is asked and nothing painted any more."""
    page.wait_for_load_state("networkidle", timeout=WAIT_S * 1000)
    until = time.time() + WAIT_S
    while time.time() < until:
        page.wait_for_timeout(100)
        if paints and time.time() - paints[-1] > REST_S:
            return paints[-1]
    message = "the page does not come to rest"
    raise RuntimeError(message)


def _weight(answer: Response) -> int:
    """Bytes that came over the wire, tiles aside."""
    return 0 if "/tiles/parcels/" in answer.url else int(answer.request.sizes()["responseBodySize"])


def _local(route: Route) -> None:
    """Leaflet from here; what else folium asks other hosts for is not needed to draw."""
    url = route.request.url
    name = url.rsplit("/", 1)[-1]
    if url.startswith("file:"):
        route.continue_()
    elif name in {"leaflet.js", "leaflet.css"}:
        route.fulfill(path=VENDOR / "leaflet" / name)
    else:
        route.fulfill(body="", content_type="text/css" if name.endswith("css") else "text/javascript")
