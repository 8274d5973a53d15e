"""Shapes mended unasked where little changes: spikes cut off, tiny holes and parts dropped; all is said."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.features.compiled import over_rows
from geo.model import Plan
from geo.units import show_m2
from geo.validate.log import Log
from geo.validate.spikes import Floats, has_spike, without_spikes

Shapes = NDArray[np.object_]

_DONE = {
    ("spike", True): ("已削去", "cut off"),
    ("ring_tiny", True): ("已去掉", "dropped"),
    ("spike", False): ("未改动", "left as it is"),
    ("ring_tiny", False): ("未改动", "left as it is"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Mend:
    """A shape as it could be mended: how often, how much, where, and what it would be."""

    row: int
    count: int
    seen: str
    area_m2: float
    place: tuple[float, float]
    shape: shapely.Geometry


def mended(shapes: Shapes, plan: Plan, log: Log) -> Shapes:
    """The shapes with spikes cut off and tiny rings dropped, as tolerances and decisions have it.

    Args:
        shapes: Valid polygons and multipolygons in metres, None where a row is out.
        plan: Its tolerances count.
        log: Told of every spike and ring, and whether it was mended.
    """
    kept = shapes.copy()
    checks = plan.checks
    spikes = _spiky(kept, checks.spike_m)
    facts: dict[str, float] = {"tolerance": checks.spike_m2, "narrow": checks.spike_m}
    _settle("spike", spikes, kept, [one.area_m2 <= checks.spike_m2 for one in spikes], facts, log)
    rings = _tiny_rings(kept, checks.ring_m2)
    _settle("ring_tiny", rings, kept, [True] * len(rings), {"tolerance": checks.ring_m2}, log)
    return kept


def _settle(
    rule: str, found: list[Mend], shapes: Shapes, unasked: list[bool], facts: dict[str, float], log: Log
) -> None:
    """Put the mended shapes in where that was decided, or goes unasked and nobody decided against it."""
    rows = np.array([one.row for one in found], dtype=np.intp)
    wanted = log.wants(rule, rows, "fix")
    done = wanted | (np.array(unasked, dtype=bool) & ~log.wants(rule, rows, "accept"))
    for one, is_done in zip(found, done, strict=True):
        if is_done:
            shapes[one.row] = one.shape
    log.repaired[rows[done]] = True
    log.add(
        rule,
        rows,
        [one.seen for one in found],
        at=np.array([one.place for one in found], dtype="float64").reshape(-1, 2),
        fixed=wanted,
        count=[one.count for one in found],
        area=[show_m2(one.area_m2) for one in found],
        done=[_DONE[rule, bool(each)][0] for each in done],
        done_en=[_DONE[rule, bool(each)][1] for each in done],
        **{name: [value] * len(found) for name, value in facts.items()},
    )


# ---- spikes -----------------------------------------------------------------------------------------------


def _spiky(shapes: Shapes, width_m: float) -> list[Mend]:
    """Shapes with spikes, and what they would be without."""
    known = np.flatnonzero(~shapely.is_missing(shapes))
    xy = shapely.get_coordinates(shapes[known])
    start = np.concatenate([[0], np.cumsum(shapely.get_num_coordinates(shapes[known]))])
    found = np.zeros(len(known), dtype=bool)
    over_rows(has_spike, len(known), xy, start, width_m, found)
    mends = []
    for row in known[found].tolist():
        rings = []
        spikes = []
        for part in shapely.get_parts(shapes[row]):
            some = [
                without_spikes(shapely.get_coordinates(ring), width_m) for ring in shapely.get_rings(part)
            ]
            rings.append([xy for xy, _ in some])
            spikes += [spike for _, cut in some for spike in cut]
        whole = _built(rings)
        # what would not be a shape, or another one altogether, is left
        if not (spikes and shapely.is_valid(whole) and shapely.area(whole) >= shapely.area(shapes[row]) / 2):
            continue
        longest = max(spikes, key=lambda one: one.length_m)
        area = sum(one.area_m2 for one in spikes)
        mends.append(Mend(row, len(spikes), f"{longest.length_m:.1f}", area, longest.tip, whole))
    return mends


def _built(parts: list[list[Floats]]) -> shapely.Geometry:
    """A polygon or multipolygon of the rings of its parts, each the shell first."""
    polygons = [shapely.Polygon(rings[0], rings[1:]) for rings in parts if len(rings[0]) > 3]  # noqa: PLR2004
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


# ---- tiny rings -------------------------------------------------------------------------------------------


def _tiny_rings(shapes: Shapes, ring_m2: float) -> list[Mend]:
    """Shapes with holes or parts smaller than a tolerance, and what they would be without."""
    several = shapely.get_num_interior_rings(shapes) > 0
    several |= shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOLYGON
    rows = np.flatnonzero(several)
    parts, part_of = shapely.get_parts(shapes[rows], return_index=True)
    rings, ring_of = shapely.get_rings(parts, return_index=True)
    small = shapely.area(shapely.polygons(rings)) < ring_m2
    return [
        mend
        for row in rows[np.unique(part_of[ring_of[small]])].tolist()
        if (mend := _without_tiny(row, shapes[row], ring_m2)) is not None
    ]


def _without_tiny(row: int, shape: shapely.Geometry, ring_m2: float) -> Mend | None:
    """A shape without its tiny holes and parts; the largest part always stays."""
    parts = shapely.get_parts(shape)
    size = np.array([shapely.Polygon(part.exterior).area for part in parts])
    large = size >= ring_m2
    large[np.argmax(size)] = True
    dropped = list(parts[~large])
    kept = []
    for part in parts[large]:
        holes = [hole for hole in part.interiors if shapely.Polygon(hole).area >= ring_m2]
        dropped += [shapely.Polygon(hole) for hole in part.interiors if shapely.Polygon(hole).area < ring_m2]
        kept.append(shapely.Polygon(part.exterior, holes))
    if not dropped:
        return None
    spot = dropped[0].representative_point()
    area = sum(one.area for one in dropped)
    whole = kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)
    return Mend(row, len(dropped), show_m2(area), area, (spot.x, spot.y), whole)
