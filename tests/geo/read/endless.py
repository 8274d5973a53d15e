"""A GeoPackage with a view that never ends."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.geo.read.files import land


def endless_view(folder: Path) -> Path:
    """``endless.gpkg`` with a layer ``endless``."""
    path = folder / "endless.gpkg"
    land("EPSG:4547").to_file(path, layer="land")
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "CREATE VIEW endless AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n)"
            " SELECT x AS fid, (SELECT geom FROM land LIMIT 1) AS geom FROM n;"
            "INSERT INTO gpkg_contents(table_name,data_type,identifier,srs_id)"
            " VALUES('endless','features','endless',4547);"
            "INSERT INTO gpkg_geometry_columns VALUES('endless','geom','POLYGON',4547,0,0);"
        )
    return path
