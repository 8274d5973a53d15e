"""From geometries in metres to drawable paths in millimetres of the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from matplotlib.path import Path
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from maps.static.paper import Box

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]
# Type numbers of simple geometries in shapely: a ring counts as a line.
POINTS, LINES, AREAS = (0,), (1, 2), (3,)


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the world that a box of the sheet shows: metres of the plan's CRS to millimetres."""

    box: Box
    west: float
    south: float
    m_per_mm: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what is shown [m]."""
        return (
            self.west,
            self.south,
            self.west + self.box.width * self.m_per_mm,
            self.south + self.box.height * self.m_per_mm,
        )

    def place(self, coords_m: Floats) -> Floats:
        """Positions on the sheet [mm] of an (n, 2) array of coordinates [m]."""
        return (coords_m - (self.west, self.south)) / self.m_per_mm + (self.box.x, self.box.y)

    def seen(self, shapes: Shapes) -> NDArray[np.bool_]:
        """Which shapes may show in the window, by their boxes."""
        west, south, east, north = self.bounds
        left, bottom, right, top = shapely.bounds(shapes).T
        return np.asarray((left <= east) & (right >= west) & (bottom <= north) & (top >= south))


def centred(box: Box, bounds: tuple[float, float, float, float], m_per_mm: float) -> Window:
    """The window of a scale with these bounds [m] in its middle."""
    west, south, east, north = bounds
    return Window(
        box,
        (west + east - box.width * m_per_mm) / 2,
        (south + north - box.height * m_per_mm) / 2,
        m_per_mm,
    )


def parts(shapes: Sequence[BaseGeometry] | Shapes, kinds: tuple[int, ...]) -> Shapes:
    """Simple geometries of these kinds in collections of whatever nesting."""
    flat = np.asarray(shapes, dtype=object)
    while len(flat) and (shapely.get_type_id(flat) > AREAS[0]).any():
        flat = shapely.get_parts(flat)
    ids = shapely.get_type_id(flat)
    return flat[(ids >= kinds[0]) & (ids <= kinds[-1])]


def area_path(shapes: Sequence[BaseGeometry] | Shapes, window: Window) -> Path | None:
    """All polygons as one path, holes left out by their direction; ``None`` when none shows.

    One path for all of a colour draws 100,000 parcels without a loop.
    """
    flat = parts(shapes, AREAS)
    flat = shapely.orient_polygons(flat[window.seen(flat)])
    if not len(flat):
        return None
    _, coords, (ring_starts, _) = shapely.to_ragged_array(flat, include_z=False)
    codes = np.full(len(coords), Path.LINETO, dtype=Path.code_type)
    codes[ring_starts[:-1]] = Path.MOVETO
    codes[ring_starts[1:] - 1] = Path.CLOSEPOLY
    return Path(window.place(coords), codes)


def line_path(shapes: Sequence[BaseGeometry] | Shapes, window: Window) -> Path | None:
    """All lines (and edges of polygons) cut to the window, as one path; ``None`` when none shows."""
    edges = [shapely.boundary(parts(shapes, AREAS)), parts(shapes, LINES)]
    margin = 2 * window.m_per_mm
    west, south, east, north = window.bounds
    flat = np.concatenate(edges)
    cut = shapely.clip_by_rect(flat, west - margin, south - margin, east + margin, north + margin)
    flat = parts(cut, LINES)
    if not len(flat):
        return None
    _, coords, (starts,) = shapely.to_ragged_array(np.array([_as_line(s) for s in flat]), include_z=False)
    codes = np.full(len(coords), Path.LINETO, dtype=Path.code_type)
    codes[starts[:-1]] = Path.MOVETO
    return Path(window.place(coords), codes)


def point_spots(shapes: Sequence[BaseGeometry] | Shapes, window: Window) -> Floats:
    """Positions [mm] of the points that show."""
    flat = parts(shapes, POINTS)
    return window.place(shapely.get_coordinates(flat[window.seen(flat)]))


def _as_line(shape: BaseGeometry) -> LineString:
    """A ring as a plain line: arrays hold one kind."""
    return LineString(shapely.get_coordinates(shape))
