"""What a curve promises: fixed scales, values in [0, 1], no data neither full nor none."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from geo.criteria.curves import area_curve, judge, satisfaction
from geo.model import Curve, Term, Wish

NUMBERS = st.floats(-1e6, 1e6)


def test_a_value_between_two_points_is_judged_on_the_line_between_them():
    near = Curve(points=((300, 1.0), (2000, 0.0)))

    assert satisfaction(near, pd.Series([1150.0]), missing=0.5).tolist() == [0.5]


def test_no_data_gets_the_neutral_value_not_zero():
    near = Curve(points=((300, 1.0), (2000, 0.0)))

    assert satisfaction(near, pd.Series([None], dtype="float32"), missing=0.4).tolist() == [0.4]


def test_an_unlisted_category_gets_the_other_value_and_an_empty_one_the_neutral_value():
    ready = Curve(categories={"net": 1.0}, otherwise=0.2)

    assert satisfaction(ready, pd.Series(["net", "idle", ""]), missing=0.5).tolist() == [1.0, 0.2, 0.5]


def test_an_empty_category_that_the_curve_lists_is_a_value():
    in_park = Curve(categories={"p": 1.0, "": 0.0})

    assert satisfaction(in_park, pd.Series(["p", "q", ""]), missing=0.5).tolist() == [1.0, 0.0, 0.0]


def test_of_several_terms_the_best_counts_and_is_named():
    flat = Curve(points=((0, 1.0), (100, 0.0)))
    wish = Wish("axis", "轴", "axis", "a", "m", flat, terms=(Term("a", flat, 1.0), Term("b", flat, 0.5)))
    table = pd.DataFrame({"a": [100.0, 0.0], "b": [0.0, 0.0]})

    judged, best = judge(wish, table)

    assert judged.tolist() == [0.5, 1.0]
    assert best.tolist() == [1, 0]


@given(
    st.lists(NUMBERS, min_size=1),
    st.lists(st.tuples(NUMBERS, st.floats(0, 1)), min_size=1, unique_by=lambda p: p[0]),
)
def test_every_value_is_judged_within_0_and_1_and_by_itself_alone(values, points):
    curve = Curve(points=tuple(sorted(points)))

    together = satisfaction(curve, pd.Series(values), missing=0.5)
    alone = [satisfaction(curve, pd.Series([value]), missing=0.5)[0] for value in values]

    assert ((together >= 0) & (together <= 1)).all()
    assert together.tolist() == alone


def test_an_area_window_without_target_is_full_inside_and_empty_at_half_and_twice():
    curve = area_curve(None, 100.0, 150.0)

    judged = satisfaction(curve, pd.Series([50.0, 100.0, 133.0, 150.0, 300.0]), missing=0.5)

    assert judged.tolist() == [0.0, 1.0, 1.0, 1.0, 0.0]


def test_a_window_of_one_value_is_full_just_there():
    curve = area_curve(None, 100.0, 100.0)

    assert satisfaction(curve, pd.Series([50.0, 100.0, 200.0]), missing=0.5).tolist() == [0.0, 1.0, 0.0]


def test_a_brief_silent_on_area_has_no_area_curve():
    assert area_curve(None, None, None) is None
