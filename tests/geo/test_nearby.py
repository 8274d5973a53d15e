"""Boxes that meet others, against the distance of every pair."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.store.nearby import meeting

sides = st.integers(-50, 50)
boxes = st.lists(st.tuples(sides, sides, st.integers(0, 30), st.integers(0, 30)), max_size=12)


def array(rows: list[tuple[int, int, int, int]]) -> np.ndarray:
    return np.array([(x, y, x + w, y + h) for x, y, w, h in rows], dtype=float).reshape(-1, 4)


@settings(max_examples=40)
@given(boxes, boxes)
def test_the_boxes_told_are_those_at_no_distance(here, there):
    ours, asked = array(here), array(there)

    told = meeting(ours, asked)

    apart = shapely.distance(shapely.box(*ours.T)[:, None], shapely.box(*asked.T)[None, :])
    assert told.tolist() == (apart.min(axis=1, initial=np.inf) == 0).tolist()


def test_a_box_that_is_nowhere_meets_nothing():
    nowhere = np.full((1, 4), np.nan)

    assert not meeting(nowhere, np.array([[0.0, 0, 1, 1]])).any()
    assert not meeting(np.array([[0.0, 0, 1, 1]]), nowhere).any()
