"""GeoParquet, WKB or GeoArrow inside. Runs in the worker, and needs no pandas."""

from __future__ import annotations

import json
import sys
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geo.read.refusal import Refusal

GEOMETRY = "__wkb__"


def parquet(job: dict[str, Any]) -> tuple[pa.Table, dict[str, Any]]:
    """GeoParquet, WKB or GeoArrow inside."""
    try:
        file = pq.ParquetFile(job["path"])
        known = json.loads((file.schema_arrow.metadata or {}).get(b"geo", b"null"))
        if not known:
            raise Refusal("not_geoparquet", file.schema_arrow.names)
        if file.metadata.num_rows > job["max_features"]:
            raise Refusal("too_many", job["max_features"])
        name = known["primary_column"]
        about = known["columns"][name]
        is_wkb = about.get("encoding", "WKB").upper() == "WKB"
        if is_wkb:
            # pyarrow looks for pandas, which takes longer to start than the file to read; None says absent
            sys.modules["pandas"] = None  # type: ignore[assignment]
        table = file.read().replace_schema_metadata(None)
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal("damaged", str(error)[:300]) from error
    shapes = table.column(name)
    if not is_wkb:
        shapes = _geoarrow(job["path"])
    if not pa.types.is_binary(shapes.type):
        shapes = shapes.cast(pa.large_binary())
    table = table.remove_column(table.column_names.index(name))
    table = table.append_column(GEOMETRY, shapes)
    # the format's own default is WGS84 longitude and latitude; an explicit null is "not known"
    crs = json.dumps(about["crs"]) if about.get("crs") else None
    by_format = "crs" not in about
    return table, {
        "driver": "GeoParquet",
        "layer": job["stem"],
        "crs": "OGC:CRS84" if by_format else crs,
        "by_format": by_format,
        "encoding": "UTF-8",
    }


def _geoarrow(path: str) -> pa.Array:
    """Shapes of a native encoding as bytes."""
    import geopandas as gpd  # noqa: PLC0415 - slow to import, rarely needed

    return pa.array(gpd.read_parquet(path).geometry.to_wkb(), pa.large_binary())
