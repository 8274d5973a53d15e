"""The compiled loops between areas and a layer: distance to the nearest segment, ㎡ under areas.

They stand in one module because numba's cache on disk watches only the file of the outer loop. They
take apart what they are given at their door: that cache remembers argument types by name, and must
not stumble over a class that a later release has moved.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Children of a node, segments of a leaf. Depth then stays under 14 for 100 million segments.
FAN = 4
# Nodes that a walk can have waiting: FAN - 1 more per level, and one.
WAITING = 64


class Outlines(NamedTuple):
    """Boundaries of areas as edges x0, y0, x1, y1 with the area to the left.

    Area ``a`` has the edges ``start[a]:start[a + 1]`` within ``box[a]``: west, south, east, north.
    """

    edge: Floats
    start: Ints
    box: Floats


class Tree(NamedTuple):
    """Segments x0, y0, x1, y1 in the order of a Hilbert curve, under boxes of boxes.

    ``source`` is a segment's number before sorting. ``box`` is west, south, east, north of every
    node, leaves first and the root last; leaf ``k`` has the ``FAN`` segments from ``k * FAN``, any
    other node has the nodes from ``first`` up to ``last``.
    """

    edge: Floats
    source: Ints
    box: Floats
    first: Ints
    last: Ints


# ---- distance --------------------------------------------------------------------------------


@compiled
def squares_to_nearest(
    land: Outlines, tree: Tree, enough: float, found: Floats, first: int, last: int
) -> None:
    """Squared distance from each area to its nearest segment; 0 once it is at most ``enough``.

    A segment inside an area counts as touching it; an area inside a ring of segments does not.
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
            if gap[waiting] >= best:
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
def _gap(low: float, high: float, other_low: float, other_high: float) -> float:
    """How far two intervals are apart."""
    return max(other_low - high, low - other_high, 0.0)


@compiled
def _may_be_nearer(box: Floats, segment: Floats, best: float) -> bool:
    """Whether the circle around a box, widened by the best distance so far, meets a segment."""
    x, y = (box[0] + box[2]) / 2.0, (box[1] + box[3]) / 2.0
    far = np.sqrt(best) + np.sqrt((box[2] - x) ** 2 + (box[3] - y) ** 2)
    return _square_to_point(segment[0], segment[1], segment[2], segment[3], x, y) <= far * far


@compiled
def _square_to_segment(edges: Floats, start: int, end: int, segment: Floats, best: float) -> float:
    """Squared distance from the area of some edges to a segment, exact if below ``best``."""
    ax, ay, bx, by = segment[0], segment[1], segment[2], segment[3]
    west, east, south, north = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
    inside = False
    for k in range(start, end):
        cx, cy, dx, dy = edges[k, 0], edges[k, 1], edges[k, 2], edges[k, 3]
        # crossings of a ray eastwards from the segment's start tell whether it starts inside
        if (cy <= ay) != (dy <= ay):
            side = (dx - cx) * (ay - cy) - (ax - cx) * (dy - cy)
            inside ^= (side > 0.0) == (cy <= ay)
        gx = _gap(west, east, min(cx, dx), max(cx, dx))
        gy = _gap(south, north, min(cy, dy), max(cy, dy))
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


# ---- in and under ----------------------------------------------------------------------------


@compiled
def near_box(tree: Tree, west: float, south: float, east: float, north: float, found: Ints) -> int:
    """How many segments have boxes that meet a box; their numbers into ``found`` as far as it goes."""
    segments, _, nodes, child_from, child_to = tree
    node = np.empty(WAITING, np.int64)
    leaves = (len(segments) + FAN - 1) // FAN
    waiting, count, node[0] = min(1, len(segments)), 0, len(nodes) - 1
    while waiting > 0:
        waiting -= 1
        at = node[waiting]
        if nodes[at, 0] > east or nodes[at, 2] < west or nodes[at, 1] > north or nodes[at, 3] < south:
            continue
        if at >= leaves:
            for child in range(child_from[at], child_to[at]):
                node[waiting] = child
                waiting += 1
            continue
        for k in range(at * FAN, min((at + 1) * FAN, len(segments))):
            ax, ay, bx, by = segments[k, 0], segments[k, 1], segments[k, 2], segments[k, 3]
            if min(ax, bx) <= east and max(ax, bx) >= west and min(ay, by) <= north and max(ay, by) >= south:
                if count < len(found):
                    found[count] = k
                count += 1
    return count


@compiled
def _winding(tree: Tree, x: float, y: float, near: Ints) -> int:
    """How many areas of ``tree`` hold a point; ``near`` has room for all segments."""
    segments, turns = tree[0], 0
    # a ray eastwards from the point meets only segments at its height and not west of it
    for n in range(near_box(tree, x, y, np.inf, y, near)):
        k = near[n]
        ax, ay, bx, by = segments[k, 0], segments[k, 1], segments[k, 2], segments[k, 3]
        if (ay <= y) != (by <= y):
            side = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
            if (side > 0.0) == (ay <= y):
                turns += 1 if ay <= y else -1
    return turns


@compiled
def zero_inside(land: Outlines, tree: Tree, found: Floats, first: int, last: int) -> None:
    """Set ``found`` to 0 for areas of which a part lies inside those of ``tree``, touching no edge."""
    (edges, starts, _), near = land, np.empty(len(tree[0]), np.int64)
    for row in range(first, last):
        for k in range(starts[row], starts[row + 1]):
            if found[row] == 0.0:
                break
            # one vertex of each ring speaks for the ring
            follows = k > starts[row] and (
                (edges[k, 0] == edges[k - 1, 2] and edges[k, 1] == edges[k - 1, 3])
                or (edges[k, 2] == edges[k - 1, 0] and edges[k, 3] == edges[k - 1, 1])
            )
            if not follows and _winding(tree, edges[k, 0], edges[k, 1], near) > 0:
                found[row] = 0.0


@compiled
def areas_under(land: Outlines, tree: Tree, whole: Floats, found: Floats, first: int, last: int) -> None:
    """㎡ of each area (of ``whole`` ㎡) under those of ``tree``, which must not overlap one another.

    Where no outline of the layer passes: all or nothing. Else: an area is the sum, over its edges, of
    the trapezoids between edge and a base line, counted positive under edges that run west. So the
    overlap of two areas is the signed sum of overlaps of their trapezoids: no intersection points, no
    special cases. With the base line at the area's southern end, only segments of the layer above it
    in the area's strip of x take part.
    """
    (edges, starts, boxes), segments = land, tree[0]
    near = np.empty(len(segments), np.int64)
    for row in range(first, last):
        west, south, east, north = boxes[row, 0], boxes[row, 1], boxes[row, 2], boxes[row, 3]
        found[row] = 0.0
        if near_box(tree, west, south, east, north, near) == 0:
            if _winding(tree, west, south, near) > 0:
                found[row] = whole[row]
            continue
        for n in range(near_box(tree, west, south, east, np.inf, near)):
            segment = near[n]
            bx0, by0 = segments[segment, 0] - west, segments[segment, 1] - south
            bx1, by1 = segments[segment, 2] - west, segments[segment, 3] - south
            for k in range(starts[row], starts[row + 1]):
                ax0, ay0 = edges[k, 0] - west, edges[k, 1] - south
                ax1, ay1 = edges[k, 2] - west, edges[k, 3] - south
                left = max(min(ax0, ax1), min(bx0, bx1))
                right = min(max(ax0, ax1), max(bx0, bx1))
                if left < right:
                    a, b = (ay1 - ay0) / (ax1 - ax0), (by1 - by0) / (bx1 - bx0)
                    a0, a1 = ay0 + (left - ax0) * a, ay0 + (right - ax0) * a
                    b0, b1 = by0 + (left - bx0) * b, by0 + (right - bx0) * b
                    common = (right - left) * _under_both(a0, a1, b0, b1)
                    found[row] += common if (ax0 < ax1) == (bx0 < bx1) else -common


@compiled
def _under_both(a0: float, a1: float, b0: float, b1: float) -> float:
    """Area above 0 and under the lower of two lines, ``a0`` to ``a1`` and ``b0`` to ``b1``, over 0..1."""
    over0, over1 = b0 - a0, b1 - a1
    if (over0 >= 0.0) == (over1 >= 0.0):
        return _under(a0, a1) if over0 >= 0.0 else _under(b0, b1)
    share = over0 / (over0 - over1)
    middle = a0 + share * (a1 - a0)
    return share * _under(min(a0, b0), middle) + (1.0 - share) * _under(middle, min(a1, b1))


@compiled
def _under(y0: float, y1: float) -> float:
    """Area between 0 and the part above 0 of the line from ``y0`` to ``y1``, over 0..1."""
    if min(y0, y1) >= 0.0:
        return (y0 + y1) / 2.0
    above = max(y0, y1)
    return above * above / abs(y1 - y0) / 2.0 if above > 0.0 else 0.0


# ---- side by side ----------------------------------------------------------------------------

# Sine of the angle above which two segments cross rather than run side by side.
_ASLANT = 0.1


@compiled
def side_by_side(
    tree: Tree, owner: Ints, within: float, pair: Ints, metres: Floats, first: int, last: int
) -> int:
    """Lengths [m] along which segments of different owners run within ``within`` of each other.

    Each pair of segments is met once, from the earlier of the two. Row ``k`` of ``pair`` and
    ``metres`` is the k-th find; as many as have room are written. Returns how many there are.
    """
    segments, count = tree[0], 0
    near = np.empty(len(segments), np.int64)
    for s in range(first, last):
        ax, ay, bx, by = segments[s, 0], segments[s, 1], segments[s, 2], segments[s, 3]
        west, south = min(ax, bx) - within, min(ay, by) - within
        for n in range(near_box(tree, west, south, max(ax, bx) + within, max(ay, by) + within, near)):
            t = near[n]
            if t > s and owner[t] != owner[s]:
                shared = _beside(segments[s], segments[t], within)
                if shared > 0.0:
                    if count < len(pair):
                        pair[count, 0], pair[count, 1] = min(owner[s], owner[t]), max(owner[s], owner[t])
                        metres[count] = shared
                    count += 1
    return count


@compiled
def _beside(one: Floats, other: Floats, within: float) -> float:
    """Length of ``one`` [m] along which ``other`` runs beside it, no farther than ``within``."""
    dx, dy = one[2] - one[0], one[3] - one[1]
    length = np.sqrt(dx * dx + dy * dy)
    dx, dy = dx / length, dy / length
    # ends of the other, along and across the one
    along0, along1 = (
        (other[0] - one[0]) * dx + (other[1] - one[1]) * dy,
        (other[2] - one[0]) * dx + (other[3] - one[1]) * dy,
    )
    off0, off1 = (
        (other[1] - one[1]) * dx - (other[0] - one[0]) * dy,
        (other[3] - one[1]) * dx - (other[2] - one[0]) * dy,
    )
    low, high = max(0.0, min(along0, along1)), min(length, max(along0, along1))
    if high <= low or abs(off1 - off0) > _ASLANT * abs(along1 - along0):
        return 0.0
    slope = (off1 - off0) / (along1 - along0)
    if slope == 0.0:
        return high - low if abs(off0) <= within else 0.0
    # where the distance across is -within and +within
    reach0, reach1 = along0 + (-within - off0) / slope, along0 + (within - off0) / slope
    return max(0.0, min(high, max(reach0, reach1)) - max(low, min(reach0, reach1)))
