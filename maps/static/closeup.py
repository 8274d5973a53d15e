"""A few shapes close up, with what surrounds them, each at its own round scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from geo.model import Suggestion
from maps import style
from maps.static import names, panel
from maps.static.furniture import CARD, FRAME, nice
from maps.static.labels import Taken
from maps.static.page import Page, Type
from maps.static.paper import Box
from maps.static.shapes import Window, centred
from maps.static.subject import Subject
from maps.static.typography import CELL

SCALES = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 10)
# of a picture, what its shape takes at most
SHARE = 0.66


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """The shape to look at, its number among the chosen, and the line below its picture."""

    number: int
    shape: BaseGeometry
    caption: str


def best(subject: Subject, suggestions: Sequence[Suggestion], most: int) -> list[View]:
    """The first of a shortlist, its shapes the chosen ones in their order."""
    return [
        View(one.rank, shape, f"{one.name or one.parcel_id} · {subject.mu(one.area_mu)}")
        for one, shape in zip(suggestions[:most], subject.chosen, strict=False)
    ]


def views(page: Page, subject: Subject, box: Box, wanted: Sequence[View]) -> list[style.LegendEntry]:
    """Pictures side by side, each with its line below; returns the legend of what shows."""
    legend: list[style.LegendEntry] = []
    for one, cell in zip(wanted, box.columns(max(3, len(wanted)), gap=3), strict=False):
        legend += _view(page, subject, one, Box(cell.x, cell.y + 5, cell.width, cell.height - 5))
        page.text(cell.x, cell.y + 1.8, one.caption, CELL, room=cell.width)
    return legend


def _view(page: Page, subject: Subject, one: View, box: Box) -> list[style.LegendEntry]:
    west, south, east, north = one.shape.bounds
    needed = max((east - west) / (box.width * SHARE), (north - south) / (box.height * SHARE), 1.0)
    scale = nice(needed * 1000 / page.sheet.scale, SCALES)
    window = centred(box, one.shape.bounds, scale * page.sheet.scale / 1000)
    legend = panel.draw(page, subject, window, "inset")
    taken = Taken(box, _corner_boxes(box))
    others = window.seen(subject.chosen)
    for number, other in enumerate(subject.chosen, start=1):
        at = names.middle_of(other, window)
        disc = (
            at[0] - names.RADIUS_MM,
            at[1] - names.RADIUS_MM,
            at[0] + names.RADIUS_MM,
            at[1] + names.RADIUS_MM,
        )
        if others[number - 1] and (number == one.number or taken.is_free([disc])):
            names.badge(page, number, at)
            taken.take([disc])
    taken.take([names.outline(one.shape, window)])  # what surrounds it is named beside it
    names.axes(
        page, subject, window, taken, Type(7, bold=True, colour=names.AXIS.colour, halo=1), with_theme=False
    )
    names.roads(page, subject, window, taken, Type(6.2, colour="#56626C", halo=1))
    _close_scale(page, window, box, scale)
    page.box(box, FRAME, 47)
    return legend


def _corner_boxes(box: Box) -> list[tuple[float, float, float, float]]:
    """The place of the scale's card."""
    return [(box.right - 22, box.y, box.right, box.y + 6.5)]


def _close_scale(page: Page, window: Window, box: Box, scale: float) -> None:
    length_m = nice(window.m_per_mm * 8)
    card = Box(box.right - 21, box.y, 21, 6)
    page.box(card, CARD, 46)
    width = length_m / window.m_per_mm
    page.rule([(card.right - 1.5 - width, card.y + 1.2), (card.right - 1.5, card.y + 1.2)], 2.2, z=47)
    page.text(card.right - 1.5, card.y + 3.9, f"1:{scale:,.0f} · {length_m:,.0f} m", Type(5.6), "right", z=48)
