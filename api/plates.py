"""Plates of every template, for every door that exports one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from api.recalled import Kept, recalled, refuse_another
from api.routes.around import surrounded
from api.schemas import BriefIn
from api.service import Service
from geo import disclosure, flow
from geo.disclosure import Disclosure, Veil
from geo.errors import BadBrief, BadPlan
from geo.model import (
    Allocation,
    AllocationAsk,
    Answer,
    Assemblies,
    AssemblyAsk,
    Project,
    Surroundings,
)
from maps import static
from maps.static import Sheet, templates
from maps.static.paper import paper as sheet_of

Lang = Literal["zh", "en"]
Template = Literal[
    "suitability", "shortlist", "site", "assembly", "allocation", "layout", "ledger", "projects"
]
# the kind of answer that a template shows
OF_ANSWERS: Mapping[Template, type[Kept]] = {
    "suitability": Answer,
    "shortlist": Answer,
    "site": Answer,
    "assembly": Assemblies,
    "allocation": Allocation,
}
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
    and of an allocation of ``projects``; a plate of projects without any shows the plan's own. ``answer`` is
    the id of one that was given, drawn in place of a fresh one.
    """

    template: Template = "suitability"
    brief: BriefIn | None = None
    by: templates.By = "status"
    parcel: str = ""
    sets: AssemblyAsk = AssemblyAsk()  # noqa: RUF009 (frozen)
    projects: Sequence[Project] = ()
    turns: AllocationAsk = AllocationAsk()  # noqa: RUF009 (frozen)
    answer: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A plate under work: of which land, what of it may be told, and the answer that was given before."""

    service: Service
    wanted: Wanted
    look: Look
    land: flow.Land
    veil: Veil
    told: Kept | None = None

    @property
    def how(self) -> tuple[Lang, Disclosure]:
        """In which words, and for whom."""
        return self.look.lang, self.look.disclosure

    @property
    def shown(self) -> flow.Land:
        """The land with its parcels and what is measured of them as they may be told."""
        land, veil = self.land, self.veil
        return replace(land, parcels=veil.parcels(land.parcels), table=veil.table(land.table))

    def naming(self, chosen: Sequence[str] = ()) -> Case:
        """The same, with the parcels that it shows called by their labels."""
        return replace(self, veil=self.veil.naming(chosen, self.land.parcels, self.look.lang))


def draw(service: Service, wanted: Wanted, look: Look) -> tuple[str, bytes]:
    """A plate as a file, and what to call it: the answer it shows, else its template and version.

    Raises:
        BadBrief: the template wants a brief and there is none, or the picture would be larger than an A0
            sheet at 300 dpi.
        MissingGlyph: the font lacks a character of a label; nothing is made.
        NotFound: nobody was given such an answer.
        UnknownName: no such paper.
    """
    width, height = sheet_of(look.paper, landscape=look.landscape).pixels(look.dpi)
    if look.format == "png" and width * height > MOST_PIXELS:
        words = (f"{look.paper} 的图片将有 {width}×{height} 像素。", f"would make {width}×{height} pixels.")
        raise BadBrief("dpi", look.dpi, *words, "请降低 dpi, 或改用 pdf。", "Lower dpi, or make a pdf.")
    case = case_of(service, wanted, look)
    sheet = sheet_for(case)
    body = static.render(
        sheet,
        format=look.format,
        paper=look.paper,
        landscape=look.landscape,
        dpi=look.dpi,
        title=case.veil.told(look.title) or None,
        font=service.settings.font,
    )
    about = sheet.subject
    return about.answer or f"{wanted.template}-v{about.version.number}", body


def case_of(service: Service, wanted: Wanted, look: Look) -> Case:
    """The land of this moment, or that of an answer, and what may be told of it at the look's level.

    Projects that came with the question are no less secret than the plan's own.
    """
    listed = (*flow.project_table(service.plan).projects, *wanted.projects)
    also = flow.aliases(service.store, service.plan)
    if not wanted.answer:
        land = service.land()
        return Case(service, wanted, look, land, disclosure.veil(look.disclosure, listed, land.held, also))
    told, land = recalled(service, wanted.answer)
    _fits(wanted, told, land)
    # its words may name whoever held land at any time
    ever = {hold.id: hold.project for hold in service.store.holds(service.plan.id, active=False)}
    return Case(service, wanted, look, land, disclosure.veil(look.disclosure, listed, ever, also), told)


def _fits(wanted: Wanted, told: Kept, land: flow.Land) -> None:
    """Refuse to draw an answer that the plate cannot show as it was given."""
    if not isinstance(told, OF_ANSWERS.get(wanted.template, ())):
        words = (f"图纸“{wanted.template}”画不了这种答复。", f"is none that “{wanted.template}” can show.")
        remedy = ("请换图纸或答复。", "Choose another template or answer.")
        raise BadBrief("answer", wanted.answer, *words, *remedy)
    refuse_another(wanted.brief, wanted.answer, told, land)


def sheet_for(case: Case) -> Sheet:
    """The template filled with what may be told at the look's level."""
    match case.wanted.template:
        case "site":
            sheet = _site(case)
        case "shortlist" | "suitability":
            sheet = _match(case)
        case "assembly":
            sheet = _assembly(case)
        case "allocation":
            sheet = _allocation(case)
        case "layout":
            sheet = templates.layout(case.naming().shown, *case.how)
        case "ledger":
            sheet = templates.ledger(case.naming().shown, case.wanted.by, *case.how)
        case _:
            case = case.naming()
            known = case.wanted.projects or flow.project_table(case.land.plan).projects
            sheet = templates.projects(case.shown, case.veil.told(flow.pins(case.land, known)), *case.how)
    return sheet


def _assembly(case: Case) -> Sheet:
    sets = case.told
    if not isinstance(sets, Assemblies):
        sets, _ = case.service.assemblies(_brief(case.wanted), case.wanted.sets, land=case.land)
    case = case.naming([one for each in sets.assemblies for one in each.members])
    return templates.assembly(case.shown, case.veil.told(sets), *case.how)


def _allocation(case: Case) -> Sheet:
    given = case.told
    if not isinstance(given, Allocation):
        given, _ = case.service.allocation(case.wanted.projects, case.wanted.turns, land=case.land)
    case = case.naming([one for each in given.placements for one in each.parcels])
    return templates.allocation(case.shown, case.veil.told(given), *case.how)


def _answer(case: Case) -> Answer:
    if isinstance(case.told, Answer):
        return case.told
    return case.service.answer(_brief(case.wanted), case.land).answer


def _match(case: Case) -> Sheet:
    """The shortlist of a brief, alone or over all parcels in their classes."""
    answer = _answer(case)
    case = case.naming(flow.shown(answer))
    land = case.shown
    told = case.veil.told(answer)
    if case.wanted.template == "shortlist":
        return templates.shortlist(land.plan, land.parcels, told, *case.how)
    scores = np.frombuffer(flow.score_bytes(land, answer.brief), dtype=np.uint8)
    return templates.suitability(land.plan, land.parcels, told, scores, *case.how)


def _site(case: Case) -> Sheet:
    """One parcel; a plan that states no distances of neighbourhood leaves what lies around it unjudged."""
    parcel = case.wanted.parcel
    if not parcel:
        words = ("图纸“site”须有地块编号。", "is missing: the template “site” shows one parcel.")
        raise BadBrief("parcel", "", *words, "请写明地块编号。", "Name the parcel.")
    brief = _answer(case).brief
    why = flow.why(case.land, brief, parcel)
    near: Surroundings | None
    try:
        near = surrounded(parcel, brief.industry, case.service, case.land)
    except BadPlan:
        near = None
    case = case.naming([parcel])
    return templates.site(case.shown, case.veil.told(why), case.veil.told(near), brief.industry, *case.how)


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
