"""The page's data side in a real browser: imported, looked at, committed, compared, rolled back, decided."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.jobs import Host
from api.service import Service
from geo import flow
from geo.read import How
from tests.browser.axe import serious
from tests.browser.conftest import Watch
from tests.geo.read.endless import endless_view
from tests.serving import service_at, serving

pytestmark = pytest.mark.needs("chromium")
TABS = ("versions", "import", "findings", "freshness")
HOSTILE = "<img src=x onerror=\"document.title='owned'\"><b>"
JOB_MS = 90_000


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("data") / "workspace"
    service_at(home).store.close()
    return home


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    it = Host()
    yield it
    it.close()


@pytest.fixture(scope="module")
def loaded_twice(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("twice")
    it = service_at(Path(shutil.copytree(loaded, folder / "workspace")))
    how = {"who": HOSTILE, "note": HOSTILE, "as_of": "2024-04", "may_remove": True}
    flow.import_file(it.store, it.plan, april(it, folder), How(), **how)
    it.store.close()
    return folder / "workspace"


@pytest.fixture
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    """Over a workspace with one version, or two where the test asks for ``two_versions``."""
    home = request.getfixturevalue("loaded_twice" if "two_versions" in request.fixturenames else "loaded")
    it = service_at(Path(shutil.copytree(home, tmp_path / "workspace")))
    yield it
    it.store.close()


@pytest.fixture
def two_versions(service: Service) -> Service:
    """The second version is ``april``, brought by somebody with a hostile name."""
    return service


@pytest.fixture
def shown(service: Service, host: Host, browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Open the page of the test's own service; in the end it was silent towards the world."""
    with ExitStack() as doors:
        base = doors.enter_context(serving(service, host))

        def opened(lang: str = "zh", width: int = 1440) -> Page:
            size = {"width": width, "height": 844 if width < 500 else 900}
            context = browser.new_context(viewport=size, locale="zh-CN")
            doors.callback(context.close)
            page = context.new_page()
            watch.on(page, base)
            page.goto(f"{base}/?lang={lang}")
            page.wait_for_selector("body[data-ready]")
            page.click("#data-open")
            page.wait_for_selector(".versions")
            return page

        yield opened
        assert watch.foreign == []
        assert watch.messages == []


def april(service: Service, folder: Path) -> Path:
    """A month later: EQ0001 gone, EQ0002 dearer, EQ0003 twice the area stated, one row without a use."""
    land = json.loads((Path(service.plan.root) / service.plan.parcels_file).read_text("utf-8"))
    rows = sorted(land["features"], key=lambda row: row["properties"]["parcel_id"])[1:]
    rows[0]["properties"]["price_wan_per_mu"] = 1234.5
    rows[1]["properties"]["area_stated_m2"] *= 2
    broken = json.loads(json.dumps(rows[5]))
    broken["properties"] |= {"parcel_id": "BROKEN", "use_code": ""}
    file = folder / "四月.geojson"
    file.write_text(json.dumps({**land, "features": [*rows, broken]}), "utf-8")
    return file


def try_import(page: Page, file: Path, **fields: str) -> None:
    page.click("#tab-import")
    page.fill(".import-form input[name=who]", "王工")
    if fields:
        page.click(".import-form .more summary")
    for name, value in fields.items():
        page.fill(f".import-form input[name={name}]", value)
    page.set_input_files("input[name=file]", file)
    page.click(".import-form .ask")


def test_a_file_is_tried_survives_a_reload_is_looked_at_and_committed(
    shown, service: Service, tmp_path: Path, build: Path
):
    page = shown()
    try_import(page, april(service, tmp_path))
    page.wait_for_selector(".steps")

    page.reload()
    page.wait_for_selector(".outlook", timeout=JOB_MS)
    removed = page.locator(".tile >> nth=1").inner_text()
    is_held_back = page.locator(".confirm-foot .ask").is_disabled()
    page.wait_for_timeout(500)
    page.screenshot(path=build / "page-outlook.png")
    before = service.store.current(service.plan.id)
    page.check(".check input")
    page.click(".confirm-foot .ask")
    page.wait_for_selector(".done", timeout=JOB_MS)

    after = service.store.current(service.plan.id)
    assert removed.split() == ["1", "移除"]
    assert is_held_back
    assert (before.number, after.number, after.who) == (1, 2, "王工")
    expect(page.locator("#version")).to_contain_text("第 2 版")
    expect(page.locator(".done")).to_contain_text("已成为第 2 版")


def test_a_job_is_cancelled_and_says_that_nothing_is_left(shown, service: Service, tmp_path: Path):
    page = shown()
    try_import(page, endless_view(tmp_path), layer="endless", crs="EPSG:4547")
    page.wait_for_selector(".steps li.now[data-stage=read]", timeout=JOB_MS)

    page.click("text=取消任务")

    expect(page.locator(".told")).to_have_text("已取消, 土地库未改动, 上传的文件已删除。", timeout=JOB_MS)
    assert list((service.settings.home / "spool" / service.plan.id).iterdir()) == []


def test_a_file_that_cannot_be_read_says_why_and_what_to_do(shown, tmp_path: Path):
    page = shown("en")
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"%PDF-1.7")

    try_import(page, file)

    expect(page.locator(".data .problem").first).to_contain_text("seems to be PDF", timeout=JOB_MS)


@pytest.mark.usefixtures("two_versions")
def test_two_versions_are_compared_on_the_map_and_value_by_value(shown, build: Path):
    page = shown()

    page.click("text=与第 1 版比较")
    page.wait_for_selector(".diff-list li")
    page.wait_for_timeout(600)
    page.screenshot(path=build / "page-difference.png")
    rows = [one.split() for one in page.locator(".diff-row").all_inner_texts()]
    page.click(".chip.removed")
    left = page.locator(".diff-row").all_inner_texts()
    page.click(".diff-row >> nth=0")

    assert rows[0][0] == "EQ0001"
    assert rows[1][0] == "EQ0002"
    assert "1,234.5" in rows[1]
    assert len(left) == len(rows) - 1
    expect(page.locator(".diff-row.selected")).to_have_count(1)


def test_a_rollback_asks_first_and_makes_a_new_version(shown, two_versions: Service):
    page = shown()

    page.click(".version[data-version='1'] >> text=回退到此版")
    asked = two_versions.store.current(two_versions.plan.id)
    page.fill(".confirm input", "李工")
    page.press(".confirm input", "Tab")
    page.click("text=确认回退")

    expect(page.locator(".told")).to_have_text("已回退: 第 3 版与第 1 版相同。")
    expect(page.locator(".version >> nth=0")).to_contain_text("李工")
    expect(page.locator("#version")).to_contain_text("第 3 版")
    assert asked.number == 2


@pytest.mark.usefixtures("two_versions")
def test_a_finding_is_shown_on_the_map(shown):
    page = shown("en")

    page.click("#tab-findings")
    page.click(".rule[data-rule=required_missing] summary")
    page.click(".rule[open] >> text=On the map")

    expect(page.locator(".rule[data-rule=required_missing] li")).to_contain_text("BROKEN")
    expect(page.locator(".finding-mark")).to_have_count(1)


def test_a_rule_is_decided_by_name_and_the_decision_taken_back(shown, two_versions: Service):
    page = shown()
    page.click("#tab-findings")
    page.click(".rule[data-rule=area_differs] summary")

    page.click(".rule[data-rule=area_differs] > .decide >> text=接受")
    page.fill(".decide input[name=who]", "李工")
    page.click(".decide >> text=决定")
    page.click(".rule[data-rule=area_differs] summary")
    expect(page.locator(".rule[data-rule=area_differs] > .decide")).to_contain_text("已决定: 接受 · 李工")
    kept = two_versions.store.decisions(two_versions.plan.id)
    page.click(".rule[data-rule=area_differs] > .decide >> text=撤回决定")
    page.click(".rule[data-rule=area_differs] summary")

    expect(page.locator(".rule[data-rule=area_differs] > .decide")).to_contain_text("接受")
    expect(page.locator(".decided")).to_have_count(0)
    assert [(one.rule, one.act, one.who) for one in kept] == [("area_differs", "accept", "李工")]
    assert two_versions.store.decisions(two_versions.plan.id) == []


@pytest.mark.usefixtures("two_versions")
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 1440])
def test_every_tab_fits_its_page_in_both_languages(shown, build: Path, lang: str, width: int):
    page = shown(lang, width)

    wide, barred = [], []
    for tab in TABS:
        page.click(f"#tab-{tab}")
        page.wait_for_selector(".data-body > *")
        page.wait_for_timeout(250)
        page.screenshot(path=build / f"page-data-{tab}-{lang}-{width}.png")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(tab)
        barred += [f"{tab} {one}" for one in serious(page, "#data")]

    assert wide == []
    assert barred == []


def test_how_old_the_land_is_stands_in_the_head_and_layer_by_layer(shown, two_versions: Service):
    page = shown()

    page.click("#tab-freshness")

    expect(page.locator("#version")).to_contain_text("土地库 2024-04 版")
    expect(page.locator(".fresh li")).to_have_count(len(two_versions.plan.layers) + 1)
    expect(page.locator(".fresh .bank .age")).to_contain_text("天")


@pytest.mark.usefixtures("two_versions")
def test_what_people_write_is_shown_as_text(shown):
    page = shown()

    expect(page.locator(".version >> nth=0")).to_contain_text(HOSTILE)
    assert page.locator(".data img").count() == 0
    assert page.title() != "owned"
