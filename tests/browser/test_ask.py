"""The question side of the page: a sentence, sliders that lead, a parcel's file, a tray, a shared view."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import serious
from tests.browser.conftest import Watch

pytestmark = pytest.mark.needs("chromium")
SAID = "马寨园区内 100到150亩 食品厂 净地或征迁中 不要高压线"


def say(page: Page, said: str) -> None:
    page.fill("#sentence", said)
    page.press("#sentence", "Enter")
    page.wait_for_selector(".sum-heard")


def match(page: Page) -> None:
    page.click("button[type=submit]")
    page.wait_for_selector("body[data-answer]")
    page.wait_for_selector(".suggestion")


def test_a_sentence_fills_the_form_and_names_what_it_did_not_hear(page: Page, watch: Watch):
    say(page, SAID)

    expect(page.locator(".chip.lost q")).to_have_text("不要高压线")
    expect(page.locator("select[name=industry]")).to_have_value("food")
    expect(page.locator("input[name=area_min_mu]")).to_have_value("100")
    expect(page.locator("select[name=park]")).to_have_value("mazhai")
    expect(page.locator("input[name=must_park]")).to_be_checked()
    expect(page.locator("input[name=statuses][value=clearing]")).to_be_checked()
    assert page.get_attribute("body", "data-answer") is None  # nothing is asked before it is confirmed
    page.click(".heard .chip:has-text('园区') .drop-chip")
    expect(page.locator("select[name=park]")).to_have_value("")
    expect(page.locator("#sentence")).to_have_value(SAID)
    match(page)
    assert watch.messages == []
    assert watch.failed == []


def test_a_relaxation_is_asked_by_a_click(page: Page):
    say(page, "大学路轴上 30–60亩 能建医院的净地")
    page.click("button[type=submit]")
    page.click(".way >> nth=0")

    expect(page.locator(".suggestion")).to_have_count(1)
    expect(page.locator("input[name=area_min_mu]")).not_to_have_value("30")


def test_a_slider_reorders_the_list_and_recolours_the_map_before_it_is_let_go(page: Page):
    say(page, "食品 100到150亩")
    match(page)
    answer = page.get_attribute("body", "data-answer")
    with page.expect_request("**/matches/scores"):
        before, after = page.evaluate(
            """() => {
                document.querySelector('#weighing').open = true;
                const rows = () => [...document.querySelectorAll('.suggestion')];
                const order = () => rows().map((it) => it.dataset.parcel);
                const slider = document.querySelector('#sliders input[data-wish=highway]');
                const before = order();
                for (const other of document.querySelectorAll('#sliders > label input')) other.value = 0;
                slider.value = 50;
                for (const one of document.querySelectorAll('#sliders > label input')) {
                    one.dispatchEvent(new Event('input', {bubbles: true}));
                }
                return [before, order()];
            }"""
        )

    assert before != after
    assert sorted(before) == sorted(after)
    expect(page.locator("body")).not_to_have_attribute("data-answer", answer or "")
    page.wait_for_selector("body[data-answer]")
    told = page.evaluate(
        "() => fetch('/api/v1/matches/' + document.body.dataset.answer).then((answer) => answer.json())"
    )
    listed = page.locator(".suggestion").evaluate_all("rows => rows.map((row) => row.dataset.parcel)")
    assert listed == [one["parcel_id"] for one in told["suggestions"]]


def test_a_parcel_s_file_tells_conditions_steps_standards_neighbours_history_and_files(page: Page):
    say(page, "食品 133亩左右")
    match(page)
    page.click(".suggestion >> nth=0")

    for part, told in [
        ("conditions", "容积率"),
        ("steps", "施工许可"),
        ("standards", "项目未提供"),
        ("neighbours", "冲突"),
        ("history", "从未预留"),
        ("downloads", "国土TXT"),
    ]:
        page.click(f"[data-part={part}] summary")
        expect(page.locator(f"[data-part={part}] .part-body")).to_contain_text(told)
    page.fill("[data-figure=fixed_invest_yi]", "5")
    page.press("[data-figure=fixed_invest_yi]", "Tab")
    expect(page.locator("[data-part=standards] li.fail .change").first).to_be_visible()
    with page.expect_download() as sheet:
        page.click("[data-part=downloads] button >> nth=0")
    assert sheet.value.suggested_filename.endswith(".pdf")


def test_a_click_beside_every_parcel_names_the_nearest(page: Page):
    box = page.locator(".stage").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 40, box["y"] + 60)

    expect(page.locator(".here")).to_contain_text("此处不是可开发地块")
    page.click(".here button")
    expect(page.locator("#card")).to_be_visible()


def test_an_address_with_an_industry_that_the_plan_lacks_opens_the_page_and_says_so(page: Page, address: str):
    page.goto("about:blank")
    page.goto(f"{address}/#industry=spaceport&area_mu=60")

    page.wait_for_selector("body[data-ready]")
    expect(page.locator("#problem")).to_contain_text("行业“spaceport”不在本规划的行业表里")
    page.click("button[type=submit]")
    page.wait_for_selector("body[data-answer]")


def test_the_whole_district_lies_beside_the_legend_at_the_start(page: Page):
    legend = page.locator("#legend").bounding_box()
    west = page.evaluate("""() => {
        const { bounds } = JSON.parse(document.getElementById('config').textContent);
        const frame = luodiMap.getContainer().getBoundingClientRect();
        return frame.left + luodiMap.latLngToContainerPoint([bounds[1], bounds[0]]).x;
    }""")

    assert legend is not None
    assert west >= legend["x"] + legend["width"]


def test_four_sites_at_most_are_compared_and_the_lead_is_told(page: Page):
    say(page, "食品 100到150亩")
    match(page)
    for at in range(4):
        page.locator(".shortlist .keep").nth(at).click()

    expect(page.locator(".shortlist .keep").nth(4)).to_be_disabled()
    page.click(".compare")
    expect(page.locator(".comparison thead th")).to_have_count(4)
    expect(page.locator(".leads li")).to_have_count(6)
    page.press(".comparison", "Escape")
    expect(page.locator(".comparison")).to_be_hidden()


def test_a_view_is_shared_by_its_address_in_either_language(page: Page, browser: Browser, address: str):
    say(page, SAID)
    match(page)
    page.click(".suggestion >> nth=1")
    page.locator(".shortlist .keep").nth(0).click()
    shown = page.locator("#card h2").text_content() or ""
    answer = page.get_attribute("body", "data-answer")
    page.wait_for_function("(id) => location.hash.includes('parcel=' + id)", arg=shown)

    other = browser.new_page()
    other.goto(f"{address}/?lang=en{page.evaluate('location.hash')}")
    other.wait_for_selector("body[data-ready]")

    assert other.get_attribute("body", "data-answer") == answer
    expect(other.locator("#card h2")).to_have_text(shown)
    expect(other.locator("#tray .site")).to_have_count(1)
    assert "#industry=food" in (page.get_attribute("a.lang", "href") or "")
    other.close()


def test_a_view_on_paper_leaves_out_what_is_only_for_clicking(page: Page):
    say(page, "食品 100到150亩")
    match(page)
    page.emulate_media(media="print")

    expect(page.locator("#question")).to_be_hidden()
    expect(page.locator("#share")).to_be_hidden()
    expect(page.locator("#note")).to_be_visible()
    expect(page.locator(".suggestion >> nth=0")).to_be_visible()


def test_on_a_phone_the_sentence_the_tray_and_the_card_fit(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    say(page, "食品 100到150亩")
    match(page)
    page.locator(".shortlist .keep").nth(0).click()
    page.locator(".shortlist .keep").nth(1).click()
    page.click(".compare")
    page.wait_for_selector(".comparison table")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_axe_finds_no_serious_violation_with_everything_open(page: Page):
    say(page, SAID)
    match(page)
    page.click("#weighing summary")
    page.locator(".shortlist .keep").nth(0).click()
    page.locator(".shortlist .keep").nth(1).click()
    page.click(".suggestion >> nth=0")
    for part in ("conditions", "steps", "standards", "neighbours", "history", "downloads"):
        page.click(f"[data-part={part}] summary")
    page.click(".compare")
    page.wait_for_selector(".comparison table")
    page.wait_for_selector("[data-part=standards] .limits li")

    assert serious(page) == []
