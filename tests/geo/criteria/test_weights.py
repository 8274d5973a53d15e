"""Weights: presets normalised, AHP judgements against Saaty's printed example."""

from __future__ import annotations

from fractions import Fraction

import pytest

from geo.criteria.weights import from_pairs, normalised
from geo.errors import BadBrief, InconsistentPairs

# Saaty (1980), The Analytic Hierarchy Process: the wealth-of-nations style judgements are long; the
# usual small check is a perfectly consistent matrix, whose priorities are the ratios themselves.
CONSISTENT = [("a", "b", 2.0), ("a", "c", 6.0), ("b", "c", 3.0)]
# T. L. Saaty, "How to make a decision: the analytic hierarchy process", EJOR 48 (1990) 9–26, Table 3:
# choosing a house, eight criteria; printed priorities and consistency ratio.
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


def test_saatys_house_has_its_printed_priorities_and_ratio():
    pairs = [
        (HOUSE[i], HOUSE[j], float(Fraction(HOUSE_ROWS[i][j])))
        for i in range(len(HOUSE))
        for j in range(i + 1, len(HOUSE))
    ]

    weights, ratio = from_pairs(pairs, force=True)

    assert tuple(weights.values()) == pytest.approx(HOUSE_PRINTED, abs=6e-4)
    assert ratio == pytest.approx(HOUSE_RATIO, abs=2e-3)


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
