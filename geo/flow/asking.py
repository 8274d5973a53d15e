"""Questions and their answers: the stages from a brief to its document, in their order."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from geo import ledger, match, sentence
from geo import plan as planning
from geo.criteria import question as compiling
from geo.explain import answer as answering
from geo.explain import relax
from geo.flow.land import Land
from geo.ledger import LandRow
from geo.match import Scores
from geo.model import Answer, Brief, Question, Understood, Why


def question(land: Land, brief: Brief) -> Question:
    """A brief compiled against the plan.

    Raises:
        BadInput: the brief asks for something the plan does not have, or contradicts itself.
    """
    industry = planning.find_industry(land.plan, brief.industry)
    return compiling.question(brief, land.plan, land.codes, industry)


def ask(land: Land, brief: Brief) -> Scores:
    """Every parcel of the land judged by a brief, every part kept.

    Raises:
        BadInput: the brief asks for something the plan does not have, or contradicts itself.
    """
    return match.judged(land.packed, land.cells, question(land, brief))


def answer(land: Land, brief: Brief) -> Answer:
    """Ranked, explained suggestions for a brief; the way out when nothing fits.

    One pass over the packed columns finds whom to show; only these are explained.
    """
    return answers(land, [brief])[0]


def answers(land: Land, briefs: Iterable[Brief]) -> list[Answer]:
    """As ``answer``, one for each brief: first all are matched, then all explained."""
    asked = [question(land, brief) for brief in briefs]
    return [_told(land, found) for found in [match.top(land.packed, one) for one in asked]]


def _told(land: Land, found: match.Top) -> Answer:
    asked = found.question
    shown = np.concatenate([found.rows, found.near.rows])
    if not found.eligible:
        # the way out is looked for among all rows that no law and no promise excludes
        shown = match.open_rows(land.packed, asked)
    scores = match.judged(land.packed, land.cells, asked, shown, found.programs)
    shortlist = answering.Shortlist(
        top=tuple(range(len(found.rows))),
        near=tuple(np.searchsorted(shown, found.near.rows).tolist())
        if not found.eligible
        else tuple(range(len(found.rows), len(shown))),
        considered=found.considered,
        eligible=found.eligible,
        excluded_by=tuple(map(int, found.excluded_by)),
        only=tuple(map(int, found.only)),
        relaxations=() if found.eligible else relax.relaxations(scores, relax.costs(scores)),
    )
    return answering.told(shortlist, scores, scene(land).of(shown))


def score_bytes(land: Land, brief: Brief) -> bytes:
    """One byte per parcel in table order, for recolouring a map (see ``match.as_bytes``)."""
    return match.packed_bytes(land.packed, question(land, brief))


def why(land: Land, brief: Brief, parcel_id: str) -> Why:
    """Why, or why not, this parcel.

    Raises:
        NotFound: the version has no such parcel.
    """
    return compare(land, brief, [parcel_id])[0]


def compare(land: Land, brief: Brief, parcel_ids: Iterable[str]) -> tuple[Why, ...]:
    """Several parcels under one brief, in the order given.

    Raises:
        NotFound: the version lacks one of them.
    """
    rows = [land.row(parcel_id) for parcel_id in parcel_ids]
    scores = ask(land, brief)
    return tuple(answering.why(scores, scene(land), row) for row in rows)


def understand(land: Land, said: str) -> Understood:
    """One sentence as a brief of this plan, with what was understood and what was not."""
    return sentence.understand(said, land.plan, land.codes)


def land_by(land: Land, group: str) -> tuple[LandRow, ...]:
    """The ledger of the land by axis, zone, park, use or status."""
    return ledger.land_by(land.table, group)


def scene(land: Land) -> answering.Scene:
    """What explanations read beside the scores."""
    return answering.Scene(
        land.plan, land.version, land.told, land.codes, tuple(land.held), tuple(land.held.values())
    )
