"""Which polygons are sound beyond doubt, told by compiled loops: the few others are left to GEOS."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.features.compiled import compiled, over_rows

Shapes = NDArray[np.object_]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

UNSURE, CLOCKWISE, COUNTER_CLOCKWISE = 0, -1, 1
# a ring of more vertices is left to GEOS, which sorts them first
_MOST_VERTICES = 80
# Signs of double areas are believed when they exceed this share of the products they are made from: some
# thousand times what rounding can do.
_DOUBT = 1e-12


def is_valid(shapes: Shapes) -> Bools:
    """What ``shapely.is_valid`` says, faster for polygons of one ring and few vertices.

    >>> is_valid(np.array([shapely.box(0, 0, 1, 1), None, shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])]))
    array([ True, False, False])
    """
    return _valid(shapes, turns(shapes))


def valid_and_turned(shapes: Shapes) -> tuple[Bools, Bools]:
    """Which shapes are valid, and which have their rings turned as ``shapely.orient_polygons`` does."""
    turned = turns(shapes)
    return _valid(shapes, turned), turned == COUNTER_CLOCKWISE


def turns(shapes: Shapes) -> NDArray[np.int8]:
    """Whether each shape is one simple ring, and which way it turns; ``UNSURE`` for all others."""
    xy = shapely.get_coordinates(shapes)
    count = shapely.get_num_coordinates(shapes)
    one_ring = (shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON) & (
        shapely.get_num_interior_rings(shapes) == 0
    )
    one_ring &= (count > 3) & (count <= _MOST_VERTICES)  # noqa: PLR2004 - a triangle, closed
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    turned = np.zeros(len(shapes), dtype=np.int8)
    over_rows(_turns, len(shapes), xy, start, one_ring, turned)
    return turned


def _valid(shapes: Shapes, turned: NDArray[np.int8]) -> Bools:
    valid = turned != UNSURE
    rest = np.flatnonzero(~valid)
    valid[rest] = shapely.is_valid(shapes[rest])
    return valid


@compiled
def _turns(xy: Floats, start: Ints, one_ring: Bools, turned: NDArray[np.int8], first: int, last: int) -> None:
    """Fill ``turned`` for closed rings ``xy[start[k]:start[k + 1]]``."""
    for row in range(first, last):
        if not one_ring[row]:
            continue
        begin, end = start[row], start[row + 1] - 1
        area = 0.0
        for k in range(begin, end):
            area += (xy[k, 0] - xy[begin, 0]) * (xy[k + 1, 1] - xy[begin, 1])
            area -= (xy[k + 1, 0] - xy[begin, 0]) * (xy[k, 1] - xy[begin, 1])
        if np.isfinite(area) and area != 0.0 and _is_simple(xy, begin, end):
            turned[row] = COUNTER_CLOCKWISE if area > 0.0 else CLOCKWISE


@compiled
def _is_simple(xy: Floats, begin: int, end: int) -> bool:
    """Whether no two edges of a closed ring meet, but neighbours at their common end; False in doubt."""
    for i in range(begin, end):
        before = i - 1 if i > begin else end - 1
        if _folds(xy[before, 0], xy[before, 1], xy[i, 0], xy[i, 1], xy[i + 1, 0], xy[i + 1, 1]):
            return False
        # every edge but the neighbours, each pair once
        for j in range(i + 2, end - 1 if i == begin else end):
            if (
                max(xy[i, 0], xy[i + 1, 0]) < min(xy[j, 0], xy[j + 1, 0])
                or max(xy[j, 0], xy[j + 1, 0]) < min(xy[i, 0], xy[i + 1, 0])
                or max(xy[i, 1], xy[i + 1, 1]) < min(xy[j, 1], xy[j + 1, 1])
                or max(xy[j, 1], xy[j + 1, 1]) < min(xy[i, 1], xy[i + 1, 1])
            ):
                continue
            if not (_same_side(xy, i, j) or _same_side(xy, j, i)):
                return False
    return True


@compiled
def _folds(ax: float, ay: float, bx: float, by: float, cx: float, cy: float) -> bool:
    """Whether the way A-B-C may turn back on itself, or has an edge of no length."""
    ux, uy, wx, wy = ax - bx, ay - by, cx - bx, cy - by
    if (ux == 0.0 and uy == 0.0) or (wx == 0.0 and wy == 0.0):
        return True
    return ux * wx + uy * wy > 0.0 and abs(ux * wy - uy * wx) <= _DOUBT * (abs(ux * wy) + abs(uy * wx))


@compiled
def _same_side(xy: Floats, i: int, j: int) -> bool:
    """Whether both ends of edge ``j`` lie on one side of the line of edge ``i``, beyond doubt."""
    dx, dy = xy[i + 1, 0] - xy[i, 0], xy[i + 1, 1] - xy[i, 1]
    one, other = dx * (xy[j, 1] - xy[i, 1]), dy * (xy[j, 0] - xy[i, 0])
    side = one - other
    if abs(side) <= _DOUBT * (abs(one) + abs(other)):
        return False
    one, other = dx * (xy[j + 1, 1] - xy[i, 1]), dy * (xy[j + 1, 0] - xy[i, 0])
    second = one - other
    if abs(second) <= _DOUBT * (abs(one) + abs(other)):
        return False
    return (side > 0.0) == (second > 0.0)
