"""项目图: the projects of the four pools by 红黄蓝绿, each where somebody said that it is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from shapely.geometry import Point

from geo import __version__, crs
from geo.disclosure import Disclosure
from geo.flow import Land
from geo.model import POOLS, Pin, Pins
from maps import style
from maps.static.grid import Cell, Column, Swatch, grid
from maps.static.page import Page
from maps.static.paper import Arrangement, Box
from maps.static.sheet import Sheet
from maps.static.subject import Group, Lang, Subject, Tag, group, subject
from maps.static.typography import CELL, FIGURE, SMALL, heading

OTHERS = "#DDE3E6"
POOL_NAMES = {
    "plan": ("谋划", "planned"),
    "attract": ("招引", "courted"),
    "signed": ("签约", "signed"),
    "landed": ("落地", "landed"),
}
SIGNAL_NAMES = {
    "red": ("红灯: 逾期", "red: late"),
    "yellow": ("黄灯: 临期", "yellow: due soon"),
    "green": ("绿灯: 按期", "green: in time"),
    "blue": ("蓝灯: 已落地", "blue: landed"),
    "": ("未写明日期", "no day stated"),
}
KNOWN_BY = {
    "locked": ("在其地块上", "on its own parcels"),
    "held": ("在为其预留的地块上", "on parcels held for it"),
    "park": ("只知所在园区", "only its park is known"),
    "axis": ("只知所在发展轴", "only its axis is known"),
    "": ("无人说明位置, 未上图", "nobody said where; not on the map"),
}
# discs that share a place stand around it, so many metres of the district's size apart
APART = 0.016
ROUND = 6
FIGURES_MM, RULE_LINES = 15.0, 3


def projects(land: Land, pins: Pins, lang: Lang = "zh", disclosure: Disclosure = "internal") -> Sheet:
    """The projects of a plan on a day.

    Args:
        land: The land that they stand on.
        pins: Where each is and its colour; already told at the level of ``disclosure``.
        lang: "zh" or "en".
        disclosure: For whom it is.
    """
    about = subject(land.plan, land.parcels, land.version, __version__, lang, disclosure)
    say = about.say
    placed = [(one, spot) for one, spot in _spots(about, pins.pins) if spot is not None]
    others = style.LegendEntry("land", "可开发用地", "Land bank", style.parcel_look(OTHERS))
    count, there = len(pins.pins), len(placed)
    about = replace(
        about,
        title=say(f"{land.plan.name}四库项目进度图", f"{land.plan.name_en}: projects by signal"),
        asked="  ·  ".join(
            (
                say(f"截至 {pins.on}", f"as of {pins.on}"),
                say(f"{count} 个项目, {there} 个有位置", f"{count} projects, {there} with a place"),
            )
        ),
        groups=(group(others, about.shapes),),
        marks=_marks(placed),
        tags=tuple(Tag(one.name, spot.x, spot.y) for one, spot in placed),
    )

    def evidence(page: Page, about: Subject, where: Arrangement) -> list[style.LegendEntry]:
        _listed(page, about, pins.pins, where.evidence)
        _rule(page, about, pins, where.insets)
        return []

    return Sheet(about, evidence)


def _spots(about: Subject, pins: Sequence[Pin]) -> list[tuple[Pin, Point | None]]:
    """Where each project is drawn; those at one place stand around it in table order."""
    west, south, east, north = about.plan.boundary.bounds
    step = APART * max(east - west, north - south)
    seen: Counter[tuple[float, float]] = Counter()
    spots: list[tuple[Pin, Point | None]] = []
    for one in pins:
        if one.lon is None or one.lat is None:
            spots.append((one, None))
            continue
        lonlat = np.array([Point(one.lon, one.lat)], dtype=object)
        middle = crs.shapes_to(lonlat, crs.LON_LAT, about.plan.crs)[0]
        x, y = _beside(seen[one.lon, one.lat], step)
        seen[one.lon, one.lat] += 1
        spots.append((one, Point(middle.x + x, middle.y + y)))
    return spots


def _beside(nth: int, step: float) -> tuple[float, float]:
    """The first at the place itself, six around it, twelve around these, and so on.

    >>> _beside(0, 10.0), tuple(round(one, 6) for one in _beside(1, 10.0))
    ((0.0, 0.0), (0.0, 10.0))
    """
    ring = 0
    while nth >= (room := ROUND * ring or 1):
        nth, ring = nth - room, ring + 1
    turn = 2 * math.pi * nth / room
    return ring * step * math.sin(turn), ring * step * math.cos(turn)


def _marks(placed: Sequence[tuple[Pin, Point]]) -> tuple[Group, ...]:
    """Discs by colour, the ones to worry about on top."""
    marks = []
    for colour in reversed(SIGNAL_NAMES):
        spots = [spot for one, spot in placed if one.signal.colour == colour]
        if spots:
            fill = style.SIGNAL_COLOURS[colour]
            look = style.Look("point", fill=fill, fill_opacity=1, line=style.PAPER, width_px=1.6, radius_px=8)
            entry = style.LegendEntry(f"signal_{colour}", *SIGNAL_NAMES[colour], look)
            marks.append(Group(entry, np.array(spots, dtype=object)))
    return tuple(marks)


def _listed(page: Page, about: Subject, pins: Sequence[Pin], box: Box) -> None:
    """How many wear each colour, then every project with its pool, the most urgent first."""
    say = about.say
    rest = heading(page, box, say("项目进度", "Signals"), say("按紧急程度", "the most urgent first"))
    counts: Counter[str] = Counter(one.signal.colour for one in pins)
    for (colour, names), cell in zip(SIGNAL_NAMES.items(), rest.columns(len(SIGNAL_NAMES)), strict=True):
        kind = replace(FIGURE, size=FIGURE.size * 0.8, colour=style.SIGNAL_COLOURS[colour])
        page.text(cell.x, rest.top - 4, f"{counts[colour]:,}", kind)
        page.text(cell.x, rest.top - 10, say(*names), SMALL, room=cell.width)
    below = Box(rest.x, rest.y, rest.width, rest.height - FIGURES_MM)
    urgent = list(SIGNAL_NAMES)
    ordered = sorted(pins, key=lambda one: (urgent.index(one.signal.colour), -(one.signal.late_days or 0)))
    half = (len(ordered) + 1) // 2
    columns = (Column("", 0.7), Column("", 4.9), Column("", 1.0, small=True), Column("", 6.1, small=True))
    for cell, part in zip(below.columns(2, gap=5), (ordered[:half], ordered[half:]), strict=True):
        grid(page, about, cell, columns, [_row(about, one) for one in part], least_mm=3.2)


def _row(about: Subject, one: Pin) -> tuple[Cell, ...]:
    colour = style.SIGNAL_COLOURS[one.signal.colour]
    said = about.say(one.signal.text, one.signal.text_en)
    return (Swatch(colour), one.name, about.say(*POOL_NAMES[one.pool]), said)


def _rule(page: Page, about: Subject, pins: Pins, box: Box) -> None:
    """How a colour comes about; then pools against colours, and how the places are known."""
    say = about.say
    rest = heading(page, box, say("口径", "How to read this"))
    used = page.paragraph(rest, say(pins.rule, pins.rule_en), CELL, lines=RULE_LINES)
    left, right = Box(rest.x, rest.y, rest.width, rest.height - used - 2).columns(2, gap=5)
    colours = list(SIGNAL_NAMES)
    counts: Counter[tuple[str, str]] = Counter((one.pool, one.signal.colour) for one in pins.pins)
    heads = [say("红黄绿蓝—"[nth], one or "none") for nth, one in enumerate(colours)]
    columns = (Column("", 2), *(Column(head, 1.4, "right") for head in heads))
    rows: list[tuple[Cell, ...]] = [
        (say(*POOL_NAMES[pool]), *(f"{counts[pool, one] or ''}" for one in colours)) for pool in POOLS
    ]
    grid(page, about, left, columns, rows)
    known: Counter[str] = Counter(one.known_by for one in pins.pins)
    ways: list[tuple[Cell, ...]] = [
        (say(*names), f"{known[way]:,}") for way, names in KNOWN_BY.items() if known[way]
    ]
    grid(page, about, right, (Column("", 5), Column("", 1, "right")), ways)
