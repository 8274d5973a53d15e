"""Scores -> the answer that every door gives: shortlist, counts, near misses, the way out, replay."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from typing import Any, cast

import geopandas as gpd
import numpy as np
from numpy.typing import ArrayLike

from geo import __version__, codes
from geo.explain import limits, parts, relax
from geo.explain.freshness import dates
from geo.match import Cells, Scores, excluded_by, excluded_only_by
from geo.model import (
    ILLUSTRATIVE,
    Answer,
    Brief,
    Counts,
    NearMiss,
    Part,
    Plan,
    Reason,
    Relaxation,
    Replay,
    Suggestion,
    Version,
    Why,
)

# two scores closer than this are told as a practical tie
TIE_POINTS = 0.5


@dataclass(frozen=True, slots=True)
class Scene:
    """What an explanation reads beside the scores: the land, the plan and the version they came from.

    ``told`` are the cells of ``parcels``; ``held`` the parcels somebody holds, ``holders`` for whom.
    """

    plan: Plan
    version: Version
    told: Cells
    codes: codes.CodeTable
    held: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()

    @property
    def parcels(self) -> gpd.GeoDataFrame:
        """The land itself."""
        return cast("gpd.GeoDataFrame", self.told.frame)

    def of(self, rows: ArrayLike) -> Scene:
        """The same scene of some rows."""
        return replace(self, told=self.told.take(rows))


@dataclass(frozen=True, slots=True)
class Shortlist:
    """What a match says of the answer as a whole; rows are positions in the explained scores.

    Counts are per limit, in the order of the question's limits.
    """

    top: tuple[int, ...]
    near: tuple[int, ...]
    considered: int
    eligible: int
    excluded_by: tuple[int, ...]
    only: tuple[int, ...]
    relaxations: tuple[Relaxation, ...]


def answer(scores: Scores, scene: Scene) -> Answer:
    """The whole document for one question, read from its full outcome."""
    cost = relax.costs(scores)
    most = scores.question.brief.k
    whole = Shortlist(
        top=tuple(map(int, scores.order[:most])),
        near=tuple(relax.near_rows(scores, cost, most)),
        considered=len(scores.cells),
        eligible=len(scores.order),
        excluded_by=tuple(excluded_by(scores).values()),
        only=tuple(excluded_only_by(scores).values()),
        relaxations=() if len(scores.order) else relax.relaxations(scores, cost),
    )
    return told(whole, scores, scene)


def told(found: Shortlist, scores: Scores, scene: Scene) -> Answer:
    """The whole document, from the scores of the rows that are shown.

    Args:
        found: The shortlist, its rows positions in ``scores``.
        scores: The full outcome of the rows that are shown, or of all.
        scene: The land behind these rows, in the same order.
    """
    brief, names = scores.question.brief, [limit.id for limit in scores.question.limits]
    shares = parts.parts_of(scores, found.top)
    ranked = enumerate(zip(found.top, shares, strict=True), start=1)
    suggestions = tuple(_suggestion(scores, scene, row, rank, own) for rank, (row, own) in ranked)
    shown = [*found.top, *found.near]
    is_illustrative = any(scene.told.at(row, "basis") in ILLUSTRATIVE for row in shown) if shown else True
    return Answer(
        brief=brief,
        version=scene.version,
        plan=scene.plan.id,
        plan_name=scene.plan.name,
        note=scene.plan.note if is_illustrative else "",
        note_en=scene.plan.note_en if is_illustrative else "",
        weights={wish.id: wish.weight for wish in scores.question.wishes},
        consistency_ratio=scores.question.consistency_ratio,
        limits=tuple(limits.text(limit) for limit in scores.question.limits),
        counts=Counts(
            considered=found.considered,
            eligible=found.eligible,
            excluded_by=dict(zip(names, found.excluded_by, strict=True)),
            only=dict(zip(names, found.only, strict=True)),
        ),
        suggestions=suggestions,
        near_misses=tuple(_near_miss(scores, scene, row) for row in found.near),
        relaxations=found.relaxations,
        reasons=_about(suggestions),
        replay=replay(brief, scene),
        freshness=dates(scene.plan, scene.version, scores.question),
    )


def why(scores: Scores, scene: Scene, row: int) -> Why:
    """Every limit and every part of one parcel, in or out."""
    shares, measured = parts.parts(scores, row), limits.results(scores, row)
    facts = _facts(scores, scene, row)
    place = np.flatnonzero(scores.order == row)
    basis = str(scene.told.at(row, "basis"))
    return Why(
        **facts,
        eligible=bool(scores.failed[row] == 0),
        rank=int(place[0]) + 1 if len(place) else None,
        score=float(scores.score[row]),
        limits=measured,
        parts=shares,
        reasons=parts.reasons(shares, measured, basis),
        source=str(scene.told.at(row, "source")),
        version=scene.version,
        replay=replay(scores.question.brief, scene),
        freshness=dates(scene.plan, scene.version, scores.question),
    )


def _suggestion(scores: Scores, scene: Scene, row: int, rank: int, shares: tuple[Part, ...]) -> Suggestion:
    """One row of the shortlist."""
    measured = limits.telling(scores, row)
    facts = _facts(scores, scene, row)
    return Suggestion(
        rank=rank,
        score=float(scores.score[row]),
        parts=shares,
        reasons=parts.reasons(shares, measured, str(facts["basis"])),
        **facts,
    )


def replay(brief: Brief, scene: Scene, **beside: Any) -> Replay:
    """What makes the same answer again; its id depends on nothing else.

    ``beside`` is what is asked beside the brief, by name: frozen values or plain ones.
    """
    question = canonical(brief, **beside)
    version = scene.version
    # the same land may come back as a later version, and a parcel be held for somebody else
    told = (version.sha256, str(version.number), scene.plan.sha256, question, __version__)
    parts_of_id = (*told, *scene.held, *scene.holders)
    name = hashlib.sha256("\0".join(parts_of_id).encode()).hexdigest()[:16]
    return Replay(name, scene.version.sha256, scene.plan.sha256, __version__, question, scene.held)


def canonical(brief: Brief, **beside: Any) -> str:
    """A brief as JSON with sorted keys: the same question, the same text."""
    asked = {one.name: getattr(brief, one.name) for one in fields(brief)}
    return json.dumps(asked | beside, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(one: Any) -> Any:
    return asdict(one) if is_dataclass(one) and not isinstance(one, type) else str(one)


def _near_miss(scores: Scores, scene: Scene, row: int) -> NearMiss:
    told, measured = scene.told, scores.cells
    return NearMiss(
        parcel_id=measured.label(row),
        name=_text(told.at(row, "name")),
        area_mu=float(measured.at(row, "area_mu")),
        score=float(scores.score[row]),
        failed=limits.result(scores, row, int(scores.failed[row]).bit_length() - 1),
        lon=float(told.at(row, "lon")),
        lat=float(told.at(row, "lat")),
    )


def _facts(scores: Scores, scene: Scene, row: int) -> dict[str, Any]:
    """The facts of a parcel that every explanation opens with."""
    told, measured = scene.told, scores.cells
    code = str(measured.at(row, "use_code"))
    return {
        "parcel_id": measured.label(row),
        "name": _text(told.at(row, "name")),
        "area_mu": float(measured.at(row, "area_mu")),
        "area_m2": float(measured.at(row, "area_m2")),
        "use_code": code,
        "use_name": scene.codes.name(code),
        "use_name_en": scene.codes.name_en(code),
        "status": str(measured.at(row, "status")),
        "township": _text(told.at(row, "township")),
        "axis": str(measured.at(row, "axis")),
        "zone": str(measured.at(row, "zone")),
        "park": str(measured.at(row, "park")),
        "basis": _text(told.at(row, "basis")),
        "lon": float(told.at(row, "lon")),
        "lat": float(told.at(row, "lat")),
    }


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value)  # noqa: PLR0124 (NaN is no text)


def _about(suggestions: Sequence[Suggestion]) -> tuple[Reason, ...]:
    """What must be said of the answer as a whole."""
    if not suggestions:
        return (Reason("limit", "answer", "没有地块同时满足全部硬约束", "no parcel meets every limit"),)
    if len(suggestions) > 1 and suggestions[0].score - suggestions[1].score < TIE_POINTS:
        tied = [s.parcel_id for s in suggestions if suggestions[0].score - s.score < TIE_POINTS]
        names = "、".join(tied)
        return (
            Reason(
                "caveat",
                "answer",
                f"前 {len(tied)} 名相差不足 {TIE_POINTS} 分, 实为并列: {names}",
                f"the first {len(tied)} are within {TIE_POINTS} points, a practical tie: {', '.join(tied)}",
            ),
        )
    return ()
