"""Areas as flat arrays of coordinates: what the compiled loops read instead of geometry objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoSeries
from numpy.typing import NDArray

from geo.features.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Geometries = NDArray[np.object_]


class Rings(NamedTuple):
    """Rings of all shapes one after another: shells counter-clockwise, holes clockwise.

    Ring ``r`` has the vertices ``xy[ring[r]:ring[r + 1]]`` (the first repeated as the last); shape
    ``s`` has the rings ``shape[s]:shape[s + 1]``. ``box`` is west, south, east, north of each shape.
    """

    xy: Floats
    ring: Ints
    shape: Ints
    box: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Flat:
    """Parcels made ready for many measures: the geometries, their rings, their index."""

    index: pd.Index
    shapes: Geometries
    rings: Rings


# Every measure takes parcels as they are, or made ready once for all measures.
Shapes: TypeAlias = GeoSeries | Flat


def flatten(shapes: Shapes) -> Flat:
    """Make parcels ready; what is ready already comes back as it is.

    >>> flatten(GeoSeries([shapely.box(0, 0, 2, 1)])).rings.box.tolist()
    [[0.0, 0.0, 2.0, 1.0]]
    """
    if isinstance(shapes, Flat):
        return shapes
    there = shapes.to_numpy()
    return Flat(shapes.index, there, rings_of(there))


def rings_of(shapes: Geometries) -> Rings:
    """The rings of some Polygons and MultiPolygons, turned the same way round."""
    if not len(shapes):
        return Rings(np.empty((0, 2)), np.zeros(1, np.int64), np.zeros(1, np.int64), np.empty((0, 4)))
    kind, xy, levels = shapely.to_ragged_array(shapes)
    ring, part = (level.astype(np.int64) for level in levels[:2])
    shape = part if kind == shapely.GeometryType.POLYGON else part[levels[2].astype(np.int64)]
    xy = np.ascontiguousarray(xy[:, :2], dtype=np.float64)
    _turn(xy, ring, part)
    return Rings(xy, ring, shape, shapely.bounds(shapes))


@compiled
def _turn(xy: Floats, ring: Ints, part: Ints) -> None:
    """Reverse, in place, shells that run clockwise and holes that run counter-clockwise."""
    for p in range(len(part) - 1):
        for r in range(part[p], part[p + 1]):
            first, last = ring[r], ring[r + 1] - 1
            double_area = 0.0
            for k in range(first, last):
                ax, ay = xy[k, 0] - xy[first, 0], xy[k, 1] - xy[first, 1]
                bx, by = xy[k + 1, 0] - xy[first, 0], xy[k + 1, 1] - xy[first, 1]
                double_area += ax * by - bx * ay
            if (double_area < 0) == (r == part[p]):
                while first < last:
                    for axis in range(2):
                        xy[first, axis], xy[last, axis] = xy[last, axis], xy[first, axis]
                    first += 1
                    last -= 1
