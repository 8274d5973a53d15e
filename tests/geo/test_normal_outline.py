"""Shapes as bytes in normal form: what the library says, whatever the valid shape."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.store.outline import normal_wkb

HALVES = st.integers(-4, 4).map(lambda n: n / 2)
RINGS = st.lists(st.tuples(HALVES, HALVES), min_size=3, max_size=9)
ODD = [
    None,
    shapely.Polygon(),
    shapely.Point(1, 2),
    shapely.Polygon([(0, 0, 1), (1, 0, 2), (0, 1, 3)]),
    shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 4, 4)),
    shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(-3, 0, -2, 1)]),
    shapely.Polygon([(-0.0, 0.0), (0.0, -1.0), (1.0, -0.0)]),
]


@given(st.lists(RINGS.map(shapely.Polygon).filter(shapely.is_valid) | st.sampled_from(ODD), max_size=6))
@settings(max_examples=300)
def test_the_bytes_are_those_of_the_library(shapes):
    some = np.empty(len(shapes), dtype=object)
    some[:] = shapes

    assert normal_wkb(some).to_pylist() == list(shapely.to_wkb(shapely.normalize(some), byte_order=1))
