"""Areas as flat arrays of edges: what the compiled loops read instead of geometry objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoSeries
from numpy.typing import NDArray

from geo.features.compiled import compiled
from geo.features.kernels import Floats, Ints, Outlines

Geometries = NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class Flat:
    """Parcels made ready for many measures: the geometries, their outlines, their index."""

    index: pd.Index
    shapes: Geometries
    outlines: Outlines


# Every measure takes parcels as they are, or made ready once for all measures.
Shapes: TypeAlias = GeoSeries | Flat


def flatten(shapes: Shapes) -> Flat:
    """Make parcels ready; what is ready already comes back as it is.

    >>> flatten(GeoSeries([shapely.box(0, 0, 2, 1)])).outlines.box.tolist()
    [[0.0, 0.0, 2.0, 1.0]]
    """
    if isinstance(shapes, Flat):
        return shapes
    there = shapes.to_numpy()
    return Flat(shapes.index, there, outlines(there))


def outlines(areas: Geometries) -> Outlines:
    """The boundaries of some Polygons and MultiPolygons, holes included.

    >>> outlines(np.array([shapely.Polygon([(0, 0), (0, 1), (2, 0)])])).edge.tolist()
    [[0.0, 1.0, 0.0, 0.0], [2.0, 0.0, 0.0, 1.0], [0.0, 0.0, 2.0, 0.0]]
    """
    if not len(areas):
        return Outlines(np.empty((0, 4)), np.zeros(1, np.int64), np.empty((0, 4)))
    kind, xy, levels = shapely.to_ragged_array(areas)
    ring, part = (level.astype(np.int64) for level in levels[:2])
    first = part if kind == shapely.GeometryType.POLYGON else part[levels[2].astype(np.int64)]
    edge = np.empty((len(xy) - len(ring) + 1, 4))
    _cut_rings(np.ascontiguousarray(xy[:, :2], dtype=np.float64), ring, part, edge)
    # a ring of n edges has n + 1 vertices
    return Outlines(edge, ring[first] - first, shapely.bounds(areas))


@compiled
def _cut_rings(xy: Floats, ring: Ints, part: Ints, edge: Floats) -> None:
    """Fill ``edge`` from rings ``xy[ring[r]:ring[r + 1]]``; the first ring of each part is its shell."""
    at = 0
    for p in range(len(part) - 1):
        for r in range(part[p], part[p + 1]):
            x, y, double_area = xy[ring[r], 0], xy[ring[r], 1], 0.0
            for k in range(ring[r], ring[r + 1] - 1):
                double_area += (xy[k, 0] - x) * (xy[k + 1, 1] - y) - (xy[k + 1, 0] - x) * (xy[k, 1] - y)
            ahead = 2 if (double_area > 0.0) == (r == part[p]) else 0
            for k in range(ring[r], ring[r + 1] - 1):
                edge[at, 2 - ahead], edge[at, 3 - ahead] = xy[k, 0], xy[k, 1]
                edge[at, ahead], edge[at, 1 + ahead] = xy[k + 1, 0], xy[k + 1, 1]
                at += 1
