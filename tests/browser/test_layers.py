"""Layers and legend in a real browser: what the legend says is what is on the map."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.test_page import ask

pytestmark = pytest.mark.needs("chromium")


TITLES = {
    "use": "规划用途",
    "axis": "发展轴",
    "zone": "三区",
    "park": "园区",
    "freshness": "数据时点",
    "status": "供地状态",
}


def legend(page: Page) -> list[str]:
    return page.locator("#legend .legend-body > .row > span").all_text_contents()


def test_the_land_is_coloured_by_status_use_axis_zone_park_and_date(page: Page, watch: Watch):
    seen = {}

    page.click("[data-tool=layers]")
    for by, title in TITLES.items():
        page.check(f"input[name=colouring][value={by}]")
        expect(page.locator("#legend h3")).to_have_text(f"可开发地块 · {title}")
        seen[by] = legend(page)

    assert seen["axis"] == ["嵩山路", "大学路", "京广路", "轴外"]
    assert seen["status"] == ["净地", "征迁中", "待征迁", "存量盘活"]
    assert "科研用地" in seen["use"]
    assert len(seen["zone"]) == 3
    assert "园区外" in seen["park"]
    assert seen["freshness"] == ["2024-06"]
    assert watch.messages == []


def test_the_areas_of_the_legend_are_the_whole_bank(page: Page):
    areas = page.locator("#legend .legend-body > .row > small").all_text_contents()

    assert sum(float(text.removesuffix("亩").replace(",", "")) for text in areas) == pytest.approx(
        20_000, abs=3
    )


def test_a_parcel_has_the_colour_that_the_legend_gives_its_class(page: Page):
    page.click("[data-tool=layers]")
    page.check("input[name=colouring][value=axis]")
    expect(page.locator("#legend .row >> nth=0")).to_contain_text("嵩山路")

    wrong = page.evaluate(
        """async () => {
            const {classes} = luodiModules['layers.js'].colouring();
            const of = Object.fromEntries(classes.map((one) => [one.key, one.colour]));
            const found = [];
            window.luodiMap.eachLayer((one) => {
                const told = one.feature?.properties;
                if (told?.id?.startsWith('EQ')) found.push(one.options.fillColor === of[told.axis]);
            });
            return [found.length, found.filter((is) => !is).length];
        }"""
    )

    assert wrong == [603, 0]


def test_a_layer_switched_off_leaves_map_and_legend(page: Page):
    entry = page.locator("#legend [data-layer=parks]")
    expect(entry).to_have_count(1)

    page.click("[data-tool=layers]")
    page.uncheck("input[name=layer][value=parks]")

    expect(entry).to_have_count(0)
    expect(page.locator(".name-of.parks:not(.off)")).to_have_count(0)


def test_small_things_are_drawn_only_when_near(page: Page):
    page.click("[data-tool=layers]")
    page.check("input[name=layer][value=buildings]")
    expect(page.locator("#legend")).to_contain_text("放大后显示")
    expect(page.locator("#legend [data-layer=buildings]")).to_have_count(0)

    page.evaluate("void window.luodiMap.setZoom(14, {animate: false})")

    expect(page.locator("#legend [data-layer=buildings]")).to_have_count(1)


def test_the_legend_of_an_answer_counts_its_parcels(page: Page):
    ask(page)

    counts = page.locator("#legend .classes small").all_text_contents()
    greys = page.locator("#legend .legend-body > .row > small").all_text_contents()

    assert sum(int(text) for text in counts) == int(page.locator(".sum strong").inner_text().split("/")[0])
    assert sum(int(text) for text in [*counts, *greys]) == 603


def test_after_an_answer_the_status_can_be_seen_again_and_the_answer_too(page: Page):
    ask(page)
    page.click("[data-tool=layers]")

    page.check("input[name=colouring][value=status]")
    expect(page.locator("#legend")).to_contain_text("供地状态")
    page.check("input[name=colouring][value=score]")

    expect(page.locator("#legend")).to_contain_text("适宜度得分")


def test_names_on_the_map_do_not_cover_one_another(page: Page):
    for zoom in (11.5, 13, 14.5):
        page.evaluate(f"void window.luodiMap.setView([34.72, 113.64], {zoom}, {{animate: false}})")
        page.wait_for_timeout(200)
        boxes = page.evaluate(
            """[...document.querySelectorAll('.name-of:not(.off)')].map((one) => {
                const {left, right, top, bottom} = one.getBoundingClientRect();
                return [left, right, top, bottom];
            })"""
        )
        overlaps = [
            (a, b)
            for i, a in enumerate(boxes)
            for b in boxes[i + 1 :]
            if a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
        ]
        assert boxes
        assert overlaps == []
