"""Is the file where the plan is? Wrong systems and shifted datums are refused with what would fit."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo import crs as coordinates
from geo.crs import Datum
from geo.errors import ShiftedDatum, WrongPlace
from geo.model import Plan, RawLayer
from geo.units import show_mu
from geo.validate.log import Log
from geo.validate.shapes import only_polygons

Shapes = NDArray[np.object_]
# A shift is believed when it explains at least three rows in ten that stand where no parcel can (over a
# road, out of the district), and four of five of those stand well once it is undone.
_LEAST_ROWS, _LEAST_SHARE, _LEFT = 3, 0.1, 0.2
# parcels reach the kerb, and digitised roads are some metres off: what counts is a road well inside
_KERB_M = 10.0
_SAMPLE = 1500
# shapes from which a look at squares pays, and into how many a region is divided each way
_MANY, _SQUARES = 2000, 64


def refuse_elsewhere(shapes: Shapes, raw: RawLayer, plan: Plan) -> None:
    """Raises when no parcel of the file touches the plan's boundary.

    A file none of whose coordinates its system can have is refused too, where another reading of the same
    numbers, such as north before east, would put it inside; else its rows tell what is wrong with them.

    Raises:
        WrongPlace: with the coordinate systems that would put it inside.
    """
    known = shapes[~shapely.is_missing(shapes)]
    shapely.prepare(plan.boundary)
    # one is enough, and most files have it among the first
    if any(shapely.intersects(plan.boundary, some).any() for some in (known[:_SAMPLE], known[_SAMPLE:])):
        return
    numbers = shapely.get_coordinates(np.asarray(raw.frame.geometry.values))
    numbers = numbers[np.isfinite(numbers).all(axis=1)]
    if not len(numbers):
        return
    boundary = coordinates.shapes_to(np.array([plan.boundary]), plan.crs, coordinates.LON_LAT)[0]
    found = coordinates.crs_candidates(numbers, boundary, plan.crs)
    if not len(known) and not found:
        return
    west, south, east, north = shapely.total_bounds(np.asarray(raw.frame.geometry.values))
    seen = f"x {west:.6g}…{east:.6g}, y {south:.6g}…{north:.6g}"
    offered = " / ".join(f"{one.options} ({one.share:.0%})" for one in found[:5])
    where = raw.provenance
    if offered:
        zh = f"文件坐标 {seen}; 按数值看可能是: {offered}。确认后用该选项重新导入。"
        en = f"Its coordinates are {seen}; by their values: {offered}. If so, import again with that."
    else:
        zh = f"文件坐标 {seen}; 没有常用坐标系能使它落入本区。请确认文件与规划 ({plan.name}) 相符。"
        en = (
            f"Its coordinates are {seen}; no common system puts them in {plan.name_en}. Is it the right file?"
        )
    raise WrongPlace(where.file, where.crs, zh, en)


def refuse_shifted(shapes: Shapes, raw: RawLayer, plan: Plan) -> None:
    """Raises when rows stand wrongly as given and well once GCJ-02 or BD-09 is undone.

    Nothing is said of files whose datum was stated, of places outside China, and of too few rows.

    Raises:
        ShiftedDatum: names the datum and the shift in metres.
    """
    if raw.provenance.datum or not _may_be_shifted(plan):
        return
    known = shapes[~shapely.is_missing(shapes)]
    some = known[:: max(1, len(known) // _SAMPLE)]
    roads = _roads(plan)
    as_given = _standing_wrongly(some, plan, roads)
    if as_given < max(_LEAST_ROWS, _LEAST_SHARE * len(some)):
        return
    best: tuple[float, Datum, float] | None = None
    lonlat = coordinates.shapes_to(some, plan.crs, coordinates.LON_LAT)
    for datum in ("gcj02", "bd09"):
        unshifted = coordinates.shapes_to(coordinates.undone(lonlat, datum), coordinates.LON_LAT, plan.crs)
        wrongly = _standing_wrongly(unshifted, plan, roads)
        if best is None or wrongly < best[0]:
            best = wrongly, datum, float(np.median(shapely.distance(_middles(some), _middles(unshifted))))
    if best is not None and best[0] <= _LEFT * as_given:
        raise ShiftedDatum(raw.provenance.file, best[1], best[2])


def outside(shapes: Shapes, plan: Plan, log: Log) -> Shapes:
    """The shapes, cut along the boundary where a planner wants it so.

    Rows wholly outside the boundary are put out, rows partly outside are reported with ㎡.
    """
    shapely.prepare(plan.boundary)
    known = np.flatnonzero(~shapely.is_missing(shapes) & ~log.rejected)
    doubtful = known[~within(plan.boundary, shapes[known])] if len(known) > _MANY else known
    crossing = doubtful[~shapely.covers(plan.boundary, shapes[doubtful])]
    beyond = shapely.area(shapely.difference(shapes[crossing], plan.boundary))
    whole = beyond >= shapely.area(shapes[crossing]) * (1 - 1e-9)
    log.add("outside_boundary", crossing[whole], [show_mu(area) for area in beyond[whole]])
    partly = ~whole & (beyond > plan.checks.outside_m2)
    across, seen = crossing[partly], [show_mu(area) for area in beyond[partly]]
    cut = log.wants("partly_outside", across, "fix")
    log.add("partly_outside", across, seen, fixed=cut)
    kept = shapes.copy()
    kept[across[cut]] = only_polygons(shapely.intersection(shapes[across[cut]], plan.boundary))
    return kept


def within(region: shapely.Geometry, shapes: Shapes) -> NDArray[np.bool_]:
    """Which shapes lie in a region for sure: their boxes lie in squares that it covers.

    Args:
        region: A polygon or multipolygon, best prepared.
        shapes: None for those that are not known.

    Returns:
        True only where ``shapely.covers(region, shape)``; near the region's outline False all the same.

    Examples:
        >>> some = shapely.box([40, 0, 90], [40, 0, 0], [45, 1, 110], [60, 1, 9])
        >>> within(shapely.box(-50, -50, 100, 100).difference(shapely.box(0, 0, 2, 2)), some).tolist()
        [True, False, False]
    """
    west, south, east, north = shapely.bounds(region)
    x, y = np.linspace(west, east, _SQUARES + 1), np.linspace(south, north, _SQUARES + 1)
    left, low = np.meshgrid(x[:-1], y[:-1], indexing="ij")
    right, high = np.meshgrid(x[1:], y[1:], indexing="ij")
    # how many squares that are not covered lie below and left of each corner
    bare = np.zeros((_SQUARES + 1, _SQUARES + 1), dtype=np.int64)
    bare[1:, 1:] = (~shapely.covers(region, shapely.box(left, low, right, high))).cumsum(0).cumsum(1)
    box, last = shapely.bounds(shapes), _SQUARES - 1
    known = (box[:, 0] >= west) & (box[:, 1] >= south) & (box[:, 2] <= east) & (box[:, 3] <= north)
    i, j = (np.clip(np.searchsorted(cut, box[:, at], "right") - 1, 0, last) for at, cut in ((0, x), (1, y)))
    k, m = (np.clip(np.searchsorted(cut, box[:, at], "left") - 1, 0, last) for at, cut in ((2, x), (3, y)))
    k, m = np.maximum(i, k) + 1, np.maximum(j, m) + 1
    return known & (bare[k, m] - bare[i, m] - bare[k, j] + bare[i, j] == 0)


def _may_be_shifted(plan: Plan) -> bool:
    """Whether GCJ-02 shifts the plan's place at all."""
    middle = coordinates.shapes_to(np.array([plan.boundary.centroid]), plan.crs, coordinates.LON_LAT)[0]
    lon, _lat = coordinates.wgs84_to_gcj02(np.array([middle.x]), np.array([middle.y]))
    return bool(lon[0] != middle.x)


def _roads(plan: Plan) -> shapely.STRtree:
    """Every stretch of the plan's roads."""
    lines = [
        np.asarray(layer.frame.geometry.values) for layer in plan.layers.values() if layer.role == "roads"
    ]
    return shapely.STRtree(shapely.get_parts(np.concatenate(lines)) if lines else [])


def _standing_wrongly(shapes: Shapes, plan: Plan, roads: shapely.STRtree) -> int:
    """Rows over a road or out of the district."""
    inner = shapely.buffer(shapes, -_KERB_M, quad_segs=1)
    crossed = np.zeros(len(shapes), dtype=bool)
    if len(roads):
        crossed[np.unique(roads.query(inner, predicate="intersects")[0])] = True
    return int((crossed | ~shapely.intersects(plan.boundary, _middles(shapes))).sum())


def _middles(shapes: Shapes) -> Shapes:
    return shapely.centroid(shapes)
