"""国土TXT as a table: one row a parcel, attributes under the trade's names. Runs in the worker."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from geo.read import corners, exchange, zones
from geo.read.exchange import Block, Broken
from geo.read.refusal import Refusal

GEOMETRY = "__wkb__"
_COLUMNS: tuple[tuple[str, Callable[[Block], str]], ...] = (
    ("编号", lambda block: block.parcel_id),
    ("名称", lambda block: block.name),
    ("面积(公顷)", lambda block: block.area_ha),
    ("图幅号", lambda block: block.sheet),
    ("土地用途", lambda block: block.use),
    ("地类编码", lambda block: block.code),
)


def table(job: dict[str, Any]) -> tuple[pa.Table, dict[str, Any]]:
    """The parcels of an exchange file.

    Raises:
        Refusal: lines are wrong (each is named), X and Y are swapped throughout, or there is no parcel.
    """
    encoding = job["encoding"] or "UTF-8"
    try:
        written = exchange.parse(_text(Path(job["path"]).read_bytes(), encoding))
        if not written.blocks:
            raise Refusal("no_rows")
        crs, notes = zones.known_crs(written, swapped=job["swap_xy"])
    except Broken as broken:
        raise Refusal("broken_lines", broken.flaws[:1000]) from broken
    columns = {
        name: pa.array([of(block) or None for block in written.blocks], pa.string()) for name, of in _COLUMNS
    }
    # X is north, Y is east
    shapes = [
        corners.assemble([np.array([(row[3], row[2]) for row in ring]) for ring in block.rings])
        for block in written.blocks
    ]
    empty = [name for name, column in columns.items() if column.null_count == len(column)]
    whole = pa.table({**columns, GEOMETRY: pa.array(shapely.to_wkb(shapes), pa.large_binary())})
    return whole.drop_columns(empty), {
        "driver": "TXT",
        "layer": job["stem"],
        "crs": crs,
        "encoding": encoding,
        "notes": notes,
        "parameters": zones.parameters(written),
    }


def _text(raw: bytes, encoding: str) -> str:
    """The text, or the first line that is none."""
    try:
        return codecs.lookup(encoding).decode(raw)[0]
    except LookupError as error:
        raise Refusal("encoding", encoding, str(error)[:200]) from error
    except UnicodeDecodeError as error:
        line = raw[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        seen = f"{encoding}: {raw[error.start : error.end].hex(' ')}"
        raise Broken([(line, "undecodable", seen)]) from error
