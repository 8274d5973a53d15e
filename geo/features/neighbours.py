"""Which parcels adjoin, and along how many metres of boundary."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import over_rows
from geo.features.flat import Flat, Shapes, flatten
from geo.features.kernels import Floats, Ints, Tree, side_by_side
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
        shapes: Parcels (Polygon or MultiPolygon) in a metric CRS that do not overlap. (An edge that
            exactly two have in common is taken to be theirs alone; the import reports overlaps.)
        min_m: Least length shared [m]; parcels that meet at a corner share nothing.
        same_line_m: Boundaries no farther apart than this are shared [m]. Vertices need not
            coincide: three parcels along one long edge of a fourth all adjoin it.

    Returns:
        Pairs of row numbers and their shared length.

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
    edge, owner = _millimetres(land)
    pair, metres, rest = _equal(edge, owner)
    more, more_metres = _beside(edge[rest].astype(np.float64) / 1000, owner[rest], same_line_m)
    return _summed(
        np.concatenate([pair, more]), np.concatenate([metres, more_metres]), len(land.index), min_m
    )


def _millimetres(land: Flat) -> tuple[Ints, Ints]:
    """Edges in whole millimetres from a common corner, the lesser end first, and their parcels."""
    _, start, box = land.outlines
    corner = np.floor(box[:, :2].min(axis=0)) if len(box) else np.zeros(2)
    edge = np.rint((land.outlines.edge - np.tile(corner, 2)) * 1000).astype(np.int64)
    owner = np.repeat(np.arange(len(start) - 1), np.diff(start))
    swap = (edge[:, 0] > edge[:, 2]) | ((edge[:, 0] == edge[:, 2]) & (edge[:, 1] > edge[:, 3]))
    edge[swap] = edge[swap][:, [2, 3, 0, 1]]
    long = (edge[:, :2] != edge[:, 2:]).any(axis=1)
    return (edge, owner) if long.all() else (edge[long], owner[long])


def _equal(edge: Ints, owner: Ints) -> tuple[Ints, Floats, Ints]:
    """Pairs of parcels with an edge in common, its length, and the edges left over."""
    # edges of equal hash stand together; whether they are equal is then looked at
    unsigned = edge.view(np.uint64)
    hashed = unsigned[:, 0] * np.uint64(0x9E3779B97F4A7C15)
    for k, factor in ((1, 0xC2B2AE3D27D4EB4F), (2, 0x165667B19E3779F9), (3, 0xD6E8FEB86659FD93)):
        hashed = (hashed ^ (hashed >> np.uint64(29))) * np.uint64(factor) + unsigned[:, k]
    order = np.argsort(hashed)
    same = hashed[order[1:]] == hashed[order[:-1]]
    same[same] = (edge[order[1:][same]] == edge[order[:-1][same]]).all(axis=1)
    # an edge of two parcels and no third
    alone = np.concatenate([[True], ~same, [True]])
    two = np.flatnonzero(same & alone[:-2] & alone[2:])
    two = two[owner[order[two]] != owner[order[two + 1]]]
    pair = np.sort(np.column_stack([owner[order[two]], owner[order[two + 1]]]), axis=1)
    spans = (edge[order[two], 2:] - edge[order[two], :2]) / 1000
    left = np.ones(len(edge), bool)
    left[order[two]] = left[order[two + 1]] = False
    return pair, np.hypot(spans[:, 0], spans[:, 1]), np.flatnonzero(left)


def _beside(edge: Floats, owner: Ints, within: float) -> tuple[Ints, Floats]:
    """Pairs of parcels whose edges run side by side without being equal, and along how many metres."""
    tree = plant(edge)
    found = over_rows(_search, len(edge), tree, owner[tree.source], within)
    return np.concatenate([pair for pair, _ in found]), np.concatenate([metres for _, metres in found])


def _search(tree: Tree, owner: Ints, within: float, first: int, last: int) -> tuple[Ints, Floats]:
    room = 2 * int(last - first) + 64
    while True:
        pair, metres = np.empty((room, 2), np.int64), np.empty(room)
        count = side_by_side(tree, owner, within, pair, metres, first, last)
        if count <= room:
            return pair[:count], metres[:count]
        room = count


def _summed(pair: Ints, metres: Floats, parcels: int, min_m: float) -> Neighbours:
    """One row per pair of parcels, those that share too little left out."""
    key = pair[:, 0] * parcels + pair[:, 1]
    order = np.argsort(key, kind="stable")
    key = key[order]
    firsts = (
        np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, np.int64)
    )
    total = np.add.reduceat(metres[order], firsts) if len(key) else metres
    kept = total >= min_m
    i, j = np.divmod(key[firsts[kept]], parcels) if parcels else (key, key)
    return Neighbours(i.astype(np.int32), j.astype(np.int32), total[kept].astype(np.float32), parcels)
