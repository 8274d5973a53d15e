"""Compiled measures of single outlines: place along a line, width of the least rectangle."""

from __future__ import annotations

import numpy as np

from geo.features.compiled import compiled
from geo.features.kernels import Floats, Outlines


@compiled
def places_along(land: Outlines, steps: Floats, found: Floats, first: int, last: int) -> None:
    """Length along a line of the point nearest to each area's centroid; the first of equals.

    A step of the line is x, y, dx, dy, 1 / length², length of line before it, length.
    """
    edges, starts, boxes = land
    for row in range(first, last):
        # from the south-west corner, so that no digit is lost
        west, south = boxes[row, 0], boxes[row, 1]
        double_area, x, y = 0.0, 0.0, 0.0
        for k in range(starts[row], starts[row + 1]):
            ax, ay = edges[k, 0] - west, edges[k, 1] - south
            bx, by = edges[k, 2] - west, edges[k, 3] - south
            double_area += ax * by - bx * ay
            x += (ax + bx) * (ax * by - bx * ay)
            y += (ay + by) * (ax * by - bx * ay)
        x, y = west + x / (3.0 * double_area), south + y / (3.0 * double_area)
        best = np.inf
        for k in range(len(steps)):
            gx, gy = x - steps[k, 0], y - steps[k, 1]
            share = min(1.0, max(0.0, (gx * steps[k, 2] + gy * steps[k, 3]) * steps[k, 4]))
            gx, gy = gx - share * steps[k, 2], gy - share * steps[k, 3]
            if gx * gx + gy * gy < best:
                best, found[row] = gx * gx + gy * gy, steps[k, 5] + share * steps[k, 6]


@compiled
def widths(land: Outlines, found: Floats, first: int, last: int) -> None:
    """Short side of the rectangle of least area around each area; the narrower of equals.

    One side of that rectangle lies along an edge of the convex hull, which is walked as if wrapping a
    gift (Jarvis, 1973): from a hull vertex to the one that has all others to its left.
    """
    edges, starts, _ = land
    for row in range(first, last):
        start, end = starts[row], starts[row + 1]
        here, least = start, np.inf
        for k in range(start, end):
            dx, dy = edges[k, 0] - edges[here, 0], edges[k, 1] - edges[here, 1]
            if dx < 0.0 or (dx == 0.0 and dy < 0.0):
                here = k
        corner = here
        for _turn in range(start, end):
            x, y = edges[here, 0], edges[here, 1]
            ahead, dx, dy = here, 0.0, 0.0
            for k in range(start, end):
                ex, ey = edges[k, 0] - x, edges[k, 1] - y
                side = dx * ey - dy * ex
                if side < 0.0 or (side == 0.0 and ex * ex + ey * ey > dx * dx + dy * dy):
                    ahead, dx, dy = k, ex, ey
            length, back, front, high = np.sqrt(dx * dx + dy * dy), 0.0, 0.0, 0.0
            for k in range(start, end):
                ex, ey = edges[k, 0] - x, edges[k, 1] - y
                back, front = min(back, ex * dx + ey * dy), max(front, ex * dx + ey * dy)
                high = max(high, ey * dx - ex * dy)
            long_side, high = (front - back) / length, high / length
            # areas equal but for rounding: the narrower, so that no rounding decides
            if long_side * high < least * (1 - 1e-9) or (
                long_side * high < least * (1 + 1e-9) and min(long_side, high) < found[row]
            ):
                least, found[row] = long_side * high, min(long_side, high)
            here = ahead
            if here == corner:
                break
