"""``luodi decisions``: what planners said about findings, kept for the next file; findings as a layer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.open import open_service
from api.commands.screen import JsonOption, LangOption, WhoOption, grid, json, line, save
from api.routes.decisions import DecisionIn, decide
from api.routes.decisions import rules as every_rule
from api.routes.findings import findings_of
from api.wording import valid
from geo.model import DecisionAct
from geo.write import FindingsFormat

ParcelOption = Annotated[str, typer.Option("--parcel", help="地块编号; 不写为所有地块 | one parcel")]
RuleArgument = Annotated[str, typer.Argument(metavar="规则", help="规则, 见 luodi decisions rules | rule")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    family = typer.Typer(no_args_is_help=True, help="处理决定: 接受、修复或退回检查意见 | decisions")
    family.command("list")(listed)
    family.command()(rules)
    family.command()(add)
    family.command()(withdraw)
    app.add_typer(family, name="decisions")
    app.command()(findings)


def listed(*, as_json: JsonOption = False) -> None:
    """列出有效的决定。

    List the decisions in force.
    """
    service = open_service(load=False)
    rows = service.store.decisions(service.plan.id)
    if as_json:
        json(rows)
        return
    heads = ("规则", "决定", "地块", "经办", "时间 (UTC)", "理由")
    grid(heads, [(one.rule, one.act, one.parcel_id or "全部", one.who, one.at, one.note) for one in rows])
    if not rows:
        line("没有决定 | nothing was decided")


def rules(*, as_json: JsonOption = False) -> None:
    """列出全部检查规则, 及每条可作的决定。

    List every rule and what can be decided about it.
    """
    rows = every_rule()
    if as_json:
        json(rows)
        return
    grid(("规则", "级别", "可决定"), [(one.id, one.severity, " ".join(one.allows) or "—") for one in rows])


def add(
    rule: RuleArgument,
    act: Annotated[DecisionAct, typer.Argument(help="accept 接受, fix 修复, reject 退回")],
    parcel: ParcelOption = "",
    note: Annotated[str, typer.Option(help="理由 | reason")] = "",
    who: WhoOption = "",
) -> None:
    """对一条规则作出决定; 下次导入 (含试运行) 照办, 并在报告里写明。

    Decide about a rule; the next import follows it and says so.
    """
    service = open_service(load=False)
    who = who or service.settings.who
    asked = {"rule": rule, "act": act, "who": who, "parcel_id": parcel, "note": note}
    given = valid(DecisionIn, asked)
    one = decide(given, service)
    line(f"✓ {one.rule} → {one.act} ({one.parcel_id or '所有地块 | all parcels'})")


def withdraw(rule: RuleArgument, parcel: ParcelOption = "", who: WhoOption = "") -> None:
    """撤回一项决定。

    Take a decision back.
    """
    service = open_service(load=False)
    one = service.store.withdraw(service.plan.id, rule, parcel, who=who or service.settings.who)
    line(f"✓ {one.rule} 的决定已撤回 | withdrawn")


def findings(
    version: Annotated[
        int | None, typer.Argument(metavar="版本", help="版本号, 默认当前版 | version")
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="保存到 | file")] = Path("findings.gpkg"),
    form: Annotated[FindingsFormat, typer.Option("--format", help="gpkg (含 QGIS 样式) 或 geojson")] = "gpkg",
    lang: LangOption = "zh",
) -> None:
    """把一版的检查意见存成图层, 在 QGIS 中按级别着色。

    Save what the import of a version found as a layer; QGIS colours it by severity.
    """
    service = open_service(load=False)
    save(output, findings_of(service, version, form, lang))
    line(f"✓ {output}")
