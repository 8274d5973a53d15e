"""Drawing, measuring and finding in a real browser: told is what the service and the ellipsoid say."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from pyproj import Geod

from tests.browser.conftest import Watch

pytestmark = pytest.mark.needs("chromium")
CORNERS = ((1000, 450), (1150, 430), (1180, 640), (1000, 660))


def figure(text: str) -> float:
    found = re.search(r"[\d,.]+", text)
    assert found, text
    return float(found.group().replace(",", ""))


def places(page: Page, corners: tuple[tuple[int, int], ...]) -> list[tuple[float, float]]:
    """Longitude and latitude under points of the window."""
    return [
        tuple(it)
        for it in page.evaluate(
            """(points) => {
                const frame = window.luodiMap.getContainer().getBoundingClientRect();
                return points.map(([x, y]) => {
                    const at = window.luodiMap.containerPointToLatLng([x - frame.left, y - frame.top]);
                    return [at.lng, at.lat];
                });
            }""",
            corners,
        )
    ]


def draw(page: Page, corners: tuple[tuple[int, int], ...] = CORNERS) -> None:
    page.click("[data-tool=draw]")
    for x, y in (*corners, corners[0]):
        page.mouse.click(x, y)
    page.wait_for_selector(".area-ledger dl")


def test_a_drawn_area_has_the_ledger_that_the_service_gives(page: Page, address: str, watch: Watch):
    draw(page)

    ring = [*places(page, CORNERS), places(page, CORNERS)[0]]
    asked = {"shape": {"type": "Polygon", "coordinates": [ring]}}
    told = page.request.post(f"{address}/api/v1/ledger/within", data=asked).json()
    figures = [figure(text) for text in page.locator(".area-ledger dd").all_text_contents()]
    assert figures[:4] == pytest.approx(
        [told["area_mu"], told["inside_mu"], told["open_mu"], told["net_mu"]], rel=1e-3
    )
    assert told["parcels"] > 50
    assert watch.messages == []


def test_the_legend_knows_the_drawn_area_until_it_is_drawn_again(page: Page):
    draw(page)
    expect(page.locator("#legend [data-layer=drawn]")).to_have_count(1)

    page.click("#tool-draw [data-act=draw_again]")

    expect(page.locator("#legend [data-layer=drawn]")).to_have_count(0)


def test_a_parcel_of_the_ledger_opens_its_card(page: Page):
    draw(page)
    row = page.locator(".parcel-row >> nth=0")

    row.click()

    expect(page.locator("#card h2")).to_contain_text(row.locator("b").inner_text())


def test_while_something_is_drawn_a_click_on_land_picks_nothing(page: Page):
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.click("[data-tool=draw]")
    for x, y in CORNERS:
        page.mouse.click(x, y)
    # the answer that comes last: whatever a click had asked before is here by now
    page.evaluate("fetch('/api/v1/plan').then((told) => told.json())")

    assert [url for url in asked if "/parcels/" in url or "/lookups/" in url] == []
    expect(page.locator("#card")).to_be_hidden()


def test_an_area_that_crosses_itself_is_told_so(page: Page):
    page.click("[data-tool=draw]")
    for x, y in ((1000, 450), (1150, 640), (1150, 450), (1000, 640)):
        page.mouse.click(x, y)

    page.click("#tool-draw [data-act=finish_shape]")

    expect(page.locator("#tool-draw .problem")).to_contain_text("自相交")


def test_an_area_can_be_drawn_with_the_keyboard_alone(page: Page):
    page.locator("[data-tool=draw]").focus()
    page.keyboard.press("Enter")
    for keys in (["ArrowRight"], ["ArrowDown"], ["ArrowLeft"]):
        page.locator("[data-act=point_here] >> visible=true").focus()
        page.keyboard.press("Enter")
        page.locator("#map_luodi, .folium-map").first.focus()
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(400)
    page.locator("#tool-draw [data-act=finish_shape]").focus()
    page.keyboard.press("Enter")

    page.wait_for_selector(".area-ledger dl")
    page.keyboard.press("Escape")
    expect(page.locator("#tool-draw")).to_be_hidden()
    expect(page.locator("[data-tool=draw]")).to_be_focused()


def test_a_measured_figure_is_that_of_the_ellipsoid(page: Page):
    page.click("[data-tool=measure]")
    for x, y in CORNERS:
        page.mouse.click(x, y)
    page.mouse.move(*CORNERS[-1])
    page.click("#tool-measure [data-act=finish_shape]")

    lon, lat = zip(*places(page, CORNERS), strict=True)
    geod = Geod(ellps="GRS80")  # CGCS2000's to a tenth of a millimetre
    area, around = geod.polygon_area_perimeter(lon, lat)
    told = page.locator(".measure-told strong").all_text_contents()
    assert figure(told[0]) * 1000 == pytest.approx(geod.line_length(lon, lat), abs=6)
    assert figure(told[1]) * 1000 == pytest.approx(abs(around), abs=6)
    assert figure(told[2]) == pytest.approx(abs(area) * 15 / 10_000, rel=1e-5)


def test_a_parcel_is_found_by_a_part_of_its_number_and_opens(page: Page):
    page.fill("#find", "eq044")
    expect(page.locator("#find-options li >> nth=0")).to_contain_text("EQ0440")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator("#card h2")).to_contain_text("EQ0440")


def test_a_place_is_found_by_its_name_and_the_map_goes_there(page: Page):
    page.fill("#find", "马寨")
    expect(page.locator("#find-options li >> nth=0")).to_contain_text("马寨")
    before = page.evaluate("window.luodiMap.getCenter().lng")

    page.keyboard.press("Enter")

    expect(page.locator(".found span")).to_contain_text("马寨")
    assert page.evaluate("window.luodiMap.getCenter().lng") < before


def test_what_nobody_is_called_is_told(page: Page):
    page.fill("#find", "没有这个地方")

    expect(page.locator(".find-none")).to_be_visible()
