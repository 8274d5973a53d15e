"""The compiled loops that cut a ring to a tile and lay it on the tile's grid."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
# corners; where each ring starts among them; whether it is a shell; where each shape starts among the rings;
# the box of each shape
Geometry: TypeAlias = tuple[Floats, Ints, Flags, Ints, Floats]

# A tile's window: cells per unit of the corners, cells to the left of the tile and above it, its side, its
# margin [cells].
SCALE, OVER, ABOVE, SIDE, MARGIN = 0, 1, 2, 3, 4
SPLIT = -1


@compiled
def cut_ring(
    corners: Floats,
    window: Floats,
    how: tuple[bool, bool],
    crossed: Ints,
    work: tuple[Floats, Floats],
    cells: Ints,
) -> int:
    """Cut a ring to the tile and its margin and round it to the grid; how many ``cells`` it has then.

    Args:
        corners: Of the ring, in the units of the land, the first repeated at the end.
        window: The tile.
        how: Whether the whole shape lies in the tile, and whether it lies in the tile and its margin.
        crossed: How often the rings of this part met each side so far; counts on.
        work: Room for two rings.
        cells: Where the ring is written.

    Returns:
        Its corners, fewer than 3 when nothing is left, ``SPLIT`` when several pieces may be left.
    """
    is_inside, is_within = how
    here, there = work
    low, high = -window[MARGIN], window[SIDE] + window[MARGIN]
    n = len(corners) - 1
    for k in range(n):
        here[k, 0] = corners[k, 0] * window[SCALE] - window[OVER]
        here[k, 1] = corners[k, 1] * window[SCALE] - window[ABOVE]
    if not is_inside:
        n = _with_crossings(here, n, there, 0, 0.0)
        n = _with_crossings(there, n, here, 0, window[SIDE])
        n = _with_crossings(here, n, there, 1, 0.0)
        n = _with_crossings(there, n, here, 1, window[SIDE])
    if not is_within:
        n, west = _half(here, n, there, 0, low, 1.0)
        n, east = _half(there, n, here, 0, high, -1.0)
        n, north = _half(here, n, there, 1, low, 1.0)
        n, south = _half(there, n, here, 1, high, -1.0)
        crossed[0] += west
        crossed[1] += east
        crossed[2] += north
        crossed[3] += south
        if crossed.max() > 2:  # noqa: PLR2004 (who comes and goes once leaves one piece)
            return SPLIT
    return _rounded(here, n, cells)


@compiled
def is_in(box: Floats, window: Floats, margin: float) -> bool:
    """Whether a box lies in the tile and a margin around it [cells]."""
    scale, over, above, high = window[SCALE], window[OVER], window[ABOVE], window[SIDE] + margin
    return bool(
        box[0] * scale - over >= -margin
        and box[1] * scale - above >= -margin
        and box[2] * scale - over <= high
        and box[3] * scale - above <= high
    )


@compiled
def twice_area(cells: Ints, n: int) -> int:
    """Twice the area of a ring on the grid, positive where it runs clockwise on screen."""
    total = 0
    for k in range(n):
        j = k + 1 if k + 1 < n else 0
        total += cells[k, 0] * cells[j, 1] - cells[j, 0] * cells[k, 1]
    return int(total)


@compiled
def _with_crossings(source: Floats, n: int, target: Floats, axis: int, bound: float) -> int:
    """A ring with a corner, on the grid, wherever it crosses a side of the tile.

    The tile on the other side finds the same corner: there the two meet, whatever becomes of the rest.
    """
    count = 0
    if n == 0:
        return 0
    other = 1 - axis
    ax, ay = source[n - 1, axis], source[n - 1, other]
    for k in range(n):
        bx, by = source[k, axis], source[k, other]
        if (ax < bound and bx > bound) or (ax > bound and bx < bound):
            # always from the western or northern end: so does the neighbour on the same edge
            y = (
                ay + (bound - ax) / (bx - ax) * (by - ay)
                if ax < bx
                else by + (bound - bx) / (ax - bx) * (ay - by)
            )
            target[count, axis], target[count, other] = bound, np.floor(y + 0.5)
            count += 1
        target[count, axis], target[count, other] = bx, by
        count += 1
        ax, ay = bx, by
    return count


@compiled
def _half(source: Floats, n: int, target: Floats, axis: int, bound: float, side: float) -> tuple[int, int]:
    """Keep of a ring what lies on one side of a line; how many corners stay, how often the ring crosses."""
    kept, crossings = 0, 0
    if n == 0:
        return 0, 0
    ax, ay = source[n - 1, 0], source[n - 1, 1]
    a = side * (source[n - 1, axis] - bound)
    for k in range(n):
        bx, by = source[k, 0], source[k, 1]
        b = side * (source[k, axis] - bound)
        if (a >= 0.0) != (b >= 0.0):
            crossings += 1
            if crossings > 2:  # noqa: PLR2004 (then what is left may be more than one piece)
                return 0, crossings
            share = a / (a - b)
            if axis == 0:
                target[kept, 0], target[kept, 1] = bound, ay + share * (by - ay)
            else:
                target[kept, 0], target[kept, 1] = ax + share * (bx - ax), bound
            kept += 1
        if b >= 0.0:
            target[kept, 0], target[kept, 1] = bx, by
            kept += 1
        ax, ay, a = bx, by, b
    return kept, crossings


@compiled
def _rounded(source: Floats, n: int, cells: Ints) -> int:
    """A ring on the grid of the tile, without corners that turn nowhere; how many corners it has then."""
    count = 0
    for k in range(n):
        x, y = int(np.floor(source[k, 0] + 0.5)), int(np.floor(source[k, 1] + 0.5))
        if count and cells[count - 1, 0] == x and cells[count - 1, 1] == y:
            continue
        while count > 1 and _straight(cells, count - 2, count - 1, x, y):
            count -= 1
        if count == 1 and cells[0, 0] == x and cells[0, 1] == y:
            continue
        cells[count, 0], cells[count, 1] = x, y
        count += 1
    return _closed(cells, count)


@compiled
def _closed(cells: Ints, count: int) -> int:
    """The same where the end of a ring meets its beginning."""
    begin, has_changed = 0, True
    while has_changed and count - begin > 2:  # noqa: PLR2004 (a triangle is the least)
        has_changed = False
        last = count - 1
        if (cells[last, 0] == cells[begin, 0] and cells[last, 1] == cells[begin, 1]) or _straight(
            cells, last - 1, last, cells[begin, 0], cells[begin, 1]
        ):
            count -= 1
            has_changed = True
        elif _straight(cells, last, begin, cells[begin + 1, 0], cells[begin + 1, 1]):
            begin += 1
            has_changed = True
    if begin:
        for k in range(begin, count):
            cells[k - begin, 0], cells[k - begin, 1] = cells[k, 0], cells[k, 1]
    return count - begin


@compiled
def _straight(cells: Ints, a: int, b: int, x: int, y: int) -> bool:
    """Whether a, b and a third point lie on one line."""
    ux, uy = cells[b, 0] - cells[a, 0], cells[b, 1] - cells[a, 1]
    return ux * (y - cells[a, 1]) == uy * (x - cells[a, 0])
