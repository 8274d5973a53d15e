"""What tiles there are of some land: from which zoom as shapes, before that as rows, and where."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from maps.tiles.cutting import Floats
from maps.tiles.ground import Ground

# more shapes than this in one tile are drawn too slowly, and too small to be told apart
MOST_SHAPES = 4_000
# whoever looks closer enlarges these tiles
LAST_ZOOM = 16
# the closest that a tile is made at all: cells of some millimetres
CLOSEST_ZOOM = 20

Degrees = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Offer:
    """Zooms with vector tiles, from the first to the last, and west, south, east, north [°]."""

    parcels: int
    first_zoom: int
    last_zoom: int
    bounds: Degrees


def offer(ground: Ground) -> Offer:
    """What there is of some land: shapes from the first zoom at which no tile has too many."""
    middle = (ground.box[:, :2] + ground.box[:, 2:]) / 2
    first = next((z for z in range(LAST_ZOOM) if _most_in_a_tile(middle, z) <= MOST_SHAPES), LAST_ZOOM)
    west, north, east, south = ground.bounds
    return Offer(len(ground), first, LAST_ZOOM, (_lon(west), _lat(south), _lon(east), _lat(north)))


def _most_in_a_tile(middle: Floats, z: int) -> int:
    """The parcels of the fullest tile of a zoom."""
    tiles = np.floor(middle * 2**z).astype(np.int64)
    counts = np.unique(tiles[:, 1] * 2**z + tiles[:, 0], return_counts=True)[1]
    return int(counts.max(initial=0))


def _lon(x: float) -> float:
    return round(360 * x - 180, 6)


def _lat(y: float) -> float:
    return round(math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y)))), 6)
