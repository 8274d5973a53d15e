"""The fast ways give what the slow and obvious ways give."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from geo.validate import sound, values

# cells as tables have them, and those that look like "nothing" or change under normalisation
CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "—",
            "无",
            "N/A",
            "null",
            " A－1 ",
            "A  1",
            "a\tb",
            "e\u0301",
            "\u212b",
            "地块 1",
            "ａ",
            "\u200bx",
            "豈",
        ]
    ),
    st.text("aZ09 -_/（）地块·，\u3000\n\u0301", max_size=6),
    st.text(max_size=4),
)


@given(st.lists(CELLS, min_size=1, max_size=30))
@example(["?", "？", "-", "NaN", "nAn", ". ", "东 1", None])
def test_text_is_what_cell_by_cell_makes_of_it(cells):
    column = pd.Series(cells, dtype=object)

    slow = [values._text(cell) for cell in cells]  # noqa: SLF001 - the oracle

    assert values.text(column).tolist() == slow
    if all(cell is None or cell.isascii() or cell < "\ud800" for cell in cells):
        assert values.text(column.astype("str")).tolist() == slow


@pytest.mark.parametrize(
    "cells", [pd.Series([7, 0, -3]), pd.Series([7.0, None, 3.5]), pd.Series([], dtype="str")]
)
def test_columns_of_numbers_make_text(cells):
    assert values.text(cells).tolist() == [values._text(cell) for cell in cells.tolist()]  # noqa: SLF001


def test_an_index_is_kept():
    assert values.text(pd.Series(["a", " b"], index=[5, 3])).to_dict() == {5: "a", 3: "b"}


# ---- shapes -----------------------------------------------------------------------------------------------

# few distinct numbers, so that points coincide, edges touch and run along one another
RINGS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=9)


@given(st.lists(RINGS, min_size=1, max_size=8), st.sampled_from([(0, 0), (4e5 + 0.1, 3.7e6 + 0.3)]))
@settings(max_examples=400)
def test_validity_and_turning_are_those_of_geos(rings, corner):
    shapes = np.array([Polygon([(x + corner[0], y + corner[1]) for x, y in ring]) for ring in rings])

    valid, turned = sound.valid_and_turned(shapes)

    assert valid.tolist() == shapely.is_valid(shapes).tolist()
    same = shapely.orient_polygons(shapes)
    assert all(shapely.equals_exact(same[turned], shapes[turned]))


def test_shapes_of_every_kind_are_judged_as_geos_judges_them():
    hollow = box(0, 0, 9, 9).difference(box(1, 1, 2, 2))
    with np.errstate(invalid="ignore"):
        nan = shapely.from_wkt("POLYGON ((0 0, nan 5, 5 5, 0 0))")
        mixed = [hollow, MultiPolygon([hollow]), None, Polygon(), box(0, 0, 1, 1), shapely.Point(1, 1), nan]
        shapes = np.array(mixed, dtype=object)

        assert sound.is_valid(shapes).tolist() == shapely.is_valid(shapes).tolist()


def test_real_outlines_need_no_second_look():
    ring = shapely.get_coordinates(shapely.Point(4e5, 3.7e6).buffer(50, quad_segs=8))

    assert sound.turns(np.array([Polygon(ring), Polygon(ring[::-1])])).tolist() in ([1, -1], [-1, 1])
