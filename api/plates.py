"""Plates of every template, for every door that exports one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from api.routes.around import surrounded
from api.schemas import BriefIn, brief_from
from api.service import Service
from geo import disclosure, flow
from geo.disclosure import Disclosure, Veil
from geo.errors import BadBrief, BadPlan
from geo.model import AllocationAsk, AssemblyAsk, Project, Surroundings
from maps import static
from maps.static import Sheet, templates
from maps.static.paper import paper as sheet_of

Lang = Literal["zh", "en"]
Template = Literal[
    "suitability", "shortlist", "site", "assembly", "allocation", "layout", "ledger", "projects"
]
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
    and of an allocation of ``projects``; a plate of projects without any shows the plan's own.
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
    sheet = sheet_for(service, wanted, look)
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


def sheet_for(service: Service, wanted: Wanted, look: Look) -> Sheet:
    """The template filled with what may be told at the look's level."""
    land = service.land()
    veil = _veil(service, land, wanted, look)
    match wanted.template:
        case "site":
            return _site(service, land, wanted, veil, look)
        case "shortlist" | "suitability":
            return _match(service, wanted, veil, look)
        case "assembly":
            sets, _ = service.assemblies(_brief(wanted), wanted.sets)
            return templates.assembly(_shown(land, veil), veil.told(sets), look.lang, look.disclosure)
        case _:
            return _whole(service, land, wanted, veil, look)


def _whole(service: Service, land: flow.Land, wanted: Wanted, veil: Veil, look: Look) -> Sheet:
    """The whole district: its plan, its land or its projects."""
    how, shown = (look.lang, look.disclosure), _shown(land, veil)
    match wanted.template:
        case "layout":
            return templates.layout(shown, *how)
        case "ledger":
            return templates.ledger(shown, wanted.by, *how)
        case "allocation":
            given, _ = service.allocation(wanted.projects, wanted.turns)
            return templates.allocation(shown, veil.told(given), *how)
        case _:
            known = wanted.projects or flow.project_table(service.plan).projects
            return templates.projects(shown, veil.told(flow.pins(land, known)), *how)


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


def _veil(service: Service, land: flow.Land, wanted: Wanted, look: Look) -> Veil:
    """What may be told at the look's level: projects that came with the question are no less secret."""
    listed = (*flow.project_table(service.plan).projects, *wanted.projects)
    return disclosure.veil(look.disclosure, listed, land.held, flow.aliases(service.store, service.plan))


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
