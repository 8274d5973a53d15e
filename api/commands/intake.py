"""``luodi import`` and ``luodi versions``: land in, and what became of it."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import orjson
import typer
from rich.table import Table

from api.commands.open import ERR, OUT, bar, open_service
from api.errors import BAD_INPUT
from geo import flow
from geo.errors import BadBrief
from geo.model import Report
from geo.read import How

MOST_FINDINGS = 12


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import")(import_file)
    app.command()(versions)


def import_file(  # noqa: PLR0913 (one option each)
    file: Annotated[Path, typer.Argument(help="地块文件 | a file of parcels")],
    plan: Annotated[Path | None, typer.Option(help="规划文件夹 | plan folder")] = None,
    layer: Annotated[str, typer.Option(help="多图层文件中的图层 | layer of the file")] = "",
    crs: Annotated[str, typer.Option(help="坐标系, 如 EPSG:4547 | coordinate system")] = "",
    datum: Annotated[
        Literal["", "wgs84", "gcj02", "bd09"], typer.Option(help="偏移: wgs84/gcj02/bd09 | datum")
    ] = "",
    encoding: Annotated[str, typer.Option(help="文字编码, 如 GBK | text encoding")] = "",
    fields: Annotated[
        list[str] | None, typer.Option("--map", help="我们的字段=他们的字段, 可重复 | our=theirs, repeatable")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="报告另存为 JSON | save the report")] = None,
    who: Annotated[str, typer.Option(help="经办人 | by whom")] = "luodi",
    note: Annotated[str, typer.Option(help="说明 | note")] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查, 不入库 | check only")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出报告 | the report as JSON")] = False,
) -> None:
    """导入地块: 检查、量算, 一次成为新版本; 有问题逐行说明。

    Import parcels: checked, measured, and a new version at once; every problem told by row.
    """
    started = time.perf_counter()
    service = open_service(plan, load=False)
    how = How(layer=layer, crs=crs, datum=datum, encoding=encoding, fields=_mapping(fields or []))
    with bar() as told:
        done = flow.import_file(
            service.store, service.plan, file, how, who=who, note=note, dry_run=dry_run, progress=told
        )
    document = orjson.dumps(asdict(done.report), option=orjson.OPT_INDENT_2)
    if report:
        report.write_bytes(document)
    if as_json:
        typer.echo(document.decode())
    else:
        _show(done.report)
    seconds = time.perf_counter() - started
    if done.is_refused:
        ERR.print(
            "✗ 没有可入库的地块, 土地库未改动。 | No row is left to commit; the land bank is unchanged."
        )
        raise typer.Exit(BAD_INPUT)
    if done.version is None:
        ERR.print(f"试运行, 未入库 ({seconds:.1f} 秒)。 | A dry run: nothing was written.")
    else:
        ERR.print(f"✓ 第 {done.version.number} 版 ({seconds:.1f} 秒) | version {done.version.number}")


def versions(
    action: Annotated[str, typer.Argument(help="空、rollback 或 diff | nothing, rollback or diff")] = "",
    first: Annotated[int, typer.Argument(help="版本号 | version")] = 0,
    second: Annotated[int, typer.Argument(help="版本号 | version")] = 0,
    who: Annotated[str, typer.Option(help="经办人 | by whom")] = "luodi",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="JSON")] = False,
) -> None:
    """版本: 列出; rollback N 回到第 N 版; diff A B 比较两版。

    Versions: list; rollback N; diff A B.
    """
    service = open_service(load=False)
    store, plan_id = service.store, service.plan.id
    if action == "rollback":
        made = store.rollback(plan_id, first, who=who)
        OUT.print(f"✓ 第 {made.number} 版与第 {first} 版相同 | version {made.number} equals {first}")
        return
    if action == "diff":
        a, b = (store.parcels(plan_id, number) for number in (first, second))
        both = a.index.intersection(b.index)
        moved = both[~a.loc[both].geometry.geom_equals_exact(b.loc[both].geometry, 0.001)]
        found = {
            "added": sorted(b.index.difference(a.index)),
            "removed": sorted(a.index.difference(b.index)),
            "reshaped": sorted(moved),
        }
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
        return
    if action:
        raise typer.BadParameter(action)
    listed = store.versions(plan_id)
    if as_json:
        typer.echo(orjson.dumps(listed).decode())
        return
    table = Table("版本", "时间 (UTC)", "地块", "亩", "经办", "文件", "说明")
    for one in listed:
        row = (
            one.number,
            one.created_at,
            one.parcels,
            f"{one.area_mu:,.1f}",
            one.who,
            Path(one.source_file).name,
        )
        table.add_row(*map(str, row), one.note)
    OUT.print(table)


def _mapping(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        ours, sign, theirs = pair.partition("=")
        if not sign or not ours or not theirs:
            words = ("应写成 我们的字段=他们的字段。", "should read our=theirs.")
            raise BadBrief("--map", pair, *words)
        found[ours.strip()] = theirs.strip()
    return found


def _show(report: Report) -> None:
    OUT.print(
        f"{report.rows} 行: 入库 {report.accepted} (其中修复 {report.repaired}), 拒绝 {report.rejected}; "
        f"{report.area_mu:,.1f} 亩"
    )
    if report.counts:
        table = Table("规则", "条数")
        for rule, count in report.counts.items():
            table.add_row(rule, str(count))
        OUT.print(table)
    for one in report.findings[:MOST_FINDINGS]:
        mark = {"error": "✗", "warning": "!", "info": "·"}[one.severity]
        OUT.print(f"{mark} 第 {one.row} 行 {one.parcel_id}: {one.text} {one.remedy}", markup=False)
    if len(report.findings) > MOST_FINDINGS:
        OUT.print(f"… 共 {len(report.findings)} 条, 全部见 --report 文件 | all of them with --report FILE")
