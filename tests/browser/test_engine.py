"""研判 in a real browser: asked as jobs, drawn on the map, found again after a reload, ended when wanted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.jobs import Host
from tests.browser.axe import serious
from tests.browser.conftest import Watch
from tests.serving import service_at, serving

pytestmark = pytest.mark.needs("chromium")
JOB_MS = 120_000
HOSTILE = "<img src=x onerror=\"document.title='owned'\"></script>"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One service for the whole file: nothing here changes the land."""
    asking = Host()
    with serving(service_at(tmp_path_factory.mktemp("engine") / "workspace"), None, asking) as it:
        yield it
    asking.close()


@pytest.fixture
def shown(base: str, browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Open the drawer beside a brief; in the end the page was silent towards the world."""
    with ExitStack() as doors:

        def opened(tab: str, lang: str = "zh", width: int = 1440) -> Page:
            size = {"width": width, "height": 844 if width < 500 else 900}
            context = browser.new_context(viewport=size, locale="zh-CN")
            doors.callback(context.close)
            page = context.new_page()
            watch.on(page, base)
            page.goto(f"{base}/?lang={lang}")
            page.wait_for_selector("body[data-ready]")
            page.fill("input[name=area_mu]", "133")
            page.click("#engine-open")
            page.click(f"#engine-tab-{tab}")
            return page

        yield opened
        assert watch.foreign == []
        # a browser says by itself that a question was refused
        assert [one for one in watch.messages if "status of 4" not in one] == []


# how many parcels have each colour now
COLOURS_SHOWN = (
    "Object.values(luodiMap._layers).filter((one) => one.feature?.properties.area_mu !== undefined)"
    ".map((one) => one.options.fillColor).sort()"
    ".reduce((all, colour) => ({ ...all, [colour]: (all[colour] || 0) + 1 }), {})"
)


def ask(page: Page, found: str, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"#engine input[name={name}]", value)
    page.click("#engine .ask")
    page.wait_for_selector(f"#engine {found}", timeout=JOB_MS)


def test_assemblies_are_searched_as_a_job_drawn_and_found_again_after_a_reload(shown, build: Path):
    page = shown("assembly")

    ask(page, ".eng-list", k="3")

    expect(page.locator("#engine .eng-list > li")).to_have_count(3)
    expect(page.locator(".engine-badge")).to_have_count(3)
    expect(page.locator(".eng-proof.proven")).to_contain_text("已证明最优")
    page.locator(".engine-badge >> nth=1").click()
    expect(page.locator("#engine .eng-list > li.selected .rank")).to_have_text("2")
    page.screenshot(path=build / "engine_assembly.png")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    page.click("#engine-open")
    expect(page.locator("#engine .eng-list > li")).to_have_count(3)


def test_every_placed_project_is_named_beside_the_map_and_its_regret_told(shown, build: Path):
    page = shown("allocation")

    ask(page, ".eng-placed")

    placed = page.locator("#engine .eng-placed > li").count()
    arrows = page.locator(".engine-arrows path.lead")
    page.wait_for_timeout(500)
    assert placed > 40
    assert arrows.count() == page.locator(".eng-arrow-names button").count() > 40
    expect(page.locator(".eng-proof.proven")).to_be_visible()
    expect(page.locator(".eng-rivals li")).to_have_count(3)
    page.locator(".eng-arrow-names .r2 >> nth=0").click()
    expect(page.locator(".engine-arrows path.wish")).to_have_count(1)
    expect(page.locator(".eng-placed li.selected")).to_have_count(1)
    page.screenshot(path=build / "engine_allocation.png")


def test_a_question_under_way_is_ended_from_the_page(shown):
    page = shown("robustness")
    page.select_option("#engine select[name=vectors]", "100000")
    page.click("#engine .ask")

    page.locator("#engine .progress .acts button").click()

    expect(page.locator("#engine .eng-out")).to_contain_text("已取消", timeout=JOB_MS)
    expect(page.locator("#engine .ask")).to_be_enabled()


def test_the_probability_of_rank_one_is_shown_in_the_list_and_on_the_map(shown):
    page = shown("robustness", lang="en")

    ask(page, ".eng-shares")

    first = page.locator("#engine .eng-shares li >> nth=0").locator(".eng-figure b")
    expect(page.locator(".engine-label >> nth=0")).to_have_text(first.text_content() or "?")
    expect(page.locator("#engine .eng-intervals li")).not_to_have_count(0)
    expect(page.locator(".engine-key")).to_contain_text("likelier first")


def test_what_a_price_admits_is_on_the_map_while_it_is_pointed_at_and_stays_once_chosen(shown):
    page = shown("prices")
    ask(page, ".eng-prices button")
    rows = page.locator("#engine .eng-prices li", has=page.locator("button.what"))
    key = page.locator(".engine-key")
    before = page.evaluate(COLOURS_SHOWN)

    for nth in range(rows.count()):
        admits = (rows.nth(nth).locator(".eng-figure b").text_content() or "").removeprefix("+")
        rows.nth(nth).locator("button").hover()
        expect(key).to_contain_text(f"放宽后新增 {admits} 宗")
        assert page.evaluate(COLOURS_SHOWN).get("#c4301c") == int(admits.replace(",", ""))
    painted = int(page.locator("body").get_attribute("data-painted") or 0)
    page.mouse.move(5, 5)
    expect(page.locator("body")).to_have_attribute("data-painted", str(painted + 1))
    expect(key).to_be_hidden()
    assert page.evaluate(COLOURS_SHOWN) == before

    rows.nth(0).locator("button").click()
    page.mouse.move(5, 5)
    expect(rows.nth(0).locator("button")).to_have_attribute("aria-pressed", "true")
    expect(key).to_contain_text("放宽后新增")
    page.click("#engine-tab-twins")
    expect(key).to_be_hidden()


def test_a_click_on_the_map_names_the_parcel_and_its_twins_are_numbered(shown):
    page = shown("prices")
    ask(page, ".eng-prices")
    expect(page.locator("#engine .eng-prices >> nth=0").locator("li >> nth=0")).to_contain_text("+")
    page.click("#engine-tab-twins")

    page.locator("#engine input[name=parcel]").fill("EQ0445")
    page.click("#engine .ask")

    expect(page.locator(".engine-badge")).to_have_count(10)
    page.locator(".engine-badge >> nth=0").click()
    chosen = page.locator("#engine .eng-twins li >> nth=0").locator("[data-parcel]").text_content() or "?"
    expect(page.locator("#engine input[name=parcel]")).to_have_value(chosen)


def test_a_cut_says_what_is_left_and_a_hall_where_it_stands(shown):
    page = shown("cutting")
    ask(page, ".eng-list", parcel="EQ0445", wanted_mu="40")
    expect(page.locator("#engine .eng-list > li.selected")).to_have_count(1)
    expect(page.locator("#engine .eng-side.left >> nth=0")).to_contain_text("可用")

    page.check("#engine input[value=hall]")
    ask(page, ".eng-proof", length_m="120", width_m="60")

    expect(page.locator("#engine .eng-proof")).to_contain_text("120 × 60")
    expect(page.locator(".engine-key")).to_contain_text("厂房")


def test_what_cannot_be_meant_is_told_where_it_was_asked_and_stays_text(shown):
    page = shown("schedule")

    ask(page, ".problem", parcel=HOSTILE, open_by="2025-03")

    expect(page.locator("#engine .problem")).to_contain_text("<img src=x")
    assert page.title() != "owned"
    ask(page, ".eng-gantt", parcel="EQ0445")
    expect(page.locator("#engine .eng-gantt .blocking")).to_have_count(1)


def test_a_place_tells_whom_it_suits_and_the_ledger_whom_it_is_for(shown):
    page = shown("reverse")
    page.select_option("#engine select[name=axis]", "daxue")
    ask(page, ".eng-twins")
    expect(page.locator("#engine .eng-twins li")).not_to_have_count(0)
    page.click("#engine-tab-around")
    ask(page, ".eng-title", parcel="EQ0445")
    expect(page.locator(".engine-key")).to_contain_text("步行")

    page.click("#engine-tab-ledger")

    expect(page.locator("#engine .eng-ledger li")).to_have_count(4)
    expect(page.locator("#engine .eng-ledger")).to_contain_text("大学路")
    expect(page.locator("#legend")).to_contain_text("可开发地块 · 发展轴")


def test_in_english_the_limits_that_keep_an_industry_out_are_named_in_english(shown):
    page = shown("reverse", lang="en")

    ask(page, ".eng-twins", parcel="EQ0445")

    reasons = page.locator("#engine .eng-twins li.none .sub")
    expect(reasons).not_to_have_count(0)
    assert [text for text in reasons.all_text_contents() if not re.fullmatch(r"[\x20-\x7e·]+", text)] == []


def test_the_grouping_of_the_ledger_that_was_chosen_last_is_shown_however_late_another_comes(shown):
    page = shown("ledger")
    expect(page.locator("#engine .eng-ledger")).to_contain_text("大学路")
    held = []
    page.route("**/ledger?by=park", lambda route: held.append(route))  # noqa: PLW0108 (playwright marks it)
    with page.expect_request("**/ledger?by=park"):
        page.select_option("#engine select[name=by]", "park")

    page.select_option("#engine select[name=by]", "status")
    expect(page.locator("#engine .eng-ledger")).to_contain_text("净地")
    with page.expect_response("**/ledger?by=park"):
        held[0].continue_()

    page.evaluate("fetch('/api/v1/plan').then((told) => told.json())")
    expect(page.locator("#engine .eng-ledger")).to_contain_text("净地")


def test_a_parcel_that_was_picked_since_is_the_one_that_the_next_tab_speaks_of(shown):
    page = shown("around")
    page.fill("#engine input[name=parcel]", "EQ0001")
    page.click("#engine-tab-ledger")
    page.fill("#find", "EQ0445")
    expect(page.locator("#find-options li >> nth=0")).to_contain_text("EQ0445")
    page.press("#find", "ArrowDown")
    page.press("#find", "Enter")
    expect(page.locator("#card h2")).to_contain_text("EQ0445")

    page.click("#engine-tab-around")

    expect(page.locator("#engine input[name=parcel]")).to_have_value("EQ0445")


@pytest.mark.parametrize(("lang", "width"), [("zh", 390), ("en", 1440)])
def test_axe_finds_nothing_serious_where_a_price_is_chosen(shown, lang: str, width: int):
    page = shown("prices", lang, width)
    ask(page, ".eng-prices button")
    price = page.locator("#engine .eng-prices button.what >> nth=0")
    price.click()
    expect(price).to_have_attribute("aria-pressed", "true")

    assert serious(page) == []


@pytest.mark.parametrize(("lang", "width"), [("zh", 390), ("en", 1440)])
def test_the_drawer_is_usable_by_keyboard_and_by_screen_readers(shown, lang: str, width: int):
    page = shown("cutting", lang, width)
    ask(page, ".eng-list", parcel="EQ0445", wanted_mu="40")

    found = serious(page)
    page.focus("#engine-tab-cutting")
    page.keyboard.press("ArrowRight")

    assert found == []
    expect(page.locator("#engine-tab-schedule")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.keyboard.press("Escape")
    expect(page.locator("#engine")).to_be_hidden()
    expect(page.locator("#engine-open")).to_be_focused()
