"""Weights: presets normalised, AHP judgements against Saaty's printed example."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from pymcdm.weights.subjective import AHP

from geo.criteria.weights import RANDOM_INDEX, from_pairs, normalised
from geo.errors import BadBrief, InconsistentPairs

CONSISTENT = [("a", "b", 2.0), ("a", "c", 6.0), ("b", "c", 3.0)]
# T. L. Saaty, "How to make a decision: the analytic hierarchy process", EJOR 48 (1990) 9–26: choosing a house
# by eight criteria (Table 2), houses A, B and C by two of them (Table 3), and what each comes to (Table 4).
# The digits are those of two independent public transcriptions; EJOR 145 (2003) 85–91, Table 1, prints the
# first table again.
HOUSE = ("size", "transport", "neighbourhood", "age", "yard", "modern", "condition", "finance")
HOUSE_ROWS = (
    ("1", "5", "3", "7", "6", "6", "1/3", "1/4"),
    ("1/5", "1", "1/3", "5", "3", "3", "1/5", "1/7"),
    ("1/3", "3", "1", "6", "3", "4", "6", "1/5"),
    ("1/7", "1/5", "1/6", "1", "1/3", "1/4", "1/7", "1/8"),
    ("1/6", "1/3", "1/3", "3", "1", "1/2", "1/5", "1/6"),
    ("1/6", "1/3", "1/4", "4", "2", "1", "1/5", "1/6"),
    ("3", "5", "1/6", "7", "5", "5", "1", "1/2"),
    ("4", "7", "5", "8", "6", "6", "2", "1"),
)
HOUSE_PRINTED = (0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333)
HOUSE_RATIO = 0.169
HOUSES = ("A", "B", "C")
BY_TRANSPORT = (("1", "7", "1/5"), ("1/7", "1", "1/8"), ("5", "8", "1"))
TRANSPORT_PRINTED, TRANSPORT_RATIO = (0.233, 0.055, 0.713), 0.213
BY_FINANCE = (("1", "1/7", "1/5"), ("7", "1", "3"), ("5", "1/3", "1"))
FINANCE_PRINTED, FINANCE_RATIO = (0.072, 0.650, 0.278), 0.056
LOCAL_PRINTED = (
    (0.754, 0.233, 0.754, 0.333, 0.674, 0.747, 0.200, 0.072),
    (0.181, 0.055, 0.065, 0.333, 0.101, 0.060, 0.400, 0.650),
    (0.065, 0.713, 0.181, 0.333, 0.226, 0.193, 0.400, 0.278),
)
GLOBAL_PRINTED = (0.396, 0.341, 0.263)
# T. L. Saaty, "Decision making with the analytic hierarchy process", Int. J. Services Sciences 1 (2008)
# 83–98, Table 2: which drink is consumed more in the USA; printed scale and consistency ratio.
DRINKS = ("coffee", "wine", "tea", "beer", "sodas", "milk", "water")
DRINK_ROWS = (
    ("1", "9", "5", "2", "1", "1", "1/2"),
    ("1/9", "1", "1/3", "1/9", "1/9", "1/9", "1/9"),
    ("1/5", "3", "1", "1/3", "1/4", "1/3", "1/9"),
    ("1/2", "9", "3", "1", "1/2", "1", "1/3"),
    ("1", "9", "4", "2", "1", "2", "1/2"),
    ("1", "9", "3", "1", "1/2", "1", "1/3"),
    ("2", "9", "9", "3", "2", "3", "1"),
)
DRINKS_PRINTED = (0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327)
DRINKS_RATIO = 0.022


def test_presets_are_scaled_to_sum_to_one_and_zero_weights_drop_out():
    assert normalised({"metro": 3, "price": 1, "area": 0}) == {"metro": 0.75, "price": 0.25}


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_a_weight_that_is_no_weight_is_refused(weight):
    with pytest.raises(BadBrief, match=r"weights\.metro"):
        normalised({"metro": weight, "price": 1.0})


def test_weights_that_are_all_zero_are_refused():
    with pytest.raises(BadBrief, match="至少一项"):
        normalised({"metro": 0.0})


def test_consistent_judgements_give_back_their_ratios():
    weights, ratio = from_pairs(CONSISTENT)

    assert weights == pytest.approx({"a": 0.6, "b": 0.3, "c": 0.1})
    assert ratio == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("names", "rows", "printed", "printed_ratio", "within"),
    [
        (HOUSE, HOUSE_ROWS, HOUSE_PRINTED, HOUSE_RATIO, 5.1e-4),
        # a unit of the third digit beside the eigenvectors of these two tables, in print
        (HOUSES, BY_TRANSPORT, TRANSPORT_PRINTED, TRANSPORT_RATIO, 1e-3),
        (HOUSES, BY_FINANCE, FINANCE_PRINTED, FINANCE_RATIO, 1e-3),
        (DRINKS, DRINK_ROWS, DRINKS_PRINTED, DRINKS_RATIO, 5.1e-4),
    ],
    ids=["house", "transport", "finance", "drinks"],
)
def test_saatys_examples_have_their_printed_priorities_and_ratio(names, rows, printed, printed_ratio, within):
    weights, ratio = from_pairs(_pairs(names, rows), force=True)

    assert tuple(weights.values()) == pytest.approx(printed, abs=within)
    assert round(ratio, 3) == printed_ratio


def test_the_three_houses_come_to_what_saaty_prints():
    weights, _ = from_pairs(_pairs(HOUSE, HOUSE_ROWS), force=True)

    found = np.array(LOCAL_PRINTED) @ list(weights.values())

    assert found.tolist() == pytest.approx(GLOBAL_PRINTED, abs=5.1e-4)


def test_priorities_are_those_of_pymcdm_and_the_ratio_differs_by_the_random_index_alone():
    rows = [[float(Fraction(cell)) for cell in row] for row in DRINK_ROWS]
    peer = AHP(matrix=np.array(rows))

    weights, ratio = from_pairs(_pairs(DRINKS, DRINK_ROWS))

    assert list(weights.values()) == pytest.approx(list(peer()))
    # it takes the index of Tummala & Ling (1998)
    assert ratio * RANDOM_INDEX[6] == pytest.approx(peer.get_cr() * AHP.RI_M[6])


def test_contradicting_judgements_are_refused_with_their_ratio_unless_forced():
    circular = [("a", "b", 9.0), ("b", "c", 9.0), ("a", "c", 1 / 9)]

    with pytest.raises(InconsistentPairs) as refused:
        from_pairs(circular)

    assert refused.value.ratio > 0.1
    assert sum(from_pairs(circular, force=True)[0].values()) == pytest.approx(1)


def test_a_missing_comparison_is_named():
    with pytest.raises(BadBrief, match="b–c"):
        from_pairs([("a", "b", 2.0), ("a", "c", 3.0)])


@pytest.mark.parametrize("pair", [("a", "a", 2.0), ("a", "b", 0.0), ("a", "b", float("nan"))])
def test_a_comparison_that_says_nothing_is_refused(pair):
    with pytest.raises(BadBrief):
        from_pairs([pair])


def _pairs(names, rows):
    """The judgements above the diagonal."""
    return [
        (names[i], names[j], float(Fraction(rows[i][j])))
        for i in range(len(names))
        for j in range(i + 1, len(names))
    ]
