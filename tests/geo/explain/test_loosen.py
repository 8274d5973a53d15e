"""The price of limits: what is said is admitted, and trying every smaller loosening admits less."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo import match
from geo.explain.loosen import prices
from geo.model import Limit
from tests.geo import worlds

LIMITS = [
    Limit("area", "面积", "Area", "area_mu", "min", 100.0, "亩", scale=50.0),
    Limit("price", "地价", "Price", "price_wan_per_mu", "max", 60.0, "万元/亩", scale=20.0),
    Limit("use", "用途", "Use", "use_code", "one_of", ("100101",), "", scale=2.0),
    Limit("utilities", "配套", "Utilities", "utilities", "has_all", ("power", "gas"), "项"),
    Limit("net_by", "净地", "Cleared", "net_date", "before", date(2024, 12, 31), "天", scale=365.0),
    Limit("held", "未预留", "Held", "held", "one_of", ("",), "", firm=True),
]
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "area_mu": st.sampled_from([60.0, 80.0, 90.0, 100.0]),
            "price_wan_per_mu": st.sampled_from([50.0, 70.0, 100.0, math.nan]),
            "use_code": st.sampled_from(["100101", "100101", "0901", "0802", ""]),
            "utilities": st.sampled_from([127, 127, 8, 0, 255]),
            "net_date": st.sampled_from(["2024-06-30", "2025-03-01", "2026-01-01", None]),
            "held": st.sampled_from(["", "", "", "甲"]),
        }
    ),
    min_size=1,
    max_size=14,
)
GOOD = {
    "area_mu": 100.0,
    "price_wan_per_mu": 50.0,
    "use_code": "100101",
    "utilities": 127,
    "net_date": "2024-06-30",
    "held": "",
}


def _scores(rows):
    table = worlds.table(**{name: [row[name] for row in rows] for name in rows[0]})
    return match.score(table, worlds.question(LIMITS, [(worlds.NEAR_METRO, 1.0)]))


def _ways(limit, rows):
    """Every loosening of a limit worth trying: the limit itself, then with its cost each."""
    if limit.op == "has_all":
        for words in _subsets(limit.words):
            yield replace(limit, threshold=tuple(w for w in limit.words if w not in words)), len(words)
    elif limit.op == "one_of":
        said = sorted({row["use_code"] for row in rows} - {"100101", ""})
        for words in _subsets(said):
            yield replace(limit, threshold=(*limit.words, *words)), len(words) / limit.scale
    elif limit.op == "before":
        for days in {
            (date.fromisoformat(row["net_date"]) - limit.day).days for row in rows if row["net_date"]
        } | {0}:
            if days >= 0:
                yield replace(limit, threshold=limit.day + timedelta(days)), days / limit.scale
    else:
        sign = 1 if limit.op == "max" else -1
        for value in {row[limit.column] for row in rows} | {limit.number}:
            step = sign * (value - limit.number)
            if step >= 0:
                yield replace(limit, threshold=value), step / limit.scale


def _subsets(words):
    return chain.from_iterable(combinations(words, size) for size in range(len(words) + 1))


def _least(scores, rows, bits, wanted):
    """The least cost of loosening these limits so that ``wanted`` rows more are eligible."""
    before = len(scores.order)
    costs = []
    for ways in product(*(list(_ways(LIMITS[bit], rows)) for bit in bits)):
        changed = list(LIMITS)
        for bit, (limit, _) in zip(bits, ways, strict=True):
            changed[bit] = limit
        after = match.score(scores.table, replace(scores.question, limits=tuple(changed)))
        if len(after.order) - before >= wanted:
            costs.append(sum(cost for _, cost in ways))
    return min(costs, default=None)


@settings(max_examples=25)
@given(ROWS, st.sampled_from([1, 2, 3]))
def test_every_price_is_the_least_of_all_loosenings(rows, wanted):
    scores = _scores(rows)

    told = {tuple(step.limit for step in one.loosenings): one for one in prices(scores, (wanted,))}

    names = [limit.id for limit in LIMITS]
    least = {bit: _least(scores, rows, (bit,), wanted) for bit in range(5)}
    for bit in range(5):
        one = told.get((names[bit],))
        assert (one.cost if one else None) == (
            None if least[bit] is None else pytest.approx(least[bit], abs=1e-6)
        )
    for a, b in combinations(range(5), 2):
        both = _least(scores, rows, (a, b), wanted)
        alone = min((cost for cost in (least[a], least[b]) if cost is not None), default=math.inf)
        one = told.get((names[a], names[b]))
        if both is not None and both < alone - 1e-9:
            assert one is not None
            assert one.cost == pytest.approx(both, abs=1e-6)
        else:
            assert one is None


@settings(max_examples=25)
@given(ROWS)
@example([GOOD | {"area_mu": 90.0}, GOOD | {"price_wan_per_mu": 70.0}, GOOD | {"area_mu": 80.0}])
@example([GOOD | {"area_mu": 80.0, "price_wan_per_mu": 100.0}])
def test_what_a_price_says_is_really_admitted(rows):
    scores = _scores(rows)

    for one in prices(scores, (1, 2, 5)):
        assert one.admits >= one.wanted
        moved = {step.limit: step.to for step in one.loosenings}
        if moved.keys() <= {"area", "price"}:
            limits = tuple(replace(limit, threshold=moved.get(limit.id, limit.threshold)) for limit in LIMITS)
            again = match.score(scores.table, replace(scores.question, limits=limits))
            new = sorted(set(again.order) - set(scores.order))
            assert set(scores.order) <= set(again.order)
            assert len(new) == one.admits
            assert one.area_mu == pytest.approx(scores.table["area_mu"].iloc[new].sum())


def test_a_price_is_said_in_the_limits_own_unit():
    scores = _scores(
        [{"area_mu": 90.0, "price_wan_per_mu": 50.0}, {"area_mu": 80.0, "price_wan_per_mu": 70.0}]
    )

    told = prices(scores, (1, 2))

    assert [one.text for one in told] == [
        "面积 100亩 → 90亩 → 增加 1 宗, 90亩",
        "面积 100亩 → 80亩; 地价 60万元/亩 → 70万元/亩 → 增加 2 宗, 170亩",
    ]


def test_firm_limits_have_no_price():
    scores = _scores([{"held": "甲"}])

    assert prices(scores) == ()
