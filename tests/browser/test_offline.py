"""The page to carry away: opened from a folder, it works whole and asks nothing of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from api.schemas import BriefIn
from api.service import Service
from api.settings import Settings
from api.sheets import made, shortlist_material
from geo.disclosure import Disclosure
from tests.api.district import PARCELS, write_plan
from tests.browser.axe import serious
from tests.serving import service_at

pytestmark = pytest.mark.needs("chromium")
HOSTILE = "<img src=x onerror=alert(1)></script><b>甲"
Told = tuple[list[str], list[str]]  # requests, messages


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return service_at(tmp_path_factory.mktemp("offline") / "workspace")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder = tmp_path_factory.mktemp("hostile")
    parcels = {
        id_: {**facts, "name": f"{HOSTILE}{id_}", "holder": "某某集团"} for id_, facts in PARCELS.items()
    }
    service = Service(Settings(home=folder / "workspace", plan=write_plan(folder / "plan", parcels=parcels)))
    service.load()
    return service


def carried(service: Service, industry: str, lang: str = "zh", level: Disclosure = "internal") -> bytes:
    brief = BriefIn(industry=industry, area_mu=60)
    return made(shortlist_material(service, brief, "en" if lang == "en" else "zh", level), "page")


@pytest.fixture
def sheet(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    yield context.new_page()
    context.close()


def opened(page: Page, folder: Path, body: bytes) -> Told:
    """Open the file as a double click would; what it asked for, and what it said."""
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    (folder / "名单.html").write_bytes(body)
    page.goto((folder / "名单.html").as_uri())
    page.wait_for_selector("body[data-ready]")
    return asked, said


@pytest.mark.parametrize(("lang", "width"), [("zh", 1440), ("en", 390)])
def test_it_opens_from_a_folder_and_asks_nothing_of_anybody(
    sheet: Page, bundled: Service, tmp_path: Path, build: Path, lang: str, width: int
):
    sheet.set_viewport_size({"width": width, "height": 844})

    asked, said = opened(sheet, tmp_path, carried(bundled, "食品饮料", lang))

    sheet.screenshot(path=build / f"offline_{lang}_{width}.png")
    assert len(asked) == 1, "the file itself"
    assert said == []
    assert sheet.locator("#list button").count() == 10
    assert sheet.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_list_map_and_card_follow_one_another(sheet: Page, bundled: Service, tmp_path: Path):
    _, said = opened(sheet, tmp_path, carried(bundled, "食品饮料"))

    sheet.locator("#list button").nth(1).focus()
    sheet.keyboard.press("Enter")
    second = sheet.locator("#card h2").inner_text()
    sheet.wait_for_timeout(700)
    sheet.locator(".leaflet-marker-icon.rank").nth(0).click()

    assert second.startswith("2 · ")
    assert sheet.locator("#list button[aria-pressed=true] .rank").inner_text() == "1"
    parts = [
        float(text.split("/")[0])
        for text in sheet.locator("#card table").first.locator("td:last-child").all_inner_texts()
    ]
    assert sum(parts) == pytest.approx(float(sheet.locator("#card .big").inner_text()), abs=0.5)
    assert said == []


def test_axe_finds_nothing_serious(sheet: Page, bundled: Service, tmp_path: Path):
    opened(sheet, tmp_path, carried(bundled, "食品饮料"))

    assert serious(sheet) == []


def test_hostile_names_are_text(sheet: Page, hostile: Service, tmp_path: Path):
    _, said = opened(sheet, tmp_path, carried(hostile, "food"))

    assert sheet.locator("#list .name").first.inner_text() == f"{HOSTILE}A1"
    assert sheet.locator("img").count() == 0
    assert said == []


def test_an_investors_file_names_no_holder_and_says_what_it_is(sheet: Page, hostile: Service, tmp_path: Path):
    body = carried(hostile, "food", level="investor")

    opened(sheet, tmp_path, body)

    assert "某某集团".encode() in carried(hostile, "food")
    assert "某某集团".encode() not in body
    assert sheet.locator(".watermark").inner_text() == "招商参考 · 不作定位依据"
    assert "概化至 50 米" in sheet.locator("footer").inner_text()


def test_the_same_question_is_the_same_file(bundled: Service):
    assert carried(bundled, "食品饮料") == carried(bundled, "食品饮料")
