"""A made-up province for benchmarks: parcels in blocks between roads, and a plan to measure them by."""

from __future__ import annotations

from datetime import date
from math import ceil

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString

from geo.model import Area, Axis, Basis, Checks, Constraint, Industry, Layer, Measure, Plan

CRS = "EPSG:4547"
EAST, NORTH = 400_000.0, 3_700_000.0
ORIGIN = np.array([EAST, NORTH])
PARCEL_M, STREET_M, PER_BLOCK = 80.0, 24.0, 7  # every eighth row and column of cells is a street
BENDS = 4  # vertices between two corners, at most
CHAINS = ("health", "food", "digital")

Floats = NDArray[np.float64]
Random = np.random.Generator


def parcels(count: int, seed: int = 1, defects: float = 0.0) -> gpd.GeoDataFrame:
    """``count`` parcels of about 8 to 20 vertices that share edges within blocks, in millimetres.

    One in ten is cut in two, so that edges meet in T-junctions. ``defects`` is the share of rows spoilt:
    crossing themselves, with a spike, doubled id or no geometry.
    """
    rng = np.random.default_rng(seed)
    rings, sizes = _rings(rng, ceil(np.sqrt(count) * (1 + 1 / PER_BLOCK)))
    whole = shapely.polygons(shapely.linearrings(rings, indices=np.repeat(np.arange(len(sizes)), sizes)))
    shapes = _some_cut(rng, whole)[:count]
    frame = gpd.GeoDataFrame(
        {
            "parcel_id": [f"P{k:07d}" for k in range(len(shapes))],
            "use_code": rng.choice(["100101", "100102", "0901", "0701"], len(shapes)),
            "use_system": "landuse_sea",
            "status": rng.choice(["net", "clearing", "uncleared"], len(shapes)),
            "far_max": rng.uniform(1, 3, len(shapes)).round(1),
        },
        geometry=shapes,
        crs=CRS,
    )
    return _spoilt(frame, rng, defects)


def plan(count: int, seed: int = 2) -> Plan:
    """A plan over the land of ``parcels(count)``: what issue 3 measures, spread over its extent."""
    rng = np.random.default_rng(seed)
    size = extent_m(count)
    spots = {name: _points(rng, number, size) for name, number in (("stations", 50), ("firms", 300))}
    layers = {
        "stations": _layer("stations", spots["stations"]),
        "roads": _layer("roads", [_line(rng, size, 120, size / 100) for _ in range(300)]),
        "firms": _layer("firms", spots["firms"], role="firms", chain=rng.choice(CHAINS, 300)),
        "farmland": _layer("farmland", [_blob(rng, size, size / 40, 60) for _ in range(200)]),
        "redline": _layer("redline", [_blob(rng, size, size / 25, 120) for _ in range(20)]),
        "city": _layer("city", [_blob(rng, size, size / 2.5, 600, middle=True)]),
    }
    thirds = [
        shapely.box(EAST + size * k / 3, NORTH, EAST + size * (k + 1) / 3, NORTH + size) for k in range(3)
    ]
    parks = [_blob(rng, size, size / 10, 80) for _ in range(3)]
    return Plan(
        id="bench", name="测", name_en="Bench", edition="1", as_of=date(2024, 5, 31), crs=CRS,
        code_system="landuse_sea", code_edition="2023", note="", note_en="", sha256="",
        boundary=shapely.box(EAST, NORTH, EAST + size, NORTH + size),
        axes=tuple(_axis(rng, f"axis{k}", size) for k in range(3)),
        zones=tuple(_area(f"zone{k}", shape) for k, shape in enumerate(thirds)),
        parks=tuple(_area(f"park{k}", shape) for k, shape in enumerate(parks)),
        constraints=tuple(
            Constraint(name, name, name, name, "inside" if name == "city" else "avoid", 1.0, "", "")
            for name in ("farmland", "redline", "city")
        ),
        layers=layers,
        measures=(
            Measure("metro_m", "distance", "", "", "m", "stations"),
            Measure("road_m", "distance", "", "", "m", "roads"),
        ),
        wishes=(),
        industries=tuple(
            Industry(name, name, name, (), (), name, (), 0, {}, {}, {}, {}, Basis.SYNTHETIC, "")
            for name in CHAINS
        ),
        keep_aways=(), open_status=(), limit_scales={}, checks=Checks(), field_map={}, local_codes=None,
        parcels_file="", root="",
    )  # fmt: skip


def extent_m(count: int) -> float:
    """Side of the square that ``parcels(count)`` fill [m]."""
    cells = ceil(np.sqrt(count) * (1 + 1 / PER_BLOCK))
    return cells * (PER_BLOCK * PARCEL_M + STREET_M) / (PER_BLOCK + 1)


def _rings(rng: Random, side: int) -> tuple[Floats, NDArray[np.int64]]:
    """Vertices of all cells one after another (open rings), and how many each has."""
    widths = np.where(np.arange(side) % (PER_BLOCK + 1) == PER_BLOCK, STREET_M, PARCEL_M)
    lines = np.concatenate([[0.0], np.cumsum(widths)])
    x, y = np.meshgrid(lines, lines)
    node = np.stack([x, y], axis=-1) + rng.uniform(-6, 6, (side + 1, side + 1, 2)) + ORIGIN
    flat, flat_there = _bent(rng, node[:, :-1], node[:, 1:])
    tall, tall_there = _bent(rng, node[:-1], node[1:])
    # corner, bends, corner, bends … counter-clockwise from the south-west
    corners = [node[:-1, :-1], node[:-1, 1:], node[1:, 1:], node[1:, :-1]]
    bends = [flat[:-1], tall[:, 1:], flat[1:, :, ::-1], tall[:, :-1, ::-1]]
    there = [flat_there[:-1], tall_there[:, 1:], flat_there[1:, :, ::-1], tall_there[:, :-1, ::-1]]
    points = np.concatenate(
        [part for c, b in zip(corners, bends, strict=True) for part in (c[:, :, None], b)], axis=2
    )
    one = np.ones((side, side, 1), bool)
    kept = np.concatenate([part for t in there for part in (one, t)], axis=2)
    land = (np.arange(side) % (PER_BLOCK + 1) != PER_BLOCK)[:, None] & (
        np.arange(side) % (PER_BLOCK + 1) != PER_BLOCK
    )
    points, kept = points[land], kept[land]
    return points[kept].round(3), kept.sum(axis=1)


def _bent(rng: Random, start: Floats, end: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Up to ``BENDS`` vertices on the way from start to end, a little off the straight line."""
    share = (np.arange(1, BENDS + 1) / (BENDS + 1))[:, None]
    points = start[:, :, None] * (1 - share) + end[:, :, None] * share
    points += rng.uniform(-1.5, 1.5, points.shape)
    there = np.arange(BENDS) < rng.integers(1, BENDS + 1, (*points.shape[:2], 1))
    return points, there


def _some_cut(rng: Random, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """One parcel in ten cut from north to south; its halves stand where it stood."""
    chosen = rng.random(len(shapes)) < 0.1  # noqa: PLR2004
    west, south, east, north = shapely.bounds(shapes[chosen]).T
    middle = ((west + east) / 2).round(3)
    halves = [
        shapely.transform(shapely.intersection(shapes[chosen], half), lambda xy: xy.round(3))
        for half in (shapely.box(west, south, middle, north), shapely.box(middle, south, east, north))
    ]
    good = np.all(
        [shapely.is_valid(h) & (shapely.get_type_id(h) == shapely.GeometryType.POLYGON) for h in halves],
        axis=0,
    )
    rows = np.flatnonzero(chosen)[good]
    cut = shapes.copy()
    cut[rows] = halves[0][good]
    return np.insert(cut, rows + 1, halves[1][good])


def _spoilt(frame: gpd.GeoDataFrame, rng: Random, share: float) -> gpd.GeoDataFrame:
    rows = rng.permutation(len(frame))[: int(len(frame) * share)]
    for kind, some in enumerate(np.array_split(rows, 4)):
        if kind == 0:
            frame.loc[some, "geometry"] = shapely.transform(frame.geometry.iloc[some].to_numpy(), _crossed)
        elif kind == 1:
            frame.loc[some, "geometry"] = shapely.transform(frame.geometry.iloc[some].to_numpy(), _spiked)
        elif kind == 2:  # noqa: PLR2004
            frame.loc[some, "parcel_id"] = frame["parcel_id"].iloc[0]
        else:
            frame.loc[some, "geometry"] = None
    return frame


def _crossed(xy: Floats) -> Floats:
    """Two vertices of every eighth swapped: outlines that cross themselves."""
    xy = xy.copy()
    xy[2:-2:8], xy[3:-1:8] = xy[3:-1:8].copy(), xy[2:-2:8].copy()
    return xy


def _spiked(xy: Floats) -> Floats:
    """Every eighth vertex thrown 50 m away."""
    xy = xy.copy()
    xy[3:-3:8] += 50
    return xy


def _points(rng: Random, count: int, size: float) -> list[shapely.Point]:
    return list(shapely.points(rng.uniform(0, size, (count, 2)) + ORIGIN))


def _line(rng: Random, size: float, count: int, step: float) -> LineString:
    way = rng.uniform(0, size, 2) + np.cumsum(rng.normal(0, step, (count, 2)), axis=0)
    return LineString(np.clip(way, 0, size) + ORIGIN)


def _blob(rng: Random, size: float, radius: float, vertices: int, *, middle: bool = False) -> shapely.Polygon:
    turns = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    waves = sum(rng.uniform(0, 0.2) * np.cos(k * turns + rng.uniform(0, 6)) for k in range(2, 5))
    far = radius * (0.8 + waves)
    centre = np.full(2, size / 2) if middle else rng.uniform(0, size, 2)
    return shapely.Polygon(np.column_stack([np.cos(turns), np.sin(turns)]) * far[:, None] + centre + ORIGIN)


def _axis(rng: Random, name: str, size: float) -> Axis:
    north_to_south = np.column_stack(
        [rng.uniform(0.2, 0.8) * size + rng.normal(0, 200, 80), np.linspace(size, 0, 80)]
    )
    line = LineString(north_to_south + ORIGIN)
    return Axis(name, name, name, 1000.0, Basis.SYNTHETIC, (), line, "")


def _area(name: str, shape: shapely.Polygon) -> Area:
    return Area(name, name, name, (), Basis.SYNTHETIC, "", shape)


def _layer(name: str, shapes: list[shapely.Geometry], role: str = "context", **columns: object) -> Layer:
    frame = gpd.GeoDataFrame(pd.DataFrame(columns), geometry=shapes, crs=CRS)
    return Layer(name, role, name, name, Basis.SYNTHETIC, "", "", frame)
