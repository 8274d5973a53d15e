"""Names on a plate: none covers another, none leaves its frame."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from shapely.geometry import LineString, box

from maps import fonts
from maps.static import labels
from maps.static.page import Page, Type
from maps.static.paper import Box, paper

FRAME = Box(10, 10, 100, 80)
KIND = Type(8)


def page():
    return Page(paper("A3", landscape=True), fonts.find())


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_names_of_crowded_points_never_cover_one_another_nor_leave_the_frame():
    sheet, taken = page(), labels.Taken(FRAME)
    spots = np.random.default_rng(7).uniform((10, 10), (110, 90), (60, 2))

    named = enumerate(spots)
    placed = [labels.place(sheet, taken, labels.around(f"地名{i}", (x, y), KIND, 1.0)) for i, (x, y) in named]

    boxes = [one for words in sheet.words for one in labels.covers(sheet, words)]
    assert any(placed)
    assert not all(placed)
    assert not any(overlap(a, b) for a, b in combinations(boxes, 2))
    assert all(a[0] >= 10 and a[2] <= 110 and a[1] >= 10 and a[3] <= 90 for a in boxes)


def test_a_name_gives_way_to_what_stands_there_already():
    sheet = page()
    taken = labels.Taken(FRAME, [(51, 40, 110, 60)])

    labels.place(sheet, taken, labels.around("二七广场", (50, 50), KIND, 1.0))

    assert sheet.words[0].side == "right"


def test_a_chinese_name_runs_down_a_steep_line_and_an_english_one_turns_with_it():
    steep = LineString([(50, 85), (52, 15)])

    chinese = next(iter(labels.along(page(), "大学路", steep, KIND, (0.5,))))
    english = next(iter(labels.along(page(), "Daxue Road", steep, KIND, (0.5,))))

    assert [words.text for words in chinese] == list("大学路")
    assert chinese[0].y > chinese[1].y > chinese[2].y
    assert [words.text for words in english] == ["Daxue Road"]
    assert abs(english[0].angle) == pytest.approx(88.4, abs=0.1)


def test_a_name_longer_than_its_line_is_not_written_upon_it():
    short = LineString([(50, 50), (60, 50)])

    assert not list(labels.along(page(), "航海西路西延线", short, KIND, (0.5,)))


def test_the_name_of_an_area_begins_at_its_roomiest_spot():
    hall = box(20, 20, 60, 60).union(box(60, 20, 100, 24))

    first = next(iter(labels.inside("园区", hall, KIND)))

    assert (first[0].x, first[0].y + 0.37 * KIND.em_mm) == pytest.approx((40, 40), abs=1.5)


def test_a_line_of_text_is_cut_with_an_ellipsis_and_a_paragraph_breaks_between_words():
    sheet = page()

    assert sheet.fit("产业选址地块推荐图", KIND, 12).endswith("…")
    assert sheet.wrap("EPSG:4547 号坐标系", KIND, 16, 2) == ["EPSG:4547", "号坐标系"]
