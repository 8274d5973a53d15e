"""Land as tiles in a real browser: coloured, recoloured, picked and numbered like land drawn one by one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Watch

pytestmark = pytest.mark.needs("chromium")
# how many different colours the land has on screen, where it is drawn
COLOURS = """() => {
  const seen = new Set();
  for (const canvas of document.querySelectorAll('.leaflet-land-pane canvas.leaflet-tile')) {
    if (!canvas.width) continue;
    const twin = new OffscreenCanvas(canvas.width, canvas.height);
    const copy = twin.getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    for (let k = 0; k < data.length; k += 4 * 97) {
      if (data[k + 3] > 200) seen.add(data[k] << 16 | data[k + 1] << 8 | data[k + 2]);
    }
  }
  return [...seen].sort().join();
}"""


# resolves once the map has not moved for a while
STILL = """() => new Promise((done) => {
  let wait = setTimeout(done, 400);
  luodiMap.on('move', () => { clearTimeout(wait); wait = setTimeout(done, 400); });
})"""


@pytest.fixture
def tiled(browser: Browser, address: str, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    it = context.new_page()
    watch.on(it, address)
    it.goto(f"{address}/?tiles")
    it.wait_for_selector("body[data-painted]")
    yield it
    context.close()


def ask(page: Page) -> None:
    page.fill("input[name=area_mu]", "133")
    page.click("button[type=submit]")
    page.wait_for_selector("body[data-answer]")
    page.wait_for_load_state("networkidle")


def missed(watch: Watch) -> list[str]:
    """What failed; tiles of a zoom that the map has left meanwhile are rightly given up."""
    return [one for one in watch.failed if not one.startswith("http") or "/tiles/" not in one]


def go(page: Page, zoom: float) -> None:
    page.evaluate("zoom => { luodiMap.setView(luodiMap.getCenter(), zoom, { animate: false }); }", zoom)
    page.wait_for_load_state("networkidle")
    page.wait_for_function(f"() => ({COLOURS})() !== ''")


@pytest.mark.parametrize("zoom", [9, 15])
def test_a_question_recolours_tiles_far_and_near_without_fetching_them_again(
    tiled: Page, watch: Watch, zoom: int
):
    ask(tiled)
    go(tiled, zoom)
    asked, before = [], tiled.evaluate(COLOURS)
    tiled.on("request", lambda one: asked.append(one.url))

    tiled.click("[data-tool=layers]")
    tiled.locator("#tool-layers").locator("input[name=colouring][value=use]").check()

    assert len(before) > 0
    tiled.wait_for_function(f"(before) => ({COLOURS})() !== before", arg=before)
    assert [url for url in asked if "/tiles/" in url] == []
    assert (watch.messages, missed(watch), watch.foreign) == ([], [], [])


def test_an_answer_is_painted_with_its_outlines_or_not_at_all(tiled: Page):
    held: list[Route] = []
    tiled.route("**/lookups/outlines", lambda route: held.append(route))  # noqa: PLW0108 (Playwright marks handlers)
    tiled.fill("input[name=area_mu]", "133")
    with tiled.expect_request("**/lookups/outlines"):
        tiled.click("button[type=submit]")
    before = tiled.locator(".badge").count()

    held[0].continue_()

    expect(tiled.locator(".badge")).to_have_count(10)
    assert before == 0


def test_the_shortlist_is_on_the_map_and_a_click_on_land_says_why(tiled: Page, watch: Watch):
    ask(tiled)
    expect(tiled.locator(".badge")).to_have_count(10)

    first = tiled.locator(".suggestion").first
    first.click()
    expect(tiled.locator("#card")).to_contain_text(first.get_attribute("data-parcel") or "-")
    tiled.locator("#card .close").click()
    expect(tiled.locator("#card")).to_be_hidden()
    tiled.evaluate(STILL)
    # the map has flown to the first parcel: beside its badge lies its land
    box = tiled.locator(".badge").nth(0).bounding_box()
    tiled.mouse.click(box["x"] + box["width"] + 8, box["y"] + box["height"] / 2)

    expect(tiled.locator("#card")).to_contain_text(first.get_attribute("data-parcel") or "-")
    assert (watch.messages, missed(watch)) == ([], [])


def test_a_click_on_land_opens_its_card_and_never_says_that_no_land_is_there(tiled: Page):
    at = tiled.request.get(f"{tiled.url.split('?')[0]}api/v1/parcels/EQ0445").json()
    tiled.evaluate("(at) => { luodiMap.setView([at.lat, at.lon], 15, { animate: false }); }", at)
    tiled.wait_for_load_state("networkidle")
    box = tiled.locator(".stage").bounding_box()
    assert box is not None

    # the question for the parcel answers late, the one for its neighbours at once
    tiled.route("**/lookups/at?*", lambda route: (tiled.wait_for_timeout(600), route.continue_()))
    with tiled.expect_response("**/lookups/nearest?*"):
        tiled.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    expect(tiled.locator("#card")).to_contain_text("EQ0445")
    expect(tiled.locator(".here")).to_have_count(0)


def test_a_click_that_the_service_cannot_answer_says_so(tiled: Page):
    tiled.route("**/lookups/at?*", lambda route: route.fulfill(status=503, body="{}"))
    box = tiled.locator(".stage").bounding_box()
    assert box is not None

    tiled.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    expect(tiled.locator("#problem")).to_contain_text("503")


def test_parcels_of_tiles_bear_their_numbers_once_they_are_near(tiled: Page):
    at = tiled.request.get(f"{tiled.url.split('?')[0]}api/v1/parcels/EQ0445").json()
    view = "([at, zoom]) => { luodiMap.setView([at.lat, at.lon], zoom, { animate: false }); }"

    tiled.evaluate(view, [at, 15])
    tiled.wait_for_load_state("networkidle")
    expect(tiled.locator(".parcel-number")).to_have_count(0)
    tiled.evaluate(view, [at, 17])

    expect(tiled.locator(".parcel-number span", has_text="EQ0445")).to_be_visible()


def test_many_parcels_open_on_the_whole_district_as_few_do(browser: Browser, address: str):
    """On a screen so small that the district is seen from before the first zoom of shapes."""
    zooms = []
    for query in ("", "?tiles"):
        context = browser.new_context(viewport={"width": 390, "height": 420})
        page = context.new_page()
        page.goto(f"{address}/{query}")
        page.wait_for_selector("body[data-ready]")
        page.wait_for_timeout(500)
        zooms.append(page.evaluate("luodiMap.getZoom()"))
        context.close()

    assert zooms[0] == zooms[1]


def test_whoever_asks_before_the_land_is_there_sees_the_answer_on_it(
    browser: Browser, address: str, watch: Watch
):
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    watch.on(page, address)
    held: list[Route] = []
    page.route("**/protomaps-leaflet.js", lambda route: held.append(route))  # noqa: PLW0108 (Playwright marks handlers)
    page.goto(f"{address}/?tiles", wait_until="commit")
    page.fill("input[name=area_mu]", "133")
    page.click("form button.ask")
    page.wait_for_selector("body[data-answer]")

    held[0].continue_()

    page.wait_for_selector("body[data-ready]")
    expect(page.locator(".suggestion")).to_have_count(10)
    is_outline = "(one) => one.options.pane === 'chosen' && one.feature"
    page.wait_for_function(f"() => Object.values(luodiMap._layers).filter({is_outline}).length === 10")
    assert watch.messages == []
