"""Projects, the dark screen, and every tool of the map under axe-core, from a phone to a wall of 4K."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import serious
from tests.browser.conftest import Watch
from tests.browser.test_drawing import draw

pytestmark = pytest.mark.needs("chromium")
Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, address: str, watch: Watch) -> Iterator[Open]:
    contexts = []

    def at(path: str = "/", *, width: int = 1440, height: int = 900) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN"))
        page = contexts[-1].new_page()
        watch.on(page, address)
        page.goto(f"{address}{path}")
        page.wait_for_selector("body[data-ready]")
        return page

    yield at
    for context in contexts:
        context.close()


def test_projects_are_counted_by_pool_and_signal_and_a_figure_narrows_the_list(page: Page):
    page.click("[data-tool=projects]")
    rows = page.locator(".project-list li")
    expect(rows.first).to_be_visible()
    everyone = rows.count()

    page.click(".signals button[aria-label='签约, 绿: 4']")

    assert everyone > 50
    expect(rows).to_have_count(4)
    expect(page.locator("#tool-projects")).to_contain_text("规则 (本项目设定)")


def test_only_projects_whose_place_somebody_said_are_on_the_map(page: Page):
    told = page.evaluate("fetch('/api/v1/projects/pins').then((r) => r.json())")

    page.click("[data-tool=projects]")
    expect(page.locator(".project-pin")).not_to_have_count(0)

    placed = {(one["lon"], one["lat"]) for one in told["pins"] if one["lon"] is not None}
    expect(page.locator(".project-pin")).to_have_count(len(placed))
    unplaced = sum(one["lon"] is None for one in told["pins"])
    expect(page.locator("#tool-projects")).to_contain_text(f"{unplaced} 个没有公开位置")
    expect(page.locator("#legend [data-layer^=project-]")).not_to_have_count(0)


def test_the_wall_tells_the_land_and_follows_it_by_itself(opened: Open, address: str, watch: Watch):
    wall = opened("/?screen=wall&every=10", width=1920, height=1080)
    promised = wall.locator(".figures div", has_text="已占").locator("dd")
    expect(promised).to_have_text("0亩")
    body = {"parcel_ids": ["EQ0391"], "project": "试验项目", "who": "test"}
    held = wall.request.post(f"{address}/api/v1/holds", data=body)
    try:
        expect(promised).to_have_text("134亩", timeout=20_000)
    finally:
        for one in held.json():
            wall.request.delete(f"{address}/api/v1/holds/{one['id']}?who=test")

    assert wall.locator("#question").is_hidden()
    assert (watch.messages, watch.foreign) == ([], [])


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1920, 1080), (3840, 2160)])
def test_the_wall_fits_its_screen_and_axe_finds_nothing_serious(opened: Open, width: int, height: int):
    wall = opened("/?screen=wall&lang=en", width=width, height=height)

    assert wall.evaluate("document.documentElement.scrollWidth") <= width
    assert serious(wall) == []


def test_axe_finds_nothing_serious_in_any_tool(page: Page):
    draw(page)
    found = serious(page)
    for tool in ("layers", "measure", "projects"):
        page.click(f"[data-tool={tool}]")
        page.wait_for_timeout(300)
        found += serious(page)

    assert found == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_a_phone_every_tool_opens_within_the_screen(opened: Open, lang: str):
    page = opened(f"/?lang={lang}", width=390, height=844)

    for tool in ("layers", "draw", "measure", "projects"):
        page.click(f"[data-tool={tool}]")
        box = page.locator(f"#tool-{tool}").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_screen_of_4k_words_of_the_map_are_large_enough_to_read(opened: Open):
    page = opened("/", width=3840, height=2160)

    sizes = page.evaluate(
        """[...document.querySelectorAll('#legend .row span, .bar > button, .name-of:not(.off) b')]
            .map((one) => parseFloat(getComputedStyle(one).fontSize))"""
    )

    assert min(sizes) >= 16
