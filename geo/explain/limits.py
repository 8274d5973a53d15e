"""One limit on one parcel: value, threshold, margin, and the smallest change that would pass."""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from geo.criteria.limits import exact, tokens_of
from geo.explain.words import english, listed, number, words_of
from geo.match import Scores
from geo.model import Limit, LimitResult, LimitText
from geo.schema import UTILITIES_UNKNOWN


def result(scores: Scores, row: int, bit: int) -> LimitResult:
    """Limit ``bit`` measured on one row of the scores."""
    limit = scores.question.limits[bit]
    passed = not int(scores.failed[row]) >> bit & 1
    lack = float(scores.gap[row, bit])
    known = not math.isnan(lack)
    gap = lack if known else None
    value = shown_value(limit, scores.cells.at(row, limit.column)) if known else None
    change, change_en = ("", "") if passed else _change(limit, value, gap)
    return LimitResult(
        limit=limit.id,
        label=limit.label,
        label_en=limit.label_en,
        value=value,
        threshold=shown_threshold(limit),
        unit=limit.unit,
        margin=None if gap is None or limit.op == "one_of" else _margin(limit, value, gap),
        passed=passed,
        known=known,
        firm=limit.firm,
        change=change,
        change_en=change_en,
        clause=limit.clause,
        clause_en=limit.clause_en,
    )


def results(scores: Scores, row: int) -> tuple[LimitResult, ...]:
    """Every limit on one row, in the order of the question."""
    return tuple(result(scores, row, bit) for bit in range(len(scores.question.limits)))


def telling(scores: Scores, row: int) -> tuple[LimitResult, ...]:
    """The limits that a sentence is made of: those that fail, and those nobody has data for."""
    gaps, failed = scores.gap[row].tolist(), int(scores.failed[row])
    return tuple(
        result(scores, row, bit)
        for bit, gap in enumerate(gaps)
        if failed >> bit & 1 or gap != gap  # noqa: PLR0124 (NaN)
    )


def shown_value(limit: Limit, raw: Any) -> float | str:
    """The value a limit looks at, as JSON shows it: a number, an ISO date, tokens or a name."""
    match limit.op:
        case "min" | "max":
            return exact(raw)
        case "before":
            return pd.Timestamp(raw).date().isoformat()
        case "has_all":
            return " ".join(tokens_of(int(raw))) if int(raw) != UTILITIES_UNKNOWN else ""
        case _:
            return str(raw)


def shown_threshold(limit: Limit) -> float | str:
    """The threshold as JSON shows it."""
    if isinstance(limit.threshold, tuple):
        return " ".join(limit.threshold)
    if isinstance(limit.threshold, date):
        return limit.threshold.isoformat()
    return limit.number


# most limits are those of the plan, the same in every question
@lru_cache(maxsize=1000)
def text(limit: Limit) -> LimitText:
    """A limit as asked, in words."""
    zh, en = words_of(limit)
    return LimitText(
        limit=limit.id,
        label=limit.label,
        label_en=limit.label_en,
        op=limit.op,
        threshold=shown_threshold(limit),
        unit=limit.unit,
        firm=limit.firm,
        text=zh,
        text_en=en,
    )


def _margin(limit: Limit, value: float | str | None, gap: float) -> float:
    """How far inside (+) or outside (−) the limit, free of float32 noise."""
    if isinstance(value, float) and isinstance(limit.threshold, int | float):
        inside = value - limit.threshold if limit.op == "min" else limit.threshold - value
        return round(inside, 9)
    return -gap


def _change(limit: Limit, value: float | str | None, gap: float | None) -> tuple[str, str]:
    """What would have to change, on the land or in the brief, for this limit to pass."""
    if limit.firm:
        return _firm(limit, value)
    match limit.op:
        case "min" | "max" if isinstance(value, float):
            return _numeric(limit, value)
        case "before":
            days = int(gap or 0)
            return (
                f"净地提前 {days} 天, 或把期限放宽到 {value}",
                f"clear it {days} days earlier, or accept {value}",
            )
        case "has_all":
            lacking = [token for token in limit.words if token not in str(value).split()]
            return f"补齐 {listed('utilities', lacking)[0]}", f"add {listed('utilities', lacking)[1]}"
        case _:
            asked, asked_en = listed(limit.column, limit.words)
            now, now_en = listed(limit.column, str(value or "").split())
            return (
                f"由 {now or '无'} 调整为 {asked} 之一",
                f"change from {now_en or 'none'} to one of {asked_en}",
            )


def _numeric(limit: Limit, value: float) -> tuple[str, str]:
    gap = abs(limit.number - value)
    short, to = number(gap, limit.unit), number(value, limit.unit, outward=limit.op, gap=gap)
    less, word = english(short), english(to)
    if limit.op == "min":
        return f"还差 {short}, 或把要求降到 {to}", f"{less} short, or ask for {word}"
    return f"超出 {short}, 或把要求放宽到 {to}", f"{less} over, or accept {word}"


def _firm(limit: Limit, value: float | str | None) -> tuple[str, str]:
    if limit.column == "held":
        return f"已预留给“{value}”, 须先释放", f"held for “{value}”; it must be released first"
    if limit.op in {"min", "max"} and isinstance(value, float):
        threshold = limit.number
        short = number(abs(threshold - value), limit.unit)
        return (
            f"刚性管控, 不可放宽 (相差 {short}); 只能调整地块范围",
            f"binding; only other bounds of the parcel would help ({english(short)})",
        )
    return "刚性管控, 不可放宽", "binding; it cannot be relaxed"
