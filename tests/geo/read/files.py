"""Writers of small files for these tests, byte by byte where a library would be too well-behaved."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

SQUARE = [[[113.60, 34.70], [113.61, 34.70], [113.61, 34.71], [113.60, 34.71], [113.60, 34.70]]]


def land(crs: str = "EPSG:4490", **columns: list[Any]) -> gpd.GeoDataFrame:
    """Two parcels in the district."""
    shapes = [shapely.box(113.60, 34.70, 113.601, 34.701), shapely.box(113.602, 34.70, 113.603, 34.701)]
    frame = gpd.GeoDataFrame(
        {"parcel_id": ["甲", "乙"], "use_code": ["0701", "1001"]} | columns, geometry=shapes
    )
    return frame.set_crs("EPSG:4490").to_crs(crs)


def geojson(path: Path, **members: Any) -> Path:
    """A collection with one square; ``members`` replace or add members of the collection."""
    feature = {
        "type": "Feature",
        "properties": {"parcel_id": "a", "use_code": "0701"},
        "geometry": {"type": "Polygon", "coordinates": SQUARE},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]} | members), "utf-8")
    return path


def shapefile(
    folder: Path, stem: str = "land", encoding: str = "utf-8", *, parts: str = "shp shx dbf prj"
) -> Path:
    """A Shapefile without .cpg, its table in the encoding given."""
    land().to_file(folder / f"{stem}.shp", encoding=encoding)
    kept = {f".{part}" for part in parts.split()}
    for path in folder.glob(f"{stem}.*"):
        if path.suffix not in kept:
            path.unlink()
    # the header's language byte would tell
    table = folder / f"{stem}.dbf"
    if table.exists():
        raw = bytearray(table.read_bytes())
        raw[29] = 0
        table.write_bytes(raw)
    return folder / f"{stem}.shp"


def zipped(path: Path, entries: Mapping[str, bytes]) -> Path:
    """An archive of entries by name; names beyond ASCII are marked UTF-8."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path
