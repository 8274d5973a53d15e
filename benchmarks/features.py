"""Ours: the feature table and the neighbours of the parcels that an import let in."""

from __future__ import annotations

import time
from collections.abc import Callable

import geopandas as gpd
import pandas as pd

from benchmarks import files, land
from benchmarks.apart import Outcome
from geo.features.measure import measure
from geo.model import Plan
from geo.store.files import FileStore

Answers = tuple[pd.DataFrame, pd.DataFrame]  # features by parcel id; pairs with metres shared


def parcels(size: str) -> gpd.GeoDataFrame:
    """What all peers measure: the shapes that ``bank.whole`` committed, by parcel id."""
    store, plan = FileStore(files.workspace(int(size))), land.plan(int(size))
    version = store.current(plan.id)
    if version is None:
        message = f"python -m benchmarks import {size} comes first"
        raise SystemExit(message)
    return store.parcels(plan.id, version.number)


def ours(size: str) -> Outcome:
    """Features and neighbours by the compiled loops."""
    return timed("ours", size, _measured)


def _measured(shapes: gpd.GeoDataFrame, plan: Plan) -> Answers:
    measured = measure(shapes, plan)
    return measured.table, measured.pairs


def timed(name: str, size: str, work: Callable[[gpd.GeoDataFrame, Plan], Answers]) -> Outcome:
    """Do the work once on a few parcels and once on all; keep the answers for ``agreement``."""
    shapes, plan = parcels(size), land.plan(int(size))
    work(shapes.iloc[:100], plan)
    begun, used = time.perf_counter(), time.process_time()
    table, pairs = work(shapes, plan)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - used
    keep(name, size, table, pairs)
    return {"s": round(seconds, 3), "cpu_s": round(cpu, 3), "parcels": len(shapes), "pairs": len(pairs)}


def keep(name: str, size: str, table: pd.DataFrame, pairs: pd.DataFrame) -> None:
    """Answers for ``agreement``."""
    table.to_parquet(files.FOLDER / f"answers-{name}-{size}-table.parquet")
    pairs.to_parquet(files.FOLDER / f"answers-{name}-{size}-pairs.parquet")
