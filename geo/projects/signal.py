"""红黄蓝绿: a project's colour, computed from its pool and the days it stated, the rule told with it.

The articles name the colours and publish no rule for them; this one is ours (assumed), and printed wherever
a colour is shown.
"""

from __future__ import annotations

from datetime import date

from geo.model import Project, Signal, SignalColour

NEAR_DAYS = 90
RULE = (
    f"规则 (本项目设定): 写明的日期已过而未到该步 → 红; {NEAR_DAYS} 日内到期 → 黄; 更远 → 绿; 已落地 → 蓝; "
    "未写明日期 → 不亮灯"
)
RULE_EN = (
    f"Rule (ours): a stated day has passed without its step → red; due within {NEAR_DAYS} days → yellow; "
    "later → green; landed → blue; no day stated → no signal"
)
STEPS = (("acquire_by", "拿地", "land"), ("start_by", "开工", "start"), ("open_by", "投产", "opening"))


def signal(project: Project, on: date) -> Signal:
    """The colour of a project on a day.

    What a project's pool says is done counts as done: a landed project has its land and has started, so that
    only its opening can still be due; once that day has passed nobody says that it did not open.

    Examples:
        >>> it = Project("P1", "甲", "", "signed", acquire_by=date(2024, 5, 1))
        >>> signal(it, date(2024, 5, 31)).colour, signal(it, date(2024, 3, 1)).colour
        ('red', 'yellow')
        >>> signal(Project("P2", "乙", "", "landed"), date(2024, 5, 31)).text
        '已落地'
    """
    stated = [(getattr(project, name), zh, en) for name, zh, en in STEPS if getattr(project, name)]
    if project.pool == "landed":
        stated = [(day, zh, en) for day, zh, en in stated if zh == "投产" and day > on]
        if not stated:
            return Signal("blue", None, "已落地", "landed")
    if not stated:
        return Signal("", None, "未写明日期, 不亮灯", "no day stated")
    day, zh, en = min(stated)
    left = (day - on).days
    if left < 0:
        return Signal(
            "red", -left, f"{zh}已逾期 {-left} 日 (应于 {day})", f"{en} {-left} days late (due {day})"
        )
    colour: SignalColour = "yellow" if left <= NEAR_DAYS else "green"
    return Signal(colour, -left, f"{zh}还有 {left} 日 ({day})", f"{en} in {left} days ({day})")
