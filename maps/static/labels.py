"""Names on the map, each where it covers no other: the first place that is free, or none."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiPolygon, Polygon

from maps.static.page import Page, Type, Words
from maps.static.paper import Box

Bounds = tuple[float, float, float, float]
STEEP_DEG = 55.0  # lines steeper than this carry Chinese names written downwards
AIR_MM = 0.5


@dataclass(slots=True, eq=False)
class Taken:
    """What already stands inside a frame: boxes [mm] that later names keep off."""

    frame: Box
    boxes: list[Bounds] = field(default_factory=list)

    def is_free(self, boxes: Iterable[Bounds]) -> bool:
        """Whether boxes lie in the frame and touch nothing that stands."""
        asked = np.array(list(boxes))
        left, bottom, right, top = self.frame.inset(AIR_MM).bounds
        if (asked[:, :2] < (left, bottom)).any() or (asked[:, 2:] > (right, top)).any():
            return False
        if not self.boxes:
            return True
        there = np.array(self.boxes)
        apart = (
            (asked[:, None, 0] >= there[None, :, 2])
            | (asked[:, None, 2] <= there[None, :, 0])
            | (asked[:, None, 1] >= there[None, :, 3])
            | (asked[:, None, 3] <= there[None, :, 1])
        )
        return bool(apart.all())

    def take(self, boxes: Iterable[Bounds]) -> None:
        """Keep these boxes."""
        self.boxes.extend(boxes)


def place(page: Page, taken: Taken, offers: Iterable[list[Words]]) -> bool:
    """Write the first offer that is free; whether one was."""
    for offer in offers:
        boxes = [box for words in offer for box in covers(page, words)]
        if boxes and taken.is_free(boxes):
            taken.take(boxes)
            page.words.extend(offer)
            return True
    return False


def covers(page: Page, words: Words) -> list[Bounds]:
    """Boxes that a line of text covers; a turned one is a chain of squares along its baseline."""
    em, width = words.type.em_mm, page.width(words.text, words.type)
    start = {"left": 0.0, "center": -width / 2, "right": -width}[words.side]
    if not words.angle:
        x = words.x + start
        return [(x - AIR_MM, words.y - 0.15 * em - AIR_MM, x + width + AIR_MM, words.y + 0.9 * em + AIR_MM)]
    along = np.array([math.cos(math.radians(words.angle)), math.sin(math.radians(words.angle))])
    up = np.array([-along[1], along[0]])
    half = 0.55 * em + AIR_MM
    steps = np.linspace(start + em / 2, start + width - em / 2, max(2, math.ceil(width / em)))
    middles = np.array([words.x, words.y]) + steps[:, None] * along + 0.37 * em * up
    return [(x - half, y - half, x + half, y + half) for x, y in middles]


def around(text: str, at: tuple[float, float], kind: Type, gap_mm: float) -> Iterator[list[Words]]:
    """Places for the name of a point: right, left, above, below, then the corners."""
    x, y = at
    em = kind.em_mm
    low, high, level = y - gap_mm - 0.85 * em, y + gap_mm + 0.12 * em, y - 0.37 * em
    yield [Words(x + gap_mm, level, text, kind)]
    yield [Words(x - gap_mm, level, text, kind, "right")]
    yield [Words(x, high, text, kind, "center")]
    yield [Words(x, low, text, kind, "center")]
    for level in (high, low):
        yield [Words(x + gap_mm * 0.7, level, text, kind)]
        yield [Words(x - gap_mm * 0.7, level, text, kind, "right")]


def inside(text: str, shape_mm: Polygon | MultiPolygon, kind: Type) -> Iterator[list[Words]]:
    """Places for the name of an area: its roomiest spot, then a lattice over it from there outwards."""
    if shape_mm.is_empty:
        return
    pole = shapely.maximum_inscribed_circle(shape_mm, tolerance=1.0).coords[0]
    left, bottom, right, top = shape_mm.bounds
    spots = [
        (x, y)
        for x in np.linspace(left, right, 9)[1:-1]
        for y in np.linspace(bottom, top, 13)[1:-1]
        if shape_mm.contains(shapely.Point(x, y))
    ]
    spots.sort(key=lambda spot: math.dist(spot, pole))
    for x, y in (pole, *spots):
        yield [Words(x, y - 0.37 * kind.em_mm, text, kind, "center")]


def along(
    page: Page, text: str, line_mm: LineString, kind: Type, shares: Iterable[float]
) -> Iterator[list[Words]]:
    """Places for the name of a line: upon it, turned with it; Chinese is written downwards on steep lines."""
    em, length = kind.em_mm, line_mm.length
    tall = any(unicodedata.east_asian_width(char) == "W" for char in text)
    for share in shares:
        ends = [line_mm.interpolate(share * length + half).coords[0] for half in (-em, em)]
        angle = math.degrees(math.atan2(ends[1][1] - ends[0][1], ends[1][0] - ends[0][0]))
        angle = (angle + 90) % 180 - 90
        if tall and abs(angle) > STEEP_DEG:
            if letters := _downwards(text, line_mm, kind, share * length):
                yield letters
            continue
        room = page.width(text, kind) / 2
        if share * length - room < 0 or share * length + room > length:
            continue
        middle = line_mm.interpolate(share * length)
        lift = np.radians(angle + 90)
        yield [
            Words(
                middle.x - 0.37 * em * float(np.cos(lift)),
                middle.y - 0.37 * em * float(np.sin(lift)),
                text,
                kind,
                "center",
                angle if abs(angle) > 1 else 0.0,
            )
        ]


def _downwards(text: str, line_mm: LineString, kind: Type, middle_mm: float) -> list[Words]:
    """The characters one below the other along the line; none when it is too short."""
    step = 1.3 * kind.em_mm
    first, last = line_mm.coords[0], line_mm.coords[-1]
    falling = line_mm if first[1] >= last[1] else line_mm.reverse()
    middle = middle_mm if falling is line_mm else line_mm.length - middle_mm
    starts = middle - step * (len(text) - 1) / 2 + step * np.arange(len(text))
    if starts[0] < step or starts[-1] > line_mm.length - step:
        return []
    spots: NDArray[np.float64] = shapely.get_coordinates(shapely.line_interpolate_point(falling, starts))
    base = Words(0, 0, "", kind, "center")
    return [
        replace(base, x=float(x), y=float(y) - 0.37 * kind.em_mm, text=char)
        for char, (x, y) in zip(text, spots, strict=True)
        if char not in " ·"
    ]
