"""A made-up province for benchmarks: parcels in blocks between roads, and a plan to measure them by."""

from __future__ import annotations

from collections.abc import Sequence
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
# how a row may be spoilt
CROSSED, SPIKED, DOUBLED, MISSING, MOVED, CODED, KINDS, WHOLE = *range(7), -1

Floats = NDArray[np.float64]
Random = np.random.Generator


def parcels(count: int, seed: int = 1, defects: float = 0.0) -> gpd.GeoDataFrame:
    """``count`` parcels of 8 to 20 vertices that share edges within blocks, in millimetres.

    One in ten is cut in two. ``defects`` is the share of rows spoilt, in six ways in turn: crossing
    itself, a spike, the id of the row before, no geometry, moved over its neighbours, an unknown use.
    """
    rng = np.random.default_rng(seed)
    xy, sizes = _some_cut(rng, *_rings(rng, ceil(np.sqrt(count) * (1 + 1 / PER_BLOCK))))
    sizes = sizes[:count]
    xy, ids, broken = xy[: sizes.sum()], np.arange(count), np.full(count, WHOLE)
    rows = rng.permutation(count)[: int(count * defects)]
    broken[rows] = np.arange(len(rows)) % KINDS
    _spoil(xy, sizes, broken)
    ids[broken == DOUBLED] -= 1
    shapes = shapely.polygons(shapely.linearrings(xy, indices=np.repeat(np.arange(count), sizes)))
    frame = gpd.GeoDataFrame(
        {
            "parcel_id": [f"P{k:07d}" for k in ids],
            "name": [f"第{k}号地块" for k in range(count)],
            "use_code": rng.choice(["100101", "100102", "0901", "0701"], count),
            "use_system": "landuse_sea",
            "status": rng.choice(["net", "clearing", "uncleared"], count),
            "far_max": rng.uniform(1, 3, count).round(1),
            "township": rng.choice(["马寨镇", "侯寨乡", "嵩山路街道"], count),
            "area_stated_m2": shapely.area(shapes).round(2),
        },
        geometry=shapes,
        crs=CRS,
    )
    frame.loc[broken == CODED, "use_code"] = "9999"
    frame.loc[broken == MISSING, "geometry"] = None
    return frame


def update(bank: gpd.GeoDataFrame, share: float = 0.01, seed: int = 3) -> gpd.GeoDataFrame:
    """A monthly file that speaks of ``share`` of the rows of ``bank``, a frame of ``parcels``.

    Six in ten have other attributes, three were surveyed anew (a strip of their south is gone), one is
    new land in a street.
    """
    rng = np.random.default_rng(seed)
    known = ~bank["parcel_id"].duplicated(keep=False) & (bank["use_code"] != "9999")
    sound = np.flatnonzero(known & shapely.is_valid(bank.geometry.to_numpy()))
    rows = np.sort(rng.choice(sound, int(len(bank) * share), replace=False))
    frame = bank.iloc[rows].copy()
    kind = rng.permutation(np.arange(len(frame)) % 10)
    frame.loc[kind < 6, "status"] = "net"  # noqa: PLR2004
    frame.loc[kind < 6, "far_max"] = 3.5  # noqa: PLR2004
    west, south, east, north = frame.bounds.to_numpy().T
    anew, new = (kind >= 6) & (kind < 9), kind == 9  # noqa: PLR2004
    frame.loc[anew, "geometry"] = shapely.intersection(
        frame.geometry[anew].to_numpy(), shapely.box(west[anew], south[anew] + 8, east[anew], north[anew])
    )
    # a street runs west to east north of each block: its cell is nobody's
    row_m = PER_BLOCK * PARCEL_M + STREET_M
    street = NORTH + np.floor((south[new] - NORTH) / row_m) * row_m + PER_BLOCK * PARCEL_M + STREET_M / 2
    middle = (west[new] + east[new]) / 2
    frame.loc[new, "geometry"] = shapely.box(middle - 5, street - 3, middle + 5, street + 3)
    frame.loc[new, "parcel_id"] = "N" + frame.loc[new, "parcel_id"].str[1:]
    frame["area_stated_m2"] = frame.area.round(2)
    return frame


def plan(count: int, seed: int = 2) -> Plan:
    """A plan over the land of ``parcels(count)``: what issue 3 measures, spread over its extent.

    Land on offer lies mostly where it may: five parcels in six break no constraint.
    """
    rng = np.random.default_rng(seed)
    size = extent_m(count)
    spots = {name: _points(rng, number, size) for name, number in (("stations", 50), ("firms", 300))}
    layers = {
        "stations": _layer("stations", spots["stations"]),
        "roads": _layer("roads", [_line(rng, size, 120, size / 100) for _ in range(300)]),
        "firms": _layer("firms", spots["firms"], role="firms", chain=rng.choice(CHAINS, 300)),
        "farmland": _layer("farmland", [_blob(rng, size, size / 150, 60) for _ in range(200)]),
        "redline": _layer("redline", [_blob(rng, size, size / 60, 120) for _ in range(20)]),
        "city": _layer("city", [_blob(rng, size, size / 1.3, 600, middle=True)]),
    }
    thirds = [
        shapely.box(EAST + size * k / 3, NORTH, EAST + size * (k + 1) / 3, NORTH + size) for k in range(3)
    ]
    parks = [_blob(rng, size, size / 10, 80) for _ in range(3)]
    return Plan(
        id="bench", name="测", name_en="Bench", edition="1", as_of=date(2024, 5, 31), crs=CRS,
        code_system="landuse_sea", code_edition="2023", note="", note_en="", sha256="",
        boundary=shapely.box(EAST, NORTH, EAST + size, NORTH + size).buffer(100),
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
    """Vertices of all cells one after another (open rings), and how many bends each has on each side."""
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
    street = np.arange(side) % (PER_BLOCK + 1) == PER_BLOCK
    land = ~(street[:, None] | street)
    points = np.concatenate(
        [part for c, b in zip(corners, bends, strict=True) for part in (c[land][:, None], b[land])], axis=1
    )
    one = np.ones((len(points), 1), bool)
    kept = np.concatenate([part for t in there for part in (one, t[land])], axis=1)
    return points[kept].round(3), np.stack([t[land].sum(axis=1) for t in there], axis=1)


def _bent(rng: Random, start: Floats, end: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Up to ``BENDS`` vertices on the way from start to end, a little off the straight line."""
    share = (np.arange(1, BENDS + 1) / (BENDS + 1))[:, None]
    points = start[:, :, None] * (1 - share) + end[:, :, None] * share
    points += rng.uniform(-1.5, 1.5, points.shape)
    there = np.arange(BENDS) < rng.integers(1, BENDS + 1, (*points.shape[:2], 1))
    return points, there


def _some_cut(rng: Random, xy: Floats, bends: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
    """One ring in ten cut from a bend in its south to one in its north; and the sizes of all rings."""
    sizes = bends.sum(axis=1) + 4
    first = np.cumsum(sizes) - sizes
    chosen = rng.random(len(sizes)) < 0.1  # noqa: PLR2004
    south = 1 + bends[:, 0] // 2
    north = bends[:, 0] + bends[:, 1] + 3 + bends[:, 2] // 2
    # the eastern half runs from the southern bend to the northern one, the other on from there
    begin = np.repeat(np.where(chosen, south, 0), chosen + 1)
    size = np.repeat(np.where(chosen, north - south + 1, sizes), chosen + 1)
    other = np.flatnonzero(np.diff(np.repeat(np.arange(len(sizes)), chosen + 1), prepend=-1) == 0)
    begin[other], size[other] = north[chosen], (sizes - north + south + 1)[chosen]
    nth = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    whole, start = (np.repeat(np.repeat(of, chosen + 1), size) for of in (sizes, first))
    return xy[start + (nth + np.repeat(begin, size)) % whole], size


def _spoil(xy: Floats, sizes: NDArray[np.int64], broken: NDArray[np.int64]) -> None:
    """Spoil the outlines of the rows that are to be ``CROSSED``, ``SPIKED`` or ``MOVED``."""
    first = np.cumsum(sizes) - sizes
    two, four = first[broken == CROSSED] + 1, first[broken == CROSSED] + 3
    xy[two], xy[four] = xy[four].copy(), xy[two].copy()
    xy[first[broken == SPIKED] + 2] += 50.0
    moved = np.repeat(broken == MOVED, sizes)
    xy[moved] += 5.0


def _points(rng: Random, count: int, size: float) -> list[shapely.Point]:
    return list(shapely.points(rng.uniform(0, size, (count, 2)) + ORIGIN))


def _line(rng: Random, size: float, count: int, step: float) -> LineString:
    way = rng.uniform(0, size, 2) + np.cumsum(rng.normal(0, step, (count, 2)), axis=0)
    return LineString(np.clip(way, 0, size) + ORIGIN)


def _blob(rng: Random, size: float, radius: float, vertices: int, *, middle: bool = False) -> shapely.Polygon:
    turns = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    waves = np.zeros(vertices)
    for k in range(2, 5):
        waves += rng.uniform(0, 0.2) * np.cos(k * turns + rng.uniform(0, 6))
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


def _layer(name: str, shapes: Sequence[shapely.Geometry], role: str = "context", **columns: object) -> Layer:
    frame = gpd.GeoDataFrame(pd.DataFrame(columns), geometry=shapes, crs=CRS)
    return Layer(name, role, name, name, Basis.SYNTHETIC, "", "", frame)
