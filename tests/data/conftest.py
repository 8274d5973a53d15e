"""The bundled plan, read once as anybody would read it."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from data.build_erqi import build
from geo import plan as planning
from geo.model import Plan

ROOT = Path(__file__).resolve().parents[2]
ERQI = ROOT / "data" / "erqi"


@pytest.fixture(scope="session")
def erqi() -> Plan:
    return planning.load(ERQI)


@pytest.fixture(scope="session")
def parcels() -> gpd.GeoDataFrame:
    return gpd.read_file(ERQI / "parcels.geojson").to_crs("EPSG:4547")


@pytest.fixture(scope="session")
def neighbours(parcels) -> list[tuple[int, int]]:
    """Row numbers of parcels that touch each other or nearly do."""
    one, other = parcels.sindex.query(parcels.geometry, predicate="dwithin", distance=0.01)
    return [(int(i), int(j)) for i, j in zip(one, other, strict=True) if i < j]


@pytest.fixture(scope="session")
def rebuilt(tmp_path_factory) -> tuple[Path, Path]:
    """The generated files made twice more."""
    folders = (tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second"))
    for folder in folders:
        build(folder)
    return folders


def corridors(frame: gpd.GeoDataFrame) -> shapely.Geometry:
    """What the roads of a layer cover, by their width."""
    return shapely.union_all(frame.geometry.buffer(frame["width_m"] / 2, cap_style="flat").to_numpy())
