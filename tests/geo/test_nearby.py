"""Boxes that may meet others: none that does is missed, and few that do not are told."""

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


@settings(deadline=None, max_examples=40)
@given(boxes, boxes)
def test_every_box_that_meets_one_is_told_and_one_farther_than_a_cell_is_not(here, there):
    ours, asked = array(here), array(there)

    told = meeting(ours, asked)

    apart = shapely.distance(shapely.box(*ours.T)[:, None], shapely.box(*asked.T)[None, :])
    nearest = apart.min(axis=1, initial=np.inf)
    assert told[nearest == 0].all()
    assert not told[nearest >= 1].any()


def test_a_box_that_is_nowhere_meets_nothing():
    nowhere = np.full((1, 4), np.nan)

    assert not meeting(nowhere, np.array([[0.0, 0, 1, 1]])).any()
    assert not meeting(np.array([[0.0, 0, 1, 1]]), nowhere).any()
