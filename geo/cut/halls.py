"""Rectangles inside a site: whether a hall of given sides fits, where, and the largest of a given shape.

The places where a rectangle of one direction can stand are the site eroded by it: the site less, for
every edge, the convex hull of the edge moved by the rectangle's four corners.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.affinity import rotate, translate
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.cut.directions import fan

# directions between a site's own that are tried too [degrees]
STEP_DEG = 3.0
# a hall may touch the line: it is tried this much smaller [m]
TOUCH_M = 1e-4
SPECK_M2 = TOUCH_M**2 / 4
# the largest hall is found to this length [m]
PRECISE_M = 0.01
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stand:
    """A hall where it stands: its outline, sides [m] and the direction of its length [rad from east]."""

    outline: Polygon
    length_m: float
    width_m: float
    angle: float


def stand(site: BaseGeometry, length_m: float, width_m: float) -> Stand | None:
    """A place for a hall, or None in none of the directions tried.

    Args:
        site: Land left after setbacks, in a metric CRS.
        length_m: Longer side [m].
        width_m: Shorter side [m].

    Returns:
        In the first direction that works: the site's own edges, longest first, then every 3 degrees.

    Examples:
        >>> found = stand(box(0, 0, 100, 50), 100, 50)
        >>> found.outline.normalize().equals_exact(box(0, 0, 100, 50).normalize(), 1e-3)
        True
        >>> stand(box(0, 0, 100, 50), 101, 10) is None
        False
        >>> stand(box(0, 0, 100, 50), 120, 10) is None
        True
    """
    for angle in fan(site, np.pi, STEP_DEG):
        found = _stand(site, length_m, width_m, float(angle))
        if found is not None:
            return found
    return None


def largest(site: BaseGeometry, ratio: float) -> Stand | None:
    """The largest hall whose length is ``ratio`` times its width, to the centimetre.

    Directions as in ``stand``; a direction is only searched if it may beat the best so far.

    >>> found = largest(box(0, 0, 100, 50), 2.0)
    >>> round(found.length_m, 1), round(found.width_m, 1)
    (100.0, 50.0)
    """
    best: Stand | None = None
    west, south, east, north = site.bounds if not site.is_empty else (0.0, 0.0, 0.0, 0.0)
    most = min(np.hypot(east - west, north - south), np.sqrt(site.area * ratio))
    for angle in fan(site, np.pi, STEP_DEG):
        low = best.length_m + PRECISE_M if best else PRECISE_M
        found = _stand(site, low, low / ratio, float(angle)) if low < most else None
        high = most
        while found is not None and high - low > PRECISE_M:
            best, middle = found, (low + high) / 2
            wider = _stand(site, middle, middle / ratio, float(angle))
            low, high = (middle, high) if wider is not None else (low, middle)
            found = wider or found
        best = found or best
    return best


def _stand(site: BaseGeometry, length_m: float, width_m: float, angle: float) -> Stand | None:
    """A place for a hall in one direction, the first from the south-west of where it can stand."""
    turned = rotate(site, -angle, origin=(0, 0), use_radians=True)
    west, south, east, north = turned.bounds if not turned.is_empty else (0.0, 0.0, 0.0, 0.0)
    long, wide = length_m - TOUCH_M, width_m - TOUCH_M
    if long > east - west or wide > north - south or long * wide > turned.area:
        return None
    free = _eroded(turned, long, wide)
    # what rounding leaves of nothing is narrower than a touch
    places = [part for part in shapely.get_parts(free) if part.area > SPECK_M2]
    if not places:
        return None
    xy = np.concatenate([shapely.get_coordinates(part) for part in places])
    x, y = xy[np.lexsort((xy[:, 0].round(6), xy[:, 1].round(6)))[0]]
    hall = translate(box(0, 0, length_m, width_m), x - TOUCH_M / 2, y - TOUCH_M / 2)
    outline = rotate(hall, angle, origin=(0, 0), use_radians=True)
    return Stand(outline, float(length_m), float(width_m), angle)


def _eroded(site: BaseGeometry, long: float, wide: float) -> BaseGeometry:
    """Where the lower left corner of a rectangle can be so that all of it is inside."""
    corners = -np.array([(0.0, 0.0), (long, 0.0), (long, wide), (0.0, wide)])
    barred = []
    for ring in shapely.get_rings(site):
        xy = shapely.get_coordinates(ring)
        ends = np.stack([xy[:-1], xy[1:]], axis=1)
        moved = ends[:, :, None, :] + corners[None, None]
        barred.append(shapely.convex_hull(shapely.multipoints(moved.reshape(len(ends), 8, 2))))
    return shapely.difference(site, shapely.union_all(np.concatenate(barred)))
