"""A small table of words, bars and swatches: as many rows as fit, and how many did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from maps import style
from maps.static import names
from maps.static.page import Page, Side, Type
from maps.static.paper import Box
from maps.static.subject import Subject
from maps.static.typography import CELL, HAIR, SMALL, STRONG

LEAST_MM, MOST_MM = 3.9, 7.0
PAD_MM = 1.6
# words are made so much smaller before they are cut
SMALLEST = 0.75


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its share of the width, and how its words stand."""

    title: str
    share: float
    side: Side = "left"
    strong: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Shares of the cell's width side by side, each in its colour; together at most 1."""

    shares: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Swatch:
    """A sample of a colour."""

    colour: str


@dataclass(frozen=True, slots=True)
class Badge:
    """The number of one of the chosen."""

    number: int
    colour: str = style.ACCENT


Cell = str | Bars | Swatch | Badge


def grid(
    page: Page,
    subject: Subject,
    box: Box,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    least_mm: float = LEAST_MM,
) -> Box:
    """Write a table from the top of a box; returns the room that is left below it.

    Rows are set as wide as the room allows; the last line says how many have no room.
    """
    xs, widths = _places(box, columns)
    titled = any(column.title for column in columns)
    if titled:
        for column, x, width in zip(columns, xs, widths, strict=True):
            _write(page, column.title, x, box.top - 1.4, width, column.side, SMALL)
    top = box.top - (3.6 if titled else 0.0)
    room = int((top - box.y) / least_mm)
    shown = rows if len(rows) <= room else rows[: max(0, room - 1)]
    step = min(MOST_MM, (top - box.y) / max(1, len(shown) + (len(shown) < len(rows))))
    for row in shown:
        page.rule([(box.x, top), (box.right, top)], 0.5, HAIR)
        for cell, column, x, width in zip(row, columns, xs, widths, strict=True):
            _cell(page, cell, column, Box(x, top - step, width, step))
        top -= step
    page.rule([(box.x, top), (box.right, top)], 0.5, HAIR)
    if left := len(rows) - len(shown):
        more = subject.say(f"另有 {left:,} 行未列出", f"{left:,} more rows have no room here")
        page.text(box.x, top - 2.0, more, SMALL)
        top -= 4
    return Box(box.x, box.y, box.width, max(0.0, top - box.y))


def _places(box: Box, columns: Sequence[Column]) -> tuple[list[float], list[float]]:
    unit = box.width / sum(column.share for column in columns)
    widths = [column.share * unit for column in columns]
    return [box.x + sum(widths[:i]) for i in range(len(widths))], widths


def _cell(page: Page, cell: Cell, column: Column, box: Box) -> None:
    y = box.y + box.height / 2
    match cell:
        case Bars(shares):
            _bars(page, shares, Box(box.x, y - 1.1, box.width - PAD_MM, 2.2))
        case Swatch(colour):
            look = style.Look("area", colour, 1, "#8996A0", 0.5)
            height = min(3.0, box.height * 0.7)
            page.box(Box(box.x, y - height / 2, min(5.0, box.width - PAD_MM), height), look, 42)
        case Badge(number, colour):
            names.badge(page, number, (box.x + 2.6, y), min(1.0, box.height / 5.4), colour)
        case str():
            usual = STRONG if column.strong else SMALL if column.small else CELL
            kind = replace(usual, size=min(usual.size, box.height / 0.3528 * 0.72))
            _write(page, cell, box.x, y, box.width, column.side, kind)


def _bars(page: Page, shares: Sequence[tuple[float, str]], track: Box) -> None:
    page.box(track, style.Look("area", fill="#EEF1F3", fill_opacity=1), 40)
    x = track.x
    for share, colour in shares:
        if share > 0:
            width = share * track.width
            page.box(Box(x, track.y, width, track.height), style.Look("area", colour, 1), 41)
            x += width


def _write(page: Page, text: str, x: float, y: float, width: float, side: Side, kind: Type) -> None:
    at, room = x if side == "left" else x + width - PAD_MM, width - PAD_MM
    share = max(SMALLEST, min(1.0, room / (page.width(text, kind) or room)))
    page.text(at, y, text, replace(kind, size=kind.size * share), side, room=room)
