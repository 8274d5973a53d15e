"""Parcels against one another and against the bank: overlaps, duplicates, gaps, slivers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.features.ids import among
from geo.model import Plan
from geo.units import show_m2
from geo.validate.log import Log
from geo.validate.topology.gaps import Gaps
from geo.validate.topology.mend import filled, trimmed
from geo.validate.topology.overlaps import Overlaps
from geo.validate.topology.search import searched

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
Bools = NDArray[np.bool_]
Words = NDArray[np.object_]
# gives the parcels of the bank near some boxes (n×4: west, south, east, north) [m], by id
Beside = Callable[[Floats], gpd.GeoDataFrame]

_HAIR_M = 1e-9  # an outline of no length
_SPARE_SHARE = 0.1  # by which its area may be larger: at its ends a strip is cut square
_SPARE_M = 0.01  # by which a filling may be wider than the gap was measured
_BANK = -1  # in place of the row of a parcel that is in the bank and not in the file


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """All land that is compared: the file's rows that are in, then parcels of the bank near them."""

    shapes: Shapes
    ids: Words
    row: Rows  # position in the file, or _BANK


def checked(
    shapes: Shapes,
    ids: Words,
    rows: Rows,
    plan: Plan,
    log: Log,
    beside: gpd.GeoDataFrame | Beside | None = None,
) -> Shapes:
    """Report what the file's parcels share, and what they leave between them.

    Args:
        shapes: Of all rows, valid, in metres.
        ids: Parcel id of all rows.
        rows: Positions of those that are in.
        plan: Its tolerances count.
        log: Told what was found, each pair once, on the row that comes first.
        beside: Parcels of the bank, by id, or what gives those near some boxes; one that the file brings
            anew does not count.

    Returns:
        The shapes, mended where a planner decided so.
    """
    land = _with_bank(shapes, ids, rows, beside, plan.checks.gap_m)
    if not len(rows):
        return shapes
    in_bank = land.row == _BANK
    shared, between = searched(land.shapes, plan.checks, in_bank)
    _slivers(land, plan, log)
    _overlapping(land, shared, plan, log)
    _apart(land, between, plan, log)
    mended = shapes.copy()
    mended[rows] = land.shapes[~in_bank]
    return mended


def mends(log: Log, rows: Rows) -> bool:
    """Whether a planner wants parcels trimmed or filled where they meet others."""
    return any(log.wants(rule, rows, "fix").any() for rule in ("overlap_sliver", "gap"))


def _with_bank(
    shapes: Shapes, ids: Words, rows: Rows, beside: gpd.GeoDataFrame | Beside | None, reach_m: float
) -> Land:
    """The file's land and what the bank has near it."""
    own = Land(shapes[rows], ids[rows], rows)
    if beside is None or not len(rows):
        return own
    boxes = shapely.bounds(own.shapes) + np.array([-reach_m, -reach_m, reach_m, reach_m])
    near: gpd.GeoDataFrame = beside(boxes) if callable(beside) else beside
    # the frame keeps its index, which measuring asks again
    close = np.unique(near.sindex.query(shapely.box(*boxes.T))[1])
    close = close[~among(near.index[close], own.ids)]
    theirs, names = np.asarray(near.geometry.values), near.index[close].to_numpy(dtype=object)
    return Land(
        np.concatenate([own.shapes, theirs[close]]),
        np.concatenate([own.ids, names]),
        np.concatenate([rows, np.full(len(close), _BANK)]),
    )


def _slivers(land: Land, plan: Plan, log: Log) -> None:
    """Parcels that are narrower on average than land can be."""
    own = land.shapes[land.row != _BANK]
    area = shapely.area(own)
    width = 2 * area / shapely.length(own)
    thin = np.flatnonzero(width < plan.checks.sliver_m)
    log.add(
        "sliver",
        land.row[thin],
        [f"{one:.2f}" for one in width[thin]],
        area=[show_m2(one) for one in area[thin]],
        tolerance=[plan.checks.sliver_m] * len(thin),
    )


def _overlapping(land: Land, found: Overlaps, plan: Plan, log: Log) -> None:
    """Pairs that share land: one shape twice, a strip along the boundary, or a real overlap."""
    shared, (one, other) = found.shared_m2, _row_first(land, found.first, found.second)
    common = shapely.intersection(land.shapes[one], land.shapes[other])
    middle = shapely.point_on_surface(common)
    at = np.column_stack([shapely.get_x(middle), shapely.get_y(middle)])
    area, other_area = shapely.area(land.shapes[one]), shapely.area(land.shapes[other])
    width = 2 * shared / np.maximum(shapely.length(common), _HAIR_M)
    share = shared / np.minimum(area, other_area)
    whole = area + other_area - 2 * shared <= plan.checks.overlap_m2
    strip = ~whole & (width < plan.checks.sliver_m)
    banked = land.row[other] == _BANK
    real = ~whole & ~strip
    wanted = log.wants("overlap_sliver", land.row[one], "fix") & strip
    done = _trim(land, one, other, wanted, log)
    for rule, some in (
        ("shape_duplicate", whole),
        ("overlap_sliver", strip),
        ("overlap", real & ~banked),
        ("overlap_bank", real & banked),
    ):
        k = np.flatnonzero(some)
        log.add(
            rule,
            land.row[one[k]],
            [show_m2(each) for each in shared[k]],
            at=at[k],
            fixed=np.array([bool(done[each][0]) for each in k]) if rule == "overlap_sliver" else None,
            whom=[_whom(land, each) for each in other[k]],
            whom_en=[_whom_en(land, each) for each in other[k]],
            done=[done[each][0] for each in k],
            done_en=[done[each][1] for each in k],
            share=[f" (占较小者 {each:.0%})" for each in share[k]],
            share_en=[f" ({each:.0%} of the smaller)" for each in share[k]],
            width=[f"{each:.2f}" for each in width[k]],
            tolerance=[plan.checks.overlap_m2] * len(k),
            narrow=[plan.checks.sliver_m] * len(k),
        )


def _trim(land: Land, one: Rows, other: Rows, wanted: Bools, log: Log) -> list[tuple[str, str]]:
    """Take strips from the larger parcels as decided; what was done, pair by pair, in both languages."""
    done = [("", "")] * len(one)
    for k in np.flatnonzero(wanted):
        larger, smaller = _by_size(land, one[k], other[k])
        left = trimmed(land.shapes[larger], land.shapes[smaller])
        if left is not None:
            less = shapely.area(land.shapes[larger]) - shapely.area(left)
            land.shapes[larger] = left
            log.repaired[land.row[larger]] = True
            done[k] = (
                f", 已从{_whom(land, larger)}扣除 {less:,.1f} ㎡",
                f", {less:,.1f} m² taken from {_whom_en(land, larger)}",
            )
    return done


def _apart(land: Land, found: Gaps, plan: Plan, log: Log) -> None:
    """Pairs with a gap between them, unless both are in the bank already."""
    new = (land.row[found.first] != _BANK) | (land.row[found.second] != _BANK)
    found = found.only(new)
    one, other = _row_first(land, found.first, found.second)
    wanted = log.wants("gap", land.row[one], "fix")
    done = _fill(land, found, wanted, plan.checks.gap_m, log)
    log.add(
        "gap",
        land.row[one],
        [show_m2(each) for each in found.area_m2],
        at=np.column_stack([found.x, found.y]),
        fixed=np.array([bool(each[0]) for each in done]),
        whom=[_whom(land, each) for each in other],
        whom_en=[_whom_en(land, each) for each in other],
        done=[each[0] for each in done],
        done_en=[each[1] for each in done],
        width=[f"{each:.2f}" for each in found.width_m],
        tolerance=[plan.checks.gap_m2] * len(one),
        narrow=[plan.checks.gap_m] * len(one),
        sliver=[plan.checks.sliver_m] * len(one),
    )


def _fill(land: Land, found: Gaps, wanted: Bools, gap_m: float, log: Log) -> list[tuple[str, str]]:
    """Give gaps to the larger parcels as decided; what was done, pair by pair, in both languages."""
    done = [("", "")] * len(wanted)
    one, other = _row_first(land, found.first, found.second)
    tree = shapely.STRtree(land.shapes if wanted.any() else [])
    for k in np.flatnonzero(wanted):
        larger, smaller = _by_size(land, one[k], other[k])
        near = tree.query(land.shapes[larger], "dwithin", distance=found.widest_m[k])
        near = near[(near != larger) & (near != smaller)]
        spot = shapely.Point(found.x[k], found.y[k]) if found.widest_m[k] > gap_m else None
        whole = filled(
            land.shapes[larger], land.shapes[smaller], land.shapes[near], found.widest_m[k] + _SPARE_M, spot
        )
        more = shapely.area(whole) - shapely.area(land.shapes[larger])
        # a filling that is not what was found is none
        if 0 < more <= found.area_m2[k] * (1 + _SPARE_SHARE):
            land.shapes[larger] = whole
            log.repaired[land.row[larger]] = True
            done[k] = (
                f", 已将 {more:,.1f} ㎡ 并入{_whom(land, larger)}",
                f", {more:,.1f} m² given to {_whom_en(land, larger)}",
            )
    return done


def _by_size(land: Land, one: int, other: int) -> tuple[int, int]:
    """The parcel that is to change and the other: never the bank's, else the larger, else by id."""
    if land.row[other] == _BANK:
        return one, other
    order = sorted((one, other), key=lambda at: (-shapely.area(land.shapes[at]), str(land.ids[at])))
    return order[0], order[1]


def _row_first(land: Land, first: Rows, second: Rows) -> tuple[Rows, Rows]:
    """The pairs with the file's earlier row first; parcels of the bank come after every row."""
    one, other = land.row[first], land.row[second]
    turned = (one == _BANK) | ((other != _BANK) & (other < one))
    return np.where(turned, second, first), np.where(turned, first, second)


def _whom(land: Land, at: int) -> str:
    """A parcel as a report names it."""
    name, row = land.ids[at], land.row[at]
    return f"库中地块 {name} " if row == _BANK else f"第 {row + 1} 行 ({name}) "


def _whom_en(land: Land, at: int) -> str:
    name, row = land.ids[at], land.row[at]
    return f"parcel {name} of the bank" if row == _BANK else f"row {row + 1} ({name})"
