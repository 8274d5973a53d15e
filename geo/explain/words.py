"""Figures and limits as a planner says them, in Chinese and in English."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from geo.model import Limit
from geo.schema import STATUS_NAMES, STATUS_NAMES_EN, UTILITY_NAMES

# figures from here on need no second decimal; these units then none at all
LARGE = 10
WHOLE = frozenset({"m", "㎡", "天"})
MOST_DIGITS = 6


def number(value: float, unit: str, outward: str = "", gap: float = math.inf) -> str:
    """A figure with its unit, to the digits that matter.

    ``outward`` "min" rounds down and "max" rounds up, so that the rounded figure, used as a new
    threshold, still admits the value; ``gap`` is the difference that the rounding must not swallow.

    >>> number(9.26, "亩"), number(9.26, "亩", outward="min"), number(1234.4, "m", outward="max")
    ('9.3亩', '9.2亩', '1,235 m')
    >>> number(0.497, "亩", outward="min", gap=0.003)
    '0.497亩'
    """
    is_large = abs(value) >= LARGE
    digits = 0 if unit in WHOLE and is_large else 1 if is_large or unit == "亩" else 2
    least = min(2 * abs(value), gap)
    while value and least < 10.0**-digits and digits < MOST_DIGITS:
        digits += 1  # a small gap is still a gap: 0.002亩, not 0亩
    step = 10.0**digits
    if outward == "min":
        value = math.floor(value * step + 1e-9) / step
    elif outward == "max":
        value = math.ceil(value * step - 1e-9) / step
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if unit == "share":
        return f"{value * 100:.1f}%"
    return f"{text} {unit}" if unit and unit.isascii() else f"{text}{unit}"


# the same figures of the same parcels are told to one asker after another
@lru_cache(maxsize=10_000)
def plain(value: float | str | None, unit: str) -> tuple[str, str]:
    """A value of either kind, or 无数据."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "无数据", "no data"
    if isinstance(value, str):
        return STATUS_NAMES.get(value, value) or "无", STATUS_NAMES_EN.get(value, value) or "none"
    text = number(value, unit)
    return text, english(text)


def english(text: str) -> str:
    """A figure's unit in English.

    >>> english("9.3亩"), english("80万元/亩"), english("12天")
    ('9.3 mu', '80 10k yuan/mu', '12 days')
    """
    for zh, en in (("万元/亩", " 10k yuan/mu"), ("亩", " mu"), ("天", " days"), ("项", "")):
        text = text.replace(zh, en)
    return text


def listed(column: str, values: Sequence[str]) -> tuple[str, str]:
    """Names of tokens in a row."""
    if column == "utilities":
        return "、".join(UTILITY_NAMES.get(v, v) for v in values), ", ".join(values)
    if column == "status":
        return "、".join(STATUS_NAMES.get(v, v) for v in values), ", ".join(
            STATUS_NAMES_EN.get(v, v) for v in values
        )
    return "、".join(values), ", ".join(values)


def words_of(limit: Limit) -> tuple[str, str]:
    """A limit as one phrase: what is asked of the land.

    >>> words_of(Limit("price", "地价", "Land price", "price_wan_per_mu", "max", 80.0, "万元/亩"))
    ('地价 ≤ 80万元/亩', 'Land price ≤ 80 10k yuan/mu')
    """
    if limit.column == "held":
        return limit.label, limit.label_en
    threshold = limit.threshold
    if isinstance(threshold, tuple):
        if limit.column == "use_code" and limit.clause:
            return f"{limit.label}: {limit.clause}", f"{limit.label_en}: {limit.clause_en}"
        zh, en = listed(limit.column, threshold)
        return f"{limit.label}: {zh}", f"{limit.label_en}: {en}"
    if isinstance(threshold, date):
        return f"{limit.label}不晚于 {threshold.isoformat()}", f"{limit.label_en} {threshold.isoformat()}"
    sign = "≥" if limit.op == "min" else "≤"
    zh, en = plain(float(threshold), limit.unit)
    return f"{limit.label} {sign} {zh}", f"{limit.label_en} {sign} {en}"
