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
    """Parcels made ready for many measures: index, geometries, their areas and outlines."""

    index: pd.Index
    shapes: Geometries
    area_m2: Floats
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
    return Flat(shapes.index, there, shapely.area(there), outlines(there))


def outlines(areas: Geometries) -> Outlines:
    """The boundaries of some Polygons and MultiPolygons, holes included.

    >>> outlines(np.array([shapely.Polygon([(0, 0), (0, 1), (2, 0)])])).edge.tolist()
    [[0.0, 1.0, 0.0, 0.0], [2.0, 0.0, 0.0, 1.0], [0.0, 0.0, 2.0, 0.0]]
    """
    if not len(areas):
        return Outlines(np.empty((0, 4)), np.zeros(1, np.int64), np.empty((0, 4)))
    ring, shell, first = _rings(areas)
    xy = shapely.get_coordinates(areas)
    edge = np.empty((len(xy) - len(ring) + 1, 4))
    _cut_rings(xy, ring, shell, edge)
    # a ring of n edges has n + 1 vertices
    return Outlines(edge, ring[first] - first, shapely.bounds(areas))


def _rings(areas: Geometries) -> tuple[Ints, NDArray[np.bool_], Ints]:
    """Where each ring starts among all vertices, whether it is a shell, which is each area's first."""
    vertices = shapely.get_num_coordinates(areas)
    several = shapely.get_num_interior_rings(areas) != 0
    several |= (shapely.get_type_id(areas) != shapely.GeometryType.POLYGON) | (vertices == 0)
    if not several.any():
        count = np.arange(len(areas) + 1)
        return np.concatenate([[0], np.cumsum(vertices)]), np.ones(len(areas), bool), count
    # only areas of several rings, or none, are taken apart the slow way
    kind, _, levels = shapely.to_ragged_array(areas[several])
    part = levels[1].astype(np.int64)
    per_area = np.ones(len(areas), np.int64)
    per_area[several] = np.diff(part if kind == shapely.GeometryType.POLYGON else part[levels[2]])
    of_several = np.repeat(several, per_area)
    size = np.empty(len(of_several), np.int64)
    size[of_several], size[~of_several] = np.diff(levels[0]), vertices[~several]
    shell = ~of_several
    shell[np.flatnonzero(of_several)[part[:-1][np.diff(part) > 0]]] = True
    return np.concatenate([[0], np.cumsum(size)]), shell, np.concatenate([[0], np.cumsum(per_area)])


@compiled
def _cut_rings(xy: Floats, ring: Ints, shell: NDArray[np.bool_], edge: Floats) -> None:
    """Fill ``edge`` from rings ``xy[ring[r]:ring[r + 1]]``: shells counter-clockwise, holes clockwise."""
    at = 0
    for r in range(len(shell)):
        x, y, double_area = xy[ring[r], 0], xy[ring[r], 1], 0.0
        for k in range(ring[r], ring[r + 1] - 1):
            double_area += (xy[k, 0] - x) * (xy[k + 1, 1] - y) - (xy[k + 1, 0] - x) * (xy[k, 1] - y)
        ahead = 2 if (double_area > 0.0) == shell[r] else 0
        for k in range(ring[r], ring[r + 1] - 1):
            edge[at, 2 - ahead], edge[at, 3 - ahead] = xy[k, 0], xy[k, 1]
            edge[at, ahead], edge[at, 1 + ahead] = xy[k + 1, 0], xy[k + 1, 1]
            at += 1
