"""The cheapest way out: near misses, and the loosenings that would admit a first parcel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.criteria.limits import shortfall
from geo.explain.limits import shown_threshold, shown_value
from geo.explain.words import listed, plain
from geo.match import Scores
from geo.model import Limit, Loosening, Relaxation, Threshold

MOST_RELAXATIONS = 5


def costs(scores: Scores) -> NDArray[np.float64]:
    """What each failed limit would cost to loosen for each row: rows × limits.

    0 where a limit passes, infinite where it fails and is firm; otherwise the loosening over the
    limit's scale.
    """
    table = np.zeros((len(scores.cells), len(scores.question.limits)))
    for bit, limit in enumerate(scores.question.limits):
        fails = (scores.failed >> np.uint64(bit) & np.uint64(1)).astype(bool)
        needed = np.nan_to_num(scores.gap[:, bit], nan=0.0) / limit.scale
        table[:, bit] = np.where(fails, np.inf if limit.firm else needed, 0.0)
    return table


def near_rows(scores: Scores, cost: NDArray[np.float64], most: int) -> list[int]:
    """Rows that exactly one limit excludes and that could be let in, cheapest first."""
    single = (scores.failed != 0) & (scores.failed & (scores.failed - np.uint64(1)) == 0)
    total = cost.sum(axis=1)
    rows = np.flatnonzero(single & np.isfinite(total))
    keys = np.lexsort((rows, -scores.score[rows], total[rows]))
    return [int(row) for row in rows[keys][:most]]


def relaxations(
    scores: Scores, cost: NDArray[np.float64], most: int = MOST_RELAXATIONS
) -> tuple[Relaxation, ...]:
    """For each set of limits whose loosening admits somebody, its cheapest loosening, cheapest set first.

    A set is tried only if some row fails exactly its limits; among these rows the one with the least
    total cost decides how far each limit must move, and nothing smaller admits it.
    """
    total = cost.sum(axis=1)
    open_rows = np.flatnonzero((scores.failed != 0) & np.isfinite(total))
    if not len(open_rows):
        return ()
    by_cost = open_rows[np.lexsort((open_rows, -scores.score[open_rows], total[open_rows]))]
    _, first = np.unique(scores.failed[by_cost], return_index=True)
    chosen = by_cost[np.sort(first)]
    ranked = sorted(chosen, key=lambda row: (float(total[row]), int(row)))
    return tuple(_relaxation(scores, cost, int(row)) for row in ranked[:most])


def loosened(scores: Scores, row: int) -> dict[int, float | str]:
    """New thresholds, by limit index, that just admit this row (values for one_of)."""
    moved: dict[int, float | str] = {}
    for bit, limit in enumerate(scores.question.limits):
        if scores.failed[row] >> np.uint64(bit) & np.uint64(1):
            moved[bit] = shown_value(limit, scores.cells.at(row, limit.column))
    return moved


def admitted(scores: Scores, moved: dict[int, float | str]) -> NDArray[np.bool_]:
    """Rows that pass once these limits have moved."""
    out = np.ones(len(scores.cells), dtype=bool)
    for bit, limit in enumerate(scores.question.limits):
        if bit not in moved:
            out &= ~(scores.failed >> np.uint64(bit) & np.uint64(1)).astype(bool)
            continue
        threshold, admits = _moved(limit, moved[bit]), limit.admits
        if limit.op == "one_of":
            admits = (*(limit.admits or limit.words), *_words(moved[bit]))
        out &= ~(shortfall(replace(limit, threshold=threshold, admits=admits), scores.table) > 0)
    return out


def _words(new: float | str) -> tuple[str, ...]:
    """Words accepted beside the asked ones; "" is the word of a parcel in none of them."""
    return tuple(str(new).split()) or ("",)


def _moved(limit: Limit, new: float | str) -> Threshold:
    if limit.op == "before":
        return pd.Timestamp(new).date()
    if limit.op == "has_all":
        return tuple(token for token in limit.words if token in str(new).split())
    if limit.op == "one_of":
        return (*limit.words, *_words(new))
    return float(new)


def _relaxation(scores: Scores, cost: NDArray[np.float64], row: int) -> Relaxation:
    moved = loosened(scores, row)
    lets_in = np.flatnonzero(admitted(scores, moved))
    best = lets_in[np.lexsort((lets_in, -scores.score[lets_in]))][0] if len(lets_in) else row
    steps = tuple(loosening(scores, bit, to, float(cost[row, bit])) for bit, to in moved.items())
    words = [said(scores, bit, step) for bit, step in zip(moved, steps, strict=True)]
    return Relaxation(
        loosenings=steps,
        cost=round(sum(step.cost for step in steps), 9),
        admits=len(lets_in),
        first=scores.cells.label(best),
        text=f"{'; '.join(zh for zh, _ in words)} → 可有 {len(lets_in)} 宗",
        text_en=f"{'; '.join(en for _, en in words)} → admits {len(lets_in)}",
    )


def loosening(scores: Scores, bit: int, to: float | str, cost: float) -> Loosening:
    """One limit moved to a new threshold."""
    limit = scores.question.limits[bit]
    value = to if isinstance(to, float) else str(to)
    by = round(abs(value - limit.number), 9) if isinstance(value, float) else None
    return Loosening(
        limit.id, limit.label, limit.label_en, shown_threshold(limit), value, by, limit.unit, cost
    )


def said(scores: Scores, bit: int, step: Loosening) -> tuple[str, str]:
    """A loosening in a few words of both languages."""
    limit = scores.question.limits[bit]
    if limit.op in {"min", "max"}:
        (a, a_en), (b, b_en) = plain(step.threshold, limit.unit), plain(step.to, limit.unit)
        return f"{limit.label} {a} → {b}", f"{limit.label_en} {a_en} → {b_en}"
    if limit.op == "has_all":
        lacking = [t for t in str(step.threshold).split() if t not in str(step.to).split()]
        zh, en = listed("utilities", lacking)
        return f"{limit.label}不再要求 {zh}", f"{limit.label_en}: drop {en}"
    verb, verb_en = ("放宽到", "accept") if limit.op == "before" else ("也接受", "accept also")
    zh, en = listed(limit.column, str(step.to).split())
    return f"{limit.label}{verb} {zh or '无'}", f"{limit.label_en}: {verb_en} {en or 'none'}"
