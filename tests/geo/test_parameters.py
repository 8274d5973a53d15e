"""西安80 and 北京54: refused without parameters, and with them moved as the textbook says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import crs
from geo.crs import Parameters
from geo.errors import BadTransform, OldDatum
from geo.read import How, read_layer
from tests.geo.read.files import land

IAU75, CGCS2000, KRASOVSKY = (6378140, 1 / 298.257), (6378137, 1 / 298.257222101), (6378245, 1 / 298.3)
SEVEN = (12.5, -80.25, 33.125, 0.6, -1.2, 3.4, 4.5)


def geocentric(lon: float, lat: float, ellipsoid: tuple[float, float]) -> np.ndarray:
    """The textbook: degrees at height 0 to X, Y, Z."""
    a, f = ellipsoid
    e2 = f * (2 - f)
    lam, phi = np.radians([lon, lat])
    n = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
    return n * np.array([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), (1 - e2) * np.sin(phi)])


def degrees(xyz: np.ndarray, ellipsoid: tuple[float, float]) -> tuple[float, float]:
    """And back, by turns."""
    a, f = ellipsoid
    e2 = f * (2 - f)
    flat = np.hypot(xyz[0], xyz[1])
    phi = np.arctan2(xyz[2], flat * (1 - e2))
    for _ in range(20):
        n = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
        phi = np.arctan2(xyz[2] + e2 * n * np.sin(phi), flat)
    return float(np.degrees(np.arctan2(xyz[1], xyz[0]))), float(np.degrees(phi))


def bursa(xyz: np.ndarray, seven: tuple[float, ...]) -> np.ndarray:
    """布尔莎模型: X' = T + (1 + m) R X."""
    ex, ey, ez = np.radians(np.array(seven[3:6]) / 3600)
    turn = np.array([[1, ez, -ey], [-ez, 1, ex], [ey, -ex, 1]])
    return np.array(seven[:3]) + (1 + seven[6] * 1e-6) * turn @ xyz


@pytest.mark.parametrize(
    ("system", "ellipsoid"), [("EPSG:4610", IAU75), ("EPSG:4214", KRASOVSKY)], ids=["西安80", "北京54"]
)
@given(lon=st.floats(75, 134), lat=st.floats(18, 53))
def test_seven_parameters_move_as_the_textbook_says(
    system: str, ellipsoid: tuple[float, float], lon: float, lat: float
):
    there, target = crs.from_old_datum(np.array([shapely.Point(lon, lat)]), system, Parameters(SEVEN))

    expected = degrees(bursa(geocentric(lon, lat, ellipsoid), SEVEN), CGCS2000)
    assert target == "EPSG:4490"
    assert (there[0].x, there[0].y) == pytest.approx(expected, abs=2e-9)


@pytest.mark.parametrize(("system", "prefix"), [("EPSG:2383", 0.0), ("EPSG:2362", 38e6)])
def test_four_parameters_move_metres_of_a_meridian_prefix_or_not(system: str, prefix: float):
    north, east = 3_840_000.0, 465_000.0
    turn, scale = np.radians(2.5 / 3600), 1 + 3e-6
    point = np.array([shapely.Point(east + prefix, north)])

    there, target = crs.from_old_datum(point, system, Parameters((-4.0, 114.0, 2.5, 3.0)))

    assert target == "EPSG:4547"
    assert there[0].y == pytest.approx(-4 + scale * (north * np.cos(turn) - east * np.sin(turn)), abs=1e-6)
    assert there[0].x == pytest.approx(114 + scale * (north * np.sin(turn) + east * np.cos(turn)), abs=1e-6)


def test_a_six_degree_zone_goes_to_the_same_meridian():
    point = np.array([shapely.Point(19_700_000.0, 3_840_000.0)])

    there, target = crs.from_old_datum(point, "EPSG:2333", Parameters((0.0, 0.0, 0.0, 0.0)))

    assert target == "EPSG:4546"  # central meridian 111° E
    assert there[0].x == 700_000


@pytest.mark.parametrize(
    "values",
    [(), (1, 2, 3), (1, 2, 3, 4, 5, 6), (float("nan"), 0, 0, 0), (1e9, 0, 0, 0), (0, 0, 0, 1e6, 0, 0, 0)],
)
def test_parameters_that_cannot_be_meant_are_refused(values: tuple[float, ...]):
    with pytest.raises(BadTransform):
        Parameters(values)


def test_four_parameters_are_not_for_degrees():
    with pytest.raises(BadTransform, match="高斯"):
        crs.from_old_datum(np.array([shapely.Point(113, 34)]), "EPSG:4610", Parameters((0, 0, 0, 0)))


def test_a_layer_of_xian_80_is_refused_without_parameters_and_moved_with_them(tmp_path: Path):
    path = tmp_path / "land.gpkg"
    land("EPSG:4547").set_crs("EPSG:2383", allow_override=True).to_file(path)

    with pytest.raises(OldDatum, match="--transform"):
        read_layer(path, How())
    raw = read_layer(path, How(transform=(10.0, 100.0, 0.0, 0.0)))

    moved = land("EPSG:4547").translate(100, 10)
    assert raw.frame.crs == "EPSG:4547"
    assert shapely.equals_exact(raw.frame.geometry.values, moved.values, 1e-6).all()
    assert raw.provenance.crs == "EPSG:2383"
    assert [finding.rule for finding in raw.findings] == ["datum_transformed"]


def test_parameters_for_a_layer_that_needs_none_are_refused(tmp_path: Path):
    path = tmp_path / "land.gpkg"
    land("EPSG:4547").to_file(path)

    with pytest.raises(BadTransform, match="不需要参数"):
        read_layer(path, How(transform=(10.0, 100.0, 0.0, 0.0)))


def test_what_is_not_numbers_is_no_parameter():
    with pytest.raises(BadTransform, match="不是数字"):
        Parameters.read("12, x, 3, 4")
