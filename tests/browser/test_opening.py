"""The page's first moments: what it asks for, and that it does without what does not come."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Watch

pytestmark = pytest.mark.needs("chromium")
DISTRICT = 603


@pytest.fixture
def blank(browser: Browser) -> Page:
    return browser.new_context(viewport={"width": 1440, "height": 900}).new_page()


def test_what_is_drawn_first_comes_in_one_piece(blank: Page, address: str, watch: Watch):
    asked: list[str] = []
    blank.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    watch.on(blank, address)

    blank.goto(f"{address}/")
    blank.wait_for_selector("body[data-ready]")

    assert [url for url in asked if url.startswith(("/api/", "/tiles/", "/opening"))] == ["/opening.json"]
    assert watch.messages == []


def test_a_page_whose_first_document_does_not_come_asks_piece_by_piece(blank: Page, address: str):
    blank.route("**/opening.json", lambda route: route.abort())

    blank.goto(f"{address}/")
    blank.wait_for_selector("body[data-ready]")

    assert _parcels(blank) == DISTRICT


def test_a_part_of_it_is_taken_once_and_asked_for_anew_after_that(page: Page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.evaluate("luodiModules['api.js'].get('/api/v1/freshness')")

    # Chromium fetches the icon anew where the page notes its view in the address
    assert [url.rsplit("/", 1)[-1] for url in asked if "/api/" in url] == ["freshness"]


def test_the_land_lies_beside_the_legend_and_in_its_colours(page: Page):
    left = page.evaluate(
        """() => {
            const [west, , , north] = luodiModules["dom.js"].config.bounds;
            return luodiMap.latLngToContainerPoint([north, west]).x;
        }"""
    )

    legend = page.locator("#legend").bounding_box()
    stage = page.locator(".leaflet-container").bounding_box()
    assert legend
    assert stage
    assert left >= legend["x"] - stage["x"] + legend["width"]
    assert _parcels(page) == DISTRICT


def _parcels(page: Page) -> int:
    """Shapes on the canvas of the land."""
    is_land = "(one) => one.feature?.properties.area_mu !== undefined"
    return int(page.evaluate(f"Object.values(luodiMap._layers).filter({is_land}).length"))
