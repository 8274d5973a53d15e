"""The best allocation against the obvious one: every way of giving sites to projects, counted out."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from itertools import count, pairwise, product
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import allocate
from geo.allocate import Bids, Prices, bids, certificate, solve
from geo.allocate.kernel import best
from geo.allocate.prices import hopeful


def oracle(known: Bids) -> float | None:
    """The most value of all allocations, None when least quotas cannot be met."""
    choices = [[-1, *range(known.first[j], known.first[j + 1])] for j in range(known.projects)]
    most = None
    for way in product(*choices):
        taken = [bid for bid in way if bid >= 0]
        rows = [row for bid in taken for row in known.rows(known.site[bid])]
        used = known.uses[:, known.site[taken]].sum(axis=1)
        if (
            len(rows) == len(set(rows))
            and (used <= known.most + 1e-9).all()
            and (used >= known.least - 1e-9).all()
        ):
            value = float(known.value[taken].sum())
            most = value if most is None else max(most, value)
    return most


def check(known: Bids, solved: allocate.Solved) -> None:
    """Nobody twice, no land twice, no quota overdrawn."""
    owners = known.owner[solved.taken]
    rows = [row for bid in solved.taken for row in known.rows(known.site[bid])]
    assert len(set(owners.tolist())) == len(owners)
    assert len(set(rows)) == len(rows)
    assert (known.uses[:, known.site[solved.taken]].sum(axis=1) <= known.most + 1e-6).all()


SITES = st.lists(st.sets(st.integers(0, 7), min_size=1, max_size=3).map(sorted), min_size=1, max_size=7)
# few values, so that ties abound
VALUES = st.sampled_from([0.5, 1.0, 2.0, 3.0, 3.7, 10.0])


@st.composite
def worlds(draw, *, singles: bool = False, quotas: bool = False):
    sites = [[row] for row in range(8)] if singles else draw(SITES)
    offer = st.dictionaries(st.integers(0, len(sites) - 1), VALUES, max_size=4)
    offers = draw(st.lists(offer, min_size=1, max_size=6 if not quotas else 5))
    if not quotas:
        return bids(sites, offers, 8)
    areas = np.array([draw(st.sampled_from([1.0, 2.5, 4.0])) for _ in range(8)])
    on = np.array([draw(st.integers(0, 1)) for _ in range(8)])
    uses = np.array(
        [[sum(areas[row] for row in site if on[row] == axis) for site in sites] for axis in (0, 1)]
    )
    bounds = [
        (draw(st.sampled_from([0.0, 0.0, 2.0, 5.0])), draw(st.sampled_from([5.0, 8.0, np.inf]))) for _ in "ab"
    ]
    return bids(sites, offers, 8, uses, bounds)


@settings(max_examples=120)
@given(worlds())
def test_the_value_is_that_of_the_best_of_all_allocations(known):
    solved = solve(known)

    check(known, solved)
    assert solved.proven
    assert solved.value == pytest.approx(oracle(known), abs=1e-6)


@settings(max_examples=120)
@given(worlds(singles=True))
def test_single_parcels_are_assigned_at_their_best_and_their_prices_prove_it(known):
    solved = solve(known)

    check(known, solved)
    assert known.is_assignment
    assert solved.value == pytest.approx(oracle(known), abs=1e-9)
    assert solved.bound == pytest.approx(solved.value, abs=1e-9)


@settings(max_examples=120)
@given(worlds(quotas=True))
def test_quotas_are_kept_or_their_shortfall_is_told(known):
    solved = solve(known)

    check(known, solved)
    best = oracle(known)
    if best is None:
        assert solved.short_mu.sum() > 1e-6
    else:
        assert solved.short_mu.sum() == pytest.approx(0, abs=1e-6)
        assert solved.proven
        assert solved.value == pytest.approx(best, abs=1e-6)


@settings(max_examples=100)
@given(worlds(), st.lists(st.floats(0, 5), min_size=8, max_size=8))
def test_any_prices_prove_a_bound(known, prices):
    proof = certificate(known, Prices(np.array(prices), np.zeros(0), np.zeros(0), 0.0))

    assert proof.bound >= oracle(known) - 1e-9


def test_of_bids_that_may_matter_no_more_are_listed_than_asked_for():
    known = bids([[0], [1], [2]], [{0: 3.0, 1: 2.0, 2: 1.0}], 3)
    proof = certificate(known, Prices(np.zeros(3), np.zeros(0), np.zeros(0), 1.0))

    assert hopeful(known, proof, 1.5, 3).tolist() == [0, 1]
    assert hopeful(known, proof, 1.5, 1).tolist() == [0]


@settings(max_examples=100)
@given(worlds(), st.integers(1, 5))
def test_the_best_bids_of_each_are_those_that_sorting_gives(known, most):
    expected = []
    for low, high in pairwise(known.first.tolist()):
        expected += sorted(sorted(range(low, high), key=lambda bid: (-known.value[bid], bid))[:most])

    assert best(known.first, known.value, most).tolist() == expected


def test_bids_that_were_not_listed_widen_the_bound_until_they_are():
    known = bids([[0], [1], [0, 1]], [{0: 3.0}, {0: 2.0}], 2)
    hidden = replace(known, beyond=np.array([-np.inf, 1.5]))

    unsure = solve(hidden)
    sure = solve(hidden, lambda _now, _who: bids([[0], [1], [0, 1]], [{0: 3.0}, {0: 2.0, 1: 1.5}], 2))

    assert (unsure.value, unsure.bound, unsure.proven) == (3.0, pytest.approx(4.5), False)
    assert (sure.value, sure.proven) == (pytest.approx(4.5), True)


def test_a_bound_is_told_when_time_runs_out():
    rng = np.random.default_rng(2)
    sites = [sorted(rng.choice(16, 3, replace=False).tolist()) for _ in range(60)]
    offers = [{int(s): float(rng.uniform(1, 2)) for s in rng.choice(60, 20, replace=False)} for _ in range(8)]
    known = bids(sites, offers, 16)

    hasty, patient = solve(known, seconds=0.0), solve(known)

    check(known, hasty)
    assert patient.proven
    assert hasty.value <= patient.value <= patient.bound <= hasty.bound
    assert not hasty.proven
    assert hasty.out_of_time


def test_more_time_never_finds_less(monkeypatch):
    rng = np.random.default_rng(0)
    # all want the same land, each a little differently; a quota that never binds makes it no assignment
    offers = [{site: 10 - 0.6 * site + float(rng.uniform(0, 3)) for site in range(16)} for _ in range(12)]
    known = bids([[row] for row in range(16)], offers, 16, np.ones((1, 16)), [(0.0, 60.0)])
    module, patient = import_module("geo.allocate.solve"), []
    # few bids to begin with, so that many rounds follow
    monkeypatch.setattr(module, "FIRST", 2)
    for seconds in range(20):
        # every look at the clock is a second later: time runs out in each place in its turn
        ticks = map(float, count())
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda ticks=ticks: next(ticks)))
        patient.append(solve(known, seconds=seconds))
        check(known, patient[-1])

    values = [one.value for one in patient]
    assert values == sorted(values)
    assert len({round(value, 6) for value in values}) > 2
    assert max(values) <= min(one.bound for one in patient) + 1e-9
    assert patient[-1].proven


def test_settled_projects_leave_the_rest_of_the_land():
    known = bids(
        [[0], [1], [0, 1]], [{0: 3.0}, {2: 9.0, 1: 1.0}], 2, np.array([[5.0, 6.0, 11.0]]), [(0.0, 11.0)]
    )

    left = allocate.settled(known, {0: 0})

    assert left.value.tolist() == [1.0]
    assert left.most.tolist() == [6.0]


def test_the_simple_ways_are_never_better():
    known = bids([[0], [1]], [{0: 3.0, 1: 2.0}, {0: 3.5}, {1: 2.5, 0: 1.0}], 2)

    first, dear = (known.value[way(known)].sum() for way in (allocate.first_come, allocate.greedy))

    assert (first, dear, solve(known).value) == (5.5, 6.0, 6.0)


def test_more_bids_than_the_first_few_are_priced_and_taken_in():
    # fifty projects all want the same fifty parcels in the same order; each can have but one
    offers = [{row: 100.0 - row for row in range(60)} for _ in range(50)]
    known = bids([[row] for row in range(60)], offers, 60)

    solved = solve(known)

    assert solved.value == pytest.approx(sum(100 - row for row in range(50)))
    assert solved.proven


def test_nobody_and_nothing_are_answers_too():
    for known in (bids([], [], 0), bids([], [{}, {}], 3), bids([[0]], [{}], 1)):
        solved = solve(known)

        assert (solved.value, solved.bound, solved.proven) == (0.0, 0.0, True)
