"""The best parcels close up, with what surrounds them, each at its own round scale."""

from __future__ import annotations

import shapely

from geo.model import Suggestion
from maps import style
from maps.static import names, panel
from maps.static.furniture import CARD, FRAME, nice
from maps.static.labels import Taken
from maps.static.page import Page, Type
from maps.static.paper import Box
from maps.static.shapes import Window, centred
from maps.static.subject import Subject
from maps.static.typography import CELL, heading

SCALES = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 10)


def close_views(page: Page, subject: Subject, box: Box) -> list[style.LegendEntry]:
    """The three best parcels with their surroundings, each at its own round scale."""
    best = subject.answer.suggestions[:3]
    if not best:
        return []
    say = subject.say
    rest = heading(page, box, say("前三宗近景", "The best three, close up"), say("同图例", "same legend"))
    legend: list[style.LegendEntry] = []
    for one, shape, cell in zip(best, subject.chosen, rest.columns(3, gap=3), strict=False):
        view = Box(cell.x, cell.y + 5, cell.width, cell.height - 5)
        legend += _close_view(page, subject, one, shape, view)
        area = say(f"{one.area_mu:,.1f} 亩", f"{one.area_mu:,.1f} mu")
        page.text(cell.x, cell.y + 1.8, f"{one.name or one.parcel_id} · {area}", CELL, room=cell.width)
    return legend


def _close_view(
    page: Page, subject: Subject, one: Suggestion, shape: shapely.Polygon, box: Box
) -> list[style.LegendEntry]:
    west, south, east, north = shape.bounds
    needed = max((east - west) / (box.width * 0.56), (north - south) / (box.height * 0.56), 1.0)
    scale = nice(needed * 1000 / page.sheet.scale, SCALES)
    window = centred(box, shape.bounds, scale * page.sheet.scale / 1000)
    legend = panel.draw(page, subject, window, "inset")
    taken = Taken(box, _corner_boxes(box))
    others = window.seen(subject.chosen)
    for rank, other in enumerate(subject.chosen, start=1):
        at = names.middle_of(other, window)
        disc = (
            at[0] - names.RADIUS_MM,
            at[1] - names.RADIUS_MM,
            at[0] + names.RADIUS_MM,
            at[1] + names.RADIUS_MM,
        )
        if others[rank - 1] and (rank == one.rank or taken.is_free([disc])):
            names.badge(page, rank, at)
            taken.take([disc])
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
