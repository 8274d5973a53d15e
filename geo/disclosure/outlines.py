"""概化: outlines and points that show where land lies without saying exactly where."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

# every corner of an outline moves to the nearest crossing of a grid: by 35 m at most
GRID_M = 50.0
# about the same in degrees, for outlines that come as GeoJSON
GRID_DEGREES = 0.0005
# of a point's degrees: about 100 m
DECIMALS = 3
# columns of a parcel that say who, from which of the office's files, and exactly where
PERSONAL = ("holder", "source")
PLACES = ("lon", "lat")


def general(shapes: NDArray[np.object_], grid: float = GRID_M) -> NDArray[np.object_]:
    """Shapes with every corner on a grid; land too small for that becomes one cell about its middle.

    Args:
        shapes: Of any kind, in metres.
        grid: Distance of the grid's lines [m].

    Examples:
        >>> lot, plot = shapely.box(3, 2, 98, 148), shapely.box(10, 10, 20, 20)
        >>> [one.bounds for one in general(np.array([lot, plot], dtype=object))]
        [(0.0, 0.0, 100.0, 150.0), (-25.0, -25.0, 25.0, 25.0)]
    """
    snapped = shapely.set_precision(shapes, grid)
    is_lost = shapely.is_empty(snapped) & ~shapely.is_empty(shapes)
    if is_lost.any():
        middle = shapely.centroid(shapes[is_lost])
        x, y = (np.rint(axis / grid) * grid for axis in (shapely.get_x(middle), shapely.get_y(middle)))
        half = grid / 2
        snapped[is_lost] = shapely.box(x - half, y - half, x + half, y + half)
    return snapped


def general_frame(parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Parcels in a metric CRS with general outlines and places, and neither people nor files named."""
    plain = parcels.drop(columns=[name for name in PERSONAL if name in parcels.columns])
    shapes = general(np.asarray(parcels.geometry.values, dtype=object))
    plain = plain.set_geometry(gpd.GeoSeries(shapes, index=parcels.index, crs=parcels.crs))
    return plain.assign(**{name: plain[name].round(DECIMALS) for name in PLACES if name in plain.columns})


def general_geojson(text: str) -> str:
    """A GeoJSON geometry in degrees with every corner on the grid; "" stays "".

    >>> general_geojson('{"type": "Point", "coordinates": [113.64012, 34.75049]}')
    '{"type":"Point","coordinates":[113.64,34.7505]}'
    """
    if not text:
        return text
    shapes = general(np.array([shapely.from_geojson(text)], dtype=object), GRID_DEGREES)
    tidy = shapely.transform(shapes, lambda pairs: pairs.round(7))
    return str(shapely.to_geojson(tidy[0]))
