"""GCJ-02 and BD-09: the shifts of Chinese maps by their published formulas, and undone exactly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.crs.systems import LON_LAT, Floats, Pair, moved, to_lonlat

Datum = Literal["", "wgs84", "gcj02", "bd09"]

# GCJ-02: the published constants (Krasovsky ellipsoid)
_A = 6378245.0
_EE = 0.00669342162296594323
_X_PI = np.pi * 3000 / 180
_CHINA = (72.004, 0.8293, 137.8347, 55.8271)  # west, south, east, north: beyond it nothing is shifted


def wgs84_to_gcj02(lon: Floats, lat: Floats) -> Pair:
    """WGS84 -> GCJ-02 by the published formula; unchanged outside the box of China.

    >>> lon, lat = wgs84_to_gcj02(np.array([116.404]), np.array([39.915]))
    >>> round(float(lon[0]), 9), round(float(lat[0]), 9)
    (116.410244499, 39.916404282)
    """
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    west, south, east, north = _CHINA
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    d_lon, d_lat = _gcj02_offset(lon, lat)
    return np.where(inside, lon + d_lon, lon), np.where(inside, lat + d_lat, lat)


def gcj02_to_wgs84(lon: Floats, lat: Floats) -> Pair:
    """GCJ-02 -> WGS84, the exact inverse of the formula (to 1e-9°), not the usual one-step guess."""
    return _inverse(wgs84_to_gcj02, lon, lat)


def gcj02_to_bd09(lon: Floats, lat: Floats) -> Pair:
    """GCJ-02 -> BD-09 by the published formula."""
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _X_PI)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _X_PI)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def bd09_to_gcj02(lon: Floats, lat: Floats) -> Pair:
    """BD-09 -> GCJ-02, the exact inverse of the formula (to 1e-9°)."""
    return _inverse(gcj02_to_bd09, lon, lat)


def undo(frame: gpd.GeoDataFrame, datum: Datum) -> gpd.GeoDataFrame:
    """The frame in WGS84 degrees once the shift of ``datum`` is taken off; for wgs84 as it is.

    Raises:
        UnknownCrs: the frame does not say where it is.
    """
    if datum not in _UNDO:
        return frame
    lonlat = to_lonlat(frame)
    return lonlat.set_geometry(undone(np.asarray(lonlat.geometry.values), datum), crs=LON_LAT)


def undone(shapes: NDArray[np.object_], datum: Datum) -> NDArray[np.object_]:
    """Shapes in degrees once the shift of ``datum`` is taken off; for wgs84 as they are."""
    return moved(shapes, _UNDO[datum]) if datum in _UNDO else shapes


def undone_pairs(lon: Floats, lat: Floats, datum: Datum) -> Pair:
    """Degrees once the shift of ``datum`` is taken off; for wgs84 as they are."""
    return _UNDO[datum](lon, lat) if datum in _UNDO else (lon, lat)


def _bd09_to_wgs84(lon: Floats, lat: Floats) -> Pair:
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


_UNDO: dict[str, Callable[[Floats, Floats], Pair]] = {"gcj02": gcj02_to_wgs84, "bd09": _bd09_to_wgs84}


def _gcj02_offset(lon: Floats, lat: Floats) -> Pair:
    """Degrees that GCJ-02 adds."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    common = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
    north += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
    east += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    phi = np.radians(lat)
    magic = 1 - _EE * np.sin(phi) ** 2
    d_lat = north * 180 / ((_A * (1 - _EE)) / (magic * np.sqrt(magic)) * np.pi)
    d_lon = east * 180 / (_A / np.sqrt(magic) * np.cos(phi) * np.pi)
    return d_lon, d_lat


def _inverse(forward: Callable[[Floats, Floats], Pair], lon: Floats, lat: Floats) -> Pair:
    """Fixed-point inverse: both shifts vary by less than 2 % per degree, so each step wins two digits."""
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    guess_lon, guess_lat = lon.copy(), lat.copy()
    for _ in range(10):
        there_lon, there_lat = forward(guess_lon, guess_lat)
        guess_lon, guess_lat = guess_lon + (lon - there_lon), guess_lat + (lat - there_lat)
    return guess_lon, guess_lat
