"""The compiled loops that search a tree by box: ㎡ of areas under a layer, metres of areas side by side.

numba's cache on disk watches only the file of the outer loop, so set-up throws it away when any of the
loops has changed. They take apart what they are given at their door: that cache remembers argument types
by name, and must not stumble over a class that a later release has moved.
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
                    common = (right - left) * under_both(a0, a1, b0, b1)
                    found[row] += common if (ax0 < ax1) == (bx0 < bx1) else -common


@compiled
def under_both(a0: float, a1: float, b0: float, b1: float) -> float:
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
# Edges that are looked at together: most parcels are one run, a network of roads is thousands.
RUN = 32


@compiled
def boxes_of_runs(edges: Floats, run: Ints, box: Floats) -> None:
    """Box around the edges ``run[r]:run[r + 1]`` of every run."""
    for r in range(len(box)):
        box[r, 0], box[r, 1], box[r, 2], box[r, 3] = np.inf, np.inf, -np.inf, -np.inf
        for k in range(run[r], run[r + 1]):
            box[r, 0] = min(box[r, 0], edges[k, 0], edges[k, 2])
            box[r, 1] = min(box[r, 1], edges[k, 1], edges[k, 3])
            box[r, 2] = max(box[r, 2], edges[k, 0], edges[k, 2])
            box[r, 3] = max(box[r, 3], edges[k, 1], edges[k, 3])


@compiled
def side_by_side(
    edges: Floats, run: Ints, owner: Ints, tree: Tree, within: float, found: Ints, first: int, last: int
) -> int:
    """Lengths [µm] along which runs of edges of different owners lie within ``within`` of each other.

    ``tree`` holds the boxes of the runs as their diagonals. Each pair of runs is met once, from the
    earlier in the tree; a row of ``found`` is the lesser owner, the greater, and the length, whole so
    that no order of adding up matters. As many rows as have room are written. Returns how many there are.
    """
    (boxes, source), count = tree[:2], 0
    near, close = np.empty(len(boxes), np.int64), np.empty(RUN, np.int64)
    for s in range(first, last):
        west, south, east, north = boxes[s, 0] - within, boxes[s, 1] - within, boxes[s, 2], boxes[s, 3]
        for n in range(near_box(tree, west, south, east + within, north + within, near)):
            t = near[n]
            one, other = min(source[s], source[t]), max(source[s], source[t])
            if t > s and owner[one] != owner[other]:
                shared = _along_runs(edges, run[one], run[one + 1], run[other], run[other + 1], within, close)
                if shared > 0:
                    if count < len(found):
                        found[count, 0], found[count, 1], found[count, 2] = owner[one], owner[other], shared
                    count += 1
    return count


@compiled
def _along_runs(edges: Floats, a0: int, a1: int, b0: int, b1: int, within: float, close: Ints) -> int:
    """Length [µm] of the edges ``a0:a1`` along which edges of ``b0:b1`` run; ``close`` has room for them."""
    west, south, east, north = np.inf, np.inf, -np.inf, -np.inf
    for k in range(a0, a1):
        west, east = min(west, edges[k, 0], edges[k, 2]), max(east, edges[k, 0], edges[k, 2])
        south, north = min(south, edges[k, 1], edges[k, 3]), max(north, edges[k, 1], edges[k, 3])
    count, shared = 0, 0.0
    for k in range(b0, b1):
        if _meets(edges[k], west - within, south - within, east + within, north + within):
            close[count] = k
            count += 1
    for k in range(a0, a1):
        ax, ay, bx, by = edges[k, 0], edges[k, 1], edges[k, 2], edges[k, 3]
        west, south, east, north = min(ax, bx) - within, min(ay, by) - within, max(ax, bx), max(ay, by)
        for n in range(count):
            if _meets(edges[close[n]], west, south, east + within, north + within):
                shared += _beside(edges[k], edges[close[n]], within)
    return round(shared * 1e6)


@compiled
def _meets(edge: Floats, west: float, south: float, east: float, north: float) -> bool:
    """Whether the box of an edge meets a box."""
    if max(edge[0], edge[2]) < west or min(edge[0], edge[2]) > east:
        return False
    return max(edge[1], edge[3]) >= south and min(edge[1], edge[3]) <= north


@compiled
def _beside(one: Floats, other: Floats, within: float) -> float:
    """Length of ``one`` [m] along which ``other`` runs beside it, no farther than ``within``."""
    dx, dy = one[2] - one[0], one[3] - one[1]
    length = np.sqrt(dx * dx + dy * dy)
    if length == 0.0:
        return 0.0
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
