"""``luodi import``: a file of parcels becomes a version of the land bank, or is told why not."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated, Literal

import orjson
import typer

from api.commands.open import bar, open_service
from api.commands.outlook import show_outlook
from api.commands.screen import JsonOption, Lang, LangOption, WhoOption, document, grid, line, save
from api.errors import BAD_INPUT
from geo import flow, write
from geo.crs import Parameters
from geo.difference import Mode
from geo.errors import BadBrief
from geo.flow import Intake
from geo.model import Finding, Report, Version
from geo.plan import code_table
from geo.read import How

# findings shown of each rule; all of them are in the report
SHOWN_PER_RULE = 3
MARKS = {"error": "✗", "warning": "!", "info": "·"}
Datum = Literal["", "wgs84", "gcj02", "bd09"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_file)


def import_file(  # noqa: PLR0913, PLR0917 (one option each)
    file: Annotated[
        Path, typer.Argument(help="地块文件: GeoPackage, Shapefile(.zip), GeoJSON, GeoParquet, CSV…")
    ],
    plan: Annotated[
        Path | None, typer.Option(help="规划文件夹, 默认 LUODI_PLAN 或随附规划 | plan folder")
    ] = None,
    layer: Annotated[str, typer.Option(help="多图层文件中的图层 | layer of a file with several")] = "",
    crs: Annotated[str, typer.Option(help="坐标系, 如 EPSG:4547 | coordinate system")] = "",
    datum: Annotated[Datum, typer.Option(help="坐标偏移: wgs84 无, gcj02, bd09 | datum shift to undo")] = "",
    encoding: Annotated[str, typer.Option(help="文字编码, 如 GBK | text encoding")] = "",
    fields: Annotated[
        list[str] | None, typer.Option("--map", help="我们的字段=他们的字段, 可重复 | our=theirs, repeatable")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="报告另存为 JSON | save the report as JSON")] = None,
    quarantine: Annotated[
        Path | None, typer.Option(help="被拒的行另存为 CSV | save rejected rows as CSV")
    ] = None,
    who: WhoOption = "",
    note: Annotated[str, typer.Option(help="记入版本的说明 | note kept with the version")] = "",
    mode: Annotated[
        Mode,
        typer.Option(
            help="replace 文件即整库, update 只增改文件里的地块 | whole bank, or only these parcels"
        ),
    ] = "replace",
    as_of: Annotated[str, typer.Option(help="数据时点, 如 2024-05 | the date the land is true for")] = "",
    lang: LangOption = "zh",
    *,
    codes: Annotated[
        str,
        typer.Option(help="未注明体系的用地代码属于, 如 landuse_sea:2023 | system of bare land-use codes"),
    ] = "",
    transform: Annotated[
        str, typer.Option(help="西安80/北京54 到 CGCS2000 的 7 或 4 参数, 逗号分隔 | datum parameters")
    ] = "",
    swap_xy: Annotated[
        bool, typer.Option("--swap-xy", help="文件先北后东 | the file puts north first")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只检查与预览, 不入库 | check and outlook only")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="已核对, 可移除地块 | parcels may go, do not ask")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """导入地块: 检查、量算、预览增减, 再成为新版本; 移除地块前先问; 一宗也没有可用的不入库 (退出码 3)。

    Import parcels: checked, measured, compared with the bank, and a new version at once; before parcels go it
    asks. Every problem is told by row; when no row is left nothing is written (exit code 3).
    """
    started = time.perf_counter()
    service = open_service(plan, load=False)
    parameters = Parameters.read(transform).values if transform else ()
    how = How(
        layer, crs, datum, encoding, mapping(fields or []), swap_xy=swap_xy, codes=codes, transform=parameters
    )
    with bar() as told:
        intake = flow.dry_run(service.store, service.plan, file, how, mode=mode, as_of=as_of, progress=told)
    if report:
        save(report, told_of(intake))
    if quarantine:
        save(quarantine, write.quarantine_csv(intake.quarantine))
    if not as_json:
        show(intake.report, lang)
        show_outlook(intake.outlook, service.plan, code_table(service.plan), lang)
    version = None
    if not (dry_run or intake.is_refused) and (yes or _agreed(intake, lang, ask=not as_json)):
        with bar() as told:
            version = flow.commit(
                service.store, service.plan, intake, who=who or service.settings.who, note=note, progress=told
            )
    if as_json:
        document(told_of(intake, version))
    _close(intake, version, time.perf_counter() - started, lang)


def told_of(intake: Intake, version: Version | None = None) -> bytes:
    """An intake as a JSON document: the report, where it came from, the outlook, and what became of it."""
    more = {"mode": intake.mode, "base": intake.base, "as_of": intake.as_of, "outlook": intake.outlook}
    body = {**orjson.loads(orjson.dumps(intake.report)), "provenance": intake.provenance, **more}
    return orjson.dumps({**body, "version": version})


def show(report: Report, lang: Lang) -> None:
    """A report: the sums, then every rule with its first findings."""
    zh = (
        f"共 {report.rows} 行: 入库 {report.accepted} 宗 (其中修复 {report.repaired}), "
        f"拒绝 {report.rejected} 行; 面积 {report.area_mu:,.1f}亩"
    )
    en = (
        f"{report.rows} rows: {report.accepted} in ({report.repaired} of them repaired), "
        f"{report.rejected} rejected; {report.area_mu:,.1f} mu"
    )
    line(zh if lang == "zh" else en, "bold")
    listed: dict[str, list[Finding]] = {}
    for finding in report.findings:
        listed.setdefault(finding.rule, []).append(finding)
    severity = {"error": 0, "warning": 1, "info": 2}
    ordered = sorted(listed.items(), key=lambda item: (severity[item[1][0].severity], item[0]))
    rows = [
        (
            MARKS[found[0].severity],
            rule,
            report.counts.get(rule, len(found)),
            _where(one, lang),
            _said(one, lang),
        )
        for rule, found in ordered
        for one in found[:SHOWN_PER_RULE]
    ]
    heads = (
        ("", "规则", "条数", "位置", "说明与处理")
        if lang == "zh"
        else ("", "Rule", "Count", "Where", "What to do")
    )
    grid(heads, _once(rows), numbers=(2,))


def mapping(pairs: list[str]) -> dict[str, str]:
    """Our field -> theirs, from ``our=theirs``.

    Raises:
        BadBrief: one does not read so.

    Examples:
        >>> mapping(["parcel_id=DKBH"])
        {'parcel_id': 'DKBH'}
    """
    found = {}
    for pair in pairs:
        ours, sign, theirs = (part.strip() for part in pair.partition("="))
        if not (sign and ours and theirs):
            raise BadBrief("--map", pair, "应写成 我们的字段=他们的字段。", "should read our=theirs.")
        found[ours] = theirs
    return found


def _where(one: Finding, lang: Lang) -> str:
    if one.row == 0:
        return "整个文件" if lang == "zh" else "the file"
    place = f"第 {one.row} 行" if lang == "zh" else f"row {one.row}"
    return f"{place} {one.parcel_id}".rstrip()


def _said(one: Finding, lang: Lang) -> str:
    return f"{one.text} {one.remedy}" if lang == "zh" else f"{one.text_en} {one.remedy_en}"


def _once(rows: list[tuple[str, str, int, str, str]]) -> list[tuple[str, ...]]:
    """A rule's name and count only on its first line."""
    shown: list[tuple[str, ...]] = []
    before = ""
    for mark, rule, count, where, said in rows:
        shown.append((mark, rule, str(count), where, said) if rule != before else ("", "", "", where, said))
        before = rule
    return shown


def _agreed(intake: Intake, lang: Lang, *, ask: bool) -> bool:
    """Whether parcels may go; asked at a terminal, refused where nobody can answer.

    Raises:
        WouldRemove: parcels would go and nobody was asked.
    """
    if not intake.removes:
        return True
    if not (ask and sys.stdin.isatty()):
        flow.refuse_removal(intake)
    zh, en = f"确认移除 {intake.removes} 宗地块?", f"Remove {intake.removes} parcels?"
    return typer.confirm(zh if lang == "zh" else en, default=False, err=True)


def _close(intake: Intake, version: Version | None, seconds: float, lang: Lang) -> None:
    """The last line, and exit 3 when nothing could be committed."""
    took = f"({seconds:.1f} {'秒' if lang == 'zh' else 's'})"
    if intake.is_refused:
        zh, en = (
            "✗ 没有可入库的地块, 土地库未改动。",
            "✗ No row is left to commit; the land bank is unchanged.",
        )
        line(zh if lang == "zh" else en, "red", stderr=True)
        raise typer.Exit(BAD_INPUT)
    if version is None:
        zh, en = f"未入库, 土地库未改动 {took}。", f"Nothing was written; the land bank is unchanged {took}."
    else:
        zh, en = f"✓ 已成为第 {version.number} 版 {took}。", f"✓ Now version {version.number} {took}."
    line(zh if lang == "zh" else en, "green", stderr=True)
