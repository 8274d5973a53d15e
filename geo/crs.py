"""The only place that reprojects: metres inside, degrees at the door, GCJ-02 and BD-09 undone exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import CRSError

from geo.errors import BadCrs, NotMetric, OldDatum, UnknownCrs

Floats = NDArray[np.float64]
Datum = Literal["", "wgs84", "gcj02", "bd09"]
Pair = tuple[Floats, Floats]

LON_LAT = "EPSG:4326"  # CGCS2000 (EPSG:4490) differs from it by less than a millimetre in PROJ
# datums whose distance from CGCS2000 (up to 100 m and more) no public parameters tell
OLD_DATUMS = ("xian 1980", "xian_1980", "beijing 1954", "beijing_1954", "new beijing", "new_beijing")

# EPSG's rows of CGCS2000: the code of the first zone of each kind, zones 25–45 (3°) and 13–23 (6°)
_THREE_DEGREES, _THREE_DEGREES_PREFIXED, _ZONES_3 = 4534, 4513, range(25, 46)
_SIX_DEGREES, _SIX_DEGREES_PREFIXED, _ZONES_6 = 4502, 4491, range(13, 24)

# GCJ-02: the published constants (Krasovsky ellipsoid)
_A = 6378245.0
_EE = 0.00669342162296594323
_X_PI = np.pi * 3000 / 180
_CHINA = (72.004, 0.8293, 137.8347, 55.8271)  # west, south, east, north: beyond it nothing is shifted


def parse(asked: Any) -> pyproj.CRS:
    """A coordinate system from an EPSG code, WKT or name.

    Raises:
        BadCrs: nothing of that name exists.
        OldDatum: 西安80 or 北京54, which need transformation parameters that nobody gave.

    Examples:
        >>> parse("EPSG:4547").to_epsg()
        4547
    """
    try:
        crs = pyproj.CRS.from_user_input(asked)
    except CRSError as error:
        raise BadCrs(asked) from error
    # the third dimension is dropped with Z
    datum = crs.geodetic_crs.datum.name if crs.geodetic_crs and crs.geodetic_crs.datum else ""
    if any(old in f"{datum} {crs.name}".lower() for old in OLD_DATUMS):
        raise OldDatum(crs.name)
    return crs.to_2d() if len(crs.axis_info) > 2 else crs  # noqa: PLR2004 - x and y


def label(crs: Any) -> str:
    """``EPSG:code`` where the authority knows it, else its name.

    >>> label("EPSG:4490"), label(pyproj.CRS(4547).to_wkt("WKT1_ESRI"))
    ('EPSG:4490', 'EPSG:4547')
    """
    known = parse(crs)
    authority = known.to_authority(min_confidence=70)
    return ":".join(authority) if authority else known.name


def is_placeholder(crs: Any) -> bool:
    """Whether a file only says that its system is not known, as a GeoPackage may.

    >>> is_placeholder('ENGCRS["Undefined Cartesian SRS",EDATUM[""],CS[Cartesian,2],AXIS["x",east],'
    ...                'AXIS["y",north],LENGTHUNIT["metre",1]]')
    True
    """
    known = parse(crs)
    return "undefined" in known.name.lower() or known.is_engineering


def is_metric(crs: Any) -> bool:
    """Whether areas and distances may be measured: projected metres, and not the web's Mercator.

    EPSG:3857 calls itself metric but shows areas 48 % too large at 34.7° N.

    >>> is_metric("EPSG:4547"), is_metric("EPSG:4490"), is_metric("EPSG:3857")
    (True, False, False)
    """
    known = parse(crs)
    metres = all(axis.unit_name in {"metre", "meter"} for axis in known.axis_info[:2])
    return bool(known.is_projected and metres and "Pseudo-Mercator" not in known.name)


def to_metric(frame: gpd.GeoDataFrame, crs: Any) -> gpd.GeoDataFrame:
    """The frame in a metric coordinate system; the same rows on the same index.

    Raises:
        UnknownCrs: the frame does not say where it is.
        NotMetric: ``crs`` is in degrees or feet, or is the web's Mercator.
    """
    if not is_metric(crs):
        raise NotMetric(crs)
    return _reproject(frame, parse(crs))


def to_lonlat(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The frame in WGS84 longitude and latitude.

    Raises:
        UnknownCrs: the frame does not say where it is.
    """
    return _reproject(frame, parse(LON_LAT))


def shapes_to(shapes: NDArray[np.object_], source: Any, target: Any) -> NDArray[np.object_]:
    """Shapes from one system to another, x before y in both; Z is dropped.

    Coordinates that the target cannot express become infinite: check ``has_finite``.

    Examples:
        >>> point = shapes_to(np.array([shapely.Point(113.65976, 34.753649)]), "EPSG:4490", "EPSG:4547")[0]
        >>> round(point.x, 2), round(point.y, 2)
        (468847.25, 3847315.86)
    """
    start, end = parse(source), parse(target)
    if start == end:
        return _flat(shapes)
    return _moved(shapes, _transformer(start.to_wkt(), end.to_wkt()))


def coordinates_to(x: Floats, y: Floats, source: Any, target: Any) -> Pair:
    """Coordinate pairs from one system to another, x (east, longitude) first in both."""
    moved = _transformer(parse(source).to_wkt(), parse(target).to_wkt())(x, y)
    return np.asarray(moved[0]), np.asarray(moved[1])


def has_finite(shapes: NDArray[np.object_], crs: Any) -> NDArray[np.bool_]:
    """Which shapes have finite coordinates that their system could mean; False for missing ones.

    Degrees must lie within ±360 and ±90 (trap: NaN and 1e308 pass every reader), metres within the
    globe's size, zone prefix included.
    """
    west, south, east, north = shapely.bounds(shapes).T
    degrees = parse(crs).is_geographic
    x_most, y_most = (360.0, 90.0) if degrees else (2e8, 2e8)
    finite = np.isfinite(west) & np.isfinite(south) & np.isfinite(east) & np.isfinite(north)
    with np.errstate(invalid="ignore"):
        inside = (west >= -x_most) & (east <= x_most) & (south >= -y_most) & (north <= y_most)
    return finite & inside & ~_has_nan(shapes)


# ---- GCJ-02 and BD-09 -------------------------------------------------------------------------------------


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
    return _moved(shapes, _UNDO[datum]) if datum in _UNDO else shapes


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


# ---- which system could these numbers be in? --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """A way to read bare numbers that puts ``share`` of them inside the boundary."""

    crs: str
    share: float
    swapped: bool = False
    datum: Datum = ""

    @property
    def options(self) -> str:
        """What to type: ``--crs EPSG:4526``, with ``--swap-xy`` or ``--datum`` where needed."""
        words = [f"--crs {self.crs}"]
        words += ["--swap-xy"] if self.swapped else []
        words += [f"--datum {self.datum}"] if self.datum else []
        return " ".join(words)


def crs_candidates(
    numbers: Floats, boundary: shapely.Geometry, plan_crs: str = "", *, least: float = 0.01
) -> tuple[Candidate, ...]:
    """Which systems would put these numbers inside the boundary: offered, never applied.

    Args:
        numbers: Coordinates as in the file, one ``x, y`` pair a row; a sample of them is tried.
        boundary: The plan's boundary in longitude and latitude.
        plan_crs: A further system to try.
        least: Least share of pairs inside.

    Returns:
        The fitting systems, best first; shifted datums only where they fit better than unshifted.
    """
    finite = numbers[np.isfinite(numbers).all(axis=1)]
    if not len(finite):
        return ()
    x, y = finite[:: max(1, len(finite) // 2000)].T
    shapely.prepare(boundary)
    found = []
    for swapped in (False, True):
        east, north = (y, x) if swapped else (x, y)
        for crs in _near(boundary, plan_crs):
            lon, lat = coordinates_to(east, north, crs, LON_LAT)
            share = _inside(boundary, lon, lat)
            found.append(Candidate(crs, share, swapped))
            if parse(crs).is_geographic or crs == "EPSG:3857":
                shifted = [
                    Candidate(crs, _inside(boundary, *_UNDO[datum](lon, lat)), swapped, datum)
                    for datum in ("gcj02", "bd09")
                ]
                found += [one for one in shifted if one.share > share + 0.02]
    return tuple(sorted((one for one in found if one.share >= least), key=lambda one: -one.share))


def _near(boundary: shapely.Geometry, plan_crs: str) -> list[str]:
    """Systems that data of a place may be in: 3° and 6° zones by its meridian, degrees, web, UTM."""
    lon, lat = shapely.get_coordinates(shapely.centroid(boundary))[0]
    names = ["EPSG:4490", "EPSG:3857", *([plan_crs] if plan_crs else [])]
    zone = round(lon / 3)
    for first in (_THREE_DEGREES, _THREE_DEGREES_PREFIXED):
        names += [f"EPSG:{first + n - 25}" for n in (zone, zone - 1, zone + 1) if n in _ZONES_3]
    zone = int(lon // 6) + 1
    for first in (_SIX_DEGREES, _SIX_DEGREES_PREFIXED):
        names += [f"EPSG:{first + zone - 13}"] if zone in _ZONES_6 else []
    names.append(f"EPSG:{(32600 if lat >= 0 else 32700) + int((lon + 180) // 6) + 1}")
    return list(dict.fromkeys(names))


def _inside(boundary: shapely.Geometry, lon: Floats, lat: Floats) -> float:
    """Share of the pairs inside the boundary."""
    return float(np.mean(shapely.contains_xy(boundary, lon, lat)))


# ---- moving coordinates -----------------------------------------------------------------------------------


def _reproject(frame: gpd.GeoDataFrame, target: pyproj.CRS) -> gpd.GeoDataFrame:
    if frame.crs is None:
        raise UnknownCrs("图层")
    shapes = shapes_to(np.asarray(frame.geometry.values), frame.crs, target)
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=target))


@cache
def _transformer(source: str, target: str) -> Callable[[Floats, Floats], Pair]:
    # EPSG's own order is northing first for CGCS2000: always x before y here
    return pyproj.Transformer.from_crs(source, target, always_xy=True).transform


def _moved(shapes: NDArray[np.object_], move: Callable[[Floats, Floats], Pair]) -> NDArray[np.object_]:
    def both(pairs: Floats) -> Floats:
        return np.column_stack(move(pairs[:, 0], pairs[:, 1]))

    return shapely.transform(_flat(shapes), both)


def _flat(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """A copy without Z and M; what has none is not made anew."""
    kept = np.array(shapes, dtype=object)
    raised = shapely.has_z(kept) | shapely.has_m(kept)
    kept[raised] = shapely.force_2d(kept[raised])
    return kept


def _has_nan(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Bounds skip NaN, so every coordinate is looked at."""
    pairs, owner = shapely.get_coordinates(shapes, return_index=True)
    bad = np.zeros(len(shapes), dtype=bool)
    bad[owner[~np.isfinite(pairs).all(axis=1)]] = True
    return bad
