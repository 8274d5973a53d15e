"""From streets to a cadastre: blocks between corridors, cut into parcels that share their edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import affinity, ops
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo.units import M2_PER_MU as MU

GRID_M = 0.001  # all corners lie on a millimetre grid before they become degrees
WELD_M = 0.005
SMALLEST_MU = 3.0
LARGE_MU = 100.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large parcels of a fabric are: median and spread of a log-normal, and the bounds [亩]."""

    median_mu: float
    spread: float
    least_mu: float
    most_mu: float
    plants: float = 0.0  # share of blocks laid out for large plants, 125-145亩 each


def blocks(extent: BaseGeometry, corridors: BaseGeometry) -> list[Polygon]:
    """Street-bounded blocks of at least 3亩 and of a shape that can be built on."""
    rest = shapely.difference(extent, corridors, grid_size=GRID_M)
    found = []
    for part in shapely.get_parts(rest):
        opened = part.buffer(-8, join_style="mitre").buffer(8, join_style="mitre")
        for piece in shapely.get_parts(opened.intersection(part).simplify(0.5)):
            block = shapely.set_precision(Polygon(piece.exterior), GRID_M)
            if isinstance(block, Polygon) and is_buildable(block):
                found.append(block)
    return sorted(found, key=lambda block: (round(-block.centroid.y), round(block.centroid.x)))


def is_buildable(shape: Polygon) -> bool:
    """Whether the shape is large and compact enough for a building plot."""
    if shape.area < SMALLEST_MU * MU:
        return False
    return bool(4 * np.pi * shape.area / shape.length**2 >= 0.3)


def parcels(block: Polygon, sizes: Sizes, rng: np.random.Generator) -> list[Polygon]:
    """The block cut into parcels; neighbours have the same vertices on their common edge."""
    target_mu = sizes.median_mu * float(np.exp(rng.normal(0, sizes.spread)))
    target_mu = min(max(target_mu, sizes.least_mu), sizes.most_mu)
    if rng.random() < sizes.plants:
        target_mu = rng.uniform(125, 145)
    leaves = _cut(block, target_mu, sizes, rng)
    if len(leaves) == 1:
        return leaves
    # node all edges on the grid, so that a corner of one side is a vertex of the other too
    edges = shapely.union_all([leaf.exterior for leaf in leaves], grid_size=GRID_M)
    found = shapely.polygonize([edges]).geoms
    faces = _welded([face for face in found if isinstance(face, Polygon) and face.area > 1])
    return sorted(faces, key=lambda face: (round(-face.centroid.y), round(face.centroid.x)))


def _welded(faces: list[Polygon]) -> list[Polygon]:
    """Faces whose corners within 5 mm are one, each corner a vertex of every face it lies on.

    Rounding may part a corner in two, or move it a hair off its neighbour's edge.
    """
    kept: list[tuple[float, float]] = []
    for x, y in np.unique(shapely.get_coordinates(faces), axis=0):
        if all(np.hypot(x - other[0], y - other[1]) >= WELD_M for other in kept):
            kept.append((x, y))
    corners = np.array([shapely.Point(corner) for corner in kept])
    return [_with_corners(face, corners) for face in faces]


def _with_corners(face: Polygon, corners: NDArray[np.object_]) -> Polygon:
    """The face drawn through all corners within 5 mm of its outline, in order along it."""
    outline = face.exterior
    near = corners[shapely.dwithin(corners, outline, WELD_M)]
    along = shapely.line_locate_point(outline, near)
    # the first vertex also lies at the outline's end
    along[along > outline.length - WELD_M] = 0
    return Polygon(shapely.get_coordinates(near[np.argsort(along)]))


def _cut(piece: Polygon, target_mu: float, sizes: Sizes, rng: np.random.Generator) -> list[Polygon]:
    """Halve, across the long side, until every piece is about the target."""
    area_mu = piece.area / MU
    slack = 1.1 if target_mu >= LARGE_MU else rng.uniform(1.3, 1.7)
    if area_mu <= sizes.most_mu and area_mu < target_mu * slack:
        return [piece]
    for attempt in range(6):
        halves = _halves(piece, _share(area_mu, target_mu, rng), turned=attempt >= 3)
        if len(halves) == 2 and all(_is_good(half, sizes) for half in halves):
            return [leaf for half in halves for leaf in _cut(half, target_mu, sizes, rng)]
    return [piece]


def _share(area_mu: float, target_mu: float, rng: np.random.Generator) -> float:
    """Where to cut: near the middle, but a large plant's plot is cut off whole from a block."""
    if target_mu >= LARGE_MU and area_mu < 1.7 * target_mu:
        return min(0.85, target_mu / area_mu * rng.uniform(0.97, 1.03))
    return float(rng.uniform(0.42, 0.58))


def _is_good(piece: Polygon, sizes: Sizes) -> bool:
    return is_buildable(piece) and piece.area >= sizes.least_mu * MU


def _halves(piece: Polygon, share: float, *, turned: bool) -> list[Polygon]:
    """The piece cut by a straight line across the long side of its box (along it if turned)."""
    frame = shapely.oriented_envelope(piece)
    corners = shapely.get_coordinates(frame)[:4]
    sides = [corners[1] - corners[0], corners[2] - corners[1]]
    longer = int(np.linalg.norm(sides[1]) > np.linalg.norm(sides[0]))
    index = 1 - longer if turned else longer
    start = corners[index] + share * sides[index]
    line = LineString([start, start + sides[1 - index] * (1 if index == 0 else -1)])
    cut = affinity.scale(line, 1.2, 1.2)
    return [part for part in ops.split(piece, cut).geoms if isinstance(part, Polygon)]
