"""What a planner decided to have mended between neighbours: a strip claimed twice, a gap claimed by none."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.validate.shapes import only_polygons

Shapes = NDArray[np.object_]

# how far a filling reaches into its neighbours before they are cut out of it
_LAP_M = 0.001


def trimmed(shape: shapely.Geometry, winner: shapely.Geometry) -> shapely.Geometry | None:
    """A polygon without another's land; None when nothing would be left.

    >>> trimmed(shapely.box(0, 0, 10, 10), shapely.box(9, 0, 20, 10)).area
    90.0
    """
    left = only_polygons(np.array([shapely.difference(shape, winner)], dtype=object))[0]
    return left if shapely.area(left) > 0 else None


def filled(
    shape: shapely.Geometry,
    other: shapely.Geometry,
    around: Shapes,
    width_m: float,
    hole: shapely.Point | None = None,
) -> shapely.Geometry:
    """A polygon with the land between it and another that is narrower than a width and nobody's.

    Args:
        shape: Takes the gap.
        other: The neighbour across it.
        around: All polygons near the gap; what they have is not taken.
        width_m: Gaps up to this width are filled.
        hole: Only the piece of land around this place is taken; without it all that touches both.

    >>> filled(shapely.box(0, 0, 10, 10), shapely.box(10.5, 0, 20, 10), np.array([]), 0.6).area
    105.0
    """
    both = shapely.union(shape, other)
    claimed = shapely.union_all([both, *around])
    # what a square of the gap's width cannot enter, and nobody has
    wide = shapely.buffer(both, width_m / 2, join_style="mitre", mitre_limit=2.0)
    closed = shapely.buffer(wide, -width_m / 2, join_style="mitre", mitre_limit=2.0)
    parts = shapely.get_parts(shapely.difference(closed, claimed))
    if hole is None:
        parts = parts[shapely.dwithin(parts, shape, _LAP_M) & shapely.dwithin(parts, other, _LAP_M)]
    else:
        parts = parts[shapely.intersects(parts, hole)]
    # no hairline stays open between the filling and its neighbours
    lapped = shapely.buffer(shapely.union_all(parts), _LAP_M, join_style="mitre")
    taken = shapely.intersection(shapely.difference(lapped, shapely.union_all([other, *around])), closed)
    return only_polygons(np.array([shapely.union(shape, taken)], dtype=object))[0]
