"""How near a parcel is to what it needs: distances, counts, position along a line."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoSeries
from shapely.geometry import LineString

# Coordinates are kept to the millimetre: whatever is closer than that touches.
TOUCHING_M = 1e-3


def distance_m(shapes: GeoSeries, features: GeoSeries) -> pd.Series:
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
    there = present(features)
    found = np.full(len(shapes), np.nan)
    if len(there):
        tree = shapely.STRtree(there)
        (rows, _), metres = tree.query_nearest(
            shapes.to_numpy(), return_distance=True, all_matches=False
        )
        found[rows] = np.where(metres < TOUCHING_M, 0.0, metres)
    return pd.Series(found.astype("float32"), index=shapes.index)


def count_within(shapes: GeoSeries, features: GeoSeries, radius_m: float) -> pd.Series:
    """How many of ``features`` lie within ``radius_m`` of every parcel, the rim included.

    float32 on the index of ``shapes``; NaN where there are no features at all.

    >>> land = GeoSeries({"a": shapely.box(0, 0, 10, 10), "b": shapely.box(50, 0, 60, 10)})
    >>> count_within(land, GeoSeries([shapely.Point(13, 4), shapely.Point(5, 5)]), 3).to_dict()
    {'a': 2.0, 'b': 0.0}
    """
    there = present(features)
    if not len(there):
        return pd.Series(np.nan, index=shapes.index, dtype="float32")
    tree = shapely.STRtree(there)
    rows, _ = tree.query(shapes.to_numpy(), predicate="dwithin", distance=radius_m)
    counts = np.bincount(rows, minlength=len(shapes))
    return pd.Series(counts.astype("float32"), index=shapes.index)


def along(shapes: GeoSeries, line: LineString) -> pd.Series:
    """Where every parcel stands along ``line``: 0 at its first vertex, 1 at its last.

    It is the place on the line nearest to the parcel's centroid; the earlier one when two are
    equally near. float32 on the index of ``shapes``.

    >>> land = GeoSeries({"a": shapely.box(10, 20, 30, 40), "b": shapely.box(0, 90, 10, 300)})
    >>> along(land, LineString([(0, 100), (0, 20)])).to_dict()
    {'a': 0.875, 'b': 0.0}
    """
    centres = shapely.centroid(shapes.to_numpy())
    share = shapely.line_locate_point(line, centres, normalized=True)
    return pd.Series(share.astype("float32"), index=shapes.index)


def present(features: GeoSeries) -> np.ndarray:
    """The geometries that are there: neither missing nor empty."""
    shapes = features.to_numpy()
    return shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
