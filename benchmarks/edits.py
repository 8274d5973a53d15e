"""One parcel in a hundred split, a hundred at a time, and looked up: a live index, new trees, PostGIS."""

from __future__ import annotations

import hashlib
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import psycopg
import shapely
from numpy.typing import NDArray

from benchmarks import land
from benchmarks.apart import Outcome
from geo.live import LiveIndex
from tests.postgres import server

SPLITS, SHARE, LEAST = 100, 0.01, 11
KINDS = ("point", "box", "polygon", "nearest")
HALF_BOX_M, AROUND_M, NEAREST, SURELY_M = 100.0, 120.0, 5, 400.0
Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Parcels that go, the halves that come, and what is asked of places in them, by kind."""

    gone: list[str]
    ids: list[str]
    halves: Shapes
    asked: dict[str, Shapes]


def ours(size: str) -> Outcome:
    """The live index, changed in place."""
    ids, shapes, batches = _made(int(size))
    begun = time.perf_counter()
    live = LiveIndex(dict(zip(ids, shapes, strict=True)))
    built = time.perf_counter() - begun

    def change(batch: Batch) -> None:
        live.replace(batch.gone, dict(zip(batch.ids, batch.halves, strict=True)))

    def ask(kind: str, places: Shapes) -> list[str]:
        if kind == "point":
            return [" ".join(live.at(place.x, place.y)) for place in places]
        if kind == "nearest":
            near = (live.nearest(place.x, place.y, NEAREST) for place in places)
            return [_far([one.distance_m for one in found]) for found in near]
        return [" ".join(live.touching(place)) for place in places]

    return {**_timed(batches, change, ask), "built_s": round(built, 3)}


def rebuilt(size: str) -> Outcome:
    """An STRtree over all parcels, built anew after every batch, asked in bulk."""
    ids, shapes, batches = _made(int(size))
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
        tree.query(batch.asked["point"][0])  # it is built when first asked

    def ask(kind: str, places: Shapes) -> list[str]:
        if kind == "nearest":  # an STRtree knows no k: all of a circle that surely holds so many
            nth, found = tree.query(places, predicate="dwithin", distance=SURELY_M)
            metres = shapely.distance(places[nth], shapes[found])
            return [_far(np.sort(metres[nth == one])[:NEAREST]) for one in range(len(places))]
        nth, found = tree.query(places, predicate="intersects")
        return [" ".join(sorted(ids[found[nth == one]])) for one in range(len(places))]

    return _timed(batches, change, ask)


def postgis(size: str) -> Outcome:
    """Rows deleted and inserted in one transaction under a GiST index, then asked one by one, prepared."""
    ids, shapes, batches = _made(int(size))
    with server({"shared_buffers": "1GB"}) as url, psycopg.connect(url, autocommit=True) as database:
        database.execute("CREATE TABLE parcels (id text PRIMARY KEY, geom geometry)")
        with database.cursor() as cursor, cursor.copy("COPY parcels FROM STDIN") as copy:
            for id_, wkb in zip(ids, shapely.to_wkb(shapes, hex=True), strict=True):
                copy.write_row((id_, wkb))
        database.execute("CREATE INDEX ON parcels USING gist (geom)")
        database.execute("ANALYZE parcels")
        within = "SELECT id FROM parcels WHERE ST_Intersects(geom, %s::geometry) ORDER BY id"
        near = f"SELECT geom <-> %s::geometry AS m FROM parcels ORDER BY m LIMIT {NEAREST}"

        def change(batch: Batch) -> None:
            rows = zip(batch.ids, shapely.to_wkb(batch.halves, hex=True), strict=True)
            with database.transaction(), database.cursor() as cursor:
                cursor.execute("DELETE FROM parcels WHERE id = ANY(%s)", (batch.gone,))
                cursor.executemany("INSERT INTO parcels VALUES (%s, %s)", list(rows))

        def ask(kind: str, places: Shapes) -> list[str]:
            told, query = (_far, near) if kind == "nearest" else (" ".join, within)
            with database.cursor() as cursor:
                return [
                    told([row[0] for row in cursor.execute(query, (wkb,), prepare=True)])
                    for wkb in shapely.to_wkb(places, hex=True)
                ]

        return _timed(batches, change, ask)


def _timed(
    batches: list[Batch], change: Callable[[Batch], None], ask: Callable[[str, Shapes], list[str]]
) -> Outcome:
    """Medians per batch, the first not counted: all, the change, each kind; what was found, as a checksum."""
    taken: dict[str, list[float]] = {
        name: [] for name in ("s", "changed_s", *(f"{kind}_s" for kind in KINDS))
    }
    digest = hashlib.sha256()
    for batch in batches:
        marks = [time.perf_counter()]
        change(batch)
        marks.append(time.perf_counter())
        for kind in KINDS:
            digest.update("\n".join(ask(kind, batch.asked[kind])).encode())
            marks.append(time.perf_counter())
        for name, one in zip(taken, [marks[-1] - marks[0], *np.diff(marks)], strict=True):
            taken[name].append(float(one))
    medians = {name: round(statistics.median(some[1:]), 5) for name, some in taken.items()}
    return {**medians, "batches": len(batches), "found": digest.hexdigest()}


def _far(metres: Iterable[float]) -> str:
    """Distances in millimetres: of two parcels at the same one, any may be named."""
    return " ".join(f"{one:.3f}" for one in metres)


def _made(size: int) -> tuple[NDArray[np.object_], Shapes, list[Batch]]:
    """Parcels, and batches that split other ones each."""
    frame = land.parcels(size)
    ids, shapes = frame["parcel_id"].to_numpy(dtype=object), frame.geometry.to_numpy().copy()
    count = max(LEAST, int(size * SHARE) // SPLITS)
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
    places = shapely.point_on_surface(halves)
    x, y = shapely.get_x(places), shapely.get_y(places)
    boxes = shapely.box(x - HALF_BOX_M, y - HALF_BOX_M, x + HALF_BOX_M, y + HALF_BOX_M)
    shapes_asked = (places, boxes, shapely.buffer(places, AROUND_M, quad_segs=2), places)
    # a quarter of the places for each kind
    asked = {
        kind: some[at :: len(KINDS)] for at, (kind, some) in enumerate(zip(KINDS, shapes_asked, strict=True))
    }
    return Batch(list(map(str, ids)), names, halves, asked)
