"""Comparisons: differences that sum to the lead, a front checked pair by pair, twins by wish."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import match
from geo.explain.compare import differences, non_dominated, twins
from tests.geo import worlds

LEVELS = st.sampled_from([0.0, 0.5, 1.0])


def _scores(metro, price):
    table = worlds.table(metro_m=metro, price_wan_per_mu=price)
    return match.score(table, worlds.question([], [(worlds.NEAR_METRO, 0.6), (worlds.CHEAP, 0.4)]))


def test_a_lead_is_split_exactly_by_wish():
    scores = _scores([0.0, 500.0], [50.0, 20.0])

    one = differences(scores, [1, 0]).differences[0]

    assert (one.better, one.worse) == ("P1", "P2")
    assert [(part.wish, round(part.points, 9)) for part in one.parts] == [("metro", 30.0), ("price", -12.0)]
    assert one.lead == pytest.approx(sum(part.points for part in one.parts), abs=1e-9)
    assert one.text == "P1 比 P2 高 18.0 分: 地铁便利 +30.0, 地价 −12.0"


def test_who_is_beaten_in_every_wish_is_not_on_the_front():
    told = differences(_scores([0.0, 500.0, 600.0], [50.0, 20.0, 60.0]), [0, 1, 2])

    assert told.non_dominated == ("P1", "P2")
    assert len(told.differences) == 3


@given(st.lists(st.tuples(LEVELS, LEVELS, LEVELS), min_size=1, max_size=20))
def test_the_front_is_what_comparing_every_pair_leaves(rows):
    kept = non_dominated(np.array(rows))

    for at, row in enumerate(rows):
        beaten = any(all(a >= b for a, b in zip(other, row, strict=True)) and other != row for other in rows)
        assert kept[at] == (not beaten)


def test_twins_are_the_nearest_in_what_is_wished():
    scores = _scores([0.0, 100.0, 900.0, 0.0], [50.0, 50.0, 50.0, 40.0])

    found = twins(scores, 0, 2)

    assert [one.parcel_id for one in found] == ["P4", "P2"]
    assert found[0].distance == pytest.approx(4.0)
    assert [round(part.points, 6) for part in found[1].parts] == [6.0, 0.0]
