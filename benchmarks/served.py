"""The service over made-up land: the bundled plan with its own parcels taken away and ``count`` put in."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import shapely

from benchmarks import files, land

PLAN = Path(__file__).resolve().parent.parent / "data" / "erqi"
STARTS_IN_S = 900
BUNDLED = 603
WIDENED = ("boundary", "development_boundary")


def plan(count: int) -> Path:
    """A plan folder: all of the bundled plan, over ``count`` made-up parcels about its middle.

    The district and its 城镇开发边界 reach as far. As many as the bundled district has are its own.
    """
    if count == BUNDLED:
        return PLAN
    folder = files.FOLDER / f"plan-{count}"
    if not (folder / "parcels.fgb").exists():
        shutil.copytree(PLAN, folder, dirs_exist_ok=True)
        boundary = gpd.read_file(PLAN / "layers" / "boundary.geojson")
        middle = boundary.to_crs(land.CRS).union_all().centroid
        size = land.extent_m(count)
        parcels = land.parcels(count)
        moved = (middle.x - size / 2 - land.EAST, middle.y - size / 2 - land.NORTH)
        parcels["geometry"] = parcels.geometry.translate(*moved)
        extent = shapely.box(*parcels.total_bounds).buffer(100)
        whole = gpd.GeoSeries([extent], crs=land.CRS).to_crs(4326).to_numpy()
        # else most of so much land would lie where nobody may build
        for name in WIDENED:
            file = folder / "layers" / f"{name}.geojson"
            one = gpd.read_file(file).iloc[:1].set_geometry(whole)
            one.set_crs(4326, allow_override=True).to_file(file)
        text = (folder / "plan.toml").read_text("utf-8")
        (folder / "plan.toml").write_text(text.replace("parcels.geojson", "parcels.fgb"), "utf-8")
        (folder / "parcels.geojson").unlink()
        parcels.to_file(folder / "parcels.fgb", driver="FlatGeobuf")
    return folder


@contextmanager
def service(count: int) -> Iterator[str]:
    """``luodi serve`` over it, in a process of its own; its address once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    home = files.FOLDER / f"served-{count}"
    command = f"import sys; from api.cli import main; sys.argv=['luodi','serve','--port','{port}']; main()"
    environment = {"LUODI_PLAN": str(plan(count)), "LUODI_HOME": str(home), "PATH": "/usr/bin:/bin"}
    log = (files.FOLDER / f"served-{count}.log").open("wb")
    root = Path(__file__).resolve().parent.parent
    process = subprocess.Popen(
        [sys.executable, "-c", command], env=environment, cwd=root, stdout=log, stderr=log
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(process, f"{address}/readyz")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    """Until the service has its land."""
    until = time.monotonic() + STARTS_IN_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 (our own service)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    message = "the service did not start"
    raise RuntimeError(message)
