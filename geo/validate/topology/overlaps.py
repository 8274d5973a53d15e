"""Land that two parcels claim: every pair with its ㎡, by compiled loops instead of intersections."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.features.compiled import over_rows
from geo.features.flat import outlines
from geo.features.kernels import Outlines
from geo.validate.topology.kernels import shared_areas

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


class Overlaps(NamedTuple):
    """Pairs of polygons by position, ``first < second``, sorted, with the ㎡ that they share."""

    first: Rows
    second: Rows
    shared_m2: Floats


class Ready(NamedTuple):
    """Shapes made ready for both searches: a tree of their boxes, and their edges."""

    tree: shapely.STRtree
    land: Outlines


def make_ready(shapes: Shapes) -> Ready:
    """Make valid polygons ready; done once for many searches."""
    return Ready(shapely.STRtree(shapes), outlines(shapes))


def overlaps(
    shapes: Shapes,
    tolerance_m2: float,
    fixed: NDArray[np.bool_] | None = None,
    ready: Ready | None = None,
) -> Overlaps:
    """Pairs of polygons that share more than a tolerance.

    Most candidates are neighbours that share an edge and nothing else. The ㎡ of every pair whose boxes
    share more than the tolerance are summed from trapezoids, which is far cheaper than intersecting.

    Args:
        shapes: Valid polygons and multipolygons in metres.
        tolerance_m2: Pairs that share no more are left out.
        fixed: Polygons of which two are not compared with each other.
        ready: The shapes made ready, when they already are.

    Examples:
        >>> a, b, c = (shapely.box(x, 0, x + 10, 10) for x in (0, 10, 19))
        >>> [one.tolist() for one in overlaps(np.array([a, b, c]), 1.0)]
        [[1], [2], [10.0]]
    """
    ready = ready or make_ready(shapes)
    fixed = np.zeros(len(shapes), dtype=bool) if fixed is None else fixed
    first, second = _near(shapes, ready, tolerance_m2, fixed)
    shared = np.zeros(len(first))
    over_rows(shared_areas, len(first), ready.land, first, second, shared)
    over = shared > tolerance_m2
    first, second, shared = first[over], second[over], shared[over]
    order = np.lexsort((second, first))
    return Overlaps(first[order], second[order], shared[order])


def _near(shapes: Shapes, ready: Ready, tolerance_m2: float, fixed: NDArray[np.bool_]) -> tuple[Rows, Rows]:
    """Pairs whose boxes share more than the tolerance."""
    asking = np.flatnonzero(~fixed)
    at, other = ready.tree.query(shapes[asking])
    one = asking[at]
    # a pair is met from both sides, unless the other does not ask
    once = (one < other) | fixed[other]
    first, second = np.minimum(one[once], other[once]), np.maximum(one[once], other[once])
    west, south, east, north = (np.ascontiguousarray(side) for side in ready.land.box.T)
    width = np.minimum(east[first], east[second]) - np.maximum(west[first], west[second])
    height = np.minimum(north[first], north[second]) - np.maximum(south[first], south[second])
    close = (width > 0) & (height > 0) & (width * height > tolerance_m2)
    return first[close], second[close]
