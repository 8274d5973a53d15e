"""时点: the date that data is true for, as it was stated, and how long ago that is."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from geo.errors import BadAsOf

_STATED = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?(?:[T ]00:00(?::00)?)?")


@dataclass(frozen=True, slots=True)
class AsOf:
    """The date that the land bank, or a layer of the plan, is true for; "" when nobody stated one."""

    kind: Literal["bank", "layer"]
    name: str
    title: str
    title_en: str
    as_of: str


def stated(text: str) -> str:
    """A date as we keep it, no finer and no coarser than it was stated; "" for nothing.

    Raises:
        BadAsOf: it is no date.

    Examples:
        >>> stated("2024/5"), stated("2024年05月31日"), stated("2024")
        ('2024-05', '2024-05-31', '2024')
    """
    plain = text.strip()
    if not plain:
        return ""
    found = _STATED.fullmatch(plain)
    if found is None:
        raise BadAsOf(plain, "不是日期。", "it is no date.")
    year, month, day = found.groups()
    kept = "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])
    last_day(kept)
    return kept


def told(text: str, today: date) -> str:
    """A date as somebody states it today, as we keep it.

    Raises:
        BadAsOf: it is no date, or its period begins after today.

    Examples:
        >>> told("2024-5", date(2024, 5, 3))
        '2024-05'
    """
    kept = stated(text)
    if kept and kept > today.isoformat()[: len(kept)]:
        raise BadAsOf(kept, "在今天之后。", "it lies after today.")
    return kept


def last_day(as_of: str) -> date:
    """The last day of a stated year, month or day.

    Raises:
        BadAsOf: the calendar has no such day.

    Examples:
        >>> last_day("2024-02").isoformat(), last_day("2024").isoformat()
        ('2024-02-29', '2024-12-31')
    """
    year, month, day = (*(int(part) for part in as_of.split("-")), 0, 0)[:3]
    try:
        month = month or 12
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError) as impossible:
        raise BadAsOf(as_of, "日历上没有这一天。", "the calendar has no such day.") from impossible


def days_since(as_of: str, today: date) -> int | None:
    """Whole days since the end of the stated period, 0 while it lasts; None when nobody stated a date.

    Examples:
        >>> days_since("2024-05", date(2024, 7, 13)), days_since("2024", date(2024, 7, 13))
        (43, 0)
    """
    return max(0, (today - last_day(as_of)).days) if as_of else None
