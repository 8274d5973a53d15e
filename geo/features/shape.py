"""Measures of a parcel's own outline: area, compactness, width."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoSeries


def area_m2(shapes: GeoSeries) -> pd.Series:
    """Area of every parcel [㎡], holes taken out, on the index of ``shapes``.

    >>> area_m2(GeoSeries({"a": shapely.box(0, 0, 20, 10)})).to_dict()
    {'a': 200.0}
    """
    return pd.Series(
        shapely.area(shapes.to_numpy()), index=shapes.index, name="area_m2"
    )


def compactness(shapes: GeoSeries) -> pd.Series:
    """Polsby-Popper compactness 4πA/P²: 1 for a circle, π/4 for a square, near 0 for a strip.

    >>> float(compactness(GeoSeries({"a": shapely.box(0, 0, 10, 10)}))["a"] / np.pi)
    0.25
    """
    area, around = shapely.area(shapes.to_numpy()), shapely.length(shapes.to_numpy())
    with np.errstate(divide="ignore", invalid="ignore"):
        share = 4 * np.pi * area / around**2
    return pd.Series(share.astype("float32"), index=shapes.index, name="compactness")


def width_m(shapes: GeoSeries) -> pd.Series:
    """Short side of the rotated rectangle of least area around every parcel [m].

    >>> width_m(GeoSeries({"a": shapely.box(0, 0, 40, 10)})).round(3).to_dict()
    {'a': 10.0}
    """
    frames = shapely.minimum_rotated_rectangle(shapes.to_numpy())
    corners = [
        shapely.get_point(shapely.get_exterior_ring(frames), k) for k in range(3)
    ]
    sides = [shapely.distance(corners[k], corners[k + 1]) for k in range(2)]
    return pd.Series(
        np.minimum(*sides).astype("float32"), index=shapes.index, name="width_m"
    )
