"""A hundred parcels split, then their halves asked for by place: our live index, a new tree, PostGIS."""

from __future__ import annotations

import hashlib
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import psycopg
import shapely
from numpy.typing import NDArray

from benchmarks import land
from benchmarks.apart import Outcome
from geo.live import LiveIndex
from tests.postgres import server

SPLITS = 100
Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Parcels that go, the halves that come, and a place in each half."""

    gone: list[str]
    ids: list[str]
    halves: Shapes
    places: Shapes


def ours(size: str) -> Outcome:
    """The live index, changed in place."""
    ids, shapes, batches = _made(int(size), 11)
    begun = time.perf_counter()
    live = LiveIndex(dict(zip(ids, shapes, strict=True)))
    built = time.perf_counter() - begun

    def change(batch: Batch) -> None:
        live.replace(batch.gone, dict(zip(batch.ids, batch.halves, strict=True)))

    def ask(batch: Batch) -> list[str]:
        return [" ".join(live.at(place.x, place.y)) for place in batch.places]

    return {**_timed(batches, change, ask), "built_s": round(built, 3)}


def rebuilt(size: str) -> Outcome:
    """An STRtree over all parcels, built anew after every batch, asked in bulk."""
    ids, shapes, batches = _made(int(size), 11)
    ids, row = ids.copy(), {id_: nth for nth, id_ in enumerate(ids)}

    tree = shapely.STRtree(shapes)

    def change(batch: Batch) -> None:
        nonlocal ids, shapes, tree
        # the first half takes the place of its parent, the second stands at the end
        at = [row.pop(id_) for id_ in batch.gone]
        shapes[at], ids[at] = batch.halves[::2], batch.ids[::2]
        row.update(zip(batch.ids[::2], at, strict=True))
        row.update(zip(batch.ids[1::2], range(len(ids), len(ids) + SPLITS), strict=True))
        shapes, ids = np.append(shapes, batch.halves[1::2]), np.append(ids, batch.ids[1::2])
        tree = shapely.STRtree(shapes)
        tree.query(batch.places[0])  # it is built when first asked

    def ask(batch: Batch) -> list[str]:
        nth, found = tree.query(batch.places, predicate="intersects")
        return [" ".join(sorted(ids[found[nth == place]])) for place in range(len(batch.places))]

    return _timed(batches, change, ask)


def postgis(size: str) -> Outcome:
    """Rows deleted and inserted in one transaction under a GiST index, then asked one by one, prepared."""
    ids, shapes, batches = _made(int(size), 11)
    with server({"shared_buffers": "1GB"}) as url, psycopg.connect(url, autocommit=True) as database:
        database.execute("CREATE TABLE parcels (id text PRIMARY KEY, geom geometry)")
        with database.cursor() as cursor, cursor.copy("COPY parcels FROM STDIN") as copy:
            for id_, wkb in zip(ids, shapely.to_wkb(shapes, hex=True), strict=True):
                copy.write_row((id_, wkb))
        database.execute("CREATE INDEX ON parcels USING gist (geom)")
        database.execute("ANALYZE parcels")
        asked = "SELECT id FROM parcels WHERE ST_Intersects(geom, ST_Point(%s, %s)) ORDER BY id"

        def change(batch: Batch) -> None:
            rows = zip(batch.ids, shapely.to_wkb(batch.halves, hex=True), strict=True)
            with database.transaction(), database.cursor() as cursor:
                cursor.execute("DELETE FROM parcels WHERE id = ANY(%s)", (batch.gone,))
                cursor.executemany("INSERT INTO parcels VALUES (%s, %s)", list(rows))

        def ask(batch: Batch) -> list[str]:
            with database.cursor() as cursor:
                return [
                    " ".join(row[0] for row in cursor.execute(asked, (place.x, place.y), prepare=True))
                    for place in batch.places
                ]

        return _timed(batches, change, ask)


def _timed(
    batches: list[Batch], change: Callable[[Batch], None], ask: Callable[[Batch], list[str]]
) -> Outcome:
    """The median change and the median asking, the first not counted; what was found, as a checksum."""
    changed, asked, digest = [], [], hashlib.sha256()
    for batch in batches:
        begun = time.perf_counter()
        change(batch)
        between = time.perf_counter()
        found = ask(batch)
        changed.append(between - begun)
        asked.append(time.perf_counter() - between)
        digest.update("\n".join(found).encode())
    medians = {"s": statistics.median(changed[1:]), "asked_s": statistics.median(asked[1:])}
    return {**{name: round(one, 5) for name, one in medians.items()}, "found": digest.hexdigest()}


def _made(size: int, count: int) -> tuple[NDArray[np.object_], Shapes, list[Batch]]:
    """Parcels, and batches that split other ones each."""
    frame = land.parcels(size)
    ids, shapes = frame["parcel_id"].to_numpy(dtype=object), frame.geometry.to_numpy().copy()
    picked = np.random.default_rng(7).choice(size, (count, SPLITS), replace=False)
    return ids, shapes, [_batch(ids[rows], shapes[rows]) for rows in picked]


def _batch(ids: NDArray[np.object_], shapes: Shapes) -> Batch:
    """Every parcel cut from south to north through the middle of its box."""
    west, south, east, north = shapely.bounds(shapes).T
    middle = (west + east) / 2
    left = shapely.intersection(shapes, shapely.box(west, south, middle, north))
    right = shapely.intersection(shapes, shapely.box(middle, south, east, north))
    halves = np.column_stack([left, right]).ravel()
    names = [f"{id_}-{nth}" for id_ in ids for nth in (1, 2)]
    return Batch(list(map(str, ids)), names, halves, shapely.point_on_surface(halves))
