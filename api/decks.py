"""A brief as a deck, for every door that exports one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from api.plates import Lang
from api.recalled import match_of
from api.routes.around import surrounded
from api.routes.ledger import balanced
from api.schemas import BriefIn
from api.service import Service
from geo import flow
from geo.disclosure import Disclosure
from geo.errors import BadPlan
from geo.model import Answer, Robustness, RobustnessAsk, Surroundings
from maps.deck import MOST_SITES, Evidence, deck

USUAL_SITES = 3


@dataclass(frozen=True, slots=True)
class Look:
    """How a deck is made; ``template`` is an office's own .pptx, ``sites`` how many have a slide."""

    lang: Lang = "zh"
    title: str = ""
    disclosure: Disclosure = "internal"
    sites: int = USUAL_SITES
    template: bytes | None = None


def draw(service: Service, given: BriefIn, look: Look, answer: str = "") -> tuple[Answer, bytes]:
    """The answer to a brief, or one that was given, and its deck as a file.

    Raises:
        BadBrief: there is no such match to tell of.
        BadTemplate: slides cannot be put on the template.
        MissingGlyph: a character that nobody could read on the slides; nothing is made.
    """
    told, land = match_of(service, given, answer)
    scores = np.frombuffer(flow.score_bytes(land, told.brief), dtype=np.uint8)
    body = deck(
        land.plan,
        land.parcels,
        told,
        scores,
        evidence(service, land, told, min(look.sites, MOST_SITES)),
        lang=look.lang,
        title=look.title or None,
        template=look.template,
        font=service.settings.font,
        veil=flow.veil(service.store, land, look.disclosure, flow.shown(told), look.lang),
    )
    return told, body


def evidence(service: Service, land: flow.Land, answer: Answer, sites: int) -> Evidence:
    """What a deck shows beside an answer: its sites, how sure it is, the ledger."""
    best = [one.parcel_id for one in answer.suggestions[:sites]]
    brief = answer.brief
    return Evidence(
        sites=flow.compare(land, brief, best) if best else (),
        surroundings=_surroundings(service, land, best, brief.industry),
        comparison=flow.differences(land, brief, best) if len(best) > 1 else None,
        robustness=_robustness(land, answer),
        land=flow.land_by(land, "status"),
        balance=balanced(land, service, "axis", flow.USUAL_POOLS),
    )


def _surroundings(
    service: Service, land: flow.Land, best: list[str], industry: str
) -> tuple[Surroundings, ...]:
    """What lies around each site; nothing where the plan states no distances."""
    try:
        return tuple(surrounded(parcel_id, industry, service, land) for parcel_id in best)
    except BadPlan:
        return ()


def _robustness(land: flow.Land, answer: Answer) -> Robustness | None:
    return flow.robustness(land, answer.brief, RobustnessAsk()) if answer.counts.eligible > 1 else None
