"""The fast match: the same rows, scores, misses and counts as the full outcome, to the bit."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import match
from geo.errors import BadBrief, UnknownName
from geo.explain import relax
from geo.model import Curve, Limit, Term, Wish
from tests.geo import worlds

LIMITS = [
    Limit("area_min", "面积下限", "Area", "area_mu", "min", 100.0, "亩", scale=50.0),
    Limit("price", "地价", "Price", "price_wan_per_mu", "max", 60.0, "万元/亩", scale=60.0),
    Limit("use", "用途", "Use", "use_code", "one_of", ("100101", "100102"), ""),
    Limit("utilities", "配套", "Utilities", "utilities", "has_all", ("power", "gas"), "项"),
    Limit("net_by", "净地", "Cleared", "net_date", "before", date(2024, 12, 31), "天", scale=365.0),
    Limit("held", "未预留", "Held", "held", "one_of", ("",), "", firm=True),
    Limit("far", "容积率", "FAR", "far_max", "min", 1.6, ""),
]
AXIS = Wish(
    "axis", "轴", "Axis", "metro_m", "m", Curve(points=((0, 1.0), (1, 0.0))),
    terms=(
        Term("metro_m", Curve(points=((100, 1.0), (900, 0.2), (1000, 0.0))), 0.8),
        Term("housing_m", Curve(points=((100, 0.0), (700, 1.0)))),
    ),
)  # fmt: skip
READY = Wish("ready", "净地", "Ready", "status", "", Curve(categories={"net": 1.0, "clearing": 0.4}))
WISHES = [worlds.NEAR_METRO, worlds.CHEAP, AXIS, READY]
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "area_mu": st.sampled_from([20.0, 99.99, 100.0, 133.0]),
            "price_wan_per_mu": st.sampled_from([10.0, 60.0, 60.1, math.nan]),
            "metro_m": st.sampled_from([0.0, 250.0, 900.0, 5000.0, math.nan]),
            "housing_m": st.sampled_from([0.0, 333.3, 700.0, math.nan]),
            "use_code": st.sampled_from(["100101", "0901", ""]),
            "status": st.sampled_from(["net", "clearing", "idle", ""]),
            "utilities": st.sampled_from([0, 8, 24, 127, 255]),
            "net_date": st.sampled_from(["2024-06-30", "2025-03-01", None]),
            "held": st.sampled_from(["", "", "甲项目"]),
            "far_max": st.sampled_from([1.5, 1.6, math.nan]),
        }
    ),
    min_size=1,
    max_size=30,
)
WEIGHTS = st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any)


def table_of(rows):
    return worlds.table(**{name: [row[name] for row in rows] for name in rows[0]})


def question_of(weights, limits=LIMITS, k=5):
    shares = [(wish, weight / sum(weights)) for wish, weight in zip(WISHES, weights, strict=True) if weight]
    asked = worlds.question(limits, shares)
    return replace(asked, brief=replace(asked.brief, k=k))


def _same(found, full, k):
    rows = full.order[:k]
    assert found.rows.tolist() == rows.tolist()
    assert found.score.tolist() == full.score[rows].tolist()
    assert found.eligible == len(full.order)
    assert found.considered == len(full.table)
    assert found.excluded_by.tolist() == list(match.excluded_by(full).values())
    assert found.only.tolist() == list(match.excluded_only_by(full).values())


@settings(max_examples=200)
@given(ROWS, WEIGHTS, st.integers(0, 7))
def test_the_best_rows_and_the_counts_are_those_of_the_full_outcome(rows, weights, k):
    table, asked = table_of(rows), question_of(weights, k=k)

    found = match.top(match.pack(table), asked)

    full = match.score(table, asked)
    _same(found, full, k)
    assert (match.parts(match.pack(table), asked, found.rows) == full.satisfaction[found.rows]).all()


@settings(max_examples=200)
@given(ROWS, WEIGHTS)
def test_the_near_misses_are_those_of_the_full_outcome(rows, weights):
    table, asked = table_of(rows), question_of(weights)

    found = match.top(match.pack(table), asked).near

    full = match.score(table, asked)
    cost = relax.costs(full)
    expected = relax.near_rows(full, cost, 5)
    assert found.rows.tolist() == expected
    assert found.cost.tolist() == cost.sum(axis=1)[expected].tolist()
    assert found.score.tolist() == full.score[expected].tolist()


@settings(max_examples=100)
@given(ROWS, st.lists(st.tuples(WEIGHTS, st.sets(st.integers(0, 6))), min_size=1, max_size=6))
def test_many_questions_in_one_pass_are_answered_like_one_by_one(rows, briefs):
    table = table_of(rows)
    asked = [question_of(weights, [LIMITS[i] for i in sorted(some)]) for weights, some in briefs]

    found = match.many(match.pack(table), asked, 5)

    for best, question in zip(found, asked, strict=True):
        _same(best, match.score(table, question), 5)


@pytest.mark.parametrize("kinds", [1, 63, 64, 65, 128, 300])
def test_a_list_of_words_excludes_what_is_not_on_it_however_many_words_there_are(kinds):
    words = [f"w{row * 7 % kinds:03d}" for row in range(9_000)]
    listed = {f"w{kind:03d}" for kind in range(kinds) if kind % 3 == 0 or kind == kinds - 1}
    limit = Limit("use", "", "", "use_code", "one_of", tuple(sorted(listed)), "")
    table = worlds.table(metro_m=[0.0] * 9_000, use_code=words)

    found = match.top(match.pack(table), worlds.question([limit], [(worlds.NEAR_METRO, 1.0)]), 5)

    on_it = [row for row, word in enumerate(words) if word in listed]
    assert found.rows.tolist() == on_it[:5]
    assert (found.eligible, found.excluded_by.tolist()) == (len(on_it), [9_000 - len(on_it)])


def test_numbers_are_read_where_the_table_has_them():
    table = worlds.table(metro_m=[float(metro) for metro in range(100)], net_date=["2025-03-01"] * 100)
    packed = match.pack(table)
    words = packed.bytes_per_row

    found = match.top(packed, worlds.question([LIMITS[4], LIMITS[0]], [(worlds.NEAR_METRO, 1.0)]))

    assert found.considered == 100
    assert np.shares_memory(packed.column("metro_m"), table["metro_m"].to_numpy())
    # but days are counted from dates
    assert packed.bytes_per_row - words == 4


def test_more_limits_than_a_bitset_holds_are_asked_in_batches():
    table = worlds.table(metro_m=[float(metro) for metro in range(100)])
    asked = [
        worlds.question(
            [Limit(f"{q}-{i}", "", "", "metro_m", "min", float(q + i), "m") for i in range(40)],
            [(worlds.NEAR_METRO, 1.0)],
        )
        for q in range(3)
    ]

    found = match.many(match.pack(table), asked, 3)

    assert [best.rows.tolist() for best in found] == [[39, 40, 41], [40, 41, 42], [41, 42, 43]]


def test_rows_of_several_blocks_and_threads_merge_in_table_order():
    rng = np.random.default_rng(3)
    count = 250_000
    table = worlds.table(
        metro_m=rng.choice([0.0, 100.0, 400.0, np.nan], count).tolist(),
        area_mu=rng.choice([50.0, 99.0, 150.0], count).tolist(),
    )
    asked = replace(question_of([1, 1, 1, 1]), brief=replace(question_of([1, 1, 1, 1]).brief, k=40))

    found = match.top(match.pack(table), asked)

    full = match.score(table, asked)
    _same(found, full, 40)
    assert found.near.rows.tolist() == relax.near_rows(full, relax.costs(full), 40)
    _same(match.many(match.pack(table), [asked], 40)[0], full, 40)


@pytest.mark.parametrize("count", [1, 63, 64, 65, 127, 128, 129, 4095, 4096, 4097, 4161])
def test_rows_are_taken_by_sixty_fours_and_none_is_lost_or_counted_twice(count):
    rng = np.random.default_rng(count)
    table = worlds.table(
        metro_m=rng.choice([0.0, 100.0, 400.0, np.nan], count).tolist(),
        area_mu=rng.choice([50.0, 99.0, 150.0], count).tolist(),
        use_code=rng.choice(["100101", "0901", ""], count).tolist(),
        utilities=rng.choice([0, 24, 127, 255], count).tolist(),
        far_max=rng.choice([1.5, 1.6, np.nan], count).tolist(),
    )
    asked, packed = question_of([3, 2, 1, 1]), match.pack(table)

    found = match.top(packed, asked)

    full = match.score(table, asked)
    _same(found, full, 5)
    _same(match.many(packed, [asked], 5)[0], full, 5)
    assert found.near.rows.tolist() == relax.near_rows(full, relax.costs(full), 5)
    assert match.packed_bytes(packed, asked) == match.as_bytes(full)


@pytest.mark.parametrize("seed", range(6))
def test_the_cheapest_misses_are_found_wherever_they_lie(seed):
    rng = np.random.default_rng(seed)
    table = worlds.table(
        area_mu=rng.choice([rng.uniform(20, 100, 9_000), np.full(9_000, 150.0)]).tolist(),
        price_wan_per_mu=rng.uniform(40, 90, 9_000).tolist(),
        far_max=rng.uniform(1.3, 2.3, 9_000).tolist(),
        net_date=rng.choice(["2024-06-30", "2025-01-01", "2025-03-01"], 9_000).tolist(),
    )
    asked = question_of([1, 1, 1, 1], [LIMITS[0], LIMITS[1], LIMITS[4], LIMITS[6]], k=20)

    found = match.top(match.pack(table), asked).near

    full = match.score(table, asked)
    assert found.rows.tolist() == relax.near_rows(full, relax.costs(full), 20)


def test_a_word_that_the_column_never_saw_excludes_everybody():
    table = worlds.table(use_code=["0901", "0902"])

    found = match.top(match.pack(table), worlds.question([LIMITS[2]], [(worlds.NEAR_METRO, 1.0)]))

    assert (found.eligible, found.excluded_by.tolist()) == (0, [2])


def test_who_holds_land_is_laid_beside_the_packed_table():
    packed = match.pack(worlds.table(metro_m=[0.0, 100.0]).drop(columns="held"))
    held = pd.Series(["甲项目", ""])

    found = match.top(
        match.with_column(packed, "held", held), worlds.question([LIMITS[5]], [(worlds.NEAR_METRO, 1.0)])
    )

    assert found.rows.tolist() == [1]


def test_many_words_are_kept_in_two_bytes():
    names = [f"X{i:04d}" for i in range(400)]
    table = worlds.table(township=names)
    limit = Limit("town", "", "", "township", "one_of", ("X0007", "X0399"), "")

    found = match.top(match.pack(table), worlds.question([limit], [(worlds.NEAR_METRO, 1.0)]))

    assert found.rows.tolist() == [7, 399]


def test_a_measure_that_is_not_there_is_named():
    packed = match.pack(worlds.table(metro_m=[1.0]))
    unknown = Limit("x", "", "", "metro_x", "max", 1.0, "m")

    with pytest.raises(UnknownName, match="metro_x"):
        match.top(packed, worlds.question([unknown], [(worlds.NEAR_METRO, 1.0)]))


@pytest.mark.parametrize(
    ("measure", "curve"),
    [("status", Curve(points=((0, 1.0), (1, 0.0)))), ("metro_m", Curve(categories={"near": 1.0}))],
)
def test_a_curve_that_does_not_go_with_its_column_is_refused(measure, curve):
    packed = match.pack(worlds.table(metro_m=[1.0]))

    with pytest.raises(BadBrief, match=measure):
        match.top(packed, worlds.question([], [(Wish("w", "", "", measure, "", curve), 1.0)]))


def test_a_bounded_word_is_refused():
    packed = match.pack(worlds.table(metro_m=[1.0]))
    limit = Limit("x", "", "", "status", "max", 1.0, "")

    with pytest.raises(BadBrief, match="status"):
        match.top(packed, worlds.question([limit], [(worlds.NEAR_METRO, 1.0)]))


def test_a_hold_laid_twice_is_the_last_one():
    packed = match.pack(worlds.table(metro_m=[0.0, 100.0]))

    packed = match.with_column(packed, "held", pd.Series(["甲项目", ""]))
    packed = match.with_column(packed, "held", pd.Series(["", "乙项目"]))

    found = match.top(packed, worlds.question([LIMITS[5]], [(worlds.NEAR_METRO, 1.0)]))
    assert found.rows.tolist() == [0]
