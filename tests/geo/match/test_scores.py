"""The match: a plain-loop oracle, and the promises that let people trust a ranking."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import codes, match
from geo.criteria.question import question as compile_question
from geo.errors import UnknownName
from geo.model import Brief, Curve, Limit, Question, Wish
from tests.geo import worlds

METRO, PRICE = worlds.NEAR_METRO, worlds.CHEAP
AREA_MIN = Limit("area_min", "面积下限", "Area", "area_mu", "min", 100.0, "亩")
PRICE_MAX = Limit("price", "地价", "Price", "price_wan_per_mu", "max", 60.0, "万元/亩")
IN_USE = Limit("use", "用途", "Use", "use_code", "one_of", ("100101", "100102"), "")
WITH_GAS = Limit("utilities", "配套", "Utilities", "utilities", "has_all", ("power", "gas"), "项")
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "area_mu": st.sampled_from([20.0, 99.99, 100.0, 133.0, 300.0]),
            "price_wan_per_mu": st.sampled_from([10.0, 59.9, 60.0, 60.1, math.nan]),
            "metro_m": st.sampled_from([0.0, 250.0, 1000.0, 5000.0, math.nan]),
            "use_code": st.sampled_from(["100101", "0901", ""]),
            "utilities": st.sampled_from([0, 8, 24, 127, 255]),
        }
    ),
    min_size=1,
    max_size=12,
)
WEIGHTS = st.tuples(st.integers(1, 9), st.integers(1, 9))


def _table(rows):
    return worlds.table(**{name: [row[name] for row in rows] for name in rows[0]})


def _asked(weights=(1, 1)):
    total = sum(weights)
    shares = [weight / total for weight in weights]
    return worlds.question([AREA_MIN, PRICE_MAX, IN_USE, WITH_GAS], [(METRO, shares[0]), (PRICE, shares[1])])


def _oracle(rows, weights):
    """Scores and failed limits of every row, one obvious step at a time."""
    told = []
    for row in rows:
        price, metro = row["price_wan_per_mu"], row["metro_m"]
        failed = set()
        if row["area_mu"] < 100:
            failed.add("area_min")
        if not math.isnan(price) and np.float32(price) > np.float32(60):
            failed.add("price")
        if row["use_code"] not in {"100101", "100102", ""}:
            failed.add("use")
        if row["utilities"] != 255 and not (row["utilities"] & 8 and row["utilities"] & 16):
            failed.add("utilities")
        near = 0.5 if math.isnan(metro) else max(0.0, 1 - metro / 1000)
        cheap = 0.5 if math.isnan(price) else max(0.0, 1 - price / 100)
        share = weights[0] / sum(weights)
        told.append((100 * (share * near + (1 - share) * cheap), failed))
    return told


@settings(max_examples=200)
@given(ROWS, WEIGHTS)
def test_the_match_equals_a_plain_loop(rows, weights):
    expected = _oracle(rows, weights)

    scores = match.score(_table(rows), _asked(weights))

    assert scores.score == pytest.approx([score for score, _ in expected], abs=1e-4)
    for row, (_, failed) in enumerate(expected):
        names = {
            limit.id for bit, limit in enumerate(scores.question.limits) if int(scores.failed[row]) >> bit & 1
        }
        assert names == failed


@given(ROWS, WEIGHTS)
def test_parts_sum_to_the_score(rows, weights):
    scores = match.score(_table(rows), _asked(weights))

    for row in range(len(rows)):
        parts = [
            match.points(scores.satisfaction[row, i], wish.weight)
            for i, wish in enumerate(scores.question.wishes)
        ]
        assert sum(parts) == pytest.approx(scores.score[row], abs=1e-9)


@given(ROWS, WEIGHTS, st.randoms())
def test_the_order_of_rows_changes_no_score(rows, weights, random):
    table = _table(rows)
    shuffled = table.loc[random.sample(list(table.index), len(table))]

    straight = pd.Series(match.score(table, _asked(weights)).score, table.index)
    mixed = pd.Series(match.score(shuffled, _asked(weights)).score, shuffled.index)

    assert mixed.reindex(table.index).tolist() == straight.tolist()


@given(ROWS, ROWS, WEIGHTS)
def test_added_parcels_reorder_nobody(rows, more, weights):
    table = _table([*rows, *more])

    before = match.score(table.iloc[: len(rows)], _asked(weights))
    after = match.score(table, _asked(weights))

    assert [i for i in after.order if i < len(rows)] == before.order.tolist()


@given(ROWS)
def test_more_weight_on_a_wish_never_lowers_its_part(rows):
    table = _table(rows)

    light, heavy = match.score(table, _asked((1, 1))), match.score(table, _asked((3, 1)))

    part = light.satisfaction[:, 0] * light.question.wishes[0].weight
    heavier = heavy.satisfaction[:, 0] * heavy.question.wishes[0].weight
    assert (heavier >= part).all()


@given(ROWS, WEIGHTS, WEIGHTS)
def test_limits_do_not_depend_on_wishes(rows, weights, others):
    table = _table(rows)

    assert (
        match.score(table, _asked(weights)).failed.tolist()
        == match.score(table, _asked(others)).failed.tolist()
    )


def test_equal_scores_keep_the_table_s_order():
    scores = match.score(worlds.table(metro_m=[500.0, 500.0, 100.0]), worlds.question([], [(METRO, 1.0)]))

    assert scores.table.index[scores.order].tolist() == ["P3", "P1", "P2"]


def test_no_data_is_never_a_reason_to_exclude():
    table = worlds.table(price_wan_per_mu=[math.nan], utilities=[255], use_code=[""])

    scores = match.score(table, _asked())

    assert scores.failed.tolist() == [0]
    assert np.isnan(scores.gap[0, 1:]).all()


def test_a_stored_price_equal_to_the_bound_passes_in_spite_of_float32():
    bound = Limit("price", "地价", "Price", "price_wan_per_mu", "max", 60.1, "万元/亩")

    scores = match.score(worlds.table(price_wan_per_mu=[60.1]), worlds.question([bound], [(METRO, 1.0)]))

    assert scores.eligible.tolist() == [True]


def test_counts_tell_who_excludes_and_who_alone_excludes():
    table = worlds.table(area_mu=[50.0, 50.0, 200.0], price_wan_per_mu=[10.0, 90.0, 90.0])
    scores = match.score(table, worlds.question([AREA_MIN, PRICE_MAX], [(METRO, 1.0)]))

    assert match.excluded_by(scores) == {"area_min": 2, "price": 2}
    assert match.excluded_only_by(scores) == {"area_min": 1, "price": 1}


def test_a_byte_is_the_score_or_the_first_failed_limit():
    table = worlds.table(
        area_mu=[100.0, 50.0, 100.0], price_wan_per_mu=[50.0, 90.0, 90.0], metro_m=[0.0, 0.0, 0.0]
    )
    scores = match.score(table, worlds.question([AREA_MIN, PRICE_MAX], [(METRO, 1.0)]))

    assert list(match.as_bytes(scores)) == [100, 101, 102]


def test_a_measure_that_the_table_lacks_is_named():
    unknown = Wish("x", "某", "Some", "nowhere_m", "m", Curve(points=((0, 1.0),)))

    with pytest.raises(UnknownName, match="nowhere_m"):
        match.score(worlds.table(metro_m=[1.0]), Question(Brief("factory"), (), (unknown,)))


def test_a_brief_names_its_limits_in_the_order_they_are_explained():
    brief = Brief("factory", area_min_mu=100, price_max_wan_per_mu=60, axis="a", within=("axis",))
    plan = worlds.plan()

    asked = compile_question(brief, plan, codes.national("landuse_sea", "2023"), plan.industries[0])

    names = [
        "constraint_farmland",
        "status",
        "held",
        "use",
        "area_min",
        "within_axis",
        "price",
        "keep_away_housing_m",
    ]
    assert [limit.id for limit in asked.limits] == names
    assert sum(wish.weight for wish in asked.wishes) == pytest.approx(1)


def test_a_code_admits_its_descendants_only():
    plan = worlds.plan()
    asked = compile_question(
        Brief("factory"), plan, codes.national("landuse_sea", "2023"), plan.industries[0]
    )

    scores = match.score(worlds.table(use_code=["100101", "1001", "110101", "0802"]), asked)

    assert scores.eligible.tolist() == [True, True, False, False]


def test_held_land_is_out_for_everybody_else():
    plan = worlds.plan()
    asked = compile_question(
        Brief("factory"), plan, codes.national("landuse_sea", "2023"), plan.industries[0]
    )

    scores = match.score(worlds.table(held=["", "某项目"]), asked)

    assert scores.eligible.tolist() == [True, False]
