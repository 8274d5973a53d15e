"""A plate for the wall: a match on one sheet, with everything that a planner asks of a map."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray

from geo.model import Answer, Plan
from maps import fonts
from maps.static import border, closeup, counts, furniture, legend, mainmap, table
from maps.static.page import Page
from maps.static.paper import arrange
from maps.static.paper import paper as sheet_of
from maps.static.save import DRAWING, SETTINGS, Format, save
from maps.static.subject import Disclosure, Lang, Subject
from maps.static.subject import subject as subject_of

__all__ = ["Format", "plate"]


def plate(  # noqa: PLR0913 (one keyword for each choice of the person who prints)
    plan: Plan,
    parcels: gpd.GeoDataFrame,
    answer: Answer,
    scores: NDArray[np.uint8],
    *,
    format: Format = "png",  # noqa: A002 (the word of the API)
    paper: str = "A3",
    landscape: bool = True,
    dpi: float = 300,
    lang: Lang = "zh",
    title: str | None = None,
    font: Path | str | None = None,
    disclosure: Disclosure = "internal",
) -> bytes:
    """A match as a printable sheet; the same input gives the same bytes, whatever the clock says.

    Args:
        plan: The plan that was asked.
        parcels: All parcels in the plan's CRS, indexed by parcel id.
        answer: The answer to show.
        scores: One byte per parcel, in the order of ``parcels``: 0…100 its score,
            101 + j when limit j excludes it.
        format: "png", "svg" or "pdf"; text stays text in the last two.
        paper: "A4" … "A0".
        landscape: Wide rather than tall.
        dpi: Pixels per inch of a PNG.
        lang: "zh" or "en".
        title: 图名; made from the plan when not given.
        font: A Chinese font file in place of the delivered one.
        disclosure: "investor" leaves out grid numbers and says that positions are general.

    Raises:
        MissingGlyph: the font lacks a character of a label; nothing is made.
        FontUnusable: the font is absent.
        UnknownName: no such paper.
    """
    about = subject_of(plan, parcels, answer, scores, lang, disclosure)
    page = Page(sheet_of(paper, landscape=landscape), fonts.find(font))
    named = fonts.printable(title) if title else border.default_title(about)
    with DRAWING, mpl.rc_context(SETTINGS):
        _compose(page, about, named)
        return save(page, format, dpi, named)


def _compose(page: Page, about: Subject, title: str) -> None:
    """Everything at its place."""
    where = arrange(page.sheet, with_notice=about.is_illustrative)
    border.title(page, about, where.title, title)
    if about.is_illustrative:
        border.notice(page, about, where.notice)
    drawn = mainmap.draw(page, about, where.map)
    counts.counts(page, about, where.counts)
    if about.answer.suggestions:
        table.shortlist(page, about, where.table)
        drawn += closeup.close_views(page, about, where.insets)
    else:
        table.way_out(page, about, where.table.down_to(where.insets) if page.sheet.is_wide else where.table)
    legend.legend(page, about, where.legend, drawn)
    border.foot(page, about, where.foot)
    page.box(where.frame, furniture.OUTER, 40)
