"""Coordinate systems: which they are, and the only way from one to another."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import CRSError

from geo.crs.parts import by_parts
from geo.errors import BadCrs, NotMetric, OldDatum, UnknownCrs

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]

_PUNCTUAL = (0, 4, 7)  # points and collections, whose length says nothing of a NaN

LON_LAT = "EPSG:4326"  # CGCS2000 (EPSG:4490) differs from it by less than a millimetre in PROJ
# datums whose distance from CGCS2000 (up to 100 m and more) no public parameters tell
OLD_DATUMS = ("xian 1980", "xian_1980", "beijing 1954", "beijing_1954", "new beijing", "new_beijing")


def parse(asked: Any) -> pyproj.CRS:
    """A coordinate system from an EPSG code, WKT or name.

    Raises:
        BadCrs: nothing of that name exists.
        OldDatum: 西安80 or 北京54, which need transformation parameters that nobody gave.

    Examples:
        >>> parse("EPSG:4547").to_epsg()
        4547
    """
    crs = named(asked)
    if is_old(crs):
        raise OldDatum(crs.name)
    return crs


def named(asked: Any) -> pyproj.CRS:
    """A coordinate system of whatever datum, to be shown or transformed; ``parse`` for all other use.

    Raises:
        BadCrs: nothing of that name exists.
    """
    try:
        crs = pyproj.CRS.from_user_input(asked)
    except CRSError as error:
        raise BadCrs(asked) from error
    # the third dimension is dropped with Z
    return crs.to_2d() if len(crs.axis_info) > 2 else crs  # noqa: PLR2004 - x and y


def is_old(crs: pyproj.CRS) -> bool:
    """Whether a system stands on 西安80 or 北京54.

    >>> is_old(named("EPSG:2383")), is_old(named("EPSG:4547"))
    (True, False)
    """
    datum = crs.geodetic_crs.datum.name if crs.geodetic_crs and crs.geodetic_crs.datum else ""
    return any(old in f"{datum} {crs.name}".lower() for old in OLD_DATUMS)


def label(crs: Any) -> str:
    """``EPSG:code`` where the authority knows it, else its name.

    >>> label("EPSG:4490"), label(pyproj.CRS(4547).to_wkt("WKT1_ESRI"))
    ('EPSG:4490', 'EPSG:4547')
    """
    known = named(crs)
    authority = known.to_authority(min_confidence=70)
    return ":".join(authority) if authority else known.name


def is_placeholder(crs: Any) -> bool:
    """Whether a file only says that its system is not known, as a GeoPackage may.

    >>> is_placeholder('ENGCRS["Undefined Cartesian SRS",EDATUM[""],CS[Cartesian,2],AXIS["x",east],'
    ...                'AXIS["y",north],LENGTHUNIT["metre",1]]')
    True
    """
    known = named(crs)
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
    return moved(shapes, _transformer(start.to_wkt(), end.to_wkt()))


def coordinates_to(x: Floats, y: Floats, source: Any, target: Any) -> Pair:
    """Coordinate pairs from one system to another, x (east, longitude) first in both."""
    move = _transformer(parse(source).to_wkt(), parse(target).to_wkt())
    moved = by_parts(lambda some: np.column_stack(move(some[:, 0], some[:, 1])), np.column_stack([x, y]))
    east, north = np.ascontiguousarray(moved.T)
    return east, north


def has_finite(shapes: NDArray[np.object_], crs: Any) -> NDArray[np.bool_]:
    """Which shapes have finite coordinates that their system could mean; False for missing ones.

    Degrees must lie within ±360 and ±90 (trap: NaN and 1e308 pass every reader), metres within the
    globe's size, zone prefix included.
    """
    degrees = parse(crs).is_geographic
    most = (360.0, 90.0) if degrees else (2e8, 2e8)
    return by_parts(lambda some: _is_meant(some, most), shapes)


def _is_meant(shapes: NDArray[np.object_], most: tuple[float, float]) -> NDArray[np.bool_]:
    west, south, east, north = shapely.bounds(shapes).T
    x_most, y_most = most
    finite = np.isfinite(west) & np.isfinite(south) & np.isfinite(east) & np.isfinite(north)
    with np.errstate(invalid="ignore"):
        inside = (west >= -x_most) & (east <= x_most) & (south >= -y_most) & (north <= y_most)
    return finite & inside & ~_has_nan(shapes)


def _reproject(frame: gpd.GeoDataFrame, target: pyproj.CRS) -> gpd.GeoDataFrame:
    if frame.crs is None:
        raise UnknownCrs("图层")
    shapes = shapes_to(np.asarray(frame.geometry.values), frame.crs, target)
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=target))


@cache
def _transformer(source: str, target: str) -> Callable[[Floats, Floats], Pair]:
    # EPSG's own order is northing first for CGCS2000: always x before y here (each thread gets its own)
    transform = pyproj.Transformer.from_crs(source, target, always_xy=True).transform

    def one(x: Floats, y: Floats) -> Pair:
        found = transform(x, y)
        return np.asarray(found[0]), np.asarray(found[1])

    return one


def moved(shapes: NDArray[np.object_], move: Callable[[Floats, Floats], Pair]) -> NDArray[np.object_]:
    """Shapes with every pair moved; Z is dropped."""

    def both(pairs: Floats) -> Floats:
        return np.column_stack(move(pairs[:, 0], pairs[:, 1]))

    return by_parts(lambda some: shapely.transform(some, both), _flat(shapes))


def _flat(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """A copy without Z and M; what has none is not made anew."""
    kept = np.array(shapes, dtype=object)
    raised = shapely.has_z(kept) | shapely.has_m(kept)
    kept[raised] = shapely.force_2d(kept[raised])
    return kept


def _has_nan(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Bounds skip NaN, so every coordinate is looked at: the length of a line through one is NaN."""
    if not np.isin(shapely.get_type_id(shapes), _PUNCTUAL).any():
        with np.errstate(invalid="ignore"):
            return ~np.isfinite(shapely.length(shapes)) & ~shapely.is_missing(shapes)
    pairs, owner = shapely.get_coordinates(shapes, return_index=True)
    bad = np.zeros(len(shapes), dtype=bool)
    bad[owner[~np.isfinite(pairs).all(axis=1)]] = True
    return bad
