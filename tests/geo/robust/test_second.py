"""A second opinion by distance and by weighted sums: a printed example, pymcdm, and areas counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymcdm.methods import TOPSIS, WSM
from pymcdm.normalizations import minmax_normalization

from geo import robust

# C. L. Hwang & K. Yoon, Multiple Attribute Decision Making (1981), ch. 3: selecting a fighter aircraft by
# speed, range, payload, price (a cost), reliability and manoeuvrability; printed distances and closeness.
AIRCRAFT = np.array(
    [
        [2.0, 1500, 20_000, 5.5, 5, 9],
        [2.5, 2700, 18_000, 6.5, 3, 5],
        [1.8, 2000, 21_000, 4.5, 7, 7],
        [2.2, 1800, 20_000, 5.0, 5, 5],
    ]
)
AIRCRAFT_WEIGHTS = np.array([0.2, 0.1, 0.1, 0.1, 0.2, 0.3])
PRICE = 3
# its .613 for the third is the quotient of distances already rounded to .0580 and .0920
AIRCRAFT_CLOSENESS = (0.643, 0.268, 0.613, 0.312)


def test_the_fighter_aircraft_come_out_as_printed():
    scaled = AIRCRAFT / np.sqrt((AIRCRAFT**2).sum(axis=0))
    best, least = scaled.max(axis=0), scaled.min(axis=0)
    best[PRICE], least[PRICE] = least[PRICE], best[PRICE]

    found = robust.closeness(scaled, AIRCRAFT_WEIGHTS, ideal=best, worst=least)

    assert found.tolist() == pytest.approx(AIRCRAFT_CLOSENESS, abs=1e-3)
    assert np.argsort(-found).tolist() == [0, 2, 3, 1]


@pytest.mark.filterwarnings("ignore:Alternatives with indices")  # it would rather not see the best of all
@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(3, 30), st.integers(2, 8))
def test_distance_and_sum_agree_with_pymcdm_where_candidates_fill_the_scales(seed, count, wishes):
    rng = np.random.default_rng(seed)
    rows, weights = rng.random((count, wishes)), rng.dirichlet(np.ones(wishes))
    rows[0], rows[1] = 0.0, 1.0  # so that its min-max scales are our fixed ones
    benefit = np.ones(wishes)

    assert robust.closeness(rows, weights) == pytest.approx(
        TOPSIS(normalization_function=minmax_normalization)(rows, weights, benefit)
    )
    assert rows @ weights == pytest.approx(
        WSM(normalization_function=minmax_normalization)(rows, weights, benefit)
    )


def test_a_further_candidate_moves_nobody():
    rows, weights = np.random.default_rng(4).random((6, 3)), np.array([0.5, 0.3, 0.2])

    more = robust.closeness(np.vstack([rows, [[0.01, 0.99, 0.0]]]), weights)

    assert more[:6].tolist() == robust.closeness(rows, weights).tolist()


def test_acceptability_without_any_preference_is_the_share_of_all_weights_that_favour_a_candidate():
    # SMAA-2 (Lahdelma & Salminen 2001) defines it as a share of the triangle of weights: counted by hand
    rows = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.4, 0.4, 0.4]])
    weights = robust.around([1 / 3] * 3, 400_000, certainty=3)

    found = robust.acceptability(rows, weights, 4)

    # the compromise is first where no weight exceeds 0.4: the triangle (3·0.4 - 1)² of the whole
    assert found.first.tolist() == pytest.approx([0.32, 0.32, 0.32, 0.04], abs=3e-3)
    assert found.share[3, 3] == pytest.approx(0, abs=1e-9)
