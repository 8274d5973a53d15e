"""A deck that the leader's office can edit: native shapes, tables, charts and maps of freeforms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.disclosure import Veil
from geo.model import Answer, Plan
from maps import fonts
from maps.deck import file, frame
from maps.deck.canvas import Canvas
from maps.deck.letters import Measure, clean
from maps.deck.material import MOST_SITES, Evidence, Material
from maps.deck.place import Sheet
from maps.deck.slides import (
    axes,
    comparison,
    cover,
    ledger,
    need,
    screening,
    shortlist,
    site,
    sources,
    summary,
)
from maps.static.subject import Lang, subject
from maps.static.templates.scored import scored

__all__ = ["MOST_SITES", "Evidence", "deck"]


OPEN = Veil()


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide after the cover: its title, and who fills it."""

    title: str
    draw: Callable[[Canvas, Material], None]


def deck(  # noqa: PLR0913 (one keyword for each choice of the person who presents)
    plan: Plan,
    parcels: gpd.GeoDataFrame,
    answer: Answer,
    scores: NDArray[np.uint8],
    evidence: Evidence,
    *,
    lang: Lang = "zh",
    title: str | None = None,
    template: bytes | None = None,
    font: Path | str | None = None,
    veil: Veil = OPEN,
) -> bytes:
    """An answer as slides; the same input gives the same bytes, whatever the clock says.

    Args:
        plan: The plan that was asked.
        parcels: All parcels in the plan's CRS, indexed by parcel id.
        answer: The answer to show.
        scores: One byte per parcel, in the order of ``parcels``: 0…100 its score,
            101 + j when limit j excludes it.
        evidence: What was asked beside it; there is a slide for each of its sites.
        lang: "zh" or "en".
        title: The deck's title; made from the brief when not given.
        template: An office's own .pptx; its master and layouts are used, its slides left out.
        font: The Chinese font that text is measured with, in place of the delivered one.
        veil: What the reader may be told; an investor's copy is marked on every slide.

    Raises:
        BadTemplate: the template is no .pptx or has no layout with a title.
        MissingGlyph: a character that nobody could read on the slides; nothing is made.
        FontUnusable: the font is absent.
    """
    paper = file.open_on(template)
    material = _told(plan, parcels, answer, scores, evidence, lang, veil)
    measure = Measure(fonts.find(font))
    named = clean(veil.told(title)) if title else cover.title(material)
    said = frame.cover(paper, material, measure, named)
    sheet: Sheet = paper.body()
    for nth, one in enumerate(_slides(material), start=2):
        canvas = frame.slide(paper, sheet, measure, material, one.title, nth)
        one.draw(canvas, material)
        frame.mark(paper, canvas, material)
        said += canvas.said
    measure.require(said)
    made = datetime.fromisoformat(answer.version.created_at).astimezone(UTC)
    return file.save(
        paper.deck,
        title=named,
        subject=material.version(),
        made=made,
        id_=answer.replay.answer,
        language=material.say("zh-CN", "en-US"),
    )


def _told(
    plan: Plan,
    parcels: gpd.GeoDataFrame,
    answer: Answer,
    scores: NDArray[np.uint8],
    evidence: Evidence,
    lang: Lang,
    veil: Veil,
) -> Material:
    """All of it as the reader may be told."""
    land, known = veil.parcels(parcels), veil.told(answer)
    about = subject(plan, land, known.version, known.replay.code_version, lang, veil.level)
    rows = land.index.get_indexer([one.parcel_id for one in known.suggestions])
    groups = scored(about, known, np.asarray(scores, dtype=np.uint8))
    return Material(about, known, land, groups, about.shapes[rows], veil.told(evidence), veil)


def _slides(material: Material) -> list[Slide]:
    """The order of the talk: conclusion, place, need, choice, sites, comparison, ledger, sources."""
    slides = [Slide(summary.title(material), summary.draw)]
    if material.plan.axes:
        slides.append(Slide(axes.title(material), axes.draw))
    slides.append(Slide(need.title(material), need.draw))
    slides.append(Slide(screening.title(material), screening.draw))
    found = material.answer.suggestions
    if found:
        slides.append(Slide(shortlist.title(material), shortlist.draw))
    sites = range(min(len(material.evidence.sites), len(found), MOST_SITES))
    slides += [Slide(site.title(material, at), partial(site.draw, at=at)) for at in sites]
    if len(found) > 1:
        slides.append(Slide(comparison.title(material), comparison.draw))
    if material.evidence.land:
        slides.append(Slide(ledger.title(material), ledger.draw))
    slides.append(Slide(sources.title(material), sources.draw))
    return slides
