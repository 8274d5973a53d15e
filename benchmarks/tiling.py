"""Tiles of made-up land: by us, by PostGIS and by mapbox-vector-tile, the same tiles one after another."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import statistics
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import geopandas as gpd
import mapbox_vector_tile
import numpy as np
import psycopg
import shapely

from benchmarks import land, served
from benchmarks.apart import Outcome, interleaved, median
from benchmarks.results import Row, row
from geo import crs
from maps import tiles
from maps.tiles.ground import HALF_M, WEB
from maps.tiles.vector import MARGIN
from tests.postgres import server

ZOOMS = (14, 15, 16)
PER_ZOOM = 40
USERS, STEPS, LINES = 20, 30, 3
MOST_WAIT_S = 0.15
SETTINGS = {"shared_buffers": "2GB", "work_mem": "256MB", "jit": "off"}
Address = tuple[int, int, int]


def encoders(sizes: list[int]) -> list[Row]:
    """The same tiles by us, PostGIS and mapbox-vector-tile, with the same features in every tile."""
    rows = []
    for size in sizes:
        jobs = [("tiling", name, size) for name in ("ours", "by_postgis", "by_mapbox")]
        ours, postgis, mapbox = interleaved(jobs, (3, 3, 1))
        for name, peer in (("postgis_tiles", postgis), ("mapbox", mapbox)):
            ours_s, peer_s, same = median(ours), median(peer), ours[0]["drawn"] == peer[0]["drawn"]
            fast = ours_s <= 1.5 * peer_s if name == "postgis_tiles" else peer_s >= 7 * ours_s
            rows.append(
                row(
                    "tiles", size, name, ours_s=ours_s, peer_s=peer_s, ratio=round(peer_s / ours_s, 1),
                    peak_mb=_peak(ours), goal="≤ 1.5 倍用时" if name == "postgis_tiles" else "≥ 7 倍",
                    holds=fast and same, agreement=same,
                    features=ours[0]["features"], peer_features=peer[0]["features"],
                )
            )  # fmt: skip
    return rows


def pannings(sizes: list[int]) -> list[Row]:
    """The wait that 95 of 100 tiles do not exceed, for twenty users at once against one alone."""
    rows = []
    for size in sizes:
        ours, alone = interleaved([("tiling", "panning", size, users) for users in (USERS, 1)], (3, 3))
        ours_s, peer_s = median(ours), median(alone)
        told = {name: sum(one[name] for one in ours) for name in ("tiles", "empty", "errors")}
        rows.append(
            row(
                "panning", size, "alone", ours_s=ours_s, peer_s=peer_s, ratio=round(ours_s / peer_s, 2),
                peak_mb=_peak(ours), goal="p95 ≤ 150 ms, 无错",
                holds=ours_s <= MOST_WAIT_S and not told["errors"], **told,
            )
        )  # fmt: skip
    return rows


def ours(size: str) -> Outcome:
    """Our encoder."""
    parcels = _parcels(int(size))
    ground = tiles.lay(parcels, parcels["use_code"])
    return _timed(_addresses(int(size)), lambda z, x, y: tiles.tile(ground, "parcels", z, x, y))


def by_postgis(size: str) -> Outcome:
    """``ST_AsMVT`` over shapes in the web's metres with a GiST index, clustered by place."""
    with server(SETTINGS) as url, psycopg.connect(url, autocommit=True) as database:
        _load(database, _parcels(int(size)))
        query = (
            "WITH cut AS (SELECT id, parcel_id, use, "
            "ST_AsMVTGeom(shape, ST_TileEnvelope(%(z)s, %(x)s, %(y)s),"
            f" {tiles.EXTENT}, {MARGIN}, true) AS geom FROM parcels"
            f" WHERE shape && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => {MARGIN / tiles.EXTENT}))"
            f" SELECT ST_AsMVT(cut, 'parcels', {tiles.EXTENT}, 'geom', 'id') FROM cut WHERE geom IS NOT NULL"
        )

        def make(z: int, x: int, y: int) -> bytes:
            told = database.execute(query, {"z": z, "x": x, "y": y}, prepare=True, binary=True).fetchone()
            return bytes(told[0]) if told else b""

        return _timed(_addresses(int(size)), make)


def by_mapbox(size: str) -> Outcome:
    """mapbox-vector-tile over shapes that an STRtree finds and GEOS cuts."""
    parcels = _parcels(int(size))
    shapes = crs.shapes_to(parcels.geometry.to_numpy(), parcels.crs, WEB)
    tree, ids, uses = shapely.STRtree(shapes), parcels.index.to_numpy(), parcels["use_code"].to_numpy()

    def make(z: int, x: int, y: int) -> bytes:
        side = 2 * HALF_M / 2**z
        west, north = x * side - HALF_M, HALF_M - y * side
        room = side * MARGIN / tiles.EXTENT
        window = shapely.box(west - room, north - side - room, west + side + room, north + room)
        rows = tree.query(window, predicate="intersects")
        cut = shapely.intersection(shapes[rows], window)
        features = [
            {"geometry": shape, "id": int(row), "properties": {"id": ids[row], "use": uses[row]}}
            for row, shape in zip(rows.tolist(), cut, strict=True)
            if shape.area > 0
        ]
        options = {"quantize_bounds": (west, north - side, west + side, north), "extents": tiles.EXTENT}
        return mapbox_vector_tile.encode(
            {"name": "parcels", "features": features}, default_options={**options, "y_coord_down": False}
        )

    return _timed(_addresses(int(size)), make)


def panning(size: str, users: str) -> Outcome:
    """Users who pan at once over a cold service: each waits for a column of tiles at every step.

    ``s`` is the 95th percentile of the waits for tiles that have land.
    """
    with served.service(int(size)) as address:
        with urllib.request.urlopen(f"{address}/tiles/parcels.json") as told:  # noqa: S310 (our own service)
            offer = json.load(told)
        waited: list[float] = []
        empty: list[float] = []
        failed: list[str] = []

        def user(nth: int) -> None:
            for column in walk(np.random.default_rng(nth), offer["bounds"]):
                for z, x, y in column:
                    where = f"{address}{offer['tiles'][0].format(z=z, x=x, y=y)}"
                    ask = urllib.request.Request(where, headers={"Accept-Encoding": "gzip"})  # noqa: S310
                    begun = time.perf_counter()
                    try:
                        with urllib.request.urlopen(ask, timeout=30) as answer:  # noqa: S310
                            body = answer.read()
                    except OSError as error:
                        failed.append(str(error))
                        continue
                    taken_s = time.perf_counter() - begun
                    (waited if body else empty).append(taken_s)
                time.sleep(0.05)  # a hand that drags

        with ThreadPoolExecutor(int(users)) as pool:
            list(pool.map(user, range(int(users))))
    return {
        "s": round(float(np.percentile(waited, 95)), 4),
        "p50_s": round(float(np.percentile(waited, 50)), 4),
        "worst_s": round(max(waited), 4),
        "tiles": len(waited),
        "empty": len(empty),
        "errors": len(failed),
    }


def walk(rng: np.random.Generator, bounds: tuple[float, float, float, float]) -> Iterator[list[Address]]:
    """Columns of tiles from somewhere on the land eastwards, back on the lines below, and so on."""
    west, south, east, north = bounds
    z = int(rng.choice(ZOOMS))
    (first, top), (last, bottom) = _tile(z, west, north), _tile(z, east, south)
    across, bands = last - first + 1, max(1, (bottom - top + 1) // LINES)
    begun = int(rng.integers(across * bands))
    for step in range(STEPS):
        band, at = divmod((begun + step) % (across * bands), across)
        x = last - at if band % 2 else first + at
        yield [(z, x, top + LINES * band + line) for line in range(LINES)]


def _parcels(count: int) -> gpd.GeoDataFrame:
    return land.parcels(count).set_index("parcel_id")


def _addresses(count: int) -> list[Address]:
    """The same tiles for everyone: spread over the land, all of them full."""
    rng = np.random.default_rng(4)
    size = land.extent_m(count)
    xy = rng.uniform(0.1 * size, 0.9 * size, (len(ZOOMS) * PER_ZOOM, 2)) + land.ORIGIN
    lon, lat = crs.coordinates_to(xy[:, 0], xy[:, 1], land.CRS, crs.LON_LAT)
    zooms = np.repeat(ZOOMS, PER_ZOOM)
    return [(int(z), *_tile(int(z), *at)) for z, *at in zip(zooms, lon, lat, strict=True)]


def _tile(z: int, lon: float, lat: float) -> tuple[int, int]:
    y = 0.5 - np.arcsinh(np.tan(np.radians(lat))) / (2 * np.pi)
    return int((lon + 180) / 360 * 2**z), int(y * 2**z)


def _timed(addresses: list[Address], make: Callable[[int, int, int], bytes]) -> Outcome:
    """Seconds for all tiles after a round that does not count; features and bytes to compare."""
    bodies = [make(*address) for address in addresses]
    taken: dict[int, list[float]] = {z: [] for z in ZOOMS}
    for address in addresses:
        begun = time.perf_counter()
        make(*address)
        taken[address[0]].append(time.perf_counter() - begun)
    drawn = [_drawn(body) for body in bodies]
    return {
        "s": round(sum(map(sum, taken.values())), 4),
        "drawn": hashlib.sha256(json.dumps(drawn).encode()).hexdigest(),
        "features": {
            z: sum(len(ids) for (zoom, *_), ids in zip(addresses, drawn, strict=True) if zoom == z)
            for z in ZOOMS
        },
        "bytes": sum(map(len, bodies)),
        "packed_bytes": sum(len(gzip.compress(body, 3)) for body in bodies),
        **{f"z{z}_ms": round(1000 * statistics.median(times), 3) for z, times in taken.items()},
    }


def _drawn(body: bytes) -> list[int]:
    """The features of a tile that have a shape: mapbox-vector-tile keeps what rounds to nothing, empty."""
    features = mapbox_vector_tile.decode(body).get("parcels", {"features": []})["features"]
    return sorted(one["id"] for one in features if one["geometry"]["coordinates"])


def _peak(outcomes: list[Outcome]) -> int:
    return int(max(one["peak_mb"] for one in outcomes))


def _load(database: psycopg.Connection[tuple[object, ...]], parcels: gpd.GeoDataFrame) -> None:
    shapes = crs.shapes_to(parcels.geometry.to_numpy(), parcels.crs, WEB)
    database.execute(
        "CREATE TABLE parcels (id int8, parcel_id text, use text, shape geometry(Geometry, 3857))"
    )
    text = io.StringIO()
    rows = zip(
        parcels.index,
        parcels["use_code"],
        shapely.to_wkb(shapely.set_srid(shapes, 3857), hex=True, include_srid=True),
        strict=True,
    )
    text.writelines(f"{k}\t{id_}\t{use}\t{shape}\n" for k, (id_, use, shape) in enumerate(rows))
    with database.cursor() as cursor, cursor.copy("COPY parcels FROM STDIN") as copy:
        copy.write(text.getvalue())
    database.execute("CREATE INDEX by_place ON parcels USING gist (shape)")
    database.execute("CLUSTER parcels USING by_place")
    database.execute("VACUUM ANALYZE parcels")
