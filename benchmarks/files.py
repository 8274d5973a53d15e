"""The made-up files that jobs read: made once, kept in ``.cache/bench`` until the generator changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd

from benchmarks import land

FOLDER = Path(__file__).resolve().parent.parent / ".cache" / "bench"
# as the offices send it: CGCS2000 longitude and latitude, while the plan is in metres
SENT_IN = "EPSG:4490"
DEFECTS = 0.02


def bank(count: int) -> Path:
    """A GeoParquet file of ``count`` parcels, 2 % of them spoilt."""
    return _made(f"bank-{count}", lambda: land.parcels(count, defects=DEFECTS))


def update(count: int) -> Path:
    """A file that changes 1 % of the parcels of ``bank(count)``."""
    return _made(f"update-{count}", lambda: land.update(land.parcels(count, defects=DEFECTS)))


def _made(name: str, make: Callable[[], gpd.GeoDataFrame]) -> Path:
    made_by = hashlib.sha256(Path(land.__file__).read_bytes()).hexdigest()[:8]
    file = FOLDER / f"{name}-{made_by}.parquet"
    if not file.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        make().to_crs(SENT_IN).to_parquet(file.with_suffix(".part"))
        file.with_suffix(".part").rename(file)
    return file


def workspace(count: int) -> Path:
    """Where the import job leaves its workspace for those that come after."""
    return FOLDER / f"workspace-{count}"
