"""The compiled loop from areas to the nearest segment of a layer.

A module of its own, whole: numba's cache on disk watches only the file of the outer loop.
"""

from __future__ import annotations

import numpy as np

from geo.features.compiled import compiled
from geo.features.kernels import FAN, WAITING, Floats, Outlines, Tree


@compiled
def squares_to_nearest(
    land: Outlines, tree: Tree, enough: float, found: Floats, first: int, last: int
) -> None:
    """Squared distance from each area to its nearest segment; 0 once it is at most ``enough``.

    A segment inside an area counts as touching it; an area inside a ring of segments does not. What is
    left out is farther by more than rounding, so that a row's figure does not depend on the rows before.
    """
    (edges, starts, boxes), (segments, _, nodes, child_from, child_to) = land, tree
    node, gap = np.empty(WAITING, np.int64), np.empty(WAITING)
    leaves, hint = (len(segments) + FAN - 1) // FAN, 0 * len(segments)
    for row in range(first, last):
        # what is nearest to the row before is often nearest here: a first bound
        best = _square_to_segment(edges, starts[row], starts[row + 1], segments[hint], np.inf)
        waiting, node[0], gap[0] = 1, len(nodes) - 1, 0.0
        while waiting > 0 and best > enough:
            waiting -= 1
            at, base = node[waiting], waiting
            if gap[waiting] > _surely(best):
                continue
            if at < leaves:
                for k in range(at * FAN, min((at + 1) * FAN, len(segments))):
                    if _may_be_nearer(boxes[row], segments[k], best):
                        square = _square_to_segment(edges, starts[row], starts[row + 1], segments[k], best)
                        if square < best:
                            best, hint = square, k
                continue
            for child in range(child_from[at], child_to[at]):
                dx = _gap(boxes[row, 0], boxes[row, 2], nodes[child, 0], nodes[child, 2])
                dy = _gap(boxes[row, 1], boxes[row, 3], nodes[child, 1], nodes[child, 3])
                # the nearest child goes on top
                k, waiting = waiting, waiting + 1
                while k > base and gap[k - 1] < dx * dx + dy * dy:
                    node[k], gap[k] = node[k - 1], gap[k - 1]
                    k -= 1
                node[k], gap[k] = child, dx * dx + dy * dy
        found[row] = best if best > enough else 0.0


@compiled
def _surely(square: float) -> float:
    """A squared distance (coordinates up to 10⁸ m) and what rounding may have taken off it."""
    return square * (1.0 + 1e-7) + 1e-7


@compiled
def _gap(low: float, high: float, other_low: float, other_high: float) -> float:
    """How far two intervals are apart."""
    return max(other_low - high, low - other_high, 0.0)


@compiled
def _may_be_nearer(box: Floats, segment: Floats, best: float) -> bool:
    """Whether the circle around a box, widened by the best distance so far, meets a segment."""
    x, y = (box[0] + box[2]) / 2.0, (box[1] + box[3]) / 2.0
    far = np.sqrt(_surely(best)) + np.sqrt((box[2] - x) ** 2 + (box[3] - y) ** 2)
    return _square_to_point(segment[0], segment[1], segment[2], segment[3], x, y) <= far * far


@compiled
def _square_to_segment(edges: Floats, start: int, end: int, segment: Floats, best: float) -> float:
    """Squared distance from the area of some edges to a segment, exact if below ``best``."""
    ax, ay, bx, by = segment[0], segment[1], segment[2], segment[3]
    west, east, south, north = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
    inside, limit = False, _surely(best)
    for k in range(start, end):
        cx, cy, dx, dy = edges[k, 0], edges[k, 1], edges[k, 2], edges[k, 3]
        # crossings of a ray eastwards from the segment's start tell whether it starts inside
        if (cy <= ay) != (dy <= ay):
            side = (dx - cx) * (ay - cy) - (ax - cx) * (dy - cy)
            inside ^= (side > 0.0) == (cy <= ay)
        gx = _gap(west, east, min(cx, dx), max(cx, dx))
        gy = _gap(south, north, min(cy, dy), max(cy, dy))
        if gx * gx + gy * gy <= limit:
            square = _square_between(ax, ay, bx, by, cx, cy, dx, dy)
            if square < best:
                best, limit = square, _surely(square)
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
    ends = min(_square_to_point(ax, ay, bx, by, cx, cy), _square_to_point(ax, ay, bx, by, dx, dy))
    return min(ends, _square_to_point(cx, cy, dx, dy, ax, ay), _square_to_point(cx, cy, dx, dy, bx, by))


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
