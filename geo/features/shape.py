"""Measures of a parcel's own outline: area, compactness, width; and whether two outlines are the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.features.compiled import over_rows
from geo.features.flat import Geometries, Shapes, flatten
from geo.features.outline import widths

# corners that moved less than this have not moved
SAME_M = 0.001


def area_m2(shapes: Shapes) -> pd.Series:
    """Area of every parcel [㎡], holes taken out, on the index of ``shapes``.

    >>> from geopandas import GeoSeries
    >>> area_m2(GeoSeries({"a": shapely.box(0, 0, 20, 10)})).to_dict()
    {'a': 200.0}
    """
    land = flatten(shapes)
    return pd.Series(land.area_m2.copy(), index=land.index)


def compactness(shapes: Shapes) -> pd.Series:
    """Polsby-Popper compactness 4πA/P²: 1 for a circle, π/4 for a square, near 0 for a strip.

    >>> from geopandas import GeoSeries
    >>> float(compactness(GeoSeries({"a": shapely.box(0, 0, 10, 10)}))["a"] / np.pi)
    0.25
    """
    land = flatten(shapes)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = 4 * np.pi * land.area_m2 / shapely.length(land.shapes) ** 2
    return pd.Series(share.astype("float32"), index=land.index)


def width_m(shapes: Shapes) -> pd.Series:
    """Short side of the rotated rectangle of least area around every parcel [m], parts together.

    Where two rectangles are equally small, the narrower one.

    >>> from geopandas import GeoSeries
    >>> width_m(GeoSeries({"a": shapely.box(0, 0, 40, 10)})).to_dict()
    {'a': 10.0}
    """
    land = flatten(shapes)
    found = np.empty(len(land.index))
    over_rows(widths, len(found), land.outlines, found)
    return pd.Series(found.astype("float32"), index=land.index)


def same_shape(old: Geometries, new: Geometries) -> NDArray[np.bool_]:
    """Which outlines agree to a millimetre, wherever their rings begin and however densely they are drawn."""
    same = np.asarray(shapely.equals_exact(old, new, 0.0), dtype=bool)
    # few are left: the outline that lies within a millimetre of the other, both ways, is the same
    left = np.flatnonzero(~same)
    a, b = shapely.boundary(old[left]), shapely.boundary(new[left])
    same[left] = shapely.hausdorff_distance(a, b) <= SAME_M
    return same
