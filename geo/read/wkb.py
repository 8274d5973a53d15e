"""Shapes as bytes: which of them can be read, and why the others cannot."""

from __future__ import annotations

from collections.abc import Iterable

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
_PLAIN = 7  # POINT … GEOMETRYCOLLECTION
_CURVES = (8, 9, 10, 11, 12)
_HEADER = 5  # byte order, then the code


def codes(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """The OGC code of every shape; 0 for a missing one, -1 for bytes too short to be one."""
    found = np.zeros(len(column), dtype="int64")
    for row, head in enumerate(_heads(column)):
        if head is None:
            continue
        if len(head) < _HEADER:
            found[row] = -1
            continue
        code = int.from_bytes(head[1:_HEADER], "little" if head[0] else "big") & 0x0FFFFFFF
        found[row] = code % 1000 or -1
    return found


def has_curves(column: pa.ChunkedArray) -> bool:
    """Whether any shape has arcs, which must be drawn as chords before they are read."""
    return bool(np.isin(codes(column), _CURVES).any())


def with_shapes(table: pa.Table, name: str, shapes: Iterable[bytes | None]) -> pa.Table:
    """The table with other shapes."""
    at = table.column_names.index(name)
    return table.set_column(at, name, pa.array(list(shapes), pa.large_binary()))


def readable(table: pa.Table, name: str) -> tuple[pa.Table, dict[int, str]]:
    """The table with unreadable shapes made missing, and the reason by row (0-based).

    TIN and other surfaces crash the reader downstream, so they are sorted out by their code first.
    """
    column = table.column(name)
    kinds = codes(column)
    lost = {
        int(row): NAMES.get(int(kinds[row]), "?") for row in np.flatnonzero((kinds < 0) | (kinds > _PLAIN))
    }
    # not to_numpy, which would import pandas
    raw = np.empty(len(column), dtype=object)
    raw[:] = column.to_pylist()
    raw[list(lost)] = None
    with np.errstate(invalid="ignore"):  # NaN among the coordinates is found later, by row
        shapes = shapely.from_wkb(raw, on_invalid="ignore")
    broken = np.flatnonzero(shapely.is_missing(shapes) & (kinds != 0) & (kinds <= _PLAIN) & (kinds > 0))
    if len(broken):
        lost |= {int(row): "WKB" for row in broken}
        raw[broken] = None
    return (with_shapes(table, name, raw) if lost else table), lost


def unique_names(table: pa.Table) -> pa.Table:
    """Columns of one name told apart by a number, as Shapefiles with cut names need it."""
    seen: dict[str, int] = {}
    names = []
    for name in table.column_names:
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return table.rename_columns(names)


def _heads(column: pa.ChunkedArray) -> list[bytes | None]:
    import pyarrow.compute as pc  # noqa: PLC0415 - heavy, and only the worker needs it

    return list(pc.binary_slice(column, 0, _HEADER).to_pylist())
