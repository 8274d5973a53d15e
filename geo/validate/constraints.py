"""Parcels over constraint layers: real overlaps apart from slivers along the line, each with ㎡ and share."""

from __future__ import annotations

import numpy as np
import shapely
from geopandas import GeoSeries
from numpy.typing import NDArray

from geo.features.context import outside_m2, overlap_m2
from geo.features.flat import flatten
from geo.model import Constraint, Plan
from geo.units import show_m2
from geo.validate.log import Log, Shown
from geo.validate.shapes import only_polygons

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
# under the constraint's own tolerance, or under this share of the parcel, an overlap is a sliver; an overlap
# smaller than a page of paper comes from rounding coordinates
_SLIVER_SHARE, _LEAST_M2 = 0.001, 0.01
_RULES = ("constraint_overlap", "constraint_outside", "constraint_sliver")
# findings of one constraint that are shown on the very overlap; further ones are shown on their parcel
_PLACED = 200


def checked(shapes: Shapes, rows: Rows, plan: Plan, log: Log) -> Shapes:
    """The shapes, cut along the constraint layers where a planner wants it so.

    Args:
        shapes: Valid polygons in metres.
        rows: The positions to check.
        plan: Its constraints and their layers.
        log: Told every parcel that is where a constraint does not want it.
    """
    kept = shapes.copy()
    land = flatten(GeoSeries(kept[rows], crs=plan.crs)) if plan.constraints else None
    for constraint in plan.constraints:
        layer = plan.layers[constraint.layer].frame.geometry
        measure = overlap_m2 if constraint.rule == "avoid" else outside_m2
        area = measure(land, layer).to_numpy()
        with np.errstate(invalid="ignore"):
            told = np.flatnonzero(area > _LEAST_M2)
        if len(told) and _tell(constraint, rows[told], area[told], kept, np.asarray(layer.values), log):
            land = flatten(GeoSeries(kept[rows], crs=plan.crs))
    return kept


def cuts(log: Log, rows: Rows) -> bool:
    """Whether a planner wants parcels cut along a constraint layer."""
    return any(log.wants(rule, rows, "fix").any() for rule in _RULES)


def _wrong(constraint: Constraint, shapes: Shapes, layer: Shapes) -> Shapes:
    """What of some shapes lies where the constraint does not want it."""
    there = layer[~shapely.is_missing(layer) & ~shapely.is_empty(layer)]
    near = shapely.STRtree(there).query(shapely.box(*shapely.total_bounds(shapes)))
    whole = shapely.union_all(there[near])
    overlay = shapely.intersection if constraint.rule == "avoid" else shapely.difference
    return np.asarray(overlay(shapes, whole), dtype=object)


def _tell(constraint: Constraint, rows: Rows, area: Floats, shapes: Shapes, layer: Shapes, log: Log) -> bool:
    """Findings of one constraint, real ones apart from slivers; whether any was cut off, as decided."""
    was_cut = False
    share = np.minimum(area / shapely.area(shapes[rows]), 1.0)
    sliver = (area <= constraint.tolerance_m2) | (share <= _SLIVER_SHARE)
    real = "constraint_overlap" if constraint.rule == "avoid" else "constraint_outside"
    for rule, some in ((real, np.flatnonzero(~sliver)), ("constraint_sliver", np.flatnonzero(sliver))):
        partly = some[share[some] < 1 - 1e-9]
        cut = np.isin(some, partly) & log.wants(rule, rows[some], "fix")
        exact = np.union1d(partly[:_PLACED], some[cut])
        wrong = _wrong(constraint, shapes[rows[exact]], layer) if len(exact) else np.array([], dtype=object)
        log.add(
            rule,
            rows[some],
            Shown(show_m2, area[some]),
            at=_places(some, exact, wrong),
            fixed=cut,
            share=Shown("{:.2%}".format, share[some]),
            layer=[constraint.name] * len(some),
            layer_en=[constraint.name_en] * len(some),
            clause=[constraint.clause] * len(some),
            clause_en=[constraint.clause_en] * len(some),
        )
        off, gone = some[cut], wrong[np.isin(exact, some[cut])]
        shapes[rows[off]] = only_polygons(shapely.difference(shapes[rows[off]], gone))
        was_cut |= len(off) > 0
    return was_cut


def _places(some: Rows, exact: Rows, wrong: Shapes) -> Floats:
    """A point on each overlap; NaN, which is the parcel's own place, for those that were not drawn."""
    points = np.full((len(some), 2), np.nan)
    on = shapely.point_on_surface(wrong)
    points[np.searchsorted(some, exact)] = np.column_stack([shapely.get_x(on), shapely.get_y(on)])
    return points
