"""In what state: 净地, when it is cleared, which utilities lie at the parcel."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from geo.schema import STATUS_NAMES, STATUS_NAMES_EN, UTILITIES, UTILITY_NAMES
from geo.sentence.draft import Draft, any_of
from geo.sentence.figures import NUMBER, value
from geo.units import months_after

STATES: dict[str, str] = {
    **{name: id_ for id_, name in STATUS_NAMES.items()},
    **{name: id_ for id_, name in STATUS_NAMES_EN.items()},
    "熟地": "net", "现成的地": "net", "拿地即开工": "net", "拆迁完": "net", "征迁完成": "net",
    "正在征迁": "clearing", "正在拆迁": "clearing", "拆迁中": "clearing",
    "未征迁": "uncleared", "毛地": "uncleared", "生地": "uncleared",
    "存量用地": "idle", "存量": "idle", "闲置": "idle", "盘活": "idle",
}  # fmt: skip
SERVED: dict[str, tuple[str, ...]] = {
    "七通一平": UTILITIES,
    "五通一平": ("road", "water", "drainage", "power", "telecom"),
    "三通一平": ("road", "water", "power"),
    "通路": ("road",), "道路通达": ("road",),
    "给水": ("water",), "供水": ("water",), "通水": ("water",), "自来水": ("water",), "water": ("water",),
    "排水": ("drainage",), "drainage": ("drainage",),
    "供电": ("power",), "通电": ("power",), "电力": ("power",), "power": ("power",),
    "燃气": ("gas",), "天然气": ("gas",), "通气": ("gas",), "gas": ("gas",),
    "供热": ("heat",), "供暖": ("heat",), "暖气": ("heat",), "heat": ("heat",),
    "通信": ("telecom",), "通讯": ("telecom",), "宽带": ("telecom",), "网络": ("telecom",),
    "telecom": ("telecom",),
}  # fmt: skip
DAY = (
    r"(?P<year>\d{4})(?:年|-|/|\.)(?:(?P<month>\d{1,2})(?:月|-|/|\.)?(?:(?P<day>\d{1,2})[日号]?)?)?"
    r"|(?P<whose>今年|明年|后年|年)(?P<when>底|末|内|中)?"
    rf"|(?P<count>{NUMBER})(?P<span>个月|年)(?=内|之内|以内)"
)
CLEARED = r"净地|交地|供地|拿地|腾地|cleared"
BEFORE = r"(?P<end>底|末)?(?P<before>之前|以前|前)?(?:之内|以内|内)?"
YEARS_AHEAD = {"今年": 0, "年": 0, "明年": 1, "后年": 2}
HALF, DECEMBER = 6, 12


def hear_clearing(draft: Draft) -> None:
    """净地不晚于: a day, counted from the plan's own where it is a relative one."""
    ready = rf"(?:{DAY}){BEFORE}\s*(?:可以|可|能|要|须|需|实现|完成|达到)*\s*(?:{CLEARED})"
    by = rf"(?:{CLEARED})(?:时间|日期)?\s*(?:不晚于|早于|by|在|于)?\s*(?:{DAY}){BEFORE}"
    for pattern in (ready, by):
        for found in draft.each(re.compile(pattern)):
            try:
                day = _day(found, draft.plan.as_of)
            except ValueError:
                draft.miss(found, "没有这一天。", "there is no such day.")
                continue
            means = f"净地不晚于 {day.isoformat()}", f"Cleared by {day.isoformat()}"
            draft.hear(found, {"net_by": day.isoformat()}, means)


def hear_states(draft: Draft) -> None:
    """供地状态: one or several of those that the plan offers."""
    is_open = set(draft.plan.open_status or STATUS_NAMES)
    for found in draft.each(
        re.compile(rf"(?:现状|已经是|已经|已是|已|必须是|要是)?(?P<name>{any_of(STATES)})")
    ):
        id_ = STATES[found["name"]]
        if id_ not in is_open:
            words = (f"“{STATUS_NAMES[id_]}”的地不在可供之列。", "land in that state is not on offer.")
            draft.miss(found, *words)
            continue
        means = f"供地状态 {STATUS_NAMES[id_]}", f"Status: {STATUS_NAMES_EN[id_]}"
        draft.hear(found, {"statuses": [id_]}, means, extend=True)


def hear_utilities(draft: Draft) -> None:
    """配套条件: the connections that must lie at the parcel."""
    for found in draft.each(
        re.compile(rf"(?:要|须|需|已|有)?(?:通)?(?P<name>{any_of(dict.fromkeys(SERVED, ''))})")
    ):
        needed = SERVED[found["name"]]
        names = "、".join(UTILITY_NAMES[one] for one in needed)
        draft.hear(
            found,
            {"utilities": list(needed)},
            (f"配套 {names}", f"Utilities: {', '.join(needed)}"),
            extend=True,
        )


def _day(found: re.Match[str], today: date) -> date:
    """The last day that is still in time.

    Raises:
        ValueError: the calendar has no such day.
    """
    if found["count"]:
        months = value(found["count"]) * (12 if found["span"] == "年" else 1)
        return months_after(today, round(months))
    if found["whose"]:
        year = today.year + YEARS_AHEAD[found["whose"]]
        is_middle = found["when"] == "中"
        return date(year, HALF, 30) if is_middle else date(year, DECEMBER, 31)
    year, month, day = int(found["year"]), int(found["month"] or 0), int(found["day"] or 0)
    if found["before"] and not found["end"] and not day:
        return date(year, month or 1, 1) - timedelta(days=1)
    if day:
        return date(year, month, day)
    month = month or DECEMBER
    if not 1 <= month <= DECEMBER:
        raise ValueError(month)
    return date(year, month, monthrange(year, month)[1])
