"""The planner's page in a real browser: asked, answered, explained, and silent towards the world."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import serious
from tests.browser.conftest import Watch
from tests.serving import service_at, serving

pytestmark = pytest.mark.needs("chromium")
HOSTILE = "<img src=x onerror=\"document.title='owned'\"></script><b>\u202e"


def ask(page: Page, industry: str = "food", area_mu: str = "133") -> None:
    page.select_option("select[name=industry]", industry)
    page.fill("input[name=area_mu]", area_mu)
    page.click("button[type=submit]")
    page.wait_for_selector("body[data-answer]")
    page.wait_for_selector(".sum")


def test_a_question_is_answered_with_a_shortlist_and_badges_on_the_map(page: Page, watch: Watch, build: Path):
    ask(page)

    expect(page.locator(".suggestion")).to_have_count(10)
    expect(page.locator(".badge")).to_have_count(10)
    page.wait_for_timeout(800)
    page.screenshot(path=build / "page.png")
    assert watch.messages == []
    assert watch.failed == []


def test_the_page_asks_nothing_of_any_other_host(page: Page, watch: Watch):
    ask(page)
    page.click(".suggestion >> nth=0")
    page.wait_for_selector("#card:not([hidden])")

    assert watch.foreign == []


def test_the_first_suggestion_explains_itself_part_by_part(page: Page):
    ask(page)

    page.click(".suggestion >> nth=0")

    card = page.locator("#card")
    expect(card.locator(".tag.in")).to_have_text("第 1 名")
    expect(card.locator(".parts li")).not_to_have_count(0)
    expect(card.locator(".limits li.fail")).to_have_count(0)


def test_an_excluded_parcel_says_why_not_and_what_would_do(page: Page):
    ask(page)

    page.click(".near >> nth=0")

    card = page.locator("#card")
    expect(card.locator(".tag.out")).to_have_text("不符合")
    expect(card.locator("h3").first).to_have_text("为什么不是这块地")
    expect(card.locator(".limits li.fail .change")).to_contain_text("还差")


def test_any_parcel_on_the_map_explains_itself_on_a_click(page: Page):
    ask(page)
    page.locator(".badge >> nth=0").click()

    expect(page.locator("#card .tag.in")).to_have_text("第 1 名")
    expect(page.locator(".suggestion.selected")).to_have_count(1)


def test_hovering_the_list_lights_the_badge(page: Page):
    ask(page)

    page.hover(".suggestion >> nth=1")

    expect(page.locator(".badge span.on")).to_have_text("2")


def test_when_nothing_fits_the_cheapest_way_out_is_told(page: Page):
    ask(page, area_mu="800")

    expect(page.locator(".say.limit")).to_have_text("没有地块同时满足全部硬约束")
    expect(page.locator(".ways li").first).to_contain_text("面积下限")


def test_a_wrong_figure_is_answered_with_what_to_do(page: Page):
    page.select_option("select[name=industry]", "food")
    page.fill("input[name=area_mu]", "88667")
    page.click("button[type=submit]")

    expect(page.locator("#problem")).to_contain_text("若单位是㎡, 应填 133.0亩")


def test_a_moved_weight_changes_the_answer_at_once(page: Page):
    ask(page)
    before = page.get_attribute("body", "data-answer")

    page.click("#weighing summary")
    page.locator("#sliders input[data-wish=price]").fill("50")

    expect(page.locator("body")).not_to_have_attribute("data-answer", before or "")


def test_the_page_speaks_english_when_asked(page: Page, address: str):
    page.goto(f"{address}/?lang=en")
    page.wait_for_selector("body[data-ready=en]")
    ask(page)

    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.locator("button[type=submit]")).to_have_text("Match parcels")
    expect(page.locator(".suggestion >> nth=0")).to_contain_text("mu")


def test_on_a_phone_nothing_is_cut_off(page: Page, build: Path):
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page)
    page.wait_for_timeout(600)
    page.screenshot(path=build / "page-phone.png")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_illustrative_data_is_said_on_the_page(page: Page):
    expect(page.locator("#basis")).to_have_text("示意数据")
    page.click("#basis")

    expect(page.locator("#note")).to_contain_text("非官方成果")


def test_scripts_need_the_answer_s_nonce_and_none_may_evaluate_text(page: Page, address: str):
    answer = page.request.get(f"{address}/")

    policy = answer.headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy
    assert "'nonce-" in policy
    assert page.request.get(f"{address}/").headers["content-security-policy"] != policy


def test_axe_finds_no_serious_violation(page: Page):
    ask(page)
    page.click(".suggestion >> nth=0")
    page.wait_for_selector("#card:not([hidden])")

    assert serious(page) == []


def test_a_hostile_name_is_shown_as_text(browser: Browser, tmp_path: Path, watch: Watch):
    service = service_at(tmp_path / "workspace")
    land = service.land()
    service.store.hold(land.plan.id, [str(land.table.index[0])], project=HOSTILE, who="test")
    with serving(service) as base:
        page = browser.new_page()
        watch.on(page, base)
        page.goto(f"{base}/")
        page.wait_for_selector("body[data-ready]")
        page.select_option("select[name=industry]", "food")
        page.click("button[type=submit]")
        page.wait_for_selector(".sum")
        shown = page.evaluate(
            """async (id) => {
                const headers = {'content-type': 'application/json'};
                const asked = {method: 'POST', headers, body: '{"industry": "food"}'};
                const told = await (await fetch(`/api/v1/parcels/${id}/why`, asked)).json();
                const card = await import('/static/js/card.js');
                const plan = {axes: [], parks: [], zones: [], statuses: [], utilities: [], uses: []};
                card.show(told, plan, () => {});
                return document.getElementById('card').textContent;
            }""",
            str(land.table.index[0]),
        )

        assert HOSTILE in shown
        assert page.locator("#card img").count() == 0
        assert page.title() != "owned"
        page.close()
