"""Projects on the map: where each is as far as anybody said, and its 红黄蓝绿."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo import crs
from geo.flow.land import Land
from geo.model import KnownBy, Pin, Pins, Project
from geo.projects.names import by_any_name, plain
from geo.projects.signal import RULE, RULE_EN, signal


def pins(land: Land, projects: Sequence[Project], on: date | None = None) -> Pins:
    """The projects of a plan in table order.

    Args:
        land: Its parcels place a project that is locked to them or for which they are held.
        projects: With the park or axis that they name.
        on: The day of the colours; None for the plan's own date.
    """
    day = on or land.plan.as_of
    whose = by_any_name(projects)
    held: dict[str, list[str]] = {}
    for parcel_id, asked in land.held.items():
        one = whose.get(plain(asked))
        if one:
            held.setdefault(one.id, []).append(parcel_id)
    found = [_place(project, land, held.get(project.id, [])) for project in projects]
    shapes = np.array([shape for _, _, shape in found], dtype=object)
    lonlat = crs.shapes_to(shapes, land.plan.crs, crs.LON_LAT)
    told = tuple(
        _pin(project, known_by, place, point, day)
        for project, (known_by, place, _), point in zip(projects, found, lonlat, strict=True)
    )
    return Pins(day, told, RULE, RULE_EN)


def _pin(project: Project, known_by: KnownBy, place: str, point: shapely.Point, day: date) -> Pin:
    has_place = not point.is_empty
    return Pin(
        project=project.id,
        name=project.name,
        industry=project.industry,
        pool=project.pool,
        signal=signal(project, day),
        known_by=known_by,
        place=place,
        lon=round(point.x, 6) if has_place else None,
        lat=round(point.y, 6) if has_place else None,
        basis=project.basis,
    )


def _place(project: Project, land: Land, held: Sequence[str]) -> tuple[KnownBy, str, BaseGeometry]:
    """The surest that is known: its own parcels, those held for it, its park, its axis."""
    ways: Mapping[KnownBy, Sequence[str]] = {"locked": project.locked, "held": held}
    for known_by, ids in ways.items():
        there = [id_ for id_ in ids if id_ in land.parcels.index]
        if there:
            whole = shapely.union_all(land.parcels.loc[there].geometry.to_numpy())
            return known_by, " ".join(there), whole.representative_point()
    park = next((one for one in land.plan.parks if one.id == project.park), None)
    if park:
        return "park", park.id, park.shape.representative_point()
    axis = next((one for one in land.plan.axes if one.id == project.axis), None)
    if axis:
        return "axis", axis.id, axis.line.interpolate(0.5, normalized=True)
    return "", "", shapely.Point()
