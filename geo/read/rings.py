"""Whether every ring that a GeoJSON writes was read: GDAL leaves malformed ones out without a word."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from geo.read import wkb
from geo.read.refusal import Refusal

_CHUNK = 16 * 1024 * 1024
_TAIL = 4  # bytes; no mark below is longer than one more
_RING = re.compile(rb"\[\[[^\[]")
# something else than a ring after one, or before one: null, a number, a lone position
_STRANGE = re.compile(rb'\]\],(?:[^"\[]|\[[^\[])'), re.compile(rb",\[\[(?<!\],\[\[)")
_POINT, _POLYGON, _MULTIPOINT = 0, 3, 4


class Stated(NamedTuple):
    """A shape as the file writes it."""

    kind: str
    rings: int


def lost(path: Path, column: pa.ChunkedArray) -> dict[int, str]:
    """Rows of a GeoJSON (0-based) that lack a ring, so a part or a hole; the rings read of those written.

    Brackets are counted first. Only where that is not the number of rings read is the file parsed once
    more. A shape of which nothing at all was read is left to whoever looks for missing shapes.

    Raises:
        Refusal: a ring is missing and the file does not tell whose, having other features than were read.
    """
    single = wkb.is_one_ring(column)
    rings = single.astype(np.int64)
    rings[~single] = _read(column, np.flatnonzero(~single))
    if _written(path) == rings.sum():
        return {}
    stated = _stated(path)
    if len(stated) != len(column):
        raise Refusal("damaged", f"features {len(stated)}, read {len(column)}")
    return {
        row: f"{one.kind} {read}/{one.rings}"
        for row, (one, read) in enumerate(zip(stated, rings.tolist(), strict=True))
        if 0 < read < one.rings
    }


def _read(column: pa.ChunkedArray, rows: NDArray[np.intp]) -> NDArray[np.int64]:
    """The number of rings and lines of some shapes; several points count as one line."""
    raw = np.empty(len(rows), dtype=object)
    # surfaces that the library cannot read are sorted out later, by their code
    plain = wkb.is_plain(column)[rows]
    raw[plain] = column.take(pa.array(rows[plain])).to_numpy()
    with np.errstate(invalid="ignore"):
        parts = shapely.from_wkb(raw, on_invalid="ignore")
    at = np.arange(len(rows))
    while (several := shapely.get_type_id(parts) > _MULTIPOINT).any():
        inner, whose = shapely.get_parts(parts[several], return_index=True)
        parts = np.concatenate([parts[~several], inner])
        at = np.concatenate([at[~several], at[several][whose]])
    kinds = shapely.get_type_id(parts)
    counts = (kinds > _POINT) & ~shapely.is_empty(parts) & ~shapely.is_missing(parts)
    counts = counts + np.where(kinds == _POLYGON, shapely.get_num_interior_rings(parts), 0)
    return np.bincount(at, counts, len(rows)).astype(np.int64)


def _written(path: Path) -> int:
    """How often a ring or line begins in the file; -1 where something strange is beside one."""
    count, tail = 0, b""
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            text = tail + piece.translate(None, b" \t\r\n")
            if any(mark.search(text) for mark in _STRANGE):
                return -1
            # a mark that lies wholly in the tail has been counted
            count += len(_RING.findall(text)) - len(_RING.findall(tail))
            tail = text[-_TAIL:]
    return count


def _stated(path: Path) -> list[Stated]:
    """The shapes of all features; of each feature no more is kept than this."""
    try:
        whole = json.loads(path.read_bytes().decode("utf-8-sig", "replace"), object_hook=_kept)
    except (ValueError, RecursionError) as error:
        raise Refusal("damaged", str(error)[:300]) from error
    found = whole if isinstance(whole, list) else [whole]
    return [one if isinstance(one, Stated) else Stated("?", 0) for one in found]


def _kept(met: dict[str, Any]) -> Any:
    """What is kept of an object of the file: a shape, the shape of a feature, or all of a collection."""
    if "coordinates" in met:
        kind = str(met.get("type"))
        return Stated(kind, _rings(kind, met["coordinates"]))
    if isinstance(met.get("geometries"), list):
        inner = [one for one in met["geometries"] if isinstance(one, Stated)]
        return Stated("GeometryCollection", sum(one.rings for one in inner))
    if met.get("type") == "Feature":
        return met.get("geometry")
    if met.get("type") == "FeatureCollection":
        return met.get("features")
    return met


def _rings(kind: str, coordinates: Any) -> int:
    """The rings and lines that are not empty."""
    if not isinstance(coordinates, list) or kind == "Point":
        return 0
    if kind == "MultiPolygon":
        return sum(1 if _is_no_polygon(part) else _filled(part) for part in coordinates)
    return _filled(coordinates) if kind in {"Polygon", "MultiLineString"} else min(1, len(coordinates))


def _is_no_polygon(part: Any) -> bool:
    """Whether a part is a ring at most, or something else than a list."""
    return not isinstance(part, list) or any(
        isinstance(one, list) and one and not isinstance(one[0], list) for one in part[:1]
    )


def _filled(rings: Sequence[Any]) -> int:
    return sum(1 for one in rings if one != [])
