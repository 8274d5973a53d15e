"""㎡, 亩, 公顷, 万元, 亿元 and months: exact factors and how a figure is shown."""

from __future__ import annotations

import math
from calendar import monthrange
from datetime import date

# 1 亩 = 60 平方丈 = 10000/15 ㎡, exactly.
M2_PER_MU = 10000 / 15
M2_PER_HA = 10000.0
WAN_PER_YI = 10000.0
MONTHS = 12


def mu_from_m2(area_m2: float) -> float:
    """亩 of an area in ㎡.

    >>> round(mu_from_m2(88_666.0 + 2 / 3), 9)
    133.0
    """
    return area_m2 * 15 / 10000


def m2_from_mu(area_mu: float) -> float:
    """㎡ of an area in 亩.

    >>> m2_from_mu(15)
    10000.0
    """
    return area_mu * 10000 / 15


def show_mu(area_m2: float | None) -> str:
    """亩 first, ㎡ beside it.

    >>> show_mu(88_666.67)
    '133.0亩 (88,667㎡)'
    >>> show_mu(None)
    '无数据'
    """
    if area_m2 is None or not math.isfinite(area_m2):
        return "无数据"
    return f"{mu_from_m2(area_m2):,.1f}亩 ({area_m2:,.0f}㎡)"


def show_m2(area_m2: float) -> str:
    """An area that may be small: to a tenth of a ㎡ below a tenth of a 亩.

    >>> show_m2(0.26), show_m2(500.0)
    ('0.3 ㎡', '0.8亩 (500㎡)')
    """
    return show_mu(area_m2) if area_m2 >= M2_PER_MU / 10 else f"{area_m2:,.1f} ㎡"


def show(value: float | None, unit: str) -> str:
    """A figure with its unit, as many digits as a planner reads.

    >>> show(1234.5, "m"), show(0.25, "km"), show(12.0, "亩"), show(None, "m")
    ('1,234 m', '0.25 km', '12亩', '无数据')
    """
    if value is None or not math.isfinite(value):
        return "无数据"
    if unit in {"m", "㎡", "m2"}:
        return f"{value:,.0f} {'㎡' if unit == 'm2' else unit}"
    if unit == "share":
        return f"{value * 100:.1f}%"
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    glue = " " if unit.isascii() and unit else ""
    return f"{text}{glue}{unit}"


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last day.

    >>> months_after(date(2024, 1, 31), 1), months_after(date(2024, 5, 31), 24)
    (datetime.date(2024, 2, 29), datetime.date(2026, 5, 31))
    """
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
