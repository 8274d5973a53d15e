"""Robustness: ranks against plain sorting, intervals and unseating against search over weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from geo import robust
from geo.errors import BadBrief

LEVELS = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])


@st.composite
def tables(draw, least=1):
    wishes = draw(st.integers(2, 4))
    rows = draw(st.lists(st.lists(LEVELS, min_size=wishes, max_size=wishes), min_size=least, max_size=12))
    given_weights = draw(st.lists(st.integers(1, 9), min_size=wishes, max_size=wishes))
    return np.array(rows), np.array(given_weights, float) / sum(given_weights)


def _totals(rows, weights):
    """Scores by a plain loop, wish by wish."""
    return [sum_of(row, weights) for row in rows]


def sum_of(row, weights):
    total = 0.0
    for value, weight in zip(row, weights, strict=True):
        total += weight * value
    return total


@settings(max_examples=150)
@given(tables(), st.integers(1, 4), st.sampled_from([3.0, 50.0]))
def test_ranks_are_those_of_sorting_every_candidate_under_every_vector(world, k, certainty):
    rows, weights = world
    vectors = robust.around(weights, 40, certainty=certainty)

    found = robust.acceptability(rows, vectors, k)

    expected = np.zeros((len(rows), min(k, len(rows))))
    for vector in vectors:
        totals = _totals(rows, vector)
        order = sorted(range(len(rows)), key=lambda i: (-totals[i], i))
        for rank, i in enumerate(order[:k]):
            expected[i, rank] += 1 / 40
    assert found.share == pytest.approx(expected)


def test_many_candidates_and_batches_give_the_same_shares():
    rng = np.random.default_rng(2)
    rows = rng.random((5000, 6))
    vectors = robust.around([1 / 6] * 6, 300, certainty=20)

    whole = robust.acceptability(rows, vectors, 5)
    parts = robust.acceptability(rows, (vectors[i : i + 70] for i in range(0, 300, 70)), 5)

    totals = np.zeros((300, 5000))
    for wish in range(6):
        totals += vectors[:, wish : wish + 1] * rows[:, wish]
    order = np.argsort(-totals, axis=1, kind="stable")[:, :5]
    expected = np.stack([np.bincount(order[:, rank], minlength=5000) for rank in range(5)], axis=1) / 300
    assert (whole.share == expected).all()
    assert parts.share == pytest.approx(expected)
    assert whole.first.sum() == pytest.approx(1)


def test_weights_are_drawn_around_the_given_ones_and_again_the_same():
    drawn = robust.around([0.5, 0.3, 0.2, 0.0], 20_000, certainty=50)

    assert drawn.mean(axis=0) == pytest.approx([0.5, 0.3, 0.2, 0.0], abs=0.005)
    assert drawn[:, 2].std() == pytest.approx(0.056, abs=0.003)
    assert (drawn[:, 3] == 0).all()
    assert (drawn == robust.around([0.5, 0.3, 0.2, 0.0], 20_000, certainty=50)).all()


def test_weights_within_ranges_keep_to_them_and_fill_them():
    drawn = robust.within([0.1, 0.1, 0.0], [0.5, 0.6, 0.4], 3000)

    assert (drawn >= np.array([0.1, 0.1, 0.0]) - 1e-12).all()
    assert (drawn <= np.array([0.5, 0.6, 0.4]) + 1e-12).all()
    assert drawn.sum(axis=1) == pytest.approx(np.ones(3000))
    assert drawn.min(axis=0) == pytest.approx([0.1, 0.1, 0.0], abs=0.02)
    assert drawn.max(axis=0) == pytest.approx([0.5, 0.6, 0.4], abs=0.02)


def test_ranges_that_cannot_sum_to_one_are_refused():
    with pytest.raises(BadBrief, match="ranges"):
        robust.within([0.6, 0.6], [1.0, 1.0], 1)


@settings(max_examples=150)
@given(tables(least=2))
def test_within_its_interval_the_first_stays_and_just_beyond_it_falls(world):
    rows, weights = world
    first = int(np.argmax(rows @ weights))

    for one in robust.intervals(rows, weights, first):
        kept, lost = [one.low, one.high], [one.low - 1e-6, one.high + 1e-6]
        for weight, stays in [*((at, True) for at in kept), *((at, False) for at in lost)]:
            if 0 <= weight <= 1:
                moved = weights * (1 - weight) / (1 - weights[one.wish])
                moved[one.wish] = weight
                lead = (rows[first] - rows) @ moved
                assert (lead.min() >= -1e-9) == stays


@settings(max_examples=100)
@given(tables(least=2))
def test_the_nearest_unseating_is_the_least_of_linear_programmes(world):
    rows, weights = world
    first = int(np.argmax(rows @ weights))

    found = robust.nearest(rows, weights, first)

    moves = [_least_move(rows[i] - rows[first], weights) for i in range(len(rows)) if i != first]
    feasible = [move for move in moves if move is not None]
    if found is None:
        assert not feasible
        return
    assert found.moved == pytest.approx(min(feasible), abs=1e-7)
    assert found.weights.sum() == pytest.approx(1)
    assert (found.weights >= -1e-12).all()
    assert (rows[found.challenger] - rows[first]) @ found.weights >= -1e-9


def _least_move(gain, weights):
    """Min sum(up) s.t. w = weights + up - down ≥ 0, sum up = sum down, gain·w ≥ 0."""
    n = len(weights)
    done = linprog(
        np.r_[np.ones(n), np.zeros(n)],
        A_ub=[np.r_[-gain, gain]],
        b_ub=[gain @ weights],
        A_eq=[np.r_[np.ones(n), -np.ones(n)]],
        b_eq=[0.0],
        bounds=[(0, None)] * n + [(0, weight) for weight in weights],
    )
    return done.fun if done.success else None


def test_departments_of_one_mind_agree_fully():
    rows = np.array([[0.1, 0.1], [0.9, 0.8], [0.5, 0.5]])

    found = robust.agreement(rows, np.array([[0.5, 0.5], [0.9, 0.1], [0.2, 0.8]]), 1)

    assert (found.concordance, found.accepted) == (1.0, (1,))
