"""Land that nobody claims between neighbours: strips between facing edges, and small enclosed holes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geo.features.compiled import over_rows
from geo.features.kernels import Ints, Outlines, Tree
from geo.features.tree import plant
from geo.validate.topology.kernels import AREA, LENGTH, WIDEST, Room, X, Y, facing, left_over, mark_shared
from geo.validate.topology.overlaps import Ready, make_ready

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

# Boundaries closer than this are one: survey points are good to 5 cm, files round to 1 mm, and a
# straight kilometre bends by 1 cm when reprojected.
SAME_M = 0.01
# an enclosed hole longer than this is no gap between neighbours
HOLE_M = 50.0
_NEAR_MM = 3 * SAME_M  # ends of parts of edges that are one node


class Gaps(NamedTuple):
    """Gaps by the positions of two polygons beside them, ``first < second``, sorted.

    ``x``, ``y``: a place in the gap; ``area_m2`` of the gap between these two, or of the whole enclosed
    hole; ``width_m``: on average; ``widest_m``: at its widest, for a hole at most.
    """

    first: Rows
    second: Rows
    x: Floats
    y: Floats
    area_m2: Floats
    width_m: Floats
    widest_m: Floats

    def only(self, some: Rows | NDArray[np.bool_]) -> Gaps:
        """Some of the gaps, in the order asked for."""
        return Gaps(
            self.first[some], self.second[some], self.x[some], self.y[some],
            self.area_m2[some], self.width_m[some], self.widest_m[some],
        )  # fmt: skip


def gaps(shapes: Shapes, gap_m: float, gap_m2: float, sliver_m: float, ready: Ready | None = None) -> Gaps:
    """Gaps between polygons, each once for every pair along it.

    A gap is a strip between facing edges of two polygons that are no farther apart than ``gap_m``, or a
    hole that polygons enclose and that is on average narrower than ``sliver_m``.

    Args:
        shapes: Valid polygons and multipolygons in metres.
        gap_m: Greatest width of a strip.
        gap_m2: Smaller gaps are left out.
        sliver_m: Greatest mean width of an enclosed hole, twice its area over its outline.
        ready: The shapes made ready, when they already are.

    Examples:
        >>> a, b = shapely.box(0, 0, 10, 10), shapely.box(10.25, 0, 20, 10)
        >>> found = gaps(np.array([a, b]), gap_m=0.5, gap_m2=1.0, sliver_m=1.0)
        >>> found.area_m2.tolist(), found.width_m.tolist(), found.x.tolist()
        ([2.5], [0.25], [10.125])
    """
    tree_of_shapes, land = ready or make_ready(shapes)
    edge, owner = _unshared(land)
    if not len(edge):
        return _none()
    tree = plant(edge)
    owner = owner[tree.source]
    strips, whose, covered, which = _facing(tree, owner, gap_m)
    holes, in_hole = _holes(tree.edge, owner, covered, which, gap_m2, sliver_m)
    # a strip beside an enclosed hole is that hole
    free = ~(in_hole[whose[:, 0]] & in_hole[whose[:, 1]])
    strips, whose = strips[free], whose[free]
    # a strip in which another parcel lies is none
    held = np.unique(tree_of_shapes.query(shapely.points(strips[:, [X, Y]]), "intersects")[0])
    strips, whose = np.delete(strips, held, axis=0), np.delete(whose, held, axis=0)
    return together(_by_pair(strips, owner[whose], gap_m2), holes)


def _unshared(land: Outlines) -> tuple[Floats, Ints]:
    """The edges that no other polygon has with the same ends to the millimetre, and whose they are."""
    edge, owner = land.edge, np.repeat(np.arange(len(land.start) - 1), np.diff(land.start))
    corner = np.floor([edge[:, axis].min() for axis in (0, 1)]) if len(edge) else np.zeros(2)
    slots, shared = 1 << max(4, int(1.5 * len(edge)).bit_length()), np.zeros(len(edge), dtype=bool)
    mark_shared(edge, owner, corner, np.full(slots, -1, dtype=np.int32), shared)
    return edge[~shared], owner[~shared]


def _facing(tree: Tree, owner: Ints, gap_m: float) -> tuple[Floats, Ints, Floats, Ints]:
    """Strips and their edges; stretches of edges that run along others."""
    done = over_rows(_search, len(owner), tree, owner, (SAME_M, gap_m))
    strips, whose, covered, which = (np.concatenate(part) for part in zip(*done, strict=True))
    order = np.lexsort((covered[:, 0], which))
    return strips, whose, covered[order], which[order]


def _search(tree: Tree, owner: Ints, reach: tuple[float, float], first: int, last: int) -> Room:
    some, more = 2 * int(last - first) + 64, 4 * int(last - first) + 64
    while True:
        room = (
            np.empty((some, 5)),
            np.empty((some, 2), np.int64),
            np.empty((more, 2)),
            np.empty(more, np.int64),
        )
        strips, stretches = facing(tree, owner, reach, room, first, last)
        if strips <= some and stretches <= more:
            return room[0][:strips], room[1][:strips], room[2][:stretches], room[3][:stretches]
        some, more = max(some, strips), max(more, stretches)


def _by_pair(strips: Floats, pair: Ints, gap_m2: float) -> Gaps:
    """Strips between the same two polygons as one gap; its place is in the longest of them."""
    first, second = np.minimum(pair[:, 0], pair[:, 1]), np.maximum(pair[:, 0], pair[:, 1])
    order = np.lexsort((strips[:, Y], strips[:, X], -strips[:, LENGTH], second, first))
    strips, first, second = strips[order], first[order], second[order]
    start = np.flatnonzero((np.diff(first, prepend=-1) != 0) | (np.diff(second, prepend=-1) != 0))
    if not len(start):
        return _none()
    area, length = (np.add.reduceat(strips[:, column], start) for column in (AREA, LENGTH))
    widest = np.maximum.reduceat(strips[:, WIDEST], start)
    x, y = strips[start, X], strips[start, Y]
    return Gaps(first[start], second[start], x, y, area, area / length, widest).only(area >= gap_m2)


# ---- enclosed holes ---------------------------------------------------------------------------------------


def _holes(
    edge: Floats, owner: Ints, covered: Floats, which: Ints, gap_m2: float, sliver_m: float
) -> tuple[Gaps, NDArray[np.bool_]]:
    """Small holes that polygons enclose; and which edges lie along one.

    What is left of the edges where no other runs along is the outline of all land together. Its pieces
    are joined by their ends; a piece of outline that is small, closed and turns clockwise is a hole.
    """
    room = len(edge) + len(which)
    piece, whose = np.empty((room, 4)), np.empty(room, np.int64)
    count = left_over(edge, which, covered, SAME_M, piece, whose)
    piece, whose = piece[:count], whose[:count]
    small = _small(piece)
    piece, whose = piece[small], whose[small]
    in_hole = np.zeros(len(edge), dtype=bool)
    if not len(piece):
        return _none(), in_hole
    part = _joined(piece)
    size = part.max() + 1
    west, south, east, north = _boxes(piece, part, size)
    dx, dy = piece[:, 2] - piece[:, 0], piece[:, 3] - piece[:, 1]
    x, y = piece[:, 0] - west[part], piece[:, 1] - south[part]
    open_m = np.hypot(np.bincount(part, dx, size), np.bincount(part, dy, size))
    area = -np.bincount(part, x * dy - y * dx, size) / 2
    width = 2 * area / np.bincount(part, np.hypot(dx, dy), size)
    # a parcel that stands alone turns the other way; ends that do not meet leave a remainder
    is_hole = (open_m <= 2 * SAME_M) & (area >= gap_m2) & (width < sliver_m)
    is_hole &= np.maximum(east - west, north - south) <= HOLE_M
    mine = is_hole[part]
    in_hole[whose[mine]] = True
    first, second, at = _longest_sides(part[mine], owner[whose[mine]], np.hypot(dx, dy)[mine])
    middle = np.array([_inside(piece[part == one]) for one in at], dtype="float64").reshape(-1, 2)
    widest = np.minimum(east - west, north - south)[at]
    return Gaps(first, second, middle[:, 0], middle[:, 1], area[at], width[at], widest), in_hole


def _longest_sides(part: Rows, owner: Ints, length: Floats) -> tuple[Rows, Rows, Rows]:
    """The two polygons that have most of each hole's outline, and which hole it is.

    A hole in one polygon alone is that polygon's own affair.
    """
    table = pd.DataFrame({"part": part, "owner": owner, "metres": length.round(3)})
    sides = table.groupby(["part", "owner"])["metres"].sum().reset_index()
    hole, along, metres = (sides[name].to_numpy() for name in ("part", "owner", "metres"))
    order = np.lexsort((along, -metres, hole))
    hole, along = hole[order], along[order]
    start = np.flatnonzero(np.diff(hole, prepend=-1))
    start = start[np.diff(start, append=len(hole)) > 1]
    one, other = along[start], along[start + 1]
    return np.minimum(one, other), np.maximum(one, other), hole[start]


def _small(piece: Floats) -> NDArray[np.bool_]:
    """Pieces of outline that hang together, end to end to the millimetre, over no more than ``HOLE_M``."""
    ends = np.round(piece.reshape(-1, 2) * 1000).astype(np.int64)
    x, y = (ends[:, axis] - ends[:, axis].min(initial=0) for axis in (0, 1))
    node = pd.factorize(x * (y.max(initial=0) + 1) + y)[0]
    part = _components(node[0::2], node[1::2], int(node.max(initial=-1)) + 1)[node[0::2]]
    west, south, east, north = _boxes(piece, part, int(part.max(initial=-1)) + 1)
    return np.maximum(east - west, north - south)[part] <= HOLE_M


def _joined(piece: Floats) -> Rows:
    """Number of the connected outline that each piece belongs to, ends within some centimetres being one."""
    ends = piece.reshape(-1, 2)
    close = cKDTree(ends).query_pairs(_NEAR_MM, output_type="ndarray")
    starts = np.arange(0, len(ends), 2)
    one, other = np.concatenate([starts, close[:, 0]]), np.concatenate([starts + 1, close[:, 1]])
    return pd.factorize(_components(one, other, len(ends))[starts])[0]


def _components(one: Rows, other: Rows, nodes: int) -> Rows:
    links = coo_array((np.ones(len(one), np.int8), (one, other)), shape=(nodes, nodes))
    return connected_components(links, directed=False)[1].astype(np.intp)


def _boxes(piece: Floats, part: Rows, size: int) -> tuple[Floats, Floats, Floats, Floats]:
    """West, south, east and north ends of every part."""
    west, south, east, north = (np.full(size, end) for end in (np.inf, np.inf, -np.inf, -np.inf))
    np.minimum.at(west, part, np.minimum(piece[:, 0], piece[:, 2]))
    np.minimum.at(south, part, np.minimum(piece[:, 1], piece[:, 3]))
    np.maximum.at(east, part, np.maximum(piece[:, 0], piece[:, 2]))
    np.maximum.at(north, part, np.maximum(piece[:, 1], piece[:, 3]))
    return west, south, east, north


def _inside(piece: Floats) -> tuple[float, float]:
    """A point in the hole that some pieces enclose."""
    lines = shapely.set_precision(shapely.linestrings(piece.reshape(-1, 2, 2)), 2 * SAME_M)
    hole = shapely.polygonize(np.asarray(lines))
    # where ends do not quite meet nothing is enclosed: between them is near enough
    near = shapely.convex_hull(shapely.union_all(lines)) if shapely.is_empty(hole) else hole
    point = shapely.point_on_surface(near)
    return float(shapely.get_x(point)), float(shapely.get_y(point))


def _none() -> Gaps:
    nobody, nothing = np.zeros(0, np.intp), np.zeros(0)
    return Gaps(nobody, nobody, *(nothing,) * 5)


def together(*some: Gaps) -> Gaps:
    """Several tables as one, by first and second."""
    first, second, x, y, area, width, widest = (
        np.concatenate(columns) for columns in zip(*some, strict=True)
    )
    order = np.lexsort((y, x, second, first))
    return Gaps(first, second, x, y, area, width, widest).only(order)
