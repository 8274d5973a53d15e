"""What is named on the map, from the most to the least important; badges of the shortlist come first."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from maps import fonts, style
from maps.static import labels
from maps.static.labels import Taken, place
from maps.static.page import MIDDLE_EM, POINTS_PER_PX, Page, Type, Words
from maps.static.paper import MM_PER_POINT
from maps.static.shapes import AREAS, LINES, Window, parts, point_spots
from maps.static.subject import Subject

AXIS = Type(10, bold=True, colour="#6A3D7C", halo=1.4)
PARK = Type(8.5, bold=True, colour="#2F6A3F", halo=1.3)
ZONE = Type(11, colour="#8C7A5B", halo=1.6)
PLACE = Type(7.2, colour="#46525E", halo=1.1)
STATION = Type(6.4, colour="#4B5F84", halo=1.0)
ROAD = Type(6.4, colour="#6B7680", halo=1.0)
BADGE = Type(8, bold=True, colour=style.PAPER)
RADIUS_MM = style.BADGE.radius_px * POINTS_PER_PX * MM_PER_POINT
# Names of stations crowd a map of the whole district.
STATIONS_TO, ROADS_TO = 62_000, 90_000
SHARES = (0.5, 0.35, 0.65, 0.25, 0.75, 0.15, 0.85, 0.42, 0.58)


def write(page: Page, subject: Subject, window: Window, taken: Taken) -> None:
    """Names of the main map."""
    scale = window.m_per_mm * 1000 / page.sheet.scale
    axes(page, subject, window, taken, AXIS, with_theme=True)
    areas = [(area, PARK) for area in subject.plan.parks] + [(area, ZONE) for area in subject.plan.zones]
    for area, kind in areas:
        shape = _shown(area.shape, window)
        place(page, taken, labels.inside(fonts.printable(subject.say(area.name, area.name_en)), shape, kind))
    _points(page, subject, window, taken, "rail", PLACE)
    if scale <= STATIONS_TO:
        _points(page, subject, window, taken, "stations", STATION)
    if scale <= ROADS_TO:
        roads(page, subject, window, taken, ROAD)
    _points(page, subject, window, taken, "places", PLACE)


def badges(page: Page, subject: Subject, window: Window, taken: Taken) -> None:
    """The ranks of the shortlist: upon parcels that have room, beside the others with a leader."""
    seen = [
        (n, shape) for n, shape in enumerate(subject.chosen, start=1) if window.seen(np.array([shape]))[0]
    ]
    outlines = [outline(shape, window) for _, shape in seen]
    taken.take(outlines)  # names keep off the shortlist
    for (rank, shape), around in zip(seen, outlines, strict=True):
        middle = middle_of(shape, window)
        others = Taken(taken.frame, [box for box in taken.boxes if box != around])
        spot = next(
            (at for at in _badge_spots(middle, around) if others.is_free([_square(at)])),
            middle,
        )
        _badge(page, rank, spot, middle)
        taken.take([_square(spot)])


def middle_of(shape: BaseGeometry, window: Window) -> tuple[float, float]:
    """Where a parcel is pointed at [mm]: its centre, or a point inside when the centre is not."""
    centre = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    x, y = window.place(shapely.get_coordinates(centre))[0].tolist()
    return x, y


def badge(
    page: Page, rank: int, at: tuple[float, float], size: float = 1.0, colour: str = style.ACCENT
) -> None:
    """A disc with a rank, ``size`` times as large as usual."""
    kind = replace(BADGE, size=BADGE.size * size)
    page.spots([at], replace(style.BADGE, radius_px=style.BADGE.radius_px * size, fill=colour), 45)
    page.words.append(Words(at[0], at[1] - MIDDLE_EM * kind.em_mm, str(rank), kind, "center", z=46))


def roads(page: Page, subject: Subject, window: Window, taken: Taken, kind: Type) -> None:
    """Names upon roads, each name once, unless it is that of an axis."""
    named = {axis.name for axis in subject.plan.axes} | {axis.name_en for axis in subject.plan.axes}
    for layer in (one for one in subject.plan.layers.values() if one.role == "roads"):
        for name, shape in zip(subject.names(layer.frame), layer.frame.geometry, strict=True):
            line = _longest([shape], window)
            text = re.split(r"[(（]", fonts.printable(name))[
                0
            ].strip()  # a second name has no room upon a road
            if text and text not in named and line is not None:
                written = place(page, taken, labels.along(page, text, line, kind, SHARES))
                named |= {text} if written else set()


def _badge(page: Page, rank: int, at: tuple[float, float], middle: tuple[float, float]) -> None:
    if math.dist(at, middle) > RADIUS_MM:
        page.rule([middle, at], 1.4, style.ACCENT, z=44)
    badge(page, rank, at)


def _badge_spots(middle: tuple[float, float], outline: labels.Bounds) -> Iterator[tuple[float, float]]:
    """Upon the parcel when it is twice as large as the badge, else on rings about it."""
    x, y = middle
    size = min(outline[2] - outline[0], outline[3] - outline[1])
    if size > 2.8 * RADIUS_MM:
        yield x, y
    reach = max(outline[2] - outline[0], outline[3] - outline[1]) / 2
    for ring in (0.9, 2.5, 5.0, 8.0, 12.0):
        for angle in (45, 135, 315, 225, 90, 0, 180, 270, 22, 68, 112, 158, 202, 248, 292, 338):
            far = reach + RADIUS_MM + ring
            yield x + far * math.cos(math.radians(angle)), y + far * math.sin(math.radians(angle))


def outline(shape: BaseGeometry, window: Window) -> labels.Bounds:
    """A shape's box [mm]."""
    (left, bottom), (right, top) = window.place(np.array(shape.bounds).reshape(2, 2)).tolist()
    return left, bottom, right, top


def _square(at: tuple[float, float]) -> labels.Bounds:
    return at[0] - RADIUS_MM, at[1] - RADIUS_MM, at[0] + RADIUS_MM, at[1] + RADIUS_MM


def axes(page: Page, subject: Subject, window: Window, taken: Taken, kind: Type, *, with_theme: bool) -> None:
    """Names upon the axes, with what each is for where there is room."""
    for axis in subject.plan.axes:
        line = _longest([axis.line], window)
        if line is None:
            continue
        theme = max(axis.themes, key=lambda t: t.year, default=None)
        name = fonts.printable(subject.say(axis.name, axis.name_en))
        long = (
            f"{name} · {fonts.printable(subject.say(theme.name, theme.name_en))}"
            if theme and with_theme
            else name
        )
        if not place(page, taken, labels.along(page, long, line, kind, SHARES)):
            place(page, taken, labels.along(page, name, line, kind, np.linspace(0.05, 0.95, 19)))


def _points(page: Page, subject: Subject, window: Window, taken: Taken, role: str, kind: Type) -> None:
    """Names beside points; a park of the same name is named already."""
    named = {subject.say(area.name, area.name_en) for area in subject.plan.parks}
    for layer in (one for one in subject.plan.layers.values() if one.role == role):
        gap = 0.6 + style.layer_look(layer).radius_px * POINTS_PER_PX * MM_PER_POINT
        for name, shape in zip(subject.names(layer.frame), layer.frame.geometry, strict=True):
            text = fonts.printable(name)
            for x, y in point_spots([shape], window)[:1]:
                if text and text not in named:
                    place(page, taken, labels.around(text, (float(x), float(y)), kind, gap))


def _longest(shapes: list[LineString], window: Window) -> LineString | None:
    """The longest stretch of lines in the window, in millimetres."""
    cut = shapely.clip_by_rect(np.array(shapes, dtype=object), *window.bounds)
    stretches = parts(cut, LINES)
    if not len(stretches):
        return None
    longest = max(stretches, key=lambda stretch: float(stretch.length))
    return LineString(window.place(shapely.get_coordinates(longest)))


def _shown(shape: Polygon | MultiPolygon, window: Window) -> Polygon:
    """The largest part of an area in the window, in millimetres."""
    cut = shapely.clip_by_rect(shape, *window.bounds)
    pieces = parts([cut], AREAS)
    if not len(pieces):
        return Polygon()
    largest = max(pieces, key=lambda piece: float(piece.area))
    return Polygon(shapely.transform(largest, window.place))
