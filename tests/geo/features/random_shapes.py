"""Random valid shapes: stars, stars with holes, pairs of stars, blocks on a grid that touch exactly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from geopandas import GeoSeries
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

# far from the origin, as Gauss-Krüger coordinates are
EAST, NORTH = 450_000.0, 3_840_000.0

Random = np.random.Generator


def star(rng: Random, x: float, y: float, radius_m: float) -> Polygon:
    """A star-shaped polygon of 3 to 20 vertices, in millimetres."""
    turns = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 21)))
    far = radius_m * rng.uniform(0.3, 1, len(turns))
    shape = Polygon(np.round(np.column_stack([x + far * np.cos(turns), y + far * np.sin(turns)]), 3))
    return shape if shape.is_valid and shape.area > 0.01 else shapely.box(x, y, x + 1, y + 1)


def holed(rng: Random, x: float, y: float, radius_m: float) -> Polygon:
    """A block with a star-shaped courtyard."""
    court = star(rng, x, y, radius_m * 0.7)
    return Polygon(
        shapely.box(x - radius_m, y - radius_m, x + radius_m, y + radius_m).exterior, [court.exterior]
    )


def pair(rng: Random, x: float, y: float, radius_m: float) -> MultiPolygon:
    """Two stars side by side, one parcel."""
    return MultiPolygon([star(rng, x, y, radius_m), star(rng, x + 3 * radius_m, y, radius_m)])


def block(rng: Random, x: float, y: float, radius_m: float) -> Polygon:
    """A rectangle on a 10 m grid, so that many touch, contain and equal one another."""
    west, south = 10 * np.floor(x / 10), 10 * np.floor(y / 10)
    wide, high = 10 * rng.integers(1, max(2, int(radius_m / 5)), 2)
    return shapely.box(west, south, west + wide, south + high)


def line(rng: Random, x: float, y: float, radius_m: float) -> LineString:
    """A crooked line."""
    away = rng.uniform(-3 * radius_m, 3 * radius_m, (rng.integers(2, 9), 2))
    return LineString(np.round(away + np.array([x, y]), 3))


def spot(rng: Random, x: float, y: float, _radius_m: float) -> Point:
    """A point, often on the 10 m grid."""
    return Point(np.round([x, y], rng.integers(-1, 4)))


AREAS = (star, holed, pair, block)
ANY = (*AREAS, line, spot)


def shapes(rng: Random, kinds: tuple[Callable[..., Any], ...], count: int, spread_m: float) -> GeoSeries:
    """``count`` shapes of 1 to 60 m radius, scattered over a square of ``spread_m``."""
    made = [
        rng.choice(np.array(kinds, dtype=object))(
            rng, EAST + rng.uniform(0, spread_m), NORTH + rng.uniform(0, spread_m), rng.choice([1, 10, 60])
        )
        for _ in range(count)
    ]
    return GeoSeries(made)


# a seed says all; a small spread crowds the shapes into one another, a large one parts them
seeds = st.integers(0, 2**32 - 1).map(np.random.default_rng)
spreads = st.sampled_from([50.0, 300.0, 5_000.0])
