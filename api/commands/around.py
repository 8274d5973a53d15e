"""``luodi schedule`` and ``neighbours``: can a project's days be met on a parcel, and what lies around it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.commands.open import open_service
from api.commands.screen import JsonOption, LangOption, grid, json, line
from api.errors import NOTHING_FITS
from api.routes.around import ScheduleIn, scheduled, surrounded
from api.wording import valid

PARCEL = Annotated[str, typer.Argument(metavar="地块", help="地块编号 | parcel id")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(schedule)
    app.command()(neighbours)


def schedule(
    parcel: PARCEL,
    project: Annotated[str, typer.Argument(metavar="[项目]", help="编号或名称 | id or name")] = "",
    acquire: Annotated[str, typer.Option(help="拿地不晚于 | acquire by, 2024-09")] = "",
    start: Annotated[str, typer.Option(help="开工不晚于 | start by")] = "",
    open_by: Annotated[str, typer.Option("--open", help="投产不晚于 | open by")] = "",
    today: Annotated[str, typer.Option("--from", help="自何日起算 | counted from, ISO date")] = "",
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """时间可行: 净地、拿地、开工、投产最早何日, 赶不上则说明卡在哪一步 (退出码 4)。

    The earliest days of a project on a parcel, and the step in the way where they are too late.
    """
    days = {"acquire_by": acquire, "start_by": start, "open_by": open_by}
    asked: dict[str, Any] = {"parcel_id": parcel, "project": project, "today": today or None}
    if any(days.values()) or not project:
        asked["stated"] = {"name": "项目", **days}
    given = valid(ScheduleIn, asked)
    service = open_service()
    told = scheduled(given, service, service.land())
    if as_json:
        json(told)
    else:
        zh = lang == "zh"
        line(told.text if zh else told.text_en, "bold")
        heads = "步骤 自 至 月 依据" if zh else "Step From To Months Basis"
        rows = [
            (one.name if zh else one.name_en, one.begins, one.ends, one.months, one.basis)
            for one in told.steps
        ]
        grid(heads.split(), rows, numbers=(3,))
        heads = "节点 最早 要求 晚(天)" if zh else "Milestone Earliest Wanted Late"
        late = [
            (one.name if zh else one.name_en, one.earliest, one.wanted, one.late_days or "")
            for one in told.milestones
        ]
        grid(heads.split(), late, numbers=(3,))
    if not told.is_feasible:
        raise typer.Exit(NOTHING_FITS)


def neighbours(
    parcel: PARCEL,
    industry: Annotated[str, typer.Option(help="产业 | industry")],
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """周边: 冲突、同链企业、同业分流, 距离按规划所定。

    What lies around a parcel for an industry: conflicts, firms of its chain, rivals.
    """
    service = open_service()
    told = surrounded(parcel, industry, service, service.land())
    if as_json:
        json(told)
        return
    zh = lang == "zh"
    line(told.text if zh else told.text_en, "bold")
    for some, style in ((told.conflicts, "red"), (told.synergies, "green"), (told.rivals, "yellow")):
        for one in some:
            line(f"  {one.text if zh else one.text_en}", style)
