"""Compiled distance from areas to the nearest segment, and whether a point lies in a layer."""

from __future__ import annotations

import numpy as np

from geo.features.compiled import compiled
from geo.features.flat import Floats, Rings
from geo.features.tree import FAN, WAITING, Tree


@compiled
def squares_to_nearest(land: Rings, tree: Tree, enough: float, found: Floats, first: int, last: int) -> None:
    """Squared distance from each area to its nearest segment; 0 once it is at most ``enough``.

    A segment inside an area counts as touching it; an area inside a ring of segments does not.
    """
    node, level, gap = np.empty(WAITING, np.int64), np.empty(WAITING, np.int64), np.empty(WAITING)
    top = len(tree.level) - 2
    hint = 0
    for row in range(first, last):
        west, south, east, north = land.box[row]
        # what is nearest to the row before is often nearest here: a first bound
        best = _square_to_segment(land, row, tree, hint, np.inf)
        waiting = 1
        node[0], level[0], gap[0] = 0, top, 0.0
        while waiting > 0 and best > enough:
            waiting -= 1
            if gap[waiting] >= best:
                continue
            at, depth, base = node[waiting], level[waiting], waiting
            if depth == 0:
                for k in range(at * FAN, min((at + 1) * FAN, len(tree.ends))):
                    square = _square_to_segment(land, row, tree, k, best)
                    if square < best:
                        best, hint = square, k
                continue
            below = tree.level[depth - 1]
            for child in range(at * FAN, min((at + 1) * FAN, tree.level[depth] - below)):
                box = tree.box[below + child]
                dx = max(box[0] - east, west - box[2], 0.0)
                dy = max(box[1] - north, south - box[3], 0.0)
                square = dx * dx + dy * dy
                if square < best:
                    # the nearest child goes on top
                    k = waiting
                    while k > base and gap[k - 1] < square:
                        node[k], level[k], gap[k] = node[k - 1], level[k - 1], gap[k - 1]
                        k -= 1
                    node[k], level[k], gap[k] = child, depth - 1, square
                    waiting += 1
        found[row] = best if best > enough else 0.0


@compiled
def zero_inside(land: Rings, tree: Tree, found: Floats, first: int, last: int) -> None:
    """Set ``found`` to 0 for areas that lie inside the outlines of ``tree``, touching none of them."""
    for row in range(first, last):
        if found[row] > 0.0:
            for ring in range(land.shape[row], land.shape[row + 1]):
                start = land.ring[ring]
                if winding(tree, land.xy[start, 0], land.xy[start, 1]) > 0:
                    found[row] = 0.0
                    break


@compiled
def winding(tree: Tree, x: float, y: float) -> int:
    """How many areas of ``tree`` (outlines with the inside to the left) hold the point."""
    if len(tree.ends) == 0:
        return 0
    node, level = np.empty(WAITING, np.int64), np.empty(WAITING, np.int64)
    node[0], level[0] = 0, len(tree.level) - 2
    waiting, turns = 1, 0
    while waiting > 0:
        waiting -= 1
        at, depth = node[waiting], level[waiting]
        box = tree.box[tree.level[depth] + at]
        # a ray eastwards from the point meets only boxes at its height and not west of it
        if box[1] > y or box[3] < y or box[2] < x:
            continue
        if depth == 0:
            for k in range(at * FAN, min((at + 1) * FAN, len(tree.ends))):
                ax, ay, bx, by = tree.ends[k]
                if (ay <= y) != (by <= y):
                    side = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
                    if ay <= y and side > 0:
                        turns += 1
                    elif by <= y and side < 0:
                        turns -= 1
            continue
        below = tree.level[depth - 1]
        for child in range(at * FAN, min((at + 1) * FAN, tree.level[depth] - below)):
            node[waiting], level[waiting] = child, depth - 1
            waiting += 1
    return turns


@compiled
def _square_to_segment(land: Rings, row: int, tree: Tree, segment: int, best: float) -> float:
    """Squared distance from an area to a segment, exact if below ``best``."""
    ax, ay, bx, by = tree.ends[segment]
    west, east, south, north = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
    inside = False
    for ring in range(land.shape[row], land.shape[row + 1]):
        for k in range(land.ring[ring], land.ring[ring + 1] - 1):
            cx, cy, dx, dy = land.xy[k, 0], land.xy[k, 1], land.xy[k + 1, 0], land.xy[k + 1, 1]
            # crossings of a ray eastwards from the segment's start tell whether it starts inside
            if (cy <= ay) != (dy <= ay):
                side = (dx - cx) * (ay - cy) - (ax - cx) * (dy - cy)
                inside ^= (side > 0) == (cy <= ay)
            gx = max(min(cx, dx) - east, west - max(cx, dx), 0.0)
            gy = max(min(cy, dy) - north, south - max(cy, dy), 0.0)
            if gx * gx + gy * gy < best:
                best = min(best, _square_between(ax, ay, bx, by, cx, cy, dx, dy))
    return 0.0 if inside else best


@compiled
def _square_between(
    ax: float, ay: float, bx: float, by: float, cx: float, cy: float, dx: float, dy: float
) -> float:
    """Squared distance between segments AB and CD: 0 if they cross, else from an end to the other."""
    c_side = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    d_side = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
    if c_side * d_side < 0.0:
        a_side = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
        b_side = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
        if a_side * b_side < 0.0:
            return 0.0
    return min(
        _square_to_point(ax, ay, bx, by, cx, cy),
        _square_to_point(ax, ay, bx, by, dx, dy),
        _square_to_point(cx, cy, dx, dy, ax, ay),
        _square_to_point(cx, cy, dx, dy, bx, by),
    )


@compiled
def _square_to_point(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> float:
    """Squared distance from the segment AB to the point P."""
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    share = 0.0
    if length > 0.0:
        share = min(1.0, max(0.0, ((px - ax) * dx + (py - ay) * dy) / length))
    gx, gy = ax + share * dx - px, ay + share * dy - py
    return gx * gx + gy * gy
