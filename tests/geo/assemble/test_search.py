"""Assemblies: every answer against all connected subsets, one obvious step at a time."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import assemble, match
from geo.errors import BadBrief
from geo.model import AssemblyAsk, Curve, Limit, Wish
from tests.geo import worlds

AREA_MIN = Limit("area_min", "面积下限", "Area", "area_mu", "min", 100.0, "亩")
AREA_MAX = Limit("area_max", "面积上限", "Area", "area_mu", "max", 160.0, "亩")
NET = Limit("status", "净地", "Cleared", "status", "one_of", ("net",), "", firm=True)
CHEAP = Limit("price", "地价", "Price", "price_wan_per_mu", "max", 60.0, "万元/亩")
AREA = Wish(
    "area", "面积", "Area", "area_mu", "亩", Curve(points=((60, 0.0), (120, 1.0), (130, 1.0), (200, 0.0)))
)


def _asked(*limits):
    return worlds.question(
        [AREA_MIN, AREA_MAX, NET, CHEAP, *limits],
        [(worlds.NEAR_METRO, 0.5), (worlds.CHEAP, 0.3), (AREA, 0.2)],
    )


def _land(rows, edges, ask, asked=None):
    """A ground over rows of (area, metro, price, status, holder) and edges of (i, j, shared)."""
    area, metro, price, status, holder = zip(*rows, strict=True)
    table = worlds.table(
        area_mu=list(area), metro_m=list(metro), price_wan_per_mu=list(price), status=list(status)
    )
    i, j, shared = (
        (np.array(column) for column in zip(*edges, strict=True)) if edges else (np.empty(0, int),) * 3
    )
    perimeter = np.array([4 * math.sqrt(a * 10_000 / 15) for a in area])
    i, j = i.astype(np.int64), j.astype(np.int64)
    woven = assemble.Fabric(i, j, shared, shared, perimeter, np.array(holder, np.int64), ("甲", "乙", "丙"))
    return assemble.ground(match.pack(table), table, asked or _asked(), woven, ask), table


def _oracle(land, table, edges, ask):
    """Every connected set in the window with its score, best first."""
    rows = {int(row): node for node, row in enumerate(land.rows)}
    shared = {frozenset((i, j)): metres for i, j, metres in edges if metres >= ask.min_shared_m}
    full = match.score(table, land.question)
    found = []
    for size in range(ask.least, ask.most + 1):
        for some in combinations(sorted(rows), size):
            area = sum(table["area_mu"].iloc[row] for row in some)
            bad = sum(bool(int(land.failed[rows[row]])) for row in some)
            if 100 <= area <= 160 and bad <= ask.tolerate and _is_joined(some, shared):
                found.append((_score(some, area, full, land, rows, shared, ask), some))
    return sorted(found, key=lambda one: (-round(one[0], 6), len(one[1]), one[1]))


def _is_joined(some, shared):
    reached = {some[0]}
    for _ in some:
        reached |= {b for a in reached for b in some if frozenset((a, b)) in shared}
    return reached == set(some)


def _score(some, area, full, land, rows, shared, ask):
    shares = 1 - ask.shape_weight - ask.holders_weight
    wishes = 0.0
    for at, wish in enumerate(land.question.wishes[:2]):
        mean = sum(land.area_mu[rows[row]] * full.satisfaction[row, at] for row in some) / area
        wishes += 100 * wish.weight * mean
    fit = 100 * 0.2 * float(np.interp(area, [60, 120, 130, 200], [0, 1, 1, 0]))
    around = sum(land.perimeter_m[rows[row]] for row in some)
    around -= 2 * sum(shared.get(frozenset(pair), 0) for pair in combinations(some, 2))
    holders = {int(land.holder[rows[row]]) for row in some}
    few = 0.5 if -1 in holders else 1 / len(holders)
    compact = min(1.0, 4 * math.pi * area * 10_000 / 15 / around**2)
    return shares * (wishes + fit) + 100 * ask.shape_weight * compact + 100 * ask.holders_weight * few


ROW = st.tuples(
    st.sampled_from([20.0, 35.5, 60.0, 110.0]),
    st.sampled_from([0.0, 250.0, 500.0, 900.0]),
    st.sampled_from([10.0, 50.0, 60.0, 80.0]),
    st.sampled_from(["net", "net", "net", "idle"]),
    st.integers(-1, 2),
)


@st.composite
def worlds_of_parcels(draw):
    rows = draw(st.lists(ROW, min_size=1, max_size=9))
    pairs = list(combinations(range(len(rows)), 2))
    picked = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=16)) if pairs else []
    edges = [(i, j, draw(st.sampled_from([5.0, 12.0, 30.0]))) for i, j in picked]
    ask = AssemblyAsk(
        least=draw(st.integers(1, 2)),
        most=draw(st.integers(2, 5)),
        k=4,
        overlap=draw(st.sampled_from([0.0, 0.5, 1.0])),
        tolerate=draw(st.integers(0, 1)),
        shape_weight=draw(st.sampled_from([0.0, 0.2])),
        holders_weight=draw(st.sampled_from([0.0, 0.3])),
    )
    return rows, edges, ask


@settings(max_examples=250)
@given(worlds_of_parcels())
def test_the_answers_are_the_best_of_all_connected_sets(world):
    rows, edges, ask = world
    land, table = _land(rows, edges, ask)

    found = assemble.search(land)

    assert found.proven
    left = _oracle(land, table, edges, ask)
    best_left = left[0][0] if left else -math.inf
    for members, score in zip(found.sets, found.scores, strict=True):
        here = tuple(sorted(int(land.rows[node]) for node in members))
        assert score == pytest.approx(left[0][0], abs=1e-6)
        assert here in [some for value, some in left if value == pytest.approx(score, abs=1e-6)]
        left = [(value, some) for value, some in left if _far(some, here, table, ask)]
    assert len(found.sets) == ask.k or not left
    assert found.bound == (best_left if not found.sets else found.scores[0])


def _far(some, here, table, ask):
    if some == here:
        return False
    area = table["area_mu"]
    common = sum(area.iloc[row] for row in set(some) & set(here))
    return common / min(area.iloc[list(some)].sum(), area.iloc[list(here)].sum()) <= ask.overlap


def test_two_halves_of_a_site_are_found_together():
    ask = AssemblyAsk(shape_weight=0.0, holders_weight=0.0)
    rows = [(60.0, 0.0, 10.0, "net", 0), (55.0, 0.0, 10.0, "net", 0), (50.0, 0.0, 10.0, "net", 0)]

    land, _ = _land(rows, [(0, 1, 40.0), (1, 2, 3.0)], ask)
    found = assemble.search(land)

    assert [tuple(map(int, land.rows[list(members)])) for members in found.sets] == [(0, 1)]


def test_effort_that_ends_early_states_a_bound_that_holds():
    rng = np.random.default_rng(5)
    rows = [(20.0, float(m), 10.0, "net", 0) for m in rng.integers(0, 900, 36)]
    edges = [(i, i + 1, 30.0) for i in range(36) if i % 6 != 5] + [(i, i + 6, 30.0) for i in range(30)]
    ask = AssemblyAsk(most=8, k=1, overlap=1.0)
    land, _ = _land(rows, edges, ask)
    best = assemble.search(land).scores[0]

    hasty = assemble.search(replace(land, ask=replace(ask, effort=200)))

    assert not hasty.proven
    assert hasty.explored == 200
    assert max(hasty.scores, default=-math.inf) <= best <= hasty.bound


def test_many_tiny_parcels_that_can_never_reach_the_window_cost_nothing():
    rows = [(1.0, 0.0, 10.0, "net", 0)] * 2000
    land, _ = _land(rows, [(i, i + 1, 30.0) for i in range(1999)], AssemblyAsk(most=8))

    found = assemble.search(land)

    assert (found.sets, found.proven, found.explored) == ((), True, 0)


def test_a_tolerated_member_is_marked():
    rows = [(60.0, 0.0, 10.0, "net", 0), (55.0, 0.0, 80.0, "net", 0)]
    land, _ = _land(rows, [(0, 1, 40.0)], AssemblyAsk(tolerate=1))

    found = assemble.search(land)

    failed = {int(land.rows[node]): int(land.failed[node]) for node in found.sets[0]}
    assert failed == {0: 0, 1: 1 << 3}


@pytest.mark.parametrize(
    ("change", "field"),
    [({"most": 0}, "least"), ({"most": 13}, "most"), ({"overlap": 1.5}, "overlap"), ({"k": 0}, "k"),
     ({"shape_weight": 0.6, "holders_weight": 0.5}, "holders_weight"), ({"min_shared_m": 0}, "min_shared_m")],
)  # fmt: skip
def test_an_ask_that_contradicts_itself_is_refused_by_field(change, field):
    with pytest.raises(BadBrief, match=f"assembly.{field}"):
        _land([(60.0, 0.0, 10.0, "net", 0)], [], replace(AssemblyAsk(), **change))
