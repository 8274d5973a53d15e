"""Compiled ㎡ of areas under a layer: nothing, all, or the exact overlap where an outline passes."""

from __future__ import annotations

import numpy as np

from geo.features.compiled import compiled
from geo.features.flat import Floats, Ints, Rings
from geo.features.nearest import winding
from geo.features.tree import FAN, WAITING, Tree


@compiled
def areas_under(land: Rings, tree: Tree, whole: Floats, found: Floats, first: int, last: int) -> None:
    """㎡ of each area (of ``whole`` ㎡) under the layer whose outlines are in ``tree``.

    The layer's areas must not overlap one another.
    """
    node, level = np.empty(WAITING, np.int64), np.empty(WAITING, np.int64)
    for row in range(first, last):
        start = land.ring[land.shape[row]]
        if _meets(land, row, tree, node, level):
            found[row] = _overlap(land, row, tree, node, level)
        elif winding(tree, land.xy[start, 0], land.xy[start, 1]) > 0:
            found[row] = whole[row]
        else:
            found[row] = 0.0


@compiled
def _meets(land: Rings, row: int, tree: Tree, node: Ints, level: Ints) -> bool:
    """Whether the box of an area meets the box of any segment."""
    if len(tree.ends) == 0:
        return False
    west, south, east, north = land.box[row]
    node[0], level[0] = 0, len(tree.level) - 2
    waiting = 1
    while waiting > 0:
        waiting -= 1
        at, depth = node[waiting], level[waiting]
        box = tree.box[tree.level[depth] + at]
        if box[0] > east or box[2] < west or box[1] > north or box[3] < south:
            continue
        if depth == 0:
            for k in range(at * FAN, min((at + 1) * FAN, len(tree.ends))):
                ax, ay, bx, by = tree.ends[k]
                if (
                    min(ax, bx) <= east
                    and max(ax, bx) >= west
                    and min(ay, by) <= north
                    and max(ay, by) >= south
                ):
                    return True
            continue
        below = tree.level[depth - 1]
        for child in range(at * FAN, min((at + 1) * FAN, tree.level[depth] - below)):
            node[waiting], level[waiting] = child, depth - 1
            waiting += 1
    return False


@compiled
def _overlap(land: Rings, row: int, tree: Tree, node: Ints, level: Ints) -> float:
    """㎡ common to an area and the layer.

    An area is the sum, over its edges, of the trapezoids between edge and a base line, those under
    edges that run west counted positive. So the overlap of two areas is the signed sum of overlaps
    of their trapezoids: no intersection points, no special cases. With the base line at the area's
    southern end, only segments above it in the area's strip of x take part.
    """
    west, south, east, _north = land.box[row]
    node[0], level[0] = 0, len(tree.level) - 2
    waiting, total = 1, 0.0
    while waiting > 0:
        waiting -= 1
        at, depth = node[waiting], level[waiting]
        box = tree.box[tree.level[depth] + at]
        if box[0] > east or box[2] < west or box[3] < south:
            continue
        if depth == 0:
            for k in range(at * FAN, min((at + 1) * FAN, len(tree.ends))):
                total += _overlap_under(land, row, tree, k)
            continue
        below = tree.level[depth - 1]
        for child in range(at * FAN, min((at + 1) * FAN, tree.level[depth] - below)):
            node[waiting], level[waiting] = child, depth - 1
            waiting += 1
    return total


@compiled
def _overlap_under(land: Rings, row: int, tree: Tree, segment: int) -> float:
    """Signed ㎡ of an area under one segment of the layer."""
    west, south = land.box[row, 0], land.box[row, 1]
    bx0, by0 = tree.ends[segment, 0] - west, tree.ends[segment, 1] - south
    bx1, by1 = tree.ends[segment, 2] - west, tree.ends[segment, 3] - south
    if bx0 == bx1 or (by0 <= 0.0 and by1 <= 0.0):
        return 0.0
    total = 0.0
    for ring in range(land.shape[row], land.shape[row + 1]):
        for k in range(land.ring[ring], land.ring[ring + 1] - 1):
            ax0, ay0 = land.xy[k, 0] - west, land.xy[k, 1] - south
            ax1, ay1 = land.xy[k + 1, 0] - west, land.xy[k + 1, 1] - south
            left = max(min(ax0, ax1), min(bx0, bx1))
            right = min(max(ax0, ax1), max(bx0, bx1))
            if left < right:
                a_slope, b_slope = (ay1 - ay0) / (ax1 - ax0), (by1 - by0) / (bx1 - bx0)
                common = _under_both(
                    right - left,
                    ay0 + (left - ax0) * a_slope,
                    ay0 + (right - ax0) * a_slope,
                    by0 + (left - bx0) * b_slope,
                    by0 + (right - bx0) * b_slope,
                )
                total += common if (ax0 < ax1) == (bx0 < bx1) else -common
    return total


@compiled
def _under_both(width: float, a0: float, a1: float, b0: float, b1: float) -> float:
    """Area above 0 and under the lower of two lines: ``a0`` to ``a1``, ``b0`` to ``b1`` over ``width``."""
    over0, over1 = b0 - a0, b1 - a1
    if over0 >= 0.0 and over1 >= 0.0:
        return _under(width, a0, a1)
    if over0 <= 0.0 and over1 <= 0.0:
        return _under(width, b0, b1)
    share = over0 / (over0 - over1)
    middle = a0 + share * (a1 - a0)
    if over0 > 0.0:
        return _under(width * share, a0, middle) + _under(width * (1.0 - share), middle, b1)
    return _under(width * share, b0, middle) + _under(width * (1.0 - share), middle, a1)


@compiled
def _under(width: float, y0: float, y1: float) -> float:
    """Area between 0 and the part of a line that is above it."""
    if y0 >= 0.0 and y1 >= 0.0:
        return width * (y0 + y1) / 2.0
    if y0 <= 0.0 and y1 <= 0.0:
        return 0.0
    above = max(y0, y1)
    return width * above * above / abs(y1 - y0) / 2.0
