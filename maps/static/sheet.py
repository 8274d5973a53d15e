"""A plate before it is drawn: its subject and what stands beside the map; and how it becomes a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl

from maps import fonts, style
from maps.static import border, furniture, legend, mainmap
from maps.static.page import Page
from maps.static.paper import Arrangement, arrange
from maps.static.paper import paper as sheet_of
from maps.static.save import DRAWING, SETTINGS, Format, save
from maps.static.subject import Subject

# Draws the evidence beside the map; returns what that adds to the legend.
Evidence = Callable[[Page, Subject, Arrangement], list[style.LegendEntry]]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """What a template makes of an answer."""

    subject: Subject
    evidence: Evidence


def render(
    sheet: Sheet,
    *,
    format: Format = "png",  # noqa: A002 (the word of the API)
    paper: str = "A3",
    landscape: bool = True,
    dpi: float = 300,
    title: str | None = None,
    font: Path | str | None = None,
) -> bytes:
    """A sheet as a file; the same input gives the same bytes, whatever the clock says.

    Args:
        sheet: What a template made.
        format: "png", "svg" or "pdf"; text stays text in the last two.
        paper: "A4" … "A0".
        landscape: Wide rather than tall.
        dpi: Pixels per inch of a PNG.
        title: 图名; the template's own when not given.
        font: A Chinese font file in place of the delivered one.

    Raises:
        MissingGlyph: the font lacks a character of a label; nothing is made.
        FontUnusable: the font is absent.
        UnknownName: no such paper.
    """
    page = Page(sheet_of(paper, landscape=landscape), fonts.find(font))
    named = fonts.printable(title) if title else fonts.printable(sheet.subject.title)
    with DRAWING, mpl.rc_context(SETTINGS):
        _compose(page, sheet, named)
        return save(page, format, dpi, named)


def _compose(page: Page, sheet: Sheet, title: str) -> None:
    """Everything at its place."""
    about = sheet.subject
    where = arrange(page.sheet, with_notice=about.is_illustrative)
    border.title(page, about, where.title, title)
    if about.is_illustrative:
        border.notice(page, about, where.notice)
    drawn = mainmap.draw(page, about, where.map)
    drawn += sheet.evidence(page, about, where)
    legend.legend(page, about, where.legend, drawn)
    border.foot(page, about, where.foot)
    page.box(where.frame, furniture.OUTER, 40)
