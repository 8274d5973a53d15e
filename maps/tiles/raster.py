"""Tiles of parcel rows, one number a pixel: what a million parcels look like from afar."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled
from maps.tiles.cutting import Floats, Geometry, Ints
from maps.tiles.ground import Ground
from maps.tiles.vector import reaching

SIDE = 256


def ids(ground: Ground, z: int, x: int, y: int) -> bytes:
    """Which parcel the middle of each pixel lies in: its row plus one, 0 for none.

    Returns:
        ``4 * SIDE * SIDE`` bytes: the lowest byte of all pixels, line by line from the north west, then
        the next higher one of all; empty where there is no land.
    """
    found = reaching(ground, z, x, y)
    if not len(found):
        return b""
    pixels = np.zeros((SIDE, SIDE), np.uint32)
    # in table order, so that of two parcels that overlap always the same is on top
    found = found[np.argsort(ground.row[found])]
    window = np.array([2.0**z * SIDE, float(x * SIDE), float(y * SIDE)])
    _paint(found, ground.geometry, ground.row, window, pixels)
    planes = pixels.astype("<u4").view(np.uint8).reshape(-1, 4).T
    return np.ascontiguousarray(planes).tobytes() if pixels.any() else b""


@compiled
def _paint(shapes: Ints, geometry: Geometry, row: Ints, window: Floats, pixels: NDArray[np.uint32]) -> None:
    """Give each pixel its parcel."""
    xy, ring, _, first, box = geometry
    scale, over, above, side = window[0], window[1], window[2], len(pixels)
    most = 0
    for p in shapes:
        most = max(most, ring[first[p + 1]] - ring[first[p]])
    meet = np.empty(most)
    for p in shapes:
        if np.ceil(box[p, 0] * scale - over - 0.5) > np.floor(box[p, 2] * scale - over - 0.5):
            continue  # between the middles of two columns
        top = max(0, int(np.ceil(box[p, 1] * scale - above - 0.5)))
        bottom = min(side - 1, int(np.floor(box[p, 3] * scale - above - 0.5)))
        for line in range(top, bottom + 1):
            n = 0
            for r in range(first[p], first[p + 1]):
                n = _met(xy[ring[r] : ring[r + 1]], window, line + 0.5, meet, n)
            across = np.sort(meet[:n])
            for k in range(0, n - 1, 2):
                begin = max(0, int(np.ceil(across[k] - 0.5)))
                end = min(side, int(np.ceil(across[k + 1] - 0.5)))
                pixels[line, begin : max(begin, end)] = row[p] + 1


@compiled
def _met(corners: Floats, window: Floats, y: float, meet: Floats, n: int) -> int:
    """Where a line meets a ring, after the ``n`` places known; how many are known then."""
    scale, over, above = window[0], window[1], window[2]
    for k in range(len(corners) - 1):
        ay, by = corners[k, 1] * scale - above, corners[k + 1, 1] * scale - above
        if (ay <= y) != (by <= y):
            ax, bx = corners[k, 0] * scale - over, corners[k + 1, 0] * scale - over
            # always from the upper corner: two neighbours find the same place on their edge
            if ay <= by:
                meet[n] = ax + (y - ay) / (by - ay) * (bx - ax)
            else:
                meet[n] = bx + (y - by) / (ay - by) * (ax - bx)
            n += 1
    return n
