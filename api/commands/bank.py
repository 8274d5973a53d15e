"""``luodi land`` and ``projects``: what the land bank and the plan hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from api.commands.open import open_service
from api.commands.outlook import group_names
from api.commands.screen import JsonOption, LangOption, grid, json, line
from api.routes.freshness import ages
from api.routes.ledger import facts
from geo import flow
from geo.explain.freshness import dates

Group = Literal["axis", "zone", "park", "use", "status"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(land)
    app.command()(projects)


def land(
    by: Annotated[Group, typer.Option(help="分组 | group")] = "use",
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """台账: 按发展轴、三区、园区、用途或状态汇总亩数与已预留。

    The ledger of the land by axis, zone, park, use or status.
    """
    service = open_service()
    it = service.land()
    rows = flow.land_by(it, by)
    if as_json:
        json(rows)
        return
    names = group_names(service.plan, it.codes, by, lang)
    shown = [
        (
            names.get(row.key, row.key or "—"),
            row.parcels,
            f"{row.area_mu:,.1f}",
            f"{row.area_m2:,.0f}",
            f"{row.held_mu:,.1f}",
        )
        for row in rows
    ]
    sums = [
        sum(values)
        for values in zip(*((r.parcels, r.area_mu, r.area_m2, r.held_mu) for r in rows), strict=True)
    ]
    if sums:
        total = (
            "合计" if lang == "zh" else "Total",
            sums[0],
            f"{sums[1]:,.1f}",
            f"{sums[2]:,.0f}",
            f"{sums[3]:,.1f}",
        )
        shown.append(total)
    heads = (
        ("分组", "宗", "亩", "㎡", "已预留 亩")
        if lang == "zh"
        else ("Group", "Parcels", "mu", "m²", "Held mu")
    )
    grid(heads, shown, numbers=(1, 2, 3, 4))
    bank = ages(dates(it.plan, it.version)[:1])[0]
    line(bank.text if lang == "zh" else bank.text_en)
    note = it.plan.note if lang == "zh" else it.plan.note_en
    if note:
        line(f"! {note}", "yellow")


def projects(*, as_json: JsonOption = False) -> None:
    """项目: 规划文件夹里有名有据的项目, 各附出处。

    The plan's named projects, each with its source.
    """
    service = open_service(load=False)
    rows = facts(Path(service.plan.root), "projects")
    if as_json:
        json(rows)
        return
    columns = ("id", "name", "industry_text", "place_text", "area_mu", "stage_text", "year", "source")
    heads = ("编号", "项目", "产业", "位置", "亩", "阶段", "年份", "来源")
    grid(heads, [[row.get(name, "") for name in columns] for row in rows])
    if not rows:
        line("规划里没有项目 | the plan names no project")
