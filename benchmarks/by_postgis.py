"""The same features as ``features.ours`` in SQL by PostGIS with GiST indexes, on a server of its own."""

from __future__ import annotations

import time
from collections.abc import Iterable

import geopandas as gpd
import pandas as pd
import psycopg
import shapely

from benchmarks import features, land
from benchmarks.apart import Outcome
from geo.model import Plan
from tests.postgres import server

Connection = psycopg.Connection[tuple[object, ...]]

# what a careful administrator sets for a machine of this kind
SETTINGS = {
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    "max_parallel_workers_per_gather": "2",
    "min_parallel_table_scan_size": "0",
    "jit": "off",
}


def theirs(size: str) -> Outcome:
    """One statement for the table, one for the pairs; loading, indexes and ANALYZE do not count."""
    parcels, plan = features.parcels(size), land.plan(int(size))
    with server(SETTINGS) as url, psycopg.connect(url, autocommit=True) as database:
        begun = time.perf_counter()
        load(database, parcels, plan)
        loaded = time.perf_counter()
        database.execute(f"CREATE TABLE answers AS {_table(plan)}")
        tabled = time.perf_counter()
        database.execute(f"CREATE TABLE pairs AS {PAIRS}")
        ended = time.perf_counter()
        table = _read(database, "answers").set_index("id")
        features.keep("postgis", size, table, _read(database, "pairs"))
        version = database.execute("SELECT postgis_lib_version()").fetchall()[0][0]
    stages = {"load": round(loaded - begun, 3), "table": round(tabled - loaded, 3)}
    return {"s": round(ended - loaded, 3), "stages": stages, "version": version}


PAIRS = """
    SELECT * FROM (
        SELECT one.id AS a, other.id AS b,
               ST_Length(ST_Intersection(ST_Boundary(one.geom), ST_Boundary(other.geom))) AS shared_m
        FROM parcels one JOIN parcels other ON ST_Intersects(one.geom, other.geom) AND one.id < other.id
    ) pairs WHERE shared_m >= 1
"""


def _table(plan: Plan) -> str:
    """SQL for one row of features per parcel."""
    listed = ", ".join(f"{told} AS {name}" for name, told in columns(plan).items())
    return f"SELECT p.id, {listed} FROM parcels p"


def columns(plan: Plan) -> dict[str, str]:
    """SQL for every feature of a parcel ``p``, by name."""
    told = {
        "area_m2": "ST_Area(p.geom)",
        "compactness": "4 * pi() * ST_Area(p.geom) / ST_Perimeter(p.geom) ^ 2",
    }
    for axis in plan.axes:
        line = f"(SELECT geom FROM axes WHERE id = '{axis.id}')"
        told[f"axis_{axis.id}_m"] = f"ST_Distance(p.geom, {line})"
        told[f"axis_{axis.id}_s"] = f"ST_LineLocatePoint({line}, ST_Centroid(p.geom))"
    told |= {name: _largest(layer) for name, layer in (("zone", "zones"), ("park", "parks"))}
    for rule in plan.constraints:
        under = _under(rule.layer)
        told[f"over_{rule.id}_m2"] = under if rule.rule == "avoid" else f"ST_Area(p.geom) - {under}"
    for chain in land.CHAINS:
        told[f"chain_{chain}_m"] = _nearest("firms", f"WHERE f.chain = '{chain}'")
    return {**told, "metro_m": _nearest("stations"), "road_m": _nearest("roads")}


def _nearest(layer: str, where: str = "") -> str:
    return f"(SELECT p.geom <-> f.geom AS m FROM {layer} f {where} ORDER BY m LIMIT 1)"


def _under(layer: str) -> str:
    return (
        "coalesce((SELECT sum(ST_Area(ST_Intersection(p.geom, f.geom))) "
        f"FROM {layer}_merged f WHERE ST_Intersects(p.geom, f.geom)), 0)"
    )


def _largest(layer: str) -> str:
    """The area that holds most of the parcel, if it holds more than what none of them holds."""
    held = "ST_Area(ST_Intersection(p.geom, f.geom))"
    return (
        f"coalesce((SELECT CASE WHEN max(m2) > ST_Area(p.geom) - sum(m2) "
        f"THEN (array_agg(id ORDER BY m2 DESC, id))[1] END FROM "
        f"(SELECT f.id, {held} AS m2 FROM {layer} f WHERE ST_Intersects(p.geom, f.geom)) held), '')"
    )


def load(database: Connection, parcels: gpd.GeoDataFrame, plan: Plan) -> None:
    """Everything that is measured, with GiST indexes."""
    srid = plan.crs.removeprefix("EPSG:")
    _copy(database, srid, "parcels", parcels.index, parcels.geometry)
    _copy(database, srid, "axes", [a.id for a in plan.axes], gpd.GeoSeries([a.line for a in plan.axes]))
    for name, areas in (("zones", plan.zones), ("parks", plan.parks)):
        _copy(database, srid, name, [a.id for a in areas], gpd.GeoSeries([a.shape for a in areas]))
    for name in ("stations", "roads"):
        frame = plan.layers[name].frame
        _copy(database, srid, name, frame.index, frame.geometry)
    firms = plan.layers["firms"].frame
    _copy(database, srid, "firms", firms["chain"] + firms.index.astype(str), firms.geometry)
    database.execute(
        "ALTER TABLE firms ADD COLUMN chain text; UPDATE firms SET chain = rtrim(id, '0123456789')"
    )
    for rule in plan.constraints:
        merged = plan.layers[rule.layer].frame.dissolve().explode()
        _copy(database, srid, f"{rule.layer}_merged", range(len(merged)), merged.geometry)
    database.execute("ANALYZE")


def _copy(database: Connection, srid: str, name: str, ids: Iterable[object], shapes: gpd.GeoSeries) -> None:
    database.execute(f"CREATE TABLE {name} (id text PRIMARY KEY, geom geometry)")
    wkb = shapely.to_wkb(shapes.to_numpy(), hex=True)
    with database.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
        for id_, shape in zip(ids, wkb, strict=True):
            copy.write_row((str(id_), shape))
    typed = f"geometry(Geometry, {srid}) USING ST_SetSRID(geom, {srid})"
    database.execute(f"ALTER TABLE {name} ALTER COLUMN geom TYPE {typed}")
    database.execute(f"CREATE INDEX ON {name} USING gist (geom)")


def _read(database: Connection, name: str) -> pd.DataFrame:
    rows = database.execute(f"SELECT * FROM {name} ORDER BY 1, 2")
    return pd.DataFrame(rows.fetchall(), columns=[column.name for column in rows.description or ()])
