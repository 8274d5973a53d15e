"""Straight cuts that take an exact area off a site, with what each side is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.affinity import rotate
from shapely.geometry import LineString, MultiPolygon, box
from shapely.geometry.base import BaseGeometry

from geo.cut.directions import of_edges
from geo.errors import BadBrief

Site = BaseGeometry  # a Polygon or a MultiPolygon
# an area is met to this share of it
PRECISE = 1e-9
MOST_DIRECTIONS = 12


@dataclass(frozen=True, slots=True)
class Division:
    """``taken`` and ``rest`` of a site on both sides of ``line``, which runs at ``angle`` [rad from east]."""

    taken: BaseGeometry
    rest: BaseGeometry
    line: BaseGeometry
    angle: float


def divisions(site: Site, wanted_m2: float) -> Iterator[Division]:
    """Cuts along and across the site's own edges that leave exactly ``wanted_m2`` on one side.

    Args:
        site: A valid polygon in a metric CRS.
        wanted_m2: More than 0 and less than the site's area [㎡].

    Yields:
        Two cuts per direction, one from either end, in a fixed order.

    Raises:
        BadBrief: the area is not between 0 and the site's.

    Examples:
        >>> first = next(divisions(box(0, 0, 30, 10), 100.0))
        >>> round(first.taken.area, 6), round(first.rest.area, 6), round(first.line.length, 6)
        (100.0, 200.0, 30.0)
    """
    if not 0 < wanted_m2 < site.area:
        raise BadBrief(
            "wanted_mu", round(wanted_m2 * 0.0015, 3),
            f"须在 0 与地块面积 {site.area * 0.0015:.2f}亩之间。",
            f"must lie between 0 and the site's {site.area * 0.0015:.2f} mu.",
        )  # fmt: skip
    own = of_edges(site, np.pi)[:MOST_DIRECTIONS]
    for angle in own if len(own) else np.array([0.0, np.pi / 2]):
        turned = rotate(site, -angle, origin=(0, 0), use_radians=True)
        for from_south in (True, False):
            yield _division(turned, wanted_m2, float(angle), from_south=from_south)


def width_m(part: BaseGeometry) -> float:
    """The shorter side of the least rectangle around a part [m].

    >>> width_m(box(0, 0, 30, 10))
    10.0
    """
    frame = shapely.get_coordinates(shapely.minimum_rotated_rectangle(part))
    if len(frame) < 5:  # noqa: PLR2004 (a line or a point)
        return 0.0
    return float(min(np.hypot(*(frame[1] - frame[0])), np.hypot(*(frame[2] - frame[1]))))


def frontage_m(
    part: BaseGeometry, outline: BaseGeometry, roads: NDArray[np.object_], within_m: float
) -> float:
    """Boundary of a part that is the site's own and lies within ``within_m`` of a road [m].

    The cut itself is no frontage: a road would have to be built along it.
    """
    if not len(roads):
        return 0.0
    own = shapely.intersection(shapely.boundary(part), shapely.buffer(outline, 0.01))
    near = roads[shapely.dwithin(roads, part, within_m)]
    if not len(near):
        return 0.0
    return float(shapely.intersection(own, shapely.union_all(shapely.buffer(near, within_m))).length)


def _division(turned: Site, wanted_m2: float, angle: float, *, from_south: bool) -> Division:
    """The cut parallel to the x axis of the turned site: area grows with its height, so bisect."""
    west, south, east, north = turned.bounds
    share = wanted_m2 if from_south else turned.area - wanted_m2
    low, high = south, north
    while high - low > 1e-7:  # noqa: PLR2004 (a tenth of a micrometre)
        middle = (low + high) / 2
        reached = turned.intersection(box(west - 1, south - 1, east + 1, middle)).area
        if abs(reached - share) <= PRECISE * turned.area:
            low = high = middle
            break
        low, high = (middle, high) if reached < share else (low, middle)
    height = (low + high) / 2
    below = turned.intersection(box(west - 1, south - 1, east + 1, height))
    above = turned.intersection(box(west - 1, height, east + 1, north + 1))
    line = turned.intersection(LineString([(west - 1, height), (east + 1, height)]))
    back = [rotate(one, angle, origin=(0, 0), use_radians=True) for one in (below, above, line)]
    taken, rest = (back[0], back[1]) if from_south else (back[1], back[0])
    return Division(_areas(taken), _areas(rest), back[2], angle)


def _areas(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape: points and lines that a cut leaves behind are nothing."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > 1e-6]  # noqa: PLR2004
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)
