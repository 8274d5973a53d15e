"""反向招商: which industries fit a place best, what it lacks for them, which chain links are near."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.match import Scores
from geo.match.scores import excluded_by
from geo.model import ChainLink, Fit, Industry, Lack, Plan
from geo.units import mu_from_m2

# the wishes told that cost most
LACKS = 3


def fits(judged: Sequence[tuple[Industry, Scores]]) -> tuple[Fit, ...]:
    """Industries by how well a place suits them, best first; ties in the plan's order.

    Args:
        judged: Each industry with the outcome of its own brief over the parcels of the place.

    Returns:
        The score is the area-weighted mean over the eligible parcels; an industry that may stand nowhere
        in the place has 0 and comes last, with the limits that keep it out.
    """
    told = [_fit(industry, scores) for industry, scores in judged]
    ranked = sorted(told, key=lambda one: (one.eligible == 0, -one.score))
    return tuple(
        Fit(rank, one.industry, one.name, one.name_en, one.score, one.eligible, one.eligible_mu,
            one.best_parcel, one.excluded_by, one.excluded_by_en, one.lacks)
        for rank, one in enumerate(ranked, start=1)
    )  # fmt: skip


def _fit(industry: Industry, scores: Scores) -> Fit:
    rows = scores.order
    m2 = np.asarray(scores.table["area_m2"], dtype=float)
    weight = m2[rows] / m2[rows].sum() if len(rows) else np.zeros(0)
    counts = excluded_by(scores)
    out = [limit for limit in scores.question.limits if counts[limit.id]]
    lost = [
        Lack(
            wish.id,
            wish.label,
            wish.label_en,
            100 * wish.weight * float(weight @ (1 - scores.satisfaction[rows, at])),
        )
        for at, wish in enumerate(scores.question.wishes)
    ]
    most = sorted((one for one in lost if one.points > 0), key=lambda one: -one.points)[:LACKS]
    best = str(scores.table.index[rows[0]]) if len(rows) else ""
    return Fit(
        0, industry.id, industry.name, industry.name_en, float(weight @ scores.score[rows]), len(rows),
        mu_from_m2(float(m2[rows].sum())), best, {one.label: counts[one.id] for one in out},
        {one.label_en: counts[one.id] for one in out}, tuple(most),
    )  # fmt: skip


def links(table: pd.DataFrame, plan: Plan, walk_m: float) -> tuple[ChainLink, ...]:
    """Every industrial chain of the plan with its nearest firm to some parcels, nearest first [m]."""
    chains: dict[str, list[str]] = {}
    for industry in plan.industries:
        if industry.chain:
            chains.setdefault(industry.chain, []).append(industry.id)
    told = []
    for chain, industries in chains.items():
        column = f"chain_{chain}_m"
        least = float(table[column].min()) if column in table and len(table) else np.nan
        known = None if np.isnan(least) else least
        told.append(ChainLink(chain, tuple(industries), known, known is not None and known <= walk_m))
    return tuple(sorted(told, key=lambda one: np.inf if one.nearest_m is None else one.nearest_m))
