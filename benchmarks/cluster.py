"""A province in pieces on two workers, against one process that may use as much memory as both together.

The pieces are one tile of made-up outlines, laid side by side about the middle of the bundled plan, with the
attributes of its parcels drawn again and again. Both sides read them, measure them and answer one brief.
"""

from __future__ import annotations

import hashlib
import os
import resource
import time
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
from dask.utils import parse_bytes

from api.schemas import BriefIn, brief_from
from api.service import Service
from api.settings import Settings
from benchmarks import files, land
from benchmarks.apart import Outcome, interleaved, median
from benchmarks.results import Row, row
from benchmarks.served import PLAN
from geo import cluster, flow
from geo import plan as planning
from geo.cluster.parts import PARCELS, TABLE
from geo.features import table as features
from geo.flow.asking import question
from geo.flow.land import made_ready, with_held
from geo.model import Version

A_PIECE, MEMORY = 100_000, "1536MiB"
# beyond this once is enough
OFTEN_UP_TO = 100_000
DRAWN, TILE = "drawn.parquet", "tile.parquet"
BRIEF = BriefIn(industry="食品饮料", area_mu=9, k=20)


def matches(sizes: list[int]) -> list[Row]:
    """The same document where one process has room for the land; how much of it has room where not."""
    files.FOLDER.mkdir(parents=True, exist_ok=True)
    return [_matched(size) for size in sizes]


def _matched(size: int) -> Row:
    with TemporaryDirectory(dir=files.FOLDER) as folder:
        interleaved([("cluster", "written", folder, size)], (1,))
        often = 3 if size <= OFTEN_UP_TO else 1
        jobs = [("cluster", "whole", folder, size), ("cluster", "alone", folder, size)]
        ours, peer = interleaved(jobs, (often, often))
    ours_s, peer_s, room = median(ours), median(peer), int(peer[0]["rows"])
    said = {name: median(ours, name) for name in ("measured_s", "answered_s")}
    if room < size:
        return row(
            "cluster", size, "no_room", ours_s=ours_s, peer_s=peer_s, ratio=round(room / size, 3),
            peak_mb=_peak(ours), goal="一个进程装不下", holds=True, rows=room, **said,
        )  # fmt: skip
    same = {one["document"] for one in ours} == {one["document"] for one in peer}
    return row(
        "cluster", size, "one_process", ours_s=ours_s, peer_s=peer_s, ratio=round(peer_s / ours_s, 2),
        peak_mb=_peak(ours), peer_peak_mb=_peak(peer), goal="逐字节相同", holds=same, **said,
    )  # fmt: skip


def written(folder: str, size: str) -> Outcome:
    """The parcels of all pieces, each made by a worker: no process ever has them all."""
    root = Path(folder)
    with TemporaryDirectory(dir=root) as home:
        service = Service(Settings(home=Path(home)))
        service.load().parcels.drop(columns="geometry").to_parquet(root / DRAWN)
    land.parcels(min(A_PIECE, int(size)))[["geometry"]].to_parquet(root / TILE)
    for kind in (PARCELS, TABLE):
        (root / kind).mkdir()
    begun = time.perf_counter()
    with cluster.connected("local", MEMORY) as client:
        client.gather([client.submit(_make, root, at, int(size), pure=False) for at in range(_pieces(size))])
    return {"s": round(time.perf_counter() - begun, 2)}


def whole(folder: str, size: str) -> Outcome:
    """Two workers start, measure the pieces and answer."""
    begun = time.perf_counter()
    plan = planning.load(PLAN)
    names = tuple(map(_name, range(_pieces(size))))
    with cluster.connected("local", MEMORY) as client:
        parts = cluster.measured(client, cluster.Parts(Path(folder), names, _version(size), ("", 0)), plan)
        measured_s = time.perf_counter() - begun
        codes = planning.code_table(plan)
        some = made_ready(plan, parts.version, *parts.sample(), codes)
        asked = question(some, brief_from(BRIEF, some))
        answer = cluster.answer(client, parts, plan, codes, asked, {})
        whole_s = time.perf_counter() - begun
    return _told(whole_s, measured_s, orjson.dumps(answer), int(size))


def alone(folder: str, size: str) -> Outcome:
    """One process: all pieces as one frame, measured and asked; or as many rows as it has room for."""
    begun, pieces, rows = time.perf_counter(), [], 0
    for at in range(_pieces(size)):
        pieces.append(gpd.read_parquet(Path(folder) / PARCELS / _name(at)))
        rows += len(pieces[-1])
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > _workers() * parse_bytes(MEMORY) // 1024:
            return _told(time.perf_counter() - begun, 0.0, b"", rows)
    plan = planning.load(PLAN)
    parcels = gpd.GeoDataFrame(pd.concat(pieces))
    table = features.build(parcels, plan)
    measured_s = time.perf_counter() - begun
    codes = planning.code_table(plan)
    ours = with_held(made_ready(plan, _version(size, plan.sha256), parcels, table, codes), {})
    answer = flow.answer(ours, brief_from(BRIEF, ours))
    return _told(time.perf_counter() - begun, measured_s, orjson.dumps(answer), rows)


def _make(folder: Path, at: int, size: int) -> None:
    """One piece: sorted by id, beside the others on the ground."""
    count = min(A_PIECE, size - at * A_PIECE)
    plan, drawn = planning.load(PLAN), pd.read_parquet(folder / DRAWN)
    side, step_m = ceil(_pieces(size) ** 0.5), land.extent_m(A_PIECE)
    middle = plan.boundary.centroid
    west, south = (part - step_m * side / 2 for part in (middle.x, middle.y))
    shapes = (
        gpd.read_parquet(folder / TILE)
        .geometry.iloc[:count]
        .translate(west + at % side * step_m - land.EAST, south + at // side * step_m - land.NORTH)
    )
    rows = np.random.default_rng(at).integers(0, len(drawn), count)
    ids = pd.Index([f"X{at * A_PIECE + one:08d}" for one in range(count)], name=drawn.index.name)
    frame = gpd.GeoDataFrame(drawn.iloc[rows].set_index(ids), geometry=shapes.to_numpy(), crs=plan.crs)
    centre = gpd.GeoSeries(frame.centroid).to_crs(4326)
    frame.assign(lon=centre.x, lat=centre.y).to_parquet(folder / PARCELS / _name(at))


def _told(seconds: float, measured_s: float, document: bytes, rows: int) -> Outcome:
    return {
        "s": round(seconds, 2), "measured_s": round(measured_s, 2),
        "answered_s": round(seconds - measured_s, 2), "rows": rows,
        "document": hashlib.sha256(document).hexdigest(),
    }  # fmt: skip


def _version(size: str | int, plan_sha256: str = "") -> Version:
    return Version(1, "erqi", "2024-05-31T00:00:00Z", "bench", "", int(size), 0.0, "", "", "", plan_sha256)


def _name(at: int) -> str:
    return f"part-{at:05d}.parquet"


def _pieces(size: str | int) -> int:
    return ceil(int(size) / A_PIECE)


def _workers() -> int:
    return os.cpu_count() or 1


def _peak(outcomes: list[Outcome]) -> int:
    return int(max(one["peak_mb"] for one in outcomes))
