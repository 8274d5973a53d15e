"""Parcels as tables that QGIS and any SQL client see: every state a parcel was in, and a view of the current.

Each plan has a PostgreSQL schema ``luodi_<plan>`` with the table ``parcels`` (a row is true from version
``since`` until before version ``until``), the view ``parcels_current`` and the function
``parcels_at(version)``. They show the documents and are written with them, in one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.csv
import shapely
from psycopg import sql
from sqlalchemy import Connection

from geo.store import content

Cursor = psycopg.Cursor[tuple[Any, ...]]
# columns that are ours; a file's column of one of these names is not shown
OWN = ("row", "since", "until", "digest", "geom")
# numbers of coordinate systems that the EPSG registry does not have; PostGIS leaves these to its users
FIRST_OWN_SRID, OWN_SRIDS = 990_000, 8_000
LONGEST_NAME = 63


def show(
    connection: Connection,
    plan_id: str,
    number: int,
    parcels: gpd.GeoDataFrame,
    removed: Sequence[str] | None,
) -> None:
    """Have the tables show a new version.

    Args:
        connection: In the transaction that adds the version.
        plan_id: Whose land bank.
        number: Of the version.
        parcels: All of them when ``removed`` is None, else those that came or were altered.
        removed: Ids that are gone.
    """
    cursor = _cursor(connection)
    plain = _plain(parcels)
    schema = _ready(cursor, plan_id, plain, _srid(cursor, parcels))
    _fill_incoming(cursor, schema, plain)
    current = sql.SQL("UPDATE {0}.parcels AS old SET until = %(n)s WHERE until IS NULL").format(schema)
    if removed is None:
        # a row that stays as it was goes on
        gone = sql.SQL(
            " AND NOT EXISTS (SELECT FROM incoming WHERE incoming.parcel_id = old.parcel_id"
            " AND incoming.digest = old.digest)"
        )
        cursor.execute(current + gone, {"n": number})
    else:
        gone = sql.SQL(
            " AND (parcel_id = ANY(%(ids)s) OR EXISTS (SELECT FROM incoming"
            " WHERE incoming.parcel_id = old.parcel_id))"
        )
        cursor.execute(current + gone, {"n": number, "ids": list(removed)})
    names = sql.SQL(", ").join(map(sql.Identifier, plain.columns))
    cursor.execute(
        sql.SQL(
            "INSERT INTO {0}.parcels (since, {1}) SELECT %(n)s, {1} FROM incoming WHERE NOT EXISTS"
            " (SELECT FROM {0}.parcels AS old WHERE until IS NULL AND old.parcel_id = incoming.parcel_id)"
        ).format(schema, names),
        {"n": number},
    )
    cursor.execute("DROP TABLE incoming")


def differs(connection: Connection, plan_id: str, sha256: str) -> bool:
    """Whether the current view shows something else than the version with this checksum."""
    cursor = _cursor(connection)
    schema = sql.Identifier(schema_name(plan_id))
    cursor.execute("SELECT to_regnamespace(%s) IS NULL", [f'"{schema_name(plan_id)}"'])
    if cursor.fetchone() == (True,):
        return True
    cursor.execute(sql.SQL("SELECT digest FROM {0}.parcels WHERE until IS NULL").format(schema))
    return content.total([bytes(row[0]) for row in cursor]) != sha256


def drop(connection: Connection) -> None:
    """Remove the tables of every plan; ``show`` makes them anew."""
    cursor = _cursor(connection)
    cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'luodi\\_%'")
    for (name,) in cursor.fetchall():
        cursor.execute(sql.SQL("DROP SCHEMA {0} CASCADE").format(sql.Identifier(name)))


def schema_name(plan_id: str) -> str:
    """The PostgreSQL schema of a plan.

    >>> schema_name("erqi"), len(schema_name("规划" * 40).encode())
    ('luodi_erqi', 63)
    """
    name = f"luodi_{plan_id}"
    if len(name.encode()) <= LONGEST_NAME:
        return name
    mark = hashlib.sha256(plan_id.encode()).hexdigest()[: LONGEST_NAME - len("luodi_")]
    return f"luodi_{mark}"


def _cursor(connection: Connection) -> Cursor:
    """The driver's own cursor in the same transaction."""
    return connection.connection.cursor()  # type: ignore[return-value]


def _plain(parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    """Columns as the table has them: attributes, a digest of the row, the shape as hexadecimal EWKB."""
    attributes = pd.DataFrame(parcels.drop(columns=parcels.geometry.name)).rename(columns=str)
    attributes = attributes[[name for name in attributes.columns if name not in OWN]]
    shapes = np.asarray(parcels.geometry.to_numpy())
    digests = [f"\\x{digest.hex()}" for digest in content.digests(parcels)]
    ids = pd.Series(parcels.index.astype(str), index=parcels.index)
    return pd.DataFrame({"parcel_id": ids, **attributes, "digest": digests, "geom": shapes})


def _ready(cursor: Cursor, plan_id: str, plain: pd.DataFrame, srid: int) -> sql.Identifier:
    """The plan's tables, with a column for each attribute; its schema."""
    schema = sql.Identifier(schema_name(plan_id))
    cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [f'"{schema_name(plan_id)}"'])
    if cursor.fetchone() != (True,):
        made = sql.SQL(
            "CREATE SCHEMA {0};"
            "CREATE TABLE {0}.parcels (row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            " parcel_id text NOT NULL, since integer NOT NULL, until integer, digest bytea NOT NULL,"
            " geom geometry(MultiPolygon, {1}) NOT NULL);"
            "CREATE INDEX ON {0}.parcels USING gist (geom);"
            "CREATE UNIQUE INDEX ON {0}.parcels (parcel_id) WHERE until IS NULL;"
            "CREATE INDEX ON {0}.parcels (parcel_id, since)"
        )
        cursor.execute(made.format(schema, sql.Literal(srid)))
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0",
        [f'"{schema_name(plan_id)}".parcels'],
    )
    known = {str(name) for (name,) in cursor.fetchall()}
    fresh = [name for name in plain.columns if name not in known]
    cursor.execute("SELECT Find_SRID(%s, 'parcels', 'geom')", [schema_name(plan_id)])
    is_moved = cursor.fetchone() != (srid,)
    if fresh or is_moved or "area_m2" not in known:
        _reshape(cursor, schema, {name: _kind(plain[name]) for name in fresh}, srid if is_moved else None)
    return schema


def _reshape(
    cursor: Cursor,
    schema: sql.Identifier,
    fresh: dict[str, str],
    srid: int | None,
) -> None:
    """Give the table more columns or another coordinate system, and the view and function with it."""
    cursor.execute(sql.SQL("DROP VIEW IF EXISTS {0}.parcels_current").format(schema))
    cursor.execute(sql.SQL("DROP FUNCTION IF EXISTS {0}.parcels_at(integer)").format(schema))
    for name, kind in fresh.items():
        column = sql.SQL("ALTER TABLE {0}.parcels ADD COLUMN {1} {2}")
        cursor.execute(column.format(schema, sql.Identifier(name), sql.SQL(kind)))
    if srid is not None:
        moved = (
            "ALTER TABLE {0}.parcels ALTER COLUMN geom"
            " TYPE geometry(MultiPolygon, {1}) USING ST_Transform(geom, {1})"
        )
        cursor.execute(sql.SQL(moved).format(schema, sql.Literal(srid)))
    cursor.execute(
        sql.SQL(
            "CREATE VIEW {0}.parcels_current AS SELECT * FROM {0}.parcels WHERE until IS NULL;"
            "CREATE FUNCTION {0}.parcels_at(version integer) RETURNS SETOF {0}.parcels LANGUAGE sql STABLE AS"
            " $$ SELECT * FROM {0}.parcels WHERE since <= version AND (until IS NULL OR until > version) $$"
        ).format(schema)
    )


def _kind(column: pd.Series) -> str:
    """PostgreSQL's type for a column."""
    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    if pd.api.types.is_integer_dtype(column):
        return "bigint"
    if pd.api.types.is_float_dtype(column):
        return "double precision"
    return "timestamp" if pd.api.types.is_datetime64_any_dtype(column) else "text"


def _fill_incoming(cursor: Cursor, schema: sql.Identifier, plain: pd.DataFrame) -> None:
    """A temporary table of the rows, filled by COPY."""
    names = sql.SQL(", ").join(map(sql.Identifier, plain.columns))
    cursor.execute(
        sql.SQL(
            "CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS SELECT {0} FROM {1}.parcels LIMIT 0"
        ).format(names, schema)
    )
    table = pa.Table.from_pandas(plain.drop(columns="geom"), preserve_index=False)
    cursor.execute("SELECT Find_SRID(%s, 'parcels', 'geom')", [schema.as_string().strip('"')])
    [(srid,)] = cursor.fetchall()
    parts, rows = shapely.get_parts(plain["geom"].to_numpy(), return_index=True)
    shapes = shapely.set_srid(shapely.multipolygons(parts, indices=rows), srid)
    table = table.append_column("geom", pa.array(shapely.to_wkb(shapes, hex=True, include_srid=True)))
    stream = BytesIO()
    options = pa.csv.WriteOptions(include_header=False, quoting_style="needed")
    pa.csv.write_csv(table, stream, options)
    copy = sql.SQL("COPY incoming ({0}) FROM STDIN (FORMAT csv)").format(names)
    with cursor.copy(copy) as target:
        target.write(stream.getvalue())
    cursor.execute("ANALYZE incoming")


def _srid(cursor: Cursor, parcels: gpd.GeoDataFrame) -> int:
    """PostGIS's number of the parcels' coordinate system; one of ours where the registry has none."""
    known = parcels.crs.to_epsg(min_confidence=70)
    cursor.execute("SELECT count(*) FROM spatial_ref_sys WHERE srid = %s", [known])
    if known is not None and cursor.fetchone() == (1,):
        return int(known)
    text = parcels.crs.to_wkt("WKT1_GDAL")
    number = FIRST_OWN_SRID + int(hashlib.sha256(text.encode()).hexdigest(), 16) % OWN_SRIDS
    cursor.execute(
        "INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text)"
        " VALUES (%s, 'luodi', %s, %s, '') ON CONFLICT DO NOTHING",
        [number, number, text],
    )
    return number
