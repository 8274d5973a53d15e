"""The shortlist's numbers on the map: each can be read and clicked, however far away one looks from."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_page import ask

pytestmark = pytest.mark.needs("chromium")
# the whole district and all around it: the shortlist of 马寨 is a few pixels wide
FAR, NEAR = 9, 16
SIDE = 24


@pytest.fixture
def asked(page: Page) -> Page:
    ask(page)
    return page


def test_no_number_covers_another_however_far_away_one_looks(asked: Page):
    zoomed(asked, FAR)

    boxes = [one.bounding_box() for one in asked.locator(".badge").all()]

    near = [(a, b) for a, b in combinations(boxes, 2) if _distance(a, b) < SIDE]
    assert len(boxes) == 10
    assert near == []


def test_no_name_of_a_place_covers_a_number(asked: Page):
    heights = asked.evaluate(
        """() => [document.querySelector(".badge").closest(".leaflet-pane"), luodiMap.getPane("names")].map(
            (pane) => Number(getComputedStyle(pane).zIndex)
        )"""
    )

    assert heights[0] > heights[1]


def test_each_number_opens_its_own_parcel_from_afar(asked: Page):
    zoomed(asked, FAR)

    for badge in asked.locator(".badge").all():
        parcel = badge.locator("span").get_attribute("data-parcel")
        badge.click()
        expect(asked.locator("#card")).to_contain_text(str(parcel))
        asked.keyboard.press("Escape")


def test_a_number_that_gave_way_is_tied_to_where_its_parcel_lies(asked: Page):
    zoomed(asked, FAR)

    ends = asked.evaluate(
        """() => Object.values(luodiMap._layers).filter(
            (one) => one.options.icon?.options.className === "badge"
        ).map((one) => {
            const tie = one.getElement().querySelector(".tie");
            const box = one.getElement().getBoundingClientRect();
            const stage = luodiMap.getContainer().getBoundingClientRect();
            const turn = parseFloat((tie.style.transform.match(/rotate\\((.*)rad/) || [0, 0])[1]);
            const length = parseFloat(tie.style.width);
            const at = luodiMap.latLngToContainerPoint(one.getLatLng());
            return { length, x: box.x + 12 + length * Math.cos(turn) - stage.x - at.x,
                     y: box.y + 12 + length * Math.sin(turn) - stage.y - at.y };
        })"""
    )

    tied = [one for one in ends if one["length"] > 0]
    assert tied
    assert all(abs(one["x"]) < 2 and abs(one["y"]) < 2 for one in tied)


def test_where_there_is_room_a_number_lies_on_its_parcel(asked: Page):
    zoomed(asked, NEAR)

    lengths = asked.evaluate("[...document.querySelectorAll('.tie')].map((tie) => tie.style.width)")

    assert set(lengths) == {"0px"}


def zoomed(page: Page, zoom: int) -> None:
    page.evaluate(f"() => void luodiMap.setView(luodiMap.getCenter(), {zoom}, {{ animate: false }})")


def _distance(a: Any, b: Any) -> float:
    return float(((a["x"] - b["x"]) ** 2 + (a["y"] - b["y"]) ** 2) ** 0.5)
