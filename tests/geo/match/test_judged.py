"""Rows judged from packed columns: all that the full outcome keeps of them, to the bit."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import match
from geo.model import Curve, Wish
from tests.geo import worlds
from tests.geo.match.test_top import ROWS, WEIGHTS, question_of, table_of

FIELDS = ("gap", "failed", "satisfaction", "best_term", "score")


@settings(max_examples=150)
@given(ROWS, WEIGHTS, st.data())
def test_any_rows_are_judged_as_the_full_outcome_judges_them(rows, weights, data):
    table, question = table_of(rows), question_of(weights)
    picked = np.array(data.draw(st.lists(st.integers(0, len(rows) - 1), unique=True)), np.int64)
    packed, cells = match.pack(table), match.Cells(table)

    full = match.score(table, question)
    every, some = match.judged(packed, cells, question), match.judged(packed, cells, question, picked)

    for name in FIELDS:
        np.testing.assert_array_equal(getattr(every, name), getattr(full, name))
        np.testing.assert_array_equal(getattr(some, name), getattr(full, name)[picked])
    assert every.order.tolist() == full.order.tolist()
    assert [some.cells.label(at) for at in range(len(picked))] == [str(table.index[row]) for row in picked]


def test_cells_are_the_tables_and_one_column_may_be_another():
    table = table_of([{"area_mu": 5.0, "use_code": "0901", "held": ""}] * 2)
    cells = match.Cells(table)
    assert (cells.at(1, "area_mu"), cells.at(1, "held")) == (5.0, "")

    other = cells.with_column(table.assign(held=["", "甲"]), "held")

    assert (other.at(1, "held"), cells.at(1, "held"), other.at(1, "area_mu")) == ("甲", "", 5.0)
    assert other.take([1]).take([0]).frame["held"].tolist() == ["甲"]


@settings(max_examples=150)
@given(ROWS, WEIGHTS)
def test_a_map_is_coloured_as_the_full_outcome_would(rows, weights):
    table, question = table_of(rows), question_of(weights)

    assert match.packed_bytes(match.pack(table), question) == match.as_bytes(match.score(table, question))


@settings(max_examples=150)
@given(
    st.lists(st.integers(-5, 5), min_size=1, max_size=6, unique=True).map(sorted),
    st.lists(st.sampled_from([0.0, 0.1, 1 / 3, 0.7, 1.0]), min_size=6, max_size=6),
    st.lists(
        st.one_of(st.integers(-6, 6), st.floats(-6, 6, width=32), st.sampled_from([np.nan, np.inf, -np.inf])),
        min_size=1,
        max_size=700,
    ),
)
def test_a_curve_of_any_points_is_that_of_numpy(xs, ys, values):
    curve = Curve(points=tuple((float(x), y) for x, y in zip(xs, ys, strict=False)))
    question = worlds.question([], [(Wish("w", "", "", "metro_m", "m", curve, missing=0.25), 1.0)])
    numbers = np.array(values, np.float32)
    packed = match.pack(worlds.table(metro_m=numbers.tolist()))

    found = match.parts(packed, question, np.arange(len(values)))[:, 0]

    expected = np.interp(numbers.astype(np.float64), *zip(*curve.points, strict=True))
    assert found.tolist() == np.where(np.isnan(numbers), 0.25, expected).tolist()
