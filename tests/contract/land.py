"""Small banks of land for the tests of stores: a street of ten-metre squares, and changes to it."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from geo.model import Change, Finding, Provenance, Report
from geo.store.files import FileStore
from geo.store.postgis import PostgisStore

PLAN = "test"
MOMENT = "2024-06-01T00:00:00Z"


def at(address):
    """The store at a folder or URL, with a clock that stands still."""

    def clock():
        return MOMENT

    return PostgisStore(address, clock) if "://" in address else FileStore(Path(address), clock)


def land(*ids, use="100101"):
    """One square per id, in the order given; the index sorted by id."""
    index = pd.Index(ids, name="parcel_id", dtype="str")
    shapes = [box(10 * i, 0, 10 * i + 10, 10) for i in range(len(ids))]
    columns = {"use_code": pd.Series(use, index=index, dtype="str"), "area_m2": 100.0}
    return gpd.GeoDataFrame(columns, index=index, geometry=shapes, crs="EPSG:4547").sort_index()


def table(parcels):
    """A feature table: a number, and a category whose words are those that are there."""
    words = sorted(set(parcels["use_code"]))
    uses = parcels["use_code"].astype(pd.CategoricalDtype([*words, ""]))
    zones = pd.Series("", index=parcels.index).astype(pd.CategoricalDtype(["north", "south", ""]))
    return pd.DataFrame({"area_m2": parcels["area_m2"], "use_code": uses, "zone": zones})


def pairs(parcels):
    """Who adjoins whom, found the slow and obvious way."""
    found = [
        (a, b, parcels.geometry[a].intersection(parcels.geometry[b]).length)
        for a in parcels.index
        for b in parcels.index
        if a < b
    ]
    told = [(a, b, shared_m) for a, b, shared_m in found if shared_m > 0]
    frame = pd.DataFrame(told, columns=["a", "b", "shared_m"])
    return frame.astype({"a": "str", "b": "str", "shared_m": "float32"})


def report(parcels):
    finding = Finding("rule", "warning", 1, "A", "seen", "话", "words", "办法", "remedy", 113.6, 34.7)
    return Report(len(parcels), len(parcels), 0, 0, 1.0, (finding,), {"rule": 1})


def origin(rows):
    return Provenance("land.gpkg", "", "GPKG", "UTF-8", "EPSG:4547", "file", "", "0" * 64, rows)


def story(parcels):
    """What a commit wants beside the land."""
    return report(parcels), parcels.iloc[:0].reset_index(), origin(len(parcels))


def commit(store, *ids, who="somebody", **given):
    return commit_land(store, land(*ids), who=who, **given)


def commit_land(store, parcels, who="somebody", **given):
    if "pairs" not in given:
        given["pairs"] = pairs(parcels)
    given = {"note": "", "plan_sha256": "p"} | given
    return store.commit(PLAN, parcels, table(parcels), *story(parcels), who=who, **given)


def change(before, after, base, kind="update", lineage=()):
    """What differs between two banks, as whoever measured it would tell it."""
    both = before.index.intersection(after.index)
    is_same = [
        before.geometry[id_].equals_exact(after.geometry[id_])
        and before["use_code"][id_] == after["use_code"][id_]
        for id_ in both
    ]
    same = set(both[is_same])
    rows = after.loc[[id_ for id_ in after.index if id_ not in same]]
    near = pairs(after)
    near = near[near["a"].isin(rows.index) | near["b"].isin(rows.index)]
    removed = tuple(sorted(set(before.index) - set(after.index)))
    return Change(base, kind, removed, rows, table(rows), near, lineage)


def commit_change(store, made, who="somebody"):
    return store.commit_change(PLAN, made, *story(made.parcels), who=who, note="", plan_sha256="p")
