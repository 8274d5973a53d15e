"""Shapes as bytes: which of them can be read, and why the others cannot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

# OGC codes of shapes; dimensions add thousands (ISO) or high bits (EWKB)
NAMES = {
    8: "CIRCULARSTRING",
    9: "COMPOUNDCURVE",
    10: "CURVEPOLYGON",
    11: "MULTICURVE",
    12: "MULTISURFACE",
    15: "POLYHEDRALSURFACE",
    16: "TIN",
    17: "TRIANGLE",
}
_POLYGON = 3
_PLAIN = 7  # POINT … GEOMETRYCOLLECTION
_CURVES = (8, 9, 10, 11, 12)
_HEADER = 5  # byte order, then the code
_RING_HEAD, _PAIR, _CORNERS = 13, 16, 4  # to the first corner, of a corner, of a ring that is closed


def codes(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """The OGC code of every shape; 0 for a missing one, -1 for bytes too short to be one."""
    data, start, size, known = _bytes(column)
    found = np.where(known, -1, 0)
    long = np.flatnonzero(known & (size >= _HEADER))
    head = _at(data, start[long] + 1, "<u4")
    code = np.where(data[start[long]] != 0, head, head.byteswap()).astype("int64") & 0x0FFFFFFF
    code %= 1000
    found[long] = np.where(code == 0, -1, code)
    return found


def is_plain(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Which shapes are of a kind that the library reads, by their code."""
    kinds = codes(column)
    return (kinds > 0) & (kinds <= _PLAIN)


def has_curves(column: pa.ChunkedArray) -> bool:
    """Whether any shape has arcs, which must be drawn as chords before they are read."""
    return bool(np.isin(codes(column), _CURVES).any())


def with_shapes(table: pa.Table, name: str, shapes: Iterable[bytes | None]) -> pa.Table:
    """The table with other shapes."""
    at = table.column_names.index(name)
    return table.set_column(at, name, pa.array(list(shapes), pa.large_binary()))


def without(table: pa.Table, name: str, rows: Iterable[int]) -> pa.Table:
    """The table with the shapes of these rows made missing."""
    whole = table.column(name).to_pylist()
    for row in rows:
        whole[row] = None
    return with_shapes(table, name, whole)


def readable(table: pa.Table, name: str) -> tuple[pa.Table, dict[int, str]]:
    """The table with unreadable shapes made missing, and the reason by row (0-based).

    TIN and other surfaces crash the reader downstream, so they are sorted out by their code first.
    """
    column = table.column(name)
    kinds = codes(column)
    lost = {
        int(row): NAMES.get(int(kinds[row]), "?") for row in np.flatnonzero((kinds < 0) | (kinds > _PLAIN))
    }
    # whole polygons of one ring need no second look; the others are tried by the library itself
    some = np.flatnonzero((kinds > 0) & (kinds <= _PLAIN) & ~is_one_ring(column))
    raw = np.empty(len(some), dtype=object)
    raw[:] = [column[int(row)].as_py() for row in some]
    with np.errstate(invalid="ignore"):  # NaN among the coordinates is found later, by row
        shapes = shapely.from_wkb(raw, on_invalid="ignore")
    lost |= {int(row): "WKB" for row in some[shapely.is_missing(shapes)]}
    return (without(table, name, lost), lost) if lost else (table, {})


def is_one_ring(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Which shapes are a polygon of one closed ring, complete to the last byte (little-endian, x and y)."""
    data, start, size, known = _bytes(column)
    found = known & (size >= _RING_HEAD + _CORNERS * _PAIR)
    rows = np.flatnonzero(found)
    if not len(rows):
        return found
    at, end = start[rows], (start + size)[rows]
    plain = (data[at] == 1) & (_at(data, at + 1, "<u4") == _POLYGON) & (_at(data, at + 5, "<u4") == 1)
    whole = size[rows] == _RING_HEAD + _at(data, at + 9, "<u4").astype("int64") * _PAIR
    x, y = (_at(data, at + _RING_HEAD + k, "<f8") for k in (0, 8))
    closed = (x == _at(data, end - _PAIR, "<f8")) & (y == _at(data, end - 8, "<f8"))  # NaN equals nothing
    found[rows] = plain & whole & closed
    return found


def _at(data: NDArray[np.uint8], place: NDArray[np.int64], kind: str) -> NDArray[Any]:
    """The numbers that begin at some bytes, wherever they lie."""
    size = np.dtype(kind).itemsize
    return np.ndarray((max(len(data) - size + 1, 0),), kind, data, strides=(1,))[place]


def _bytes(
    column: pa.ChunkedArray,
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """All bytes of a column; where each value starts, how long it is, and whether it is there."""
    whole = (
        column.chunk(0)
        if column.num_chunks == 1
        else pa.concat_arrays([*column.chunks, pa.array([], column.type)])
    )
    _nulls, ends, data = whole.buffers()
    kind = "int64" if pa.types.is_large_binary(whole.type) else "int32"
    offsets = np.frombuffer(ends or bytes(8), kind)[whole.offset : whole.offset + len(whole) + 1]
    known = np.ones(len(whole), dtype=bool)
    if whole.null_count:
        known = whole.is_valid().to_numpy(zero_copy_only=False)
    raw = np.frombuffer(data, "uint8") if data else np.zeros(0, "uint8")
    return raw, offsets[:-1].astype("int64"), np.diff(offsets).astype("int64"), known


def unique_names(table: pa.Table) -> pa.Table:
    """Columns of one name told apart by a number, as Shapefiles with cut names need it."""
    seen: dict[str, int] = {}
    names = []
    for name in table.column_names:
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return table.rename_columns(names)
