"""Compiled measures of single outlines: centroid, place along a line, width of the least rectangle."""

from __future__ import annotations

import numpy as np

from geo.features.compiled import compiled
from geo.features.flat import Floats, Rings


@compiled
def places_along(land: Rings, line: Floats, found: Floats, first: int, last: int) -> None:
    """Length along ``line`` of the point nearest to each area's centroid; the first of equals."""
    for row in range(first, last):
        x, y = _centroid(land, row)
        best, gone = np.inf, 0.0
        for k in range(len(line) - 1):
            dx, dy = line[k + 1, 0] - line[k, 0], line[k + 1, 1] - line[k, 1]
            square = dx * dx + dy * dy
            length = np.sqrt(square)
            share = 0.0
            if square > 0.0:
                share = min(1.0, max(0.0, ((x - line[k, 0]) * dx + (y - line[k, 1]) * dy) / square))
            gx, gy = line[k, 0] + share * dx - x, line[k, 1] + share * dy - y
            if gx * gx + gy * gy < best:
                best, found[row] = gx * gx + gy * gy, gone + share * length
            gone += length


@compiled
def _centroid(land: Rings, row: int) -> tuple[float, float]:
    """Centroid of an area, measured from its south-west corner so that no digit is lost."""
    west, south = land.box[row, 0], land.box[row, 1]
    double_area, x, y = 0.0, 0.0, 0.0
    for ring in range(land.shape[row], land.shape[row + 1]):
        for k in range(land.ring[ring], land.ring[ring + 1] - 1):
            ax, ay = land.xy[k, 0] - west, land.xy[k, 1] - south
            bx, by = land.xy[k + 1, 0] - west, land.xy[k + 1, 1] - south
            cross = ax * by - bx * ay
            double_area += cross
            x += (ax + bx) * cross
            y += (ay + by) * cross
    if double_area <= 0.0:
        return west, south
    return west + x / (3.0 * double_area), south + y / (3.0 * double_area)


@compiled
def widths(land: Rings, found: Floats, first: int, last: int) -> None:
    """Short side of the rectangle of least area around each area; the narrower of equals."""
    room = 0
    for row in range(first, last):
        room = max(room, land.ring[land.shape[row + 1]] - land.ring[land.shape[row]])
    points, hull = np.empty((room, 2)), np.empty((2 * room + 2, 2))
    for row in range(first, last):
        start, end = land.ring[land.shape[row]], land.ring[land.shape[row + 1]]
        for k in range(end - start):
            points[k, 0] = land.xy[start + k, 0] - land.box[row, 0]
            points[k, 1] = land.xy[start + k, 1] - land.box[row, 1]
        found[row] = _width(hull, _hull(points, end - start, hull))


@compiled
def _hull(points: Floats, count: int, hull: Floats) -> int:
    """Convex hull by Andrew's monotone chain into ``hull``, the first point repeated; its length."""
    _sort(points, count)
    size = 0
    for k in range(count):
        while size > 1 and _turn(hull[size - 2], hull[size - 1], points[k]) <= 0.0:
            size -= 1
        hull[size] = points[k]
        size += 1
    lower = size + 1
    for k in range(count - 2, -1, -1):
        while size >= lower and _turn(hull[size - 2], hull[size - 1], points[k]) <= 0.0:
            size -= 1
        hull[size] = points[k]
        size += 1
    return size


@compiled
def _turn(a: Floats, b: Floats, c: Floats) -> float:
    """Positive where A, B, C turn left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@compiled
def _sort(points: Floats, count: int) -> None:
    """Sort points by x, then y (Shell's sort: outlines are short, and it needs no memory)."""
    gap = count // 2
    while gap > 0:
        for k in range(gap, count):
            x, y, j = points[k, 0], points[k, 1], k
            while j >= gap and (
                points[j - gap, 0] > x or (points[j - gap, 0] == x and points[j - gap, 1] > y)
            ):
                points[j, 0], points[j, 1] = points[j - gap, 0], points[j - gap, 1]
                j -= gap
            points[j, 0], points[j, 1] = x, y
        gap //= 2


@compiled
def _width(hull: Floats, size: int) -> float:
    """Short side of the least rectangle: one of its sides lies along an edge of the hull."""
    least, short = np.inf, 0.0
    for k in range(size - 1):
        dx, dy = hull[k + 1, 0] - hull[k, 0], hull[k + 1, 1] - hull[k, 1]
        length = np.sqrt(dx * dx + dy * dy)
        if length == 0.0:
            continue
        back, ahead, high = 0.0, 0.0, 0.0
        for j in range(size - 1):
            x, y = hull[j, 0] - hull[k, 0], hull[j, 1] - hull[k, 1]
            along = (x * dx + y * dy) / length
            back, ahead = min(back, along), max(ahead, along)
            high = max(high, (y * dx - x * dy) / length)
        area, side = (ahead - back) * high, min(ahead - back, high)
        # areas equal but for rounding: take the narrower, so that no rounding decides
        if area < least * (1 - 1e-9) or (area < least * (1 + 1e-9) and side < short):
            least, short = area, side
    return short
