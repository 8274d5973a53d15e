"""What new parcels must keep: ids of their own, land that nobody else has or holds, a size that is land."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

import shapely
from geopandas import GeoSeries
from shapely.geometry.base import BaseGeometry

from geo.edit.bank import Bank
from geo.edit.cut import width_m
from geo.errors import BadShape, EditRefused, HeldLand, IdTaken, LandTaken, PartsOverlap, TooSlight
from geo.model import Report
from geo.units import M2_PER_MU

# what an import repairs or leaves out with a warning is a mistake in an edit, which somebody states now
MISTAKES = frozenset(
    {"shape_repaired", "value_unreadable", "value_implausible", "line_closed", "row_repeated"}
)
# a line drawn to the centimetre
SLACK_M = 0.01


def tolerance_m2(bank: Bank, shape: BaseGeometry) -> float:
    """Land that parts may miss or claim twice [㎡]: the plan's, or a centimetre along the whole boundary."""
    return max(bank.plan.checks.overlap_m2, SLACK_M * shape.length)


def is_area(what: str, shape: BaseGeometry) -> None:
    """Raises for a shape that is no valid polygon.

    Raises:
        BadShape: says why, and where.
    """
    if shape.geom_type not in {"Polygon", "MultiPolygon"} or shape.is_empty:
        raise BadShape(what, f"是 {shape.geom_type}, 不是面。", f"is a {shape.geom_type}, not a polygon.")
    if not shape.is_valid:
        why = shapely.is_valid_reason(shape)
        raise BadShape(what, f"图形自相交或无效 ({why})。", f"crosses itself or is invalid ({why}).")


def nobody_holds(bank: Bank, parcel_ids: Iterable[str]) -> None:
    """Raises for land that is promised: a hold must never be lost, nor its land given away in parts.

    Raises:
        HeldLand: names the parcel and the project.
    """
    for parcel_id in parcel_ids:
        if parcel_id in bank.held:
            raise HeldLand(parcel_id, bank.held[parcel_id])


def ids_are_free(bank: Bank, ids: Sequence[str], parents: Collection[str]) -> None:
    """Raises for an id given twice, or that a parcel outside the edit has.

    Raises:
        IdTaken: names it.
    """
    for nth, parcel_id in enumerate(ids):
        if parcel_id in ids[:nth] or (bank.has(parcel_id) and parcel_id not in parents):
            raise IdTaken(parcel_id)


def passes(report: Report) -> None:
    """Raises for what the import's rules put out, and for what they would quietly mend.

    Raises:
        EditRefused: every such finding in its own words.
    """
    found = [one for one in report.findings if one.severity == "error" or one.rule in MISTAKES]
    if found or report.rejected:
        raise EditRefused(
            [(one.rule, one.text + one.remedy, f"{one.text_en} {one.remedy_en}") for one in found]
        )


def takes_no_land(bank: Bank, before: GeoSeries, after: GeoSeries) -> None:
    """Raises when new shapes lie over land of others, or over one another.

    An overlap that was there before the edit is not the edit's fault.

    Args:
        bank: Before the edit.
        before: Shapes that the edit replaces, by id.
        after: New shapes, by id.

    Raises:
        LandTaken: names the neighbours and how much of each.
        PartsOverlap: two of the new parcels.
    """
    allowed = bank.plan.checks.overlap_m2
    gained = shapely.union_all(after.to_numpy()).difference(shapely.union_all(before.to_numpy()))
    others = [one for one in bank.near(gained) if one not in before.index]
    shared = shapely.area(shapely.intersection(bank.parcels.geometry.loc[others].to_numpy(), gained))
    taken = {other: float(area) for other, area in zip(others, shared, strict=True) if area > allowed}
    if taken:
        raise LandTaken(", ".join(map(str, after.index)), taken, allowed)
    for (one, shape), (other, second) in combinations(after.items(), 2):
        twice = shape.intersection(second).area
        if twice > allowed:
            raise PartsOverlap(str(one), str(other), twice, allowed)


def is_land(bank: Bank, before: GeoSeries, after: GeoSeries) -> None:
    """Raises for a new parcel with a part below the plan's least area or width; one that was so may stay so.

    Raises:
        TooSlight: names the parcel and the limits.
    """
    least_m2, least_m = bank.plan.checks.min_mu * M2_PER_MU, bank.plan.checks.sliver_m
    for parcel_id, shape in after.items():
        area_m2, width = _slightest(shape)
        was_m2, was_m = _slightest(before[parcel_id]) if parcel_id in before.index else (least_m2, least_m)
        if area_m2 < min(least_m2, was_m2) or width < min(least_m, was_m):
            raise TooSlight(str(parcel_id), area_m2, width, least_m2, least_m)


def _slightest(shape: BaseGeometry) -> tuple[float, float]:
    """Least area and least mean width of a shape's parts."""
    parts = shapely.get_parts(shape)
    return min(float(part.area) for part in parts), min(map(width_m, parts))
