"""Which parcels adjoin, and along how many metres of boundary."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import over_rows
from geo.features.flat import Shapes, flatten
from geo.features.kernels import RUN, Floats, Ints, Outlines, Tree, boxes_of_runs, side_by_side
from geo.features.tree import plant

# Boundaries closer than this are one: survey points are good to 5 cm, files round to 1 mm, and a
# straight kilometre bends by 1 cm when reprojected.
SAME_LINE_M = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Pairs of adjoining parcels by row number, ``i < j``, sorted, each once, with metres shared."""

    i: NDArray[np.int32]
    j: NDArray[np.int32]
    shared_m: NDArray[np.float32]
    parcels: int

    def csr(self) -> tuple[Ints, NDArray[np.int32], NDArray[np.float32]]:
        """Both directions as compressed rows.

        Neighbours of parcel ``k`` are ``other[start[k]:start[k + 1]]``, ascending; ``shared_m`` is
        parallel to ``other``.
        """
        one, other = np.concatenate([self.i, self.j]), np.concatenate([self.j, self.i])
        order = np.lexsort((other, one))
        start = np.concatenate([[0], np.cumsum(np.bincount(one, minlength=self.parcels))])
        return start, other[order], np.concatenate([self.shared_m, self.shared_m])[order]


def neighbours(shapes: Shapes, min_m: float = 1.0, same_line_m: float = SAME_LINE_M) -> Neighbours:
    """Find the parcels that share boundary.

    Args:
        shapes: Parcels (Polygon or MultiPolygon) in a metric CRS.
        min_m: Least length shared [m]; parcels that meet at a corner share nothing.
        same_line_m: Boundaries no farther apart than this are shared [m]. Vertices need not
            coincide: three parcels along one long edge of a fourth all adjoin it.

    Returns:
        Pairs of row numbers and their shared length, which depends on the two parcels and which of
        them comes first, and on nothing else.

    Examples:
        >>> from geopandas import GeoSeries
        >>> from shapely import box
        >>> land = GeoSeries([box(0, 0, 30, 10), box(0, 10, 12, 20), box(12, 10, 30, 20)])
        >>> found = neighbours(land)
        >>> list(zip(found.i.tolist(), found.j.tolist(), found.shared_m.tolist()))
        [(0, 1, 12.0), (0, 2, 18.0), (1, 2, 10.0)]
        >>> found.csr()[0].tolist(), found.csr()[1].tolist()
        ([0, 2, 4, 6], [1, 2, 0, 2, 0, 1])
    """
    land = flatten(shapes)
    run, owner = _runs(land.outlines)
    box = np.empty((len(owner), 4))
    boxes_of_runs(land.outlines.edge, run, box)
    found = over_rows(_search, len(box), land.outlines.edge, run, owner, plant(box), same_line_m)
    return _summed(np.concatenate(found), len(land.index), min_m)


def _runs(land: Outlines) -> tuple[Ints, Ints]:
    """Where each run of at most ``RUN`` edges starts (and the last ends), and whose edges it has."""
    edges = np.diff(land.start)
    runs = -(-edges // RUN)
    owner = np.repeat(np.arange(len(edges)), runs)
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(runs) - runs, runs)
    return np.append(land.start[owner] + nth * RUN, land.start[-1]), owner


def _search(edges: Floats, run: Ints, owner: Ints, tree: Tree, within: float, first: int, last: int) -> Ints:
    room = 4 * int(last - first) + 64
    while True:
        found = np.empty((room, 3), np.int64)
        count = side_by_side(edges, run, owner, tree, within, found, first, last)
        if count <= room:
            return found[:count]
        room = count


def _summed(found: Ints, parcels: int, min_m: float) -> Neighbours:
    """One row per pair of parcels, those that share too little left out."""
    key = found[:, 0] * parcels + found[:, 1]
    order = np.argsort(key, kind="stable")
    key, shared = key[order], found[order, 2]
    firsts = np.flatnonzero(np.diff(key, prepend=-1))
    total = (np.add.reduceat(shared, firsts) if len(key) else shared) / 1e6
    kept = total >= min_m
    i, j = np.divmod(key[firsts[kept]], max(parcels, 1))
    return Neighbours(i.astype(np.int32), j.astype(np.int32), total[kept].astype(np.float32), parcels)
