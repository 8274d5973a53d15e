"""Shapes as WKB in normal form, whatever corner they begin at: what checksums are made of."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from geo.features.compiled import compiled

Shapes = NDArray[np.object_]
Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]

# byte order, type, number of rings and of vertices
_HEAD = 13
_PAIR = 16
_MOST_BYTES = 2**31 - 1
# the share of the products it is summed from above which the sign of an area is beyond doubt
_DOUBT = 1e-12


def normal_wkb(shapes: Shapes) -> pa.Array:
    """What ``shapely.to_wkb(shapely.normalize(shapes), byte_order=1)`` says of valid shapes, and faster.

    A ring that crosses itself is turned by its area, in which the library may differ.

    Examples:
        >>> one, other = shapely.Polygon([(0, 0), (1, 0), (0, 1)]), shapely.Polygon([(0, 1), (1, 0), (0, 0)])
        >>> normal_wkb(np.array([one])) == normal_wkb(np.array([other]))
        True
    """
    plain = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    plain &= (shapely.get_num_interior_rings(shapes) == 0) & ~(shapely.has_z(shapes) | shapely.has_m(shapes))
    plain &= ~shapely.is_empty(shapes)
    xy = shapely.get_coordinates(shapes[plain])
    start = np.concatenate([[0], np.cumsum(shapely.get_num_coordinates(shapes[plain]))]).astype(np.int64)
    first, is_back = np.zeros(len(start) - 1, np.int64), np.zeros(len(start) - 1, np.int8)
    _begin(xy, start, first, is_back)
    # what turns neither way beyond doubt is left to the library
    plain[np.flatnonzero(plain)[is_back < 0]] = False
    rest = np.flatnonzero(~plain)
    others = shapely.to_wkb(shapely.normalize(shapes[rest]), byte_order=1)
    size = np.zeros(len(shapes), np.int64)
    size[plain] = _HEAD + _PAIR * np.diff(start)[is_back >= 0]
    size[rest] = [len(one) if one is not None else 0 for one in others]
    end = np.concatenate([[0], np.cumsum(size)])
    if end[-1] > _MOST_BYTES:
        return pa.array(shapely.to_wkb(shapely.normalize(shapes), byte_order=1), type=pa.binary())
    written = np.empty(end[-1], np.uint8)
    _write(xy.view(np.uint8), start, first, is_back, end[:-1][plain], written)
    for row, one in zip(rest, others, strict=True):
        if one is not None:
            written[end[row] : end[row + 1]] = np.frombuffer(one, np.uint8)
    known = pa.array(~shapely.is_missing(shapes))
    ends = pa.py_buffer(end.astype(np.int32))
    return pa.Array.from_buffers(pa.binary(), len(shapes), [known.buffers()[1], ends, pa.py_buffer(written)])


@compiled
def _begin(xy: NDArray[np.float64], start: Ints, first: Ints, is_back: NDArray[np.int8]) -> None:
    """The least corner of each ring; whether it is walked backwards (1) or as it is (0), -1 for unknown."""
    for row in range(len(first)):
        low, end = start[row], start[row + 1] - 1
        least, area, products = low, 0.0, 0.0
        for k in range(low, end):
            if xy[k, 0] < xy[least, 0] or (xy[k, 0] == xy[least, 0] and xy[k, 1] < xy[least, 1]):
                least = k
            one = (xy[k, 0] - xy[low, 0]) * (xy[k + 1, 1] - xy[low, 1])
            other = (xy[k + 1, 0] - xy[low, 0]) * (xy[k, 1] - xy[low, 1])
            area += one - other
            products += abs(one) + abs(other)
        first[row] = least
        # the library walks shells clockwise
        is_back[row] = -1 if not abs(area) > _DOUBT * products else (1 if area > 0.0 else 0)


@compiled
def _write(
    pairs: Bytes, start: Ints, first: Ints, is_back: NDArray[np.int8], at: Ints, written: Bytes
) -> None:
    """The bytes of each ring that is known, from its least corner on."""
    nth = 0
    for row in range(len(first)):
        if is_back[row] < 0:
            continue
        low, count = start[row], start[row + 1] - start[row]
        place = at[nth]
        nth += 1
        written[place] = 1
        for k in range(4):
            written[place + 1 + k] = 3 if k == 0 else 0
            written[place + 5 + k] = 1 if k == 0 else 0
            written[place + 9 + k] = (count >> (8 * k)) & 255
        place += _HEAD
        for k in range(count):
            step = -k if is_back[row] == 1 else k
            # the last corner repeats the first
            corner = low + (first[row] - low + step) % (count - 1)
            for byte in range(_PAIR):
                written[place + byte] = pairs[corner, byte]
            place += _PAIR
