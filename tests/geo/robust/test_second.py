"""A second opinion by distance and by weighted sums: printed examples, pymcdm, and areas counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymcdm.methods import TOPSIS, WSM
from pymcdm.normalizations import minmax_normalization

from geo import robust

# C. L. Hwang & K. Yoon, Multiple Attribute Decision Making (1981), 133-134: selecting a fighter aircraft by
# speed, range, payload, price (a cost), reliability and manoeuvrability; the printed distances to the ideal
# and to the worst, and the closeness, which is the quotient of these rounded ones.
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
AIRCRAFT_DISTANCES = np.array([[0.0545, 0.1197, 0.0580, 0.1009], [0.0983, 0.0439, 0.0920, 0.0458]])
AIRCRAFT_CLOSENESS = [0.643, 0.268, 0.613, 0.312]
HALF_A_DIGIT = 0.5e-4
# G.-H. Tzeng & J.-J. Huang, Multiple Attribute Decision Making: Methods and Applications (2011), TOPSIS: four
# alternatives by three benefits; printed similarity, as scikit-criteria's own tests quote it.
TZENG_HUANG = np.array([[5.0, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]])
TZENG_HUANG_WEIGHTS = np.array([0.3, 0.4, 0.3])
TZENG_HUANG_SIMILARITY = [0.5037, 0.6581, 0.7482, 0.3340]
# SMAA-2 on the trial of W. H. Geerts and others, N. Engl. J. Med. 335 (1996) 701-707: proximal and distal
# thromboses and major bleedings of 136 patients under heparin and 129 under enoxaparin, Beta(events, the
# others), worth 1 at the low and 0 at the high end of a range (the drugis MCDA example "Thrombolytics").
# G. van Valkenhoef's R package smaa prints the acceptability of rank 1 from 10,000 draws of these.
PATIENTS, EVENTS = (136, 129), ((20, 40, 1), (8, 32, 5))
LOW, HIGH = np.array([0.0, 0.15, 0.0]), np.array([0.25, 0.4, 0.1])
WITHOUT_PREFERENCES = (0.3504, 0.6496)
WITH_WEIGHTS = (0.1279, 0.8721)  # 0.5, 0.2, 0.3
PRINTED_DRAWS, BLOCKS, A_BLOCK = 10_000, 200, 250


def test_the_fighter_aircraft_come_out_as_printed():
    scaled = AIRCRAFT / np.sqrt((AIRCRAFT**2).sum(axis=0))
    best, least = scaled.max(axis=0), scaled.min(axis=0)
    best[PRICE], least[PRICE] = least[PRICE], best[PRICE]

    found = robust.closeness(scaled, AIRCRAFT_WEIGHTS, ideal=best, worst=least)

    to_best, to_worst = AIRCRAFT_DISTANCES
    assert (to_worst / (to_best + to_worst)).round(3).tolist() == AIRCRAFT_CLOSENESS
    # what the printed distances leave open, no more
    nearest, farthest = to_worst - HALF_A_DIGIT, to_worst + HALF_A_DIGIT
    assert (found >= nearest / (nearest + to_best + HALF_A_DIGIT)).all()
    assert (found <= farthest / (farthest + to_best - HALF_A_DIGIT)).all()
    assert np.argsort(-found).tolist() == [0, 2, 3, 1]


def test_four_alternatives_come_out_to_the_four_digits_printed():
    scaled = TZENG_HUANG / np.sqrt((TZENG_HUANG**2).sum(axis=0))

    found = robust.closeness(scaled, TZENG_HUANG_WEIGHTS, ideal=scaled.max(axis=0), worst=scaled.min(axis=0))

    assert found.round(4).tolist() == TZENG_HUANG_SIMILARITY


@pytest.mark.parametrize(
    ("weights", "printed"),
    [(None, WITHOUT_PREFERENCES), ((0.5, 0.2, 0.3), WITH_WEIGHTS)],
    ids=["any weights", "given weights"],
)
def test_heparin_and_enoxaparin_come_first_as_often_as_printed(weights, printed):
    draws = BLOCKS * A_BLOCK
    measured = _trials(draws)
    vectors = robust.around([1 / 3] * 3, draws, certainty=3) if weights is None else [weights] * draws

    found = _first_of_measurements(measured, np.array(vectors))

    error = np.sqrt(printed[0] * printed[1] * (1 / PRINTED_DRAWS + 1 / draws))
    assert found.tolist() == pytest.approx(printed, abs=2.5 * error)


def _trials(draws):
    """Satisfaction: draws × treatments × criteria."""
    rng = np.random.default_rng(1)
    share = np.stack(
        [
            rng.beta(events, patients - np.array(events), (draws, 3))
            for patients, events in zip(PATIENTS, EVENTS, strict=True)
        ],
        axis=1,
    )
    return (HIGH - share) / (HIGH - LOW)


def _first_of_measurements(measured, vectors):
    """Rank 1 where every draw has measurements of its own: each is a block of criteria nobody else weighs."""
    total = np.zeros(2)
    for low in range(0, len(vectors), A_BLOCK):
        rows = measured[low : low + A_BLOCK].transpose(1, 0, 2).reshape(2, -1)
        weights = np.zeros((A_BLOCK, A_BLOCK, 3))
        weights[np.arange(A_BLOCK), np.arange(A_BLOCK)] = vectors[low : low + A_BLOCK]
        total += robust.acceptability(rows, weights.reshape(A_BLOCK, -1), 1).first
    return total / BLOCKS


@pytest.mark.filterwarnings("ignore:Alternatives with indices")  # it would rather not see the best of all
@settings(max_examples=50)
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
