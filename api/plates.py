"""Plates of every template, for every door that exports one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from api.schemas import BriefIn
from api.service import Service
from geo import flow
from geo.errors import BadBrief
from maps import static
from maps.static import Sheet, templates
from maps.static.paper import paper as sheet_of

Lang = Literal["zh", "en"]
Disclosure = Literal["internal", "investor"]
Template = Literal["suitability", "layout", "ledger"]
TEMPLATES: tuple[Template, ...] = get_args(Template)
# what these show is the answer to a brief, or one parcel under a brief
WITH_BRIEF: frozenset[str] = frozenset({"suitability"})
# an A0 sheet at 300 dpi; beyond it one plate would take the memory of the machine
MOST_PIXELS = 150_000_000


@dataclass(frozen=True, slots=True)
class Look:
    """How a plate is drawn; ``dpi`` counts for PNG alone."""

    format: static.Format = "pdf"
    paper: str = "A3"
    landscape: bool = True
    lang: Lang = "zh"
    dpi: int = 300
    title: str = ""
    disclosure: Disclosure = "internal"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a plate is of: ``by`` is the ledger's group."""

    template: Template = "suitability"
    brief: BriefIn | None = None
    by: templates.By = "status"


def draw(service: Service, wanted: Wanted, look: Look) -> tuple[str, bytes]:
    """A plate as a file, and what to call it: the answer it shows, else its template and version.

    Raises:
        BadBrief: the template wants a brief and there is none, or the picture would be larger than an A0
            sheet at 300 dpi.
        MissingGlyph: the font lacks a character of a label; nothing is made.
        UnknownName: no such paper.
    """
    width, height = sheet_of(look.paper, landscape=look.landscape).pixels(look.dpi)
    if look.format == "png" and width * height > MOST_PIXELS:
        words = (f"{look.paper} 的图片将有 {width}×{height} 像素。", f"would make {width}×{height} pixels.")
        raise BadBrief("dpi", look.dpi, *words, "请降低 dpi, 或改用 pdf。", "Lower dpi, or make a pdf.")
    sheet = _sheet(service, wanted, look)
    body = static.render(
        sheet,
        format=look.format,
        paper=look.paper,
        landscape=look.landscape,
        dpi=look.dpi,
        title=look.title or None,
        font=service.settings.font,
    )
    about = sheet.subject
    return about.answer or f"{wanted.template}-v{about.version.number}", body


def _sheet(service: Service, wanted: Wanted, look: Look) -> Sheet:
    """The template filled."""
    how = (look.lang, look.disclosure)
    match wanted.template:
        case "layout":
            return templates.layout(service.land(), *how)
        case "ledger":
            return templates.ledger(service.land(), wanted.by, *how)
        case "suitability":
            told = service.answer(_brief(wanted))
            scores = np.frombuffer(flow.score_bytes(told.land, told.answer.brief), dtype=np.uint8)
            return templates.suitability(told.land.plan, told.land.parcels, told.answer, scores, *how)


def _brief(wanted: Wanted) -> BriefIn:
    """The brief that the template cannot do without."""
    if wanted.brief is None or not wanted.brief.industry.strip():
        words = (
            f"图纸“{wanted.template}”须有需求。",
            f"is missing: the template “{wanted.template}” shows a brief.",
        )
        remedy = ("请写明产业, 如 industry = 食品饮料。", "Name the industry.")
        raise BadBrief("industry", "", *words, *remedy)
    return wanted.brief
