"""一地一档: one page for each parcel as PDF or DOCX, and an atlas of a shortlist with its index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import matplotlib as mpl
import numpy as np

from geo.codes import CodeTable
from geo.disclosure import Veil
from geo.model import Dossier, Plan
from maps import fonts, style
from maps.sheet.bound import bound
from maps.sheet.document import document
from maps.sheet.index import index_pages
from maps.sheet.parcel import Sheet, about_parcel, name_of, parcel_page
from maps.static.page import Page
from maps.static.save import DRAWING, SETTINGS
from maps.static.subject import Group, Lang, Subject, group, subject
from maps.static.templates.scored import asked

__all__ = ["Material", "atlas", "docx", "pdf", "sheets"]


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What sheets are made of.

    ``parcels`` are the sheets' own and those around them, in the plan's CRS, indexed by parcel id;
    ``dossiers`` and ``parcels`` are as ``veil`` tells them. ``font`` is a Chinese font file in place of the
    delivered one.
    """

    plan: Plan
    codes: CodeTable
    parcels: gpd.GeoDataFrame
    dossiers: Sequence[Dossier]
    veil: Veil
    lang: Lang = "zh"
    font: Path | str | None = None


def pdf(of: Material) -> bytes:
    """One A4 page for each dossier, in one PDF; the same material gives the same bytes.

    Raises:
        MissingGlyph: the font lacks a character; nothing is made.
        FontUnusable: the font is absent.
    """
    title = " · ".join(name_of(one) for one in of.dossiers[:3])
    return _drawn(lambda: [parcel_page(one, fonts.find(of.font)) for one in sheets(of)], title)


def docx(of: Material) -> bytes:
    """The same as a Word document, a page for each dossier.

    Raises:
        MissingGlyph: the font lacks a character of a map; nothing is made.
        FontUnusable: the font is absent.
    """
    with DRAWING, mpl.rc_context(SETTINGS):
        return document(sheets(of), fonts.find(of.font), of.veil.watermark(of.lang))


def atlas(of: Material) -> bytes:
    """Every sheet in one PDF behind an index: the parcels on the map of the district, and their pages.

    Raises:
        MissingGlyph: the font lacks a character; nothing is made.
        FontUnusable: the font is absent.
    """
    faces, told = fonts.find(of.font), sheets(of)
    whole = replace(told[0].subject, chosen=np.array([one.subject.chosen[0] for one in told], dtype=object))

    def pages() -> list[Page]:
        index = index_pages(told, replace(whole, groups=()), faces)
        total = len(index) + len(told)
        numbered = (
            replace(one, badge=nth, number=f"{len(index) + nth} / {total}")
            for nth, one in enumerate(told, start=1)
        )
        return [*index, *(parcel_page(one, faces) for one in numbered)]

    return _drawn(pages, f"{of.plan.name} {whole.asked}")


def sheets(of: Material) -> list[Sheet]:
    """The content of every page, the parcels numbered in their order."""
    first = of.dossiers[0].why
    level = of.veil.level
    whole = subject(of.plan, of.parcels, first.version, first.replay.code_version, of.lang, level)
    whole = _with_uses(whole, of)
    notice = whole.say(of.plan.note, of.plan.note_en) if whole.is_illustrative else ""
    shapes = dict(zip(of.parcels.index, whole.shapes, strict=True))
    return [
        Sheet(
            dossier=one,
            subject=about_parcel(whole, one, shapes[one.why.parcel_id], asked(whole, one.brief)),
            rank=one.why.rank,
            badge=nth if len(of.dossiers) > 1 else one.why.rank,
            note=of.veil.note(of.lang),
            notice=notice,
        )
        for nth, one in enumerate(of.dossiers, start=1)
    ]


def _drawn(make: Callable[[], list[Page]], title: str) -> bytes:
    """Pages made and bound; matplotlib's settings belong to the process, so one document at a time."""
    with DRAWING, mpl.rc_context(SETTINGS):
        return bound(make(), fonts.printable(title))


def _with_uses(whole: Subject, of: Material) -> Subject:
    """The land around in the colours of its use."""
    used = of.parcels["use_code"].astype(str).to_numpy()
    colours = np.array([of.codes.colour(code) for code in used], dtype=object)
    groups: list[Group] = []
    for colour in sorted(set(colours)):
        names = dict.fromkeys(whole.code_name(code) for code in used[colours == colour])
        label = whole.say("、", ", ").join(names)
        entry = style.LegendEntry(f"use_{colour}", label, label, style.parcel_look(colour))
        groups.append(group(entry, whole.shapes[colours == colour]))
    return replace(whole, groups=tuple(groups))
