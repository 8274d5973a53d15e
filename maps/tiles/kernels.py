"""The compiled loops behind a vector tile: who reaches into it, and the bytes that shapes become.

They take plain arrays only: numba's cache remembers argument types by name.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from geo.features.compiled import compiled
from maps.tiles.cutting import SPLIT, Bytes, Floats, Geometry, Ints, cut_ring, is_in, twice_area

# row of the land bank by parcel; text of all ids, and where each starts; number of the use by parcel; text of
# all uses, and where each starts
Attributes: TypeAlias = tuple[Ints, Bytes, Ints, Ints, Bytes, Ints]
# which value of the tile a use has, -1 while it has none; features; values; which shapes were left out, for
# what is left of them may be several pieces; what was counted
Sink: TypeAlias = tuple[Ints, Bytes, Bytes, Ints, Ints]

# Parcels of a block lie side by side on the Hilbert curve and share a box.
BLOCK = 64
# Most bytes that a corner needs in a tile of up to 2**15 units: two zigzag numbers of three bytes.
CORNER_BYTES = 6
# Most bytes of a ring beside its corners, and of a feature beside its rings and its id.
RING_BYTES, FEATURE_BYTES = 16, 64
# What a sink counts: bytes of features, bytes of values, values, shapes left out.
AT, VALUES_AT, VALUES, LEFT = 0, 1, 2, 3
MOVE_TO_ONE, LINE_TO, CLOSE = 9, 2, 15
TRIANGLE = 3


@compiled
def reaching(
    box: Floats, block: Floats, west: float, north: float, east: float, south: float, found: Ints
) -> int:
    """How many parcels have boxes that meet a box (y grows southward); which, as far as ``found`` goes."""
    count = 0
    for b in range(len(block)):
        if block[b, 0] > east or block[b, 2] < west or block[b, 1] > south or block[b, 3] < north:
            continue
        for p in range(b * BLOCK, min((b + 1) * BLOCK, len(box))):
            if box[p, 0] <= east and box[p, 2] >= west and box[p, 1] <= south and box[p, 3] >= north:
                if count < len(found):
                    found[count] = p
                count += 1
    return count


@compiled
def room(shapes: Ints, geometry: Geometry, window: Floats) -> int:
    """Bytes that the features of some shapes cannot exceed, their ids left out."""
    _, ring, _, first, box = geometry
    most = 0
    for p in shapes:
        rings, corners = first[p + 1] - first[p], ring[first[p + 1]] - ring[first[p]]
        if not is_in(box[p], window, 0.0):
            corners *= 5  # an edge may meet all four sides
        most += CORNER_BYTES * (corners + 4 * rings) + RING_BYTES * rings + FEATURE_BYTES
    return most


@compiled
def encode(
    shapes: Ints, owners: Ints, geometry: Geometry, attributes: Attributes, window: Floats, sink: Sink
) -> None:
    """Write shapes as the features of a tile, each cut to the tile and its margin.

    Args:
        shapes: Numbers of the shapes in ``geometry``.
        owners: For each the number of its parcel in ``attributes``.
        geometry: The shapes.
        attributes: What is said of parcels.
        window: The tile.
        sink: Where features go, and their values; all counts go on from what they were.
    """
    _, ring, _, first, box = geometry
    row, id_text, id_at, use, use_text, use_at = attributes
    seen, out, values, left, state = sink
    most, rings = 0, 0
    for p in shapes:
        most = max(most, ring[first[p + 1]] - ring[first[p]])
        rings = max(rings, first[p + 1] - first[p])
    work = (np.empty((5 * most + 8, 2)), np.empty((5 * most + 8, 2)))
    cells, crossed = np.empty((5 * most + 8, 2), np.int64), np.empty(4, np.int64)
    drawn = np.empty(CORNER_BYTES * (5 * most + 4 * rings) + RING_BYTES * (rings + 1), np.uint8)
    for nth in range(len(shapes)):
        p, owner = shapes[nth], owners[nth]
        how = (is_in(box[p], window, 0.0), is_in(box[p], window, window[4]))
        length = _drawn(p, geometry, window, how, (work, crossed, cells, drawn))
        if length == SPLIT:
            left[state[LEFT]] = nth
            state[LEFT] += 1
        elif length > 0:  # else it rounds to nothing
            id_value, of = state[VALUES], use[owner]
            _put_text(id_text[id_at[owner] : id_at[owner + 1]], values, state)
            if seen[of] < 0:
                seen[of] = state[VALUES]
                _put_text(use_text[use_at[of] : use_at[of + 1]], values, state)
            state[AT] = _put_feature(out, state[AT], row[owner], (id_value, seen[of]), drawn[:length])


@compiled
def _drawn(
    p: int,
    geometry: Geometry,
    window: Floats,
    how: tuple[bool, bool],
    work: tuple[tuple[Floats, Floats], Ints, Ints, Bytes],
) -> int:
    """Draw a shape into the last of ``work``; the bytes of its path, or ``SPLIT``."""
    xy, ring, shell, first, _ = geometry
    rings, crossed, cells, drawn = work
    length, pen_x, pen_y, has_shell = 0, np.int64(0), np.int64(0), False
    for r in range(first[p], first[p + 1]):
        if shell[r]:
            crossed[:] = 0
            has_shell = False
        elif not has_shell:
            continue  # a hole in what is not drawn
        n = cut_ring(xy[ring[r] : ring[r + 1]], window, how, crossed, rings, cells)
        if n == SPLIT:
            return SPLIT
        double_area = twice_area(cells, n) if n >= TRIANGLE else 0
        if double_area == 0:
            continue
        has_shell = True
        # shells run clockwise on screen, holes the other way
        is_turned = (double_area > 0) != shell[r]
        for k in range(n):
            at = n - 1 - k if is_turned else k
            if k == 0:
                length = put(drawn, length, MOVE_TO_ONE)
            elif k == 1:
                length = put(drawn, length, ((n - 1) << 3) | LINE_TO)
            length = _put_step(drawn, length, cells[at, 0] - pen_x)
            length = _put_step(drawn, length, cells[at, 1] - pen_y)
            pen_x, pen_y = cells[at, 0], cells[at, 1]
        length = put(drawn, length, CLOSE)
    return length


@compiled
def put(out: Bytes, at: int, number: int) -> int:
    """Write a number as a varint; where the next byte goes."""
    while number > 127:  # noqa: PLR2004 (seven bits a byte)
        out[at] = (number & 127) | 128
        number >>= 7
        at += 1
    out[at] = number
    return at + 1


@compiled
def _put_step(out: Bytes, at: int, step: int) -> int:
    """Write a signed number in zigzag."""
    return put(out, at, (step << 1) ^ (step >> 63))


@compiled
def _put_feature(out: Bytes, at: int, row: int, tags: tuple[int, int], path: Bytes) -> int:
    """Write one feature: its id is the row, its tags name the values of ``id`` and ``use``."""
    head, told = np.empty(48, np.uint8), np.empty(24, np.uint8)
    t = put(told, put(told, put(told, put(told, 0, 0), tags[0]), 1), tags[1])
    head[0] = 0x08
    n = put(head, 1, row)
    head[n] = 0x12
    n = put(head, n + 1, t)
    head[n : n + t] = told[:t]
    n += t
    head[n], head[n + 1], head[n + 2] = 0x18, 3, 0x22
    n = put(head, n + 3, len(path))
    out[at] = 0x12
    at = put(out, at + 1, n + len(path))
    out[at : at + n] = head[:n]
    out[at + n : at + n + len(path)] = path
    return at + n + len(path)


@compiled
def _put_text(text: Bytes, values: Bytes, state: Ints) -> None:
    """Write one more value of the layer, a text."""
    head = np.empty(12, np.uint8)
    head[0] = 0x0A
    n = put(head, 1, len(text))
    at = state[VALUES_AT]
    values[at] = 0x22
    at = put(values, at + 1, n + len(text))
    values[at : at + n] = head[:n]
    values[at + n : at + n + len(text)] = text
    state[VALUES_AT] = at + n + len(text)
    state[VALUES] += 1
