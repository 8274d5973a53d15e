"""From metres of the plan to points of the slide: what a map's frame shows, cut and simplified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.deck.canvas import Point
from maps.deck.place import Box

Shapes = NDArray[np.object_]
# detail below this is not drawn [pt]
FINEST = 0.35
LINES, AREAS = (1, 2), (3,)


@dataclass(frozen=True, slots=True)
class View:
    """A frame on the slide and the ground it shows: ``west``, ``north`` [m] at its upper left corner."""

    box: Box
    west: float
    north: float
    m_per_pt: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what is shown [m]."""
        east, south = self.box.width * self.m_per_pt, self.box.height * self.m_per_pt
        return self.west, self.north - south, self.west + east, self.north

    @property
    def speck_m2(self) -> float:
        """The area below which nothing is drawn [m²]."""
        return (2 * FINEST * self.m_per_pt) ** 2

    def place(self, coords_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Positions on the slide [pt] of an (n, 2) array [m]."""
        x = self.box.x + (coords_m[:, 0] - self.west) / self.m_per_pt
        y = self.box.y + (self.north - coords_m[:, 1]) / self.m_per_pt
        return np.column_stack([x, y])

    def spot(self, shape: shapely.Geometry) -> Point | None:
        """A place within a shape, None where it is out of sight."""
        seen = shapely.clip_by_rect(shape, *self.bounds)
        if shapely.is_empty(seen):
            return None
        x, y = self.place(shapely.get_coordinates(shapely.point_on_surface(seen)))[0]
        return float(x), float(y)

    def rings(self, shapes: Sequence[shapely.Geometry] | Shapes) -> list[list[Point]]:
        """Outlines and holes of areas in sight."""
        flat = self._cut(shapes, AREAS)
        flat = flat[shapely.area(flat) >= self.speck_m2]
        paths = [self._path(ring) for one in flat for ring in (one.exterior, *one.interiors)]
        return [path for path in paths if len(path) > 3]  # noqa: PLR2004 (a triangle, closed)

    def sees(self, shapes: Shapes) -> NDArray[np.bool_]:
        """Which shapes may show in the frame, by their boxes."""
        west, south, east, north = self.bounds
        left, bottom, right, top = shapely.bounds(shapes).T
        return np.asarray((left <= east) & (right >= west) & (bottom <= north) & (top >= south))

    def holds(self, shapes: Sequence[shapely.Geometry] | Shapes) -> NDArray[np.bool_]:
        """Which shapes lie wholly within the frame."""
        west, south, east, north = self.bounds
        left, bottom, right, top = shapely.bounds(np.asarray(shapes, dtype=object)).T
        return np.asarray((left >= west) & (right <= east) & (bottom >= south) & (top <= north))

    def lines(self, shapes: Sequence[shapely.Geometry] | Shapes) -> list[list[Point]]:
        """Lines in sight, and the edges of areas."""
        flat = _flat(shapes)
        is_area = np.isin(shapely.get_type_id(flat), AREAS)
        edges = np.where(is_area, shapely.boundary(flat), flat) if len(flat) else flat
        return [self._path(line) for line in self._cut(edges, LINES)]

    def points(self, shapes: Sequence[shapely.Geometry] | Shapes) -> list[Point]:
        """Places in sight; of an area, one within it."""
        west, south, east, north = self.bounds
        flat = _flat(shapes)
        coords = shapely.get_coordinates(shapely.point_on_surface(flat))
        seen = (coords[:, 0] > west) & (coords[:, 0] < east) & (coords[:, 1] > south) & (coords[:, 1] < north)
        return [(float(x), float(y)) for x, y in self.place(coords[seen])]

    def _cut(self, shapes: Sequence[shapely.Geometry] | Shapes, kinds: tuple[int, ...]) -> Shapes:
        flat = _flat(shapes)
        if not len(flat):
            return flat
        simple = shapely.simplify(flat, FINEST * self.m_per_pt)
        west, south, east, north = self.bounds
        inside = simple[self.sees(simple)]
        cut = _flat(shapely.clip_by_rect(shapely.make_valid(inside), west, south, east, north))
        return cut[np.isin(shapely.get_type_id(cut), kinds)]

    def _path(self, line: shapely.Geometry) -> list[Point]:
        return [(float(x), float(y)) for x, y in self.place(shapely.get_coordinates(line))]


def around(box: Box, bounds: tuple[float, float, float, float], air: float = 1.06) -> View:
    """The view of a frame with these bounds [m] in its middle, and some air about them."""
    west, south, east, north = bounds
    m_per_pt = air * max((east - west) / box.width, (north - south) / box.height, 1e-6)
    return View(
        box,
        (west + east - box.width * m_per_pt) / 2,
        (south + north + box.height * m_per_pt) / 2,
        m_per_pt,
    )


def _flat(shapes: Sequence[shapely.Geometry] | Shapes) -> Shapes:
    """Simple geometries, collections taken apart, nothing empty."""
    flat = np.asarray(shapes, dtype=object)
    flat = flat[~(shapely.is_missing(flat) | shapely.is_empty(flat))] if len(flat) else flat
    while len(flat) and (shapely.get_type_id(flat) > AREAS[0]).any():
        flat = shapely.get_parts(flat)
    return flat
