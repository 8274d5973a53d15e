"""The compiled loops between parcels: ㎡ that two share, edges in common, edges that face across a gap."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled
from geo.features.kernels import Floats, Ints, Outlines, Tree, near_box, under_both

# Sine of the angle above which two edges do not run side by side: a corner, no strip.
ASLANT = 0.2

# Columns of a strip: where its middle is, its length [m], ㎡, and its greatest width [m].
X, Y, LENGTH, AREA, WIDEST = range(5)
# what is found is written here: row k of the first is a strip, of the second the numbers of its two edges;
# row k of the third is a stretch, in metres from its start, of the edge whose number is row k of the fourth
Room: TypeAlias = tuple[Floats, Ints, Floats, Ints]

Bools: TypeAlias = NDArray[np.bool_]

_HAIR_M = 1e-9  # what rounding may add to a width


@compiled
def shared_areas(land: Outlines, one: Ints, other: Ints, found: Floats, first: int, last: int) -> None:
    """㎡ that each pair of areas has in common.

    An area is the sum, over its edges, of the trapezoids between edge and a base line, counted positive
    under edges that run west. So the overlap of two areas is the signed sum of overlaps of their
    trapezoids: no intersection points, no special cases. Below the base line one of them has no land.
    """
    edges, starts, boxes = land
    for pair in range(first, last):
        a, b = one[pair], other[pair]
        if starts[a + 1] - starts[a] < starts[b + 1] - starts[b]:
            a, b = b, a
        # everything from the south-west corner of the first: small numbers lose no digits
        west, south = boxes[a, 0], max(boxes[a, 1], boxes[b, 1])
        low, high = max(boxes[a, 0], boxes[b, 0]) - west, min(boxes[a, 2], boxes[b, 2]) - west
        total = 0.0
        for k in range(starts[a], starts[a + 1]):
            if (
                max(edges[k, 1], edges[k, 3]) > south
                and max(edges[k, 0], edges[k, 2]) - west > low
                and min(edges[k, 0], edges[k, 2]) - west < high
            ):
                total += _under_edge(edges, k, starts[b], starts[b + 1], west, south)
        found[pair] = total


@compiled
def _under_edge(edges: Floats, k: int, start: int, end: int, west: float, south: float) -> float:
    """Signed ㎡ common to the trapezoid under one edge and those under the edges of an area."""
    ax0, ay0, ax1, ay1 = edges[k, 0] - west, edges[k, 1] - south, edges[k, 2] - west, edges[k, 3] - south
    if ax0 == ax1:
        return 0.0
    a_left, a_right, a_slope, total = min(ax0, ax1), max(ax0, ax1), (ay1 - ay0) / (ax1 - ax0), 0.0
    for m in range(start, end):
        bx0, bx1 = edges[m, 0] - west, edges[m, 2] - west
        left, right = max(a_left, min(bx0, bx1)), min(a_right, max(bx0, bx1))
        if left >= right:
            continue
        by0, by1 = edges[m, 1] - south, edges[m, 3] - south
        if max(by0, by1) <= 0.0:
            continue
        b_slope = (by1 - by0) / (bx1 - bx0)
        a_from, a_to = ay0 + (left - ax0) * a_slope, ay0 + (right - ax0) * a_slope
        b_from, b_to = by0 + (left - bx0) * b_slope, by0 + (right - bx0) * b_slope
        common = (right - left) * under_both(a_from, a_to, b_from, b_to)
        total += common if (ax0 < ax1) == (bx0 < bx1) else -common
    return total


# ---- equal edges ------------------------------------------------------------------------------------------


@compiled
def mark_shared(edges: Floats, owner: Ints, corner: Floats, table: NDArray[np.int32], shared: Bools) -> None:
    """Mark every edge whose ends are, to the millimetre, those of another parcel's; and edges of no length.

    ``table`` is a hash table with a power of two of slots, each empty (-1) or the first edge of its kind.
    """
    for k in range(len(edges)):
        ax, ay, bx, by = _ends(edges, k, corner)
        if ax == bx and ay == by:
            shared[k] = True
            continue
        slot = (ax * 73856093 ^ ay * 19349663 ^ bx * 83492791 ^ by * 50331653) * 0x9E3779B1
        slot = (slot ^ (slot >> 29)) & (len(table) - 1)
        while table[slot] >= 0 and _ends(edges, table[slot], corner) != (ax, ay, bx, by):
            slot = (slot + 1) & (len(table) - 1)
        twin = table[slot]
        if twin < 0:
            table[slot] = k
        elif owner[twin] != owner[k]:
            shared[k] = shared[twin] = True


@compiled
def _ends(edges: Floats, k: int, corner: Floats) -> tuple[int, int, int, int]:
    """Ends of an edge in whole millimetres from a corner, the lesser first."""
    ax, ay = round((edges[k, 0] - corner[0]) * 1000.0), round((edges[k, 1] - corner[1]) * 1000.0)
    bx, by = round((edges[k, 2] - corner[0]) * 1000.0), round((edges[k, 3] - corner[1]) * 1000.0)
    if ax < bx or (ax == bx and ay < by):
        return ax, ay, bx, by
    return bx, by, ax, ay


# ---- facing edges -----------------------------------------------------------------------------------------


@compiled
def facing(
    tree: Tree, owner: Ints, reach: tuple[float, float], room: Room, first: int, last: int
) -> tuple[int, int]:
    """Edges of different parcels that run side by side with nothing between, or with a gap.

    ``reach``: how far apart edges are that have nothing between, and those with a gap [m]. As many finds
    as have ``room`` are written.

    Returns:
        How many strips there are, and how many stretches.
    """
    (same_m, gap_m), (strips, whose, covered, which) = reach, room
    segments, gaps, closed = tree[0], 0, 0
    near = np.empty(len(segments), np.int64)
    strip, stretch = np.empty(5), np.empty(2)
    for s in range(first, last):
        ax, ay, bx, by = segments[s, 0], segments[s, 1], segments[s, 2], segments[s, 3]
        west, south, east, north = min(ax, bx) - gap_m, min(ay, by) - gap_m, max(ax, bx), max(ay, by)
        for n in range(near_box(tree, west, south, east + gap_m, north + gap_m, near)):
            t = near[n]
            if owner[t] == owner[s]:
                continue
            kind = _facing(segments[s], segments[t], same_m, gap_m, strip, stretch)
            if kind == 1:
                if closed < len(which):
                    covered[closed], which[closed] = stretch, s
                closed += 1
            elif kind == 2 and t > s:  # noqa: PLR2004 - a strip, seen once from the earlier edge
                if gaps < len(whose):
                    strips[gaps] = strip
                    whose[gaps, 0], whose[gaps, 1] = s, t
                gaps += 1
    return gaps, closed


@compiled
def _facing(one: Floats, other: Floats, same_m: float, gap_m: float, strip: Floats, stretch: Floats) -> int:
    """0: nothing; 1: the same line along ``stretch`` of the one; 2: a ``strip`` of no land between."""
    dx, dy = one[2] - one[0], one[3] - one[1]
    length = np.sqrt(dx * dx + dy * dy)
    dx, dy = dx / length, dy / length
    # ends of the other along the one, and how far to its right: land is on the left of both
    along0 = (other[0] - one[0]) * dx + (other[1] - one[1]) * dy
    along1 = (other[2] - one[0]) * dx + (other[3] - one[1]) * dy
    right0 = (other[0] - one[0]) * dy - (other[1] - one[1]) * dx
    right1 = (other[2] - one[0]) * dy - (other[3] - one[1]) * dx
    low, high = max(0.0, along1), min(length, along0)
    if along0 <= along1 or high <= low or abs(right1 - right0) > ASLANT * (along0 - along1):
        return 0
    slope = (right0 - right1) / (along0 - along1)
    at_low, at_high = right1 + (low - along1) * slope, right1 + (high - along1) * slope
    if max(abs(at_low), abs(at_high)) <= same_m:
        stretch[0], stretch[1] = low, high
        return 1
    # the part of the way where the width is between nothing and the greatest gap
    if slope != 0.0:
        at_zero, at_gap = along1 - right1 / slope, along1 + (gap_m - right1) / slope
        low, high = max(low, min(at_zero, at_gap)), min(high, max(at_zero, at_gap))
        at_low, at_high = right1 + (low - along1) * slope, right1 + (high - along1) * slope
    if high <= low or min(at_low, at_high) < -_HAIR_M or max(at_low, at_high) > gap_m + _HAIR_M:
        return 0
    middle, across = (low + high) / 2.0, (at_low + at_high) / 2.0
    if max(at_low, at_high) <= same_m:
        return 0
    strip[X] = one[0] + middle * dx + across / 2.0 * dy
    strip[Y] = one[1] + middle * dy - across / 2.0 * dx
    strip[LENGTH], strip[AREA], strip[WIDEST] = high - low, (high - low) * across, max(at_low, at_high)
    return 2


@compiled
def left_over(edges: Floats, which: Ints, covered: Floats, least_m: float, found: Floats, whose: Ints) -> int:
    """The parts of edges that no stretch covers, at least so long.

    ``which`` ascends, and among equal ones the starts of ``covered`` do. Row ``k`` of ``found`` is a part
    in the edge's direction, ``whose[k]`` the edge's number. Returns how many there are.
    """
    at, count = 0, 0
    for s in range(len(edges)):
        ax, ay = edges[s, 0], edges[s, 1]
        dx, dy = edges[s, 2] - ax, edges[s, 3] - ay
        length = np.sqrt(dx * dx + dy * dy)
        done = 0.0
        while True:
            is_covered = at < len(which) and which[at] == s
            start = covered[at, 0] if is_covered else length
            if start - done >= least_m or (done == 0.0 and not is_covered):
                found[count, 0], found[count, 1] = ax + dx * done / length, ay + dy * done / length
                found[count, 2], found[count, 3] = ax + dx * start / length, ay + dy * start / length
                whose[count] = s
                count += 1
            if not is_covered:
                break
            done = max(done, covered[at, 1])
            at += 1
    return count
