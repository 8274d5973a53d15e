"""Ours: a file to a committed version, a monthly update of it, and the bare minimum that any import pays."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import shapely

from benchmarks import files, land
from benchmarks.apart import Outcome
from geo import flow
from geo.model import Plan
from geo.read import How
from geo.store.files import FileStore


class Stages:
    """Seconds per stage, as an import tells its progress."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._stage, self._since, self.told = "start", time.perf_counter(), 0
        self._used = sum(os.times()[:4])

    def __call__(self, stage: str, _done: int, _total: int) -> None:
        """A stage goes on, or the next one begins."""
        now = time.perf_counter()
        self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = stage, now
        self.told += 1

    def outcome(self) -> Outcome:
        """To the last word, which tells that the version is there; what was held is let go of after it."""
        cpu_s = sum(os.times()[:4]) - self._used
        stages = {name: round(seconds, 3) for name, seconds in self.seconds.items()}
        return {
            "s": round(sum(self.seconds.values()), 3),
            "cpu_s": round(cpu_s, 3),
            "stages": stages,
            "told": self.told,
        }


def whole(size: str) -> Outcome:
    """An import of all parcels into an empty workspace, which is left for the jobs that come after."""
    count = int(size)
    plan, file = land.plan(count), files.bank(count)
    home = Path(tempfile.mkdtemp(dir=files.FOLDER))
    _warm(plan, home / "warm")
    store, stages = FileStore(home / "bank"), Stages()
    done = flow.import_file(store, plan, file, How(), who="bench", progress=stages)
    outcome = stages.outcome()
    store.close()
    shutil.rmtree(files.workspace(count), ignore_errors=True)
    (home / "bank").rename(files.workspace(count))
    shutil.rmtree(home)
    report = done.report
    return {**outcome, "rows": report.rows, "accepted": report.accepted, "repaired": report.repaired}


def update(size: str) -> Outcome:
    """An update of 1 % of the parcels of the workspace that ``whole`` left; it stays as it was."""
    count = int(size)
    plan, file = land.plan(count), files.update(count)
    home = Path(tempfile.mkdtemp(dir=files.FOLDER))
    _warm(plan, home / "warm")
    shutil.copytree(files.workspace(count), home / "bank", copy_function=_linked)
    store, stages = FileStore(home / "bank"), Stages()
    done = flow.import_file(store, plan, file, How(), who="bench", mode="update", progress=stages)
    outcome = stages.outcome()
    store.close()
    shutil.rmtree(home)
    return {**outcome, "rows": done.report.rows, "accepted": done.report.accepted}


def bare(size: str) -> Outcome:
    """The limit: read, reproject, is it valid, how large. No import can do without."""
    file, crs = files.bank(int(size)), land.plan(int(size)).crs
    gpd.GeoSeries([shapely.Point(113, 34)], crs=files.SENT_IN).to_crs(crs)  # PROJ opens its database
    begun, used = time.perf_counter(), time.process_time()
    frame = gpd.read_parquet(file).to_crs(crs)
    valid, area_m2 = frame.is_valid, frame.area
    seconds, cpu_s = time.perf_counter() - begun, time.process_time() - used
    return {
        "s": round(seconds, 3),
        "cpu_s": round(cpu_s, 3),
        "valid": int(valid.sum()),
        "area_mu": float(area_m2.sum() * 3 / 2000),
    }


def _warm(plan: Plan, home: Path) -> None:
    """Load, or compile once, every loop on a few parcels."""
    few = files.FOLDER / f"few-{time.time_ns()}.parquet"
    land.parcels(60).to_crs(files.SENT_IN).to_parquet(few)
    for mode in ("replace", "update"):
        store = FileStore(home)
        flow.import_file(store, plan, few, How(), who="bench", mode=mode)
        store.close()
    few.unlink()


def _linked(source: str, target: str) -> str:
    """A version's files are never written to again; the database is copied."""
    if "sqlite" in source:
        return shutil.copy2(source, target)
    Path(target).hardlink_to(source)
    return target


if __name__ == "__main__":
    sys.exit("python -m benchmarks import | update")
