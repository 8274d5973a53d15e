"""What a parcel lies in: constraint layers by ㎡, its axis, its zone, its park."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoSeries
from numpy.typing import NDArray

from geo.features.access import areas_of, present
from geo.features.compiled import over_rows
from geo.features.flat import Flat, Geometries, Shapes, flatten, outlines
from geo.features.kernels import Floats, areas_under
from geo.features.tree import plant
from geo.model import Area, Axis

# Coordinates are kept to the millimetre: an overlap below 1 cm² is the rounding of two neighbours.
SPECK_M2 = 1e-4


def overlap_m2(shapes: Shapes, features: GeoSeries) -> pd.Series:
    """Area of every parcel that lies under ``features`` [㎡], counted once where they overlap.

    Args:
        shapes: Valid parcels (Polygon or MultiPolygon) in a metric CRS.
        features: Valid areas in the same CRS; points and lines cover nothing.

    Returns:
        float64 on the index of ``shapes``; NaN where there are no features at all, for an empty
        layer is no data.

    Examples:
        >>> land = GeoSeries({"a": shapely.box(0, 0, 10, 10), "b": shapely.box(50, 0, 60, 10)})
        >>> overlap_m2(land, GeoSeries([shapely.box(8, 0, 20, 10), shapely.box(9, 0, 20, 10)])).to_dict()
        {'a': 20.0, 'b': 0.0}
    """
    land, there = flatten(shapes), present(features)
    if not len(there):
        return pd.Series(np.nan, index=land.index, dtype="float64")
    merged = shapely.disjoint_subset_union_all(there) if len(there) > 1 else there[0]
    return pd.Series(_under(land, np.array([merged])), index=land.index)


def outside_m2(shapes: Shapes, features: GeoSeries) -> pd.Series:
    """Area of every parcel that lies outside all of ``features`` [㎡]; NaN for an empty layer.

    >>> land = GeoSeries({"a": shapely.box(0, 0, 10, 10), "b": shapely.box(50, 0, 60, 10)})
    >>> outside_m2(land, GeoSeries([shapely.box(8, 0, 20, 10)])).to_dict()
    {'a': 80.0, 'b': 100.0}
    """
    land = flatten(shapes)
    rest = land.area_m2 - overlap_m2(land, features)
    return rest.mask(rest < SPECK_M2, 0.0)


def containing(shapes: Shapes, areas: Sequence[Area]) -> pd.Series:
    """Id of the area that holds the largest part of every parcel, or "" when none does.

    "In none of them" is a candidate like the others: a parcel with 30 % in a park and 70 % in no
    park is in no park; one with 40 % and 35 % in two zones and 25 % outside is in the first zone.
    Equal parts go to the area named first in the plan.

    >>> from geo.model import Basis
    >>> west = Area("west", "西", "West", (), Basis.ASSUMED, "", shapely.box(0, 0, 50, 50))
    >>> land = GeoSeries({"a": shapely.box(0, 0, 10, 10), "b": shapely.box(47, 0, 57, 10)})
    >>> containing(land, [west]).to_dict()
    {'a': 'west', 'b': ''}
    """
    land = flatten(shapes)
    held = np.zeros((len(land.index), len(areas) + 1))
    for k, area in enumerate(areas):
        held[:, k] = _under(land, np.array([area.shape]))
    held[:, -1] = land.area_m2 - held.sum(axis=1)
    return _named(held.argmax(axis=1), [area.id for area in areas], land.index)


def nearest_axis(distances: pd.DataFrame, positions: pd.DataFrame, axes: Sequence[Axis]) -> pd.DataFrame:
    """The nearest axis: ``axis_m`` [m], ``axis_s`` [0..1] and ``axis``, its id if within reach.

    ``distances`` and ``positions`` have one column per axis, in the order of ``axes``. ``axis`` is
    the nearest of those whose half-width reaches the parcel, "" when none does; ``axis_m`` and
    ``axis_s`` belong to the nearest axis whether or not it reaches. Ties go to the plan's order.

    >>> from geo.model import Basis
    >>> from shapely.geometry import LineString
    >>> line = LineString([(0, 100), (0, 0)])
    >>> axes = [Axis(i, i, i, w, Basis.ASSUMED, (), line, "") for i, w in (("p", 5.0), ("q", 90.0))]
    >>> far = pd.DataFrame({"p": [10.0, 100.0], "q": [20.0, 200.0]}, index=["a", "b"])
    >>> nearest_axis(far, far / 1000, axes).astype({"axis": str}).to_dict("index")["a"]
    {'axis_m': 10.0, 'axis_s': 0.009999999776482582, 'axis': 'q'}
    """
    index, ids = distances.index, [axis.id for axis in axes]
    if not axes:
        none = pd.Series(np.nan, index=index, dtype="float32")
        return pd.DataFrame(
            {
                "axis_m": none,
                "axis_s": none,
                "axis": _named(np.zeros(len(index), int), [], index),
            }
        )
    far = distances.to_numpy(dtype="float64")
    nearest, rows = far.argmin(axis=1), np.arange(len(index))
    reached = np.where(far <= [axis.half_width_m for axis in axes], far, np.inf)
    # one column more: no axis, nearer than one that does not reach
    choice = np.column_stack([reached, np.full(len(index), np.finfo("f8").max)]).argmin(axis=1)
    return pd.DataFrame(
        {
            "axis_m": far[rows, nearest].astype("float32"),
            "axis_s": positions.to_numpy()[rows, nearest].astype("float32"),
            "axis": _named(choice, ids, index),
        },
        index=index,
    )


def _named(choice: NDArray[np.intp], ids: Sequence[str], index: pd.Index) -> pd.Series:
    """Position in ``ids`` -> the id; one past the end -> ""."""
    return pd.Series(pd.Categorical.from_codes(choice, categories=pd.Index([*ids, ""])), index=index)


def _under(land: Flat, cover: Geometries) -> Floats:
    """㎡ of each parcel under areas that do not overlap one another, specks rounded off."""
    whole = land.area_m2
    found = np.empty(len(whole))
    over_rows(areas_under, len(whole), land.outlines, plant(outlines(areas_of(cover)).edge), whole, found)
    found = np.where(found < SPECK_M2, 0.0, found)
    return np.where(found > whole - SPECK_M2, whole, found)
