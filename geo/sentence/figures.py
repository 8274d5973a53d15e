"""Figures as planners say them: 三十到六十亩, 不超过1.5公里, at least 100 mu."""

from __future__ import annotations

import re

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
TEN_THOUSAND = 10_000

# without 万, which some units carry themselves (万元/亩)
SMALL = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    r"|[零〇一二两三四五六七八九十百千]+(?:点[零一二三四五六七八九]+)?)"
)
_NUMERALS = "[零〇一二两三四五六七八九十百千]"
NUMBER = rf"(?:{_NUMERALS}+万{_NUMERALS}+|{SMALL}万?|半)"

HIGH = (
    r"不(?:要|能|得|可)?(?:超过|高于|大于|多于|超出)|别超过|至多|最多|最高|最大|最远|小于|低于|少于|不到|不足"
    r"|at most|no more than|up to|under|less than|below|within|≤|<=|<"
)
LOW = (
    r"不(?:要|能|得|可)?(?:少于|低于|小于)|不止|至少|最少|最低|最小|起码|大于|超过|多于|高于|达到"
    r"|at least|no less than|over|more than|above|≥|>=|>"
)
ABOUT = r"大约|大概|差不多|接近|约|about|around|some|roughly"
UP = r"(?:及|或)?以上|往上|起步|起|开外|or more"
DOWN = r"(?:及|或)?以[内下]|之内|范围内|内|or less"
NEAR = r"左右|上下|前后"
DASH = r"(?:-|–|—|~|∼|到|至|to\b|and\b)"


def bounded(unit: str, number: str = NUMBER) -> str:
    """A pattern of a figure with its unit, or a range of two, and the words that bound it.

    Groups: ``high low about first last post``; give it once per pattern.
    """
    return (
        rf"(?:(?P<high>{HIGH})|(?P<low>{LOW})|(?P<about>{ABOUT})|(?P<between>between|介于|在))?\s*"
        rf"(?:(?P<first>{number})\s*(?P<unit1>{unit})?\s*{DASH}\s*)?"
        rf"(?P<last>{number})\s*(?P<unit>{unit})\s*(?:之间)?\s*"
        rf"(?:(?P<up>{UP})|(?P<down>{DOWN})|(?P<near>{NEAR}))?"
    )


def value(text: str) -> float:
    """The number that a text writes in digits or Chinese numerals.

    >>> [value(text) for text in ("1,200", "1.5万", "三十", "十二", "一点五", "三点五万", "一万二千")]
    [1200.0, 15000.0, 30.0, 12.0, 1.5, 35000.0, 12000.0]
    """
    plain = text.replace(",", "")
    if plain == "半":
        return 0.5
    if re.fullmatch(r"\d+(?:\.\d+)?万?", plain):
        return round(float(plain.rstrip("万")) * (TEN_THOUSAND if plain.endswith("万") else 1), 6)
    if "点" in plain and plain.endswith("万"):
        return round(value(plain.removesuffix("万")) * TEN_THOUSAND, 6)
    whole, _, decimals = plain.partition("点")
    high, sign, low = whole.rpartition("万")
    told = (_below(high) if high else 1) * TEN_THOUSAND + _below(low) if sign else _below(whole)
    return float(f"{told}.{''.join(str(DIGITS[one]) for one in decimals) or 0}")


def _below(text: str) -> int:
    """Chinese numerals below 万; digits after one another are read as written (二五 is 25)."""
    if text and not set(text) & set(PLACES):
        return int("".join(str(DIGITS[one]) for one in text))
    total, digit = 0, None
    for sign in text:
        if sign in PLACES:
            total += (1 if digit is None else digit) * PLACES[sign]
            digit = None
        else:
            digit = DIGITS[sign]
    return total + (digit or 0)


def window(
    found: re.Match[str], factors: dict[str, float]
) -> tuple[float | None, float | None, float | None]:
    """At least, at most and target of a match of ``bounded``, in the unit whose factor is 1.

    A bare figure is a target; the caller knows what that means for its quantity.
    """
    factor = factors[found["unit"]]
    last = _rounded(value(found["last"]) * factor)
    if found["first"]:
        first = _rounded(value(found["first"]) * factors[found["unit1"] or found["unit"]])
        return first, last, None
    if found["high"] or found["down"]:
        return None, last, None
    if found["low"] or found["up"]:
        return last, None, None
    return None, None, last


def shown(number: float) -> str:
    """A figure as short as it can be told.

    >>> shown(30.0), shown(1.5), shown(88666.67), shown(1234567.0)
    ('30', '1.5', '88,666.67', '1,234,567')
    """
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def ranged(low: float | None, high: float | None, unit: str) -> str:
    """A window in signs.

    >>> ranged(30, 60, "亩"), ranged(None, 1500, " m"), ranged(2, None, "")
    ('30–60亩', '≤ 1,500 m', '≥ 2')
    """
    if low is not None and high is not None:
        return f"{shown(low)}–{shown(high)}{unit}"
    return f"≤ {shown(high)}{unit}" if high is not None else f"≥ {shown(low or 0)}{unit}"


def _rounded(number: float) -> float:
    return round(number, 6)
