"""Which parcels adjoin, and along how many metres of boundary."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled, over_rows
from geo.features.flat import Shapes, flatten
from geo.features.kernels import Floats, Ints, Tree, side_by_side
from geo.features.tree import plant

# Boundaries closer than this are one: survey points are good to 5 cm, files round to 1 mm, and a
# straight kilometre bends by 1 cm when reprojected.
SAME_LINE_M = 0.01

# In place of the number of an edge's partner.
NOBODY, MANY, POINT = -1, -2, -3


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
    start = land.outlines.start
    owner = np.repeat(np.arange(len(start) - 1), np.diff(start))
    pair, metres, rest, whose = _equal(land.outlines.edge, owner)
    more, more_metres = _beside(rest, whose, same_line_m)
    return _summed(
        np.concatenate([pair, more]), np.concatenate([metres, more_metres]), len(land.index), min_m
    )


def _equal(edge: Floats, owner: Ints) -> tuple[Ints, Floats, Floats, Ints]:
    """Pairs of parcels with an edge in common and its length; the edges left over and their parcels."""
    corner = np.floor(edge[:, :2].min(axis=0)) if len(edge) else np.zeros(2)
    slots = 1 << max(4, int(1.5 * len(edge)).bit_length())
    partner = np.full(len(edge), NOBODY)
    _match(edge, owner, corner, np.full(slots, NOBODY), partner)
    one = np.flatnonzero(partner > np.arange(len(edge)))
    pair = np.column_stack([owner[one], owner[partner[one]]])
    metres = np.hypot(edge[one, 2] - edge[one, 0], edge[one, 3] - edge[one, 1])
    left = np.flatnonzero((partner == NOBODY) | (partner == MANY))
    return pair, metres, (edge[left] - np.tile(corner, 2)).round(3), owner[left]


@compiled
def _match(edge: Floats, owner: Ints, corner: Floats, table: Ints, partner: Ints) -> None:
    """Find for each edge the one edge of another parcel with the same ends to the millimetre.

    ``table`` is a hash table with a power of two of slots, each empty (``NOBODY``) or the first edge
    of its kind. An edge of no length gets ``POINT``, one that more than two parcels claim ``MANY``.
    """
    for k in range(len(edge)):
        ax, ay, bx, by = _ends(edge, k, corner)
        if ax == bx and ay == by:
            partner[k] = POINT
            continue
        slot = (ax * 73856093 ^ ay * 19349663 ^ bx * 83492791 ^ by * 50331653) * 0x9E3779B1
        slot = (slot ^ (slot >> 29)) & (len(table) - 1)
        while table[slot] != NOBODY and _ends(edge, table[slot], corner) != (ax, ay, bx, by):
            slot = (slot + 1) & (len(table) - 1)
        twin = table[slot]
        if twin == NOBODY:
            table[slot] = k
        elif partner[twin] == NOBODY and owner[twin] != owner[k]:
            partner[k], partner[twin] = twin, k
        else:
            if partner[twin] >= 0:
                partner[partner[twin]] = MANY
            partner[k], partner[twin] = MANY, MANY


@compiled
def _ends(edge: Floats, k: int, corner: Floats) -> tuple[int, int, int, int]:
    """Ends of an edge in whole millimetres from a corner, the lesser first."""
    ax, ay = round((edge[k, 0] - corner[0]) * 1000.0), round((edge[k, 1] - corner[1]) * 1000.0)
    bx, by = round((edge[k, 2] - corner[0]) * 1000.0), round((edge[k, 3] - corner[1]) * 1000.0)
    if ax < bx or (ax == bx and ay < by):
        return ax, ay, bx, by
    return bx, by, ax, ay


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
