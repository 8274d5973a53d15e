"""Which parcels of the cadastre are developable: clusters by quarter, 20,000亩 in all to the letter."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np
import shapely
from shapely import affinity, ops
from shapely.geometry import LineString, Point, Polygon

from data import erqi_sources as sources
from data.erqi_blocks import Sizes
from geo.units import M2_PER_MU as MU

TOTAL_MU = 20000.0


@dataclass(frozen=True, slots=True)
class Quarter:
    """A part of town: how fine its parcels are, how much of the supply it holds, how scattered."""

    id: str
    sizes: Sizes
    quota_mu: float
    infill: bool  # single parcels between built ones instead of whole blocks
    town: tuple[float, float, float] | None  # lon, lat, radius [m] of a built-up core to leave out
    hills: int
    hill_m: float  # reach of a hill of the random field
    noise: float


QUARTERS = (
    Quarter("core", Sizes(14.5, 0.5, 4, 40), 3500, infill=True, town=None, hills=40, hill_m=260, noise=0.5),
    Quarter(
        "south",
        Sizes(36, 0.55, 20, 200, 0.12),
        8600,
        infill=False,
        town=None,
        hills=22,
        hill_m=420,
        noise=0.25,
    ),
    Quarter(
        "mazhai",
        Sizes(48, 0.5, 20, 200, 0.3),
        6500,
        infill=False,
        town=(113.52, 34.7085, 750),
        hills=8,
        hill_m=420,
        noise=0.2,
    ),
    Quarter(
        "houzhai",
        Sizes(26, 0.4, 8, 80),
        1400,
        infill=False,
        town=(113.584, 34.6725, 350),
        hills=5,
        hill_m=350,
        noise=0.2,
    ),
)


@dataclass(frozen=True, slots=True)
class Plot:
    """A parcel on its way: shape [m], quarter, block number within the quarter, number in it."""

    shape: Polygon
    quarter: str
    block: int
    number: int


@dataclass(slots=True)
class Block:
    """A block, its plots, and those of them that are developable."""

    shape: Polygon
    quarter: Quarter
    plots: list[Plot]
    chosen: list[Plot] = field(default_factory=list)


def choose(blocks: list[Block], rng: np.random.Generator) -> None:
    """Mark developable plots in every quarter up to about its quota."""
    for quarter in QUARTERS:
        mine = [block for block in blocks if block.quarter.id == quarter.id]
        score = _attraction(mine, quarter, rng)
        left_mu = quarter.quota_mu
        for index in np.argsort(-score, kind="stable"):
            block = mine[int(index)]
            some = _infill(block, rng) if quarter.infill else _estate(block, rng)
            gain_mu = sum(plot.shape.area for plot in some) / MU
            if gain_mu <= left_mu + 10:
                block.chosen = some
                left_mu -= gain_mu


def _attraction(blocks: list[Block], quarter: Quarter, rng: np.random.Generator) -> sources.Coordinates:
    """Smooth random hills over the quarter, so that supply lies in clusters; no supply in town."""
    centres = np.array([block.shape.centroid.coords[0] for block in blocks])
    hills = rng.permutation(centres)[: quarter.hills]
    heights = rng.uniform(0.5, 1.0, size=len(hills))
    distance = np.linalg.norm(centres[:, None, :] - hills[None, :, :], axis=2)
    score: sources.Coordinates = (heights * np.exp(-((distance / quarter.hill_m) ** 2))).sum(axis=1)
    score += rng.uniform(0, quarter.noise, size=len(blocks))
    score += _along_axes(blocks)
    if quarter.town:
        lon, lat, radius_m = quarter.town
        town = sources.metric_point({"lon": str(lon), "lat": str(lat)})
        score -= np.array([4.0 * (block.shape.distance(town) < radius_m) for block in blocks])
    for row in sources.rows("places"):
        if row["kind"] in {"housing", "education"}:
            place = sources.metric_point(row)
            score -= np.array([2.0 * (block.shape.distance(place) < 150) for block in blocks])
    return score


def _along_axes(blocks: list[Block]) -> sources.Coordinates:
    """Half a hill for blocks at an axis: the plan wants its land there."""
    axes = [row for row in sources.rows("roads") if row["id"] in {"songshan", "daxue", "jingguang"}]
    lines = shapely.union_all([sources.metric_line(row["coords"]) for row in axes])
    return np.array([0.3 * (block.shape.distance(lines) < 350) for block in blocks])


def _estate(block: Block, rng: np.random.Generator) -> list[Plot]:
    """A whole block, now and then without a parcel that is already built on."""
    if len(block.plots) < 3:
        return list(block.plots)
    return [plot for plot in block.plots if rng.random() >= 0.08]


def _infill(block: Block, rng: np.random.Generator) -> list[Plot]:
    """One to four adjoining parcels of a built-up block."""
    wanted = int(rng.integers(1, 5))
    chosen = [block.plots[int(rng.integers(len(block.plots)))]]
    while len(chosen) < wanted:
        beside = [plot for plot in block.plots if plot not in chosen and _touches(plot, chosen)]
        if not beside:
            break
        chosen.append(beside[int(rng.integers(len(beside)))])
    return chosen


def _touches(plot: Plot, others: list[Plot]) -> bool:
    return any(_border_m(plot.shape, other.shape) > 1 for other in others)


def _border_m(one: Polygon, other: Polygon) -> float:
    if one.distance(other) > 0.01:
        return 0.0
    return float(shapely.intersection(one.exterior, other.exterior).length)


def exactly(plots: list[Plot]) -> list[Plot]:
    """The plots less what exceeds 20,000亩, measured as a reader of the file will measure.

    Small ones are left out from the end first; one plot without neighbours gives up the rest.
    """
    kept = list(plots)
    excess_m2 = total_m2(kept) - TOTAL_MU * MU
    for plot in reversed(plots):
        area_m2 = read_back(plot.shape).area
        if area_m2 <= excess_m2 - 4 * MU:
            kept.remove(plot)
            excess_m2 -= area_m2
    lone = max(_lone(kept), key=lambda plot: plot.shape.area)
    place = kept.index(lone)
    goal_m2 = TOTAL_MU * MU - total_m2(kept[:place] + kept[place + 1 :])
    kept[place] = replace(lone, shape=_trimmed(lone.shape, goal_m2))
    return kept


def _lone(plots: list[Plot]) -> list[Plot]:
    """Plots that touch no other."""
    shapes = np.array([plot.shape for plot in plots])
    here, _ = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=0.01)
    return [plots[int(index)] for index in np.flatnonzero(np.bincount(here) == 1)]


def read_back(shape: Polygon) -> Polygon:
    """The shape after being written in rounded degrees and read again into metres."""
    again = sources.to_metric(sources.to_degrees(shape))
    return cast("Polygon", again)


def total_m2(plots: list[Plot]) -> float:
    """Area of all plots as a reader of the file will measure it [㎡]."""
    together = shapely.GeometryCollection([plot.shape for plot in plots])
    return float(sources.to_metric(sources.to_degrees(together)).area)


def _trimmed(shape: Polygon, goal_m2: float) -> Polygon:
    """The part of the shape on one side of a straight line that has the wanted area."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(shape))[:4]
    low, high = 0.0, 1.0
    part = shape
    for _ in range(60):
        share = (low + high) / 2
        part = _up_to(shape, corners, share)
        if read_back(part).area > goal_m2:
            high = share
        else:
            low = share
    return part


def _up_to(shape: Polygon, corners: sources.Coordinates, share: float) -> Polygon:
    """The part of the shape within the first ``share`` of its box."""
    start = corners[0] + share * (corners[1] - corners[0])
    line = LineString([start, start + corners[3] - corners[0]])
    pieces = ops.split(shape, affinity.scale(line, 1.2, 1.2)).geoms
    origin = Point((corners[0] + corners[3]) / 2)
    nearest = min(pieces, key=lambda piece: piece.centroid.distance(origin))

    return cast("Polygon", nearest)
