"""Plates of every template, for every door that exports one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from api.routes.around import surrounded
from api.schemas import BriefIn, brief_from
from api.service import Service
from geo import flow
from geo.disclosure import Disclosure, Veil
from geo.errors import BadBrief, BadPlan
from geo.model import AllocationAsk, AssemblyAsk, Project, Surroundings
from maps import static
from maps.static import Sheet, templates
from maps.static.paper import paper as sheet_of

Lang = Literal["zh", "en"]
Template = Literal["suitability", "shortlist", "site", "assembly", "allocation", "layout", "ledger"]
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
    """What a plate is of.

    ``by`` groups the ledger, ``parcel`` is the site, ``sets`` and ``turns`` are what is asked of assemblies
    and of an allocation of ``projects``.
    """

    template: Template = "suitability"
    brief: BriefIn | None = None
    by: templates.By = "status"
    parcel: str = ""
    sets: AssemblyAsk = AssemblyAsk()  # noqa: RUF009 (frozen)
    projects: Sequence[Project] = ()
    turns: AllocationAsk = AllocationAsk()  # noqa: RUF009 (frozen)


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
    """The template filled with what may be told at the look's level."""
    how = (look.lang, look.disclosure)
    land = service.land()
    veil = flow.veil(service.store, land, look.disclosure)
    match wanted.template:
        case "layout":
            return templates.layout(_shown(land, veil), *how)
        case "ledger":
            return templates.ledger(_shown(land, veil), wanted.by, *how)
        case "assembly":
            sets, _ = service.assemblies(_brief(wanted), wanted.sets)
            return templates.assembly(_shown(land, veil), veil.told(sets), *how)
        case "allocation":
            given, _ = service.allocation(wanted.projects, wanted.turns)
            return templates.allocation(_shown(land, veil), veil.told(given), *how)
        case "site":
            return _site(service, land, wanted, veil, look)
        case _:
            return _match(service, wanted, veil, look)


def _match(service: Service, wanted: Wanted, veil: Veil, look: Look) -> Sheet:
    """The shortlist of a brief, alone or over all parcels in their classes."""
    told = service.answer(_brief(wanted))
    answer, land, how = veil.told(told.answer), _shown(told.land, veil), (look.lang, look.disclosure)
    if wanted.template == "shortlist":
        return templates.shortlist(land.plan, land.parcels, answer, *how)
    scores = np.frombuffer(flow.score_bytes(told.land, told.answer.brief), dtype=np.uint8)
    return templates.suitability(land.plan, land.parcels, answer, scores, *how)


def _site(service: Service, land: flow.Land, wanted: Wanted, veil: Veil, look: Look) -> Sheet:
    """One parcel; a plan that states no distances of neighbourhood leaves what lies around it unjudged."""
    if not wanted.parcel:
        words = ("图纸“site”须有地块编号。", "is missing: the template “site” shows one parcel.")
        raise BadBrief("parcel", "", *words, "请写明地块编号。", "Name the parcel.")
    brief = brief_from(_brief(wanted), land)
    why = flow.why(land, brief, wanted.parcel)
    near: Surroundings | None
    try:
        near = surrounded(wanted.parcel, brief.industry, service, land)
    except BadPlan:
        near = None
    shown = _shown(land, veil)
    return templates.site(shown, veil.told(why), veil.told(near), brief.industry, look.lang, look.disclosure)


def _shown(land: flow.Land, veil: Veil) -> flow.Land:
    """The land with its parcels as they may be told."""
    return land if veil.is_open else replace(land, parcels=veil.parcels(land.parcels))


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
