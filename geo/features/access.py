"""How near a parcel is to what it needs: distances, counts, position along a line."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoSeries
from shapely.geometry import LineString

from geo.features.compiled import over_rows
from geo.features.flat import Geometries, Shapes, flatten, outlines
from geo.features.kernels import Floats, zero_inside
from geo.features.nearest import squares_to_nearest
from geo.features.outline import places_along
from geo.features.tree import plant, segments_of

# Coordinates are kept to the millimetre: whatever is closer than that touches.
TOUCHING_M = 1e-3


def distance_m(shapes: Shapes, features: GeoSeries) -> pd.Series:
    """Distance from every parcel to the nearest of ``features`` [m].

    Args:
        shapes: Parcels (Polygon or MultiPolygon) in a metric CRS.
        features: Points, lines or areas in the same CRS; missing and empty ones are passed over.

    Returns:
        float32 on the index of ``shapes``: 0 where they touch or overlap (a parcel inside an area,
        or around a point, overlaps it); NaN where there are no features at all.

    Examples:
        >>> land = GeoSeries({"a": shapely.box(0, 0, 10, 10), "b": shapely.box(50, 0, 60, 10)})
        >>> distance_m(land, GeoSeries([shapely.Point(13, 10), shapely.Point(5, 5)])).to_dict()
        {'a': 0.0, 'b': 37.0}
    """
    land, there = flatten(shapes), present(features)
    found = np.full(len(land.index), np.nan)
    if len(there):
        over_rows(
            squares_to_nearest, len(found), land.outlines, plant(segments_of(there)), TOUCHING_M**2, found
        )
        areas = areas_of(there)
        if len(areas):
            over_rows(zero_inside, len(found), land.outlines, plant(outlines(areas).edge), found)
    return pd.Series(np.sqrt(found).astype("float32"), index=land.index)


def count_within(shapes: Shapes, features: GeoSeries, radius_m: float) -> pd.Series:
    """How many of ``features`` lie within ``radius_m`` of every parcel, the rim included.

    float32 on the index of ``shapes``; NaN where there are no features at all.

    >>> land = GeoSeries({"a": shapely.box(0, 0, 10, 10), "b": shapely.box(50, 0, 60, 10)})
    >>> count_within(land, GeoSeries([shapely.Point(13, 4), shapely.Point(5, 5)]), 3).to_dict()
    {'a': 2.0, 'b': 0.0}
    """
    land, there = flatten(shapes), present(features)
    if not len(there):
        return pd.Series(np.nan, index=land.index, dtype="float32")
    # few features lie within a radius, so GEOS with its index is quick enough here
    rows, _ = shapely.STRtree(there).query(land.shapes, predicate="dwithin", distance=radius_m)
    counts = np.bincount(rows, minlength=len(land.index))
    return pd.Series(counts.astype("float32"), index=land.index)


def along(shapes: Shapes, line: LineString) -> pd.Series:
    """Where every parcel stands along ``line``: 0 at its first vertex, 1 at its last.

    It is the place on the line nearest to the parcel's centroid; the earlier one when two are
    equally near. float32 on the index of ``shapes``.

    >>> land = GeoSeries({"a": shapely.box(10, 20, 30, 40), "b": shapely.box(0, 90, 10, 300)})
    >>> along(land, LineString([(0, 100), (0, 20)])).to_dict()
    {'a': 0.875, 'b': 0.0}
    """
    land = flatten(shapes)
    found = np.zeros(len(land.index))
    over_rows(places_along, len(found), land.outlines, _steps(line), found)
    return pd.Series((found / line.length).astype("float32"), index=land.index)


def _steps(line: LineString) -> Floats:
    """The steps of a line as ``places_along`` reads them."""
    xy = shapely.get_coordinates(line)
    way = np.diff(xy, axis=0)
    length = np.hypot(way[:, 0], way[:, 1])
    xy, way, length = xy[:-1][length > 0], way[length > 0], length[length > 0]
    return np.column_stack([xy, way, length**-2, np.cumsum(length) - length, length])


def present(features: GeoSeries) -> Geometries:
    """Geometries that are there: neither missing nor empty."""
    shapes = features.to_numpy()
    return shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]


def areas_of(features: Geometries) -> Geometries:
    """Polygons among the parts of some geometries."""
    parts = shapely.get_parts(shapely.get_parts(features))  # twice: collections hold multi-geometries
    return parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
