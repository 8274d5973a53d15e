"""``luodi projects``, ``project``, ``same`` and ``standards``: the pools, whom a name means, 标准地预审."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.open import open_service
from api.commands.screen import JsonOption, LangOption, WhoOption, grid, json, line
from api.errors import BAD_INPUT, NOTHING_FITS
from api.routes.projects import ProjectIn, SameIn, confirm
from api.routes.standards import StandardsIn, checked
from api.wording import valid
from geo import flow
from geo.model import POOLS, RuleResult

FILE = Annotated[
    Path | None, typer.Argument(metavar="[项目表]", help="CSV 或 TOML; 省略为规划自带 | a table")
]
NAME = Annotated[str, typer.Argument(metavar="项目", help="编号或名称 | id or name")]
Number = float | None
POOL_ZH = {"plan": "谋划库", "attract": "招引库", "signed": "签约库", "landed": "落地库"}
OUTCOMES = {
    "pass": ("达标", "met", "green"),
    "fail": ("不达标", "missed", "red"),
    "unproven": ("待证", "unproven", "yellow"),
    "unknown": ("未知", "unknown", "yellow"),
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (projects, project, same, standards):
        app.command()(command)


def projects(
    file: FILE = None,
    pool: Annotated[str, typer.Option(help=f"库 | pool: {', '.join(POOLS)}")] = "",
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """项目表: 四库项目, 逐行检查 (有误则退出码 3)。

    The projects of the four pools, every row checked.
    """
    service = open_service(load=False)
    table = flow.project_table(service.plan, file)
    if as_json:
        json(table)
    else:
        zh = lang == "zh"
        rows = [
            (one.id, one.name, POOL_ZH[one.pool] if zh else one.pool, one.industry,
             "" if one.area_mu is None else f"{one.area_mu:g}",
             "" if one.invest_yi is None else f"{one.invest_yi:g}", one.source)
            for one in table.projects
            if not pool or one.pool == pool
        ]  # fmt: skip
        heads = (
            "编号 名称 库 产业 亩 总投资(亿元) 来源" if zh else "Id Name Pool Industry Mu Invest(100m) Source"
        )
        grid(heads.split(), rows, numbers=(4, 5))
        for fault in table.faults:
            line(fault.text if zh else fault.text_en, "red", stderr=True)
        if table.ignored:
            line(f"未识别的列 | unknown columns: {', '.join(table.ignored)}", "yellow", stderr=True)
    if table.faults:
        raise typer.Exit(BAD_INPUT)


def project(name: NAME, lang: LangOption = "zh", *, as_json: JsonOption = False) -> None:
    """一个名称指的是哪个项目 (说不准则列出候选, 退出码 4)。

    Whom a name means; candidates to confirm where it is not certain.
    """
    service = open_service(load=False)
    match = flow.whom(service.store, service.plan, name)
    if as_json:
        json(match)
    else:
        zh = lang == "zh"
        line(match.text if zh else match.text_en, "bold")
        rows = [
            (one.id, one.name, one.reason if zh else one.reason_en, one.source) for one in match.candidates
        ]
        grid(("编号 名称 因为 来源" if zh else "Id Name Because Source").split(), rows)
    if not match.is_certain:
        raise typer.Exit(NOTHING_FITS)


def same(
    name: NAME,
    other: Annotated[str, typer.Argument(metavar="另一名称", help="另一名称 | the other name")],
    who: WhoOption = "",
    note: Annotated[str, typer.Option(help="理由 | why")] = "",
    *,
    apart: Annotated[bool, typer.Option("--apart", help="确认是两个项目 | they are two")] = False,
    as_json: JsonOption = False,
) -> None:
    """确认两个名称是同一项目 (或 --apart: 是两个)。

    Confirm that two names are one project, or two.
    """
    service = open_service(load=False)
    whoever = who or service.settings.who
    asked = {"name": name, "other_name": other, "same": not apart, "who": whoever, "note": note}
    said = confirm(valid(SameIn, asked), service)
    if as_json:
        json(said)
    else:
        line(f"✓ {said.parcel_id}: {'同一项目 | one project' if said.act == 'accept' else '两个项目 | two'}")


def standards(  # noqa: PLR0913, PLR0917 (one argument per option)
    name: Annotated[str, typer.Argument(metavar="[项目]", help="编号或名称 | id or name")] = "",
    parcel: Annotated[str, typer.Option(help="地块: 按其面积与规划条件 | on this parcel")] = "",
    code: Annotated[str, typer.Option(help="GB/T 4754 代码 | code")] = "",
    table: Annotated[list[str] | None, typer.Option(help="标准 id, 可重复 | policy table")] = None,
    industry: Annotated[str, typer.Option(help="产业 | industry")] = "",
    area: Annotated[Number, typer.Option(help="用地, 亩 | mu")] = None,
    invest: Annotated[Number, typer.Option(help="总投资, 亿元 | total investment, 100m yuan")] = None,
    fixed: Annotated[Number, typer.Option(help="固定资产投资, 亿元 | fixed-asset investment")] = None,
    output: Annotated[Number, typer.Option(help="年产值, 亿元 | yearly output")] = None,
    tax: Annotated[Number, typer.Option(help="年税收, 亿元 | yearly tax")] = None,
    far: Annotated[Number, typer.Option(help="容积率 | floor area ratio")] = None,
    coverage: Annotated[Number, typer.Option(help="建筑系数 0–1 | building coverage")] = None,
    office: Annotated[Number, typer.Option(help="行政办公占比 0–1 | share of offices")] = None,
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """标准地预审: 亩均投资、产值、税收、容积率等逐条对照, 不达标的算出补救。

    A project against the plan's policy tables; what would meet a missed rule is computed.
    """
    figures = {
        "area_mu": area, "invest_yi": invest, "fixed_invest_yi": fixed, "output_yi": output, "tax_yi": tax,
        "far": far, "coverage": coverage, "office_share": office,
    }  # fmt: skip
    told: dict[str, Any] = {"project": name, "parcel_id": parcel, "code": code, "tables": table or []}
    given: dict[str, Any] = {key: value for key, value in figures.items() if value is not None}
    if industry:
        given["industry"] = industry
    if given:
        told["stated"] = valid(ProjectIn, given).model_dump()
    service = open_service()
    found = checked(valid(StandardsIn, told), service, service.land())
    if as_json:
        json(found)
        return
    zh = lang == "zh"
    line(f"{found.project}: {found.area_mu:,.2f} {'亩' if zh else 'mu'} ({found.area_from})", "bold")
    for one in found.parcel:
        _rule(one, zh=zh)
    for result in found.standards:
        line(result.text if zh else result.text_en, "bold")
        for one in result.results:
            _rule(one, zh=zh)


def _rule(result: RuleResult, *, zh: bool) -> None:
    label, label_en, style = OUTCOMES[result.outcome]
    line(f"  {label if zh else label_en}: {result.text if zh else result.text_en}", style)
    for remedy in result.remedies:
        line(f"      → {remedy.text if zh else remedy.text_en}")
