"""``luodi split``, ``merge``, ``redraw``, ``alter``, ``lineage``: single parcels, one edit a version."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from api.commands.open import open_service
from api.commands.screen import JsonOption, LangOption, WhoOption, grid, json, line
from api.desk import Desk, Done
from api.drawn import Shift, shapes_from
from api.routes.edits import told
from api.service import Service
from geo.edit import Alter, Merge, Order, Redraw, Split
from geo.errors import NothingStated, ShapeCount
from geo.flow import edits
from geo.model import VERSION_KINDS
from geo.read import How
from geo.units import mu_from_m2

SetOption = Annotated[
    list[str] | None, typer.Option("--set", help="字段=值, 可多次 | column=value", metavar="字段=值")
]
CrsOption = Annotated[
    str, typer.Option(help="图形的坐标系, 如 EPSG:4547; 不写即经纬度 | of the shapes; degrees if not given")
]
DatumOption = Annotated[
    Shift, typer.Option(help="先去掉的偏移 gcj02、bd09 | shift to be taken off the shapes first")
]
NoteOption = Annotated[str, typer.Option(help="备注, 记入版本 | recorded with the version")]
BaseOption = Annotated[int | None, typer.Option(help="所见版本; 已有更新的则拒绝 | version you saw")]
DryOption = Annotated[bool, typer.Option("--dry-run", help="只检查量算, 不入库 | write nothing")]
ParcelArgument = Annotated[str, typer.Argument(metavar="地块", help="地块编号 | parcel id")]
ParcelsArgument = Annotated[list[str], typer.Argument(metavar="地块…", help="地块编号 | parcel ids")]

EDITS = "改地 | edits"
MOST_CHILDREN = 200


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (split, merge, redraw, alter, lineage):
        app.command(rich_help_panel=EDITS)(command)


def split(  # noqa: PLR0913, PLR0917 (one option each)
    parcel: ParcelArgument,
    by: Annotated[str, typer.Option("--line", help="分割线: WKT 或文件 | a line: WKT or a file")] = "",
    parts: Annotated[
        list[str] | None, typer.Option("--part", help="各部分: WKT 或文件, 可多次 | parts: WKT or files")
    ] = None,
    ids: Annotated[
        list[str] | None, typer.Option("--id", help="新地块编号, 依次 | ids of the children, in order")
    ] = None,
    stated: Annotated[
        list[str] | None,
        typer.Option("--set", help="第几宗.字段=值 | nth.column=value", metavar="N.字段=值"),
    ] = None,
    crs: CrsOption = "",
    datum: DatumOption = "",
    who: WhoOption = "",
    note: NoteOption = "",
    base: BaseOption = None,
    *,
    rest: Annotated[bool, typer.Option("--rest", help="余地自成一宗 | what is left is a parcel too")] = False,
    dry_run: DryOption = False,
    as_json: JsonOption = False,
) -> None:
    """拆分一宗地块: 沿一条线, 或按各部分; 子地块依次编为 编号-1、-2 …

    Split a parcel along a line (children from west to east) or into parts.
    """
    service = open_service()
    how = How(crs=crs, datum=datum)
    lines = shapes_from(by, service.plan, "--line", how) if by else []
    if len(lines) > 1:
        raise ShapeCount(len(lines), 1)
    shapes = [shape for one in parts or [] for shape in shapes_from(one, service.plan, "--part", how)]
    order = Split(
        parcel, lines[0] if lines else None, tuple(shapes), rest, tuple(ids or ()), _by_child(stated or [])
    )
    _carry_out(service, order, who, note, base, dry_run=dry_run, as_json=as_json)


def merge(  # noqa: PLR0913 (one option each)
    parcels: ParcelsArgument,
    into: Annotated[str, typer.Option(help="合并后的编号 | id of the whole")] = "",
    like: Annotated[str, typer.Option(help="不同的属性照哪一宗 | take differing attributes from")] = "",
    stated: SetOption = None,
    who: WhoOption = "",
    note: NoteOption = "",
    base: BaseOption = None,
    *,
    dry_run: DryOption = False,
    as_json: JsonOption = False,
) -> None:
    """合并相邻地块; 属性不同的须用 --set 写明, 或用 --like 照其中一宗。

    Merge adjoining parcels; attributes in which they differ are stated, or taken from one of them.
    """
    order = Merge(tuple(parcels), into, _stated(stated or []), like)
    _carry_out(open_service(), order, who, note, base, dry_run=dry_run, as_json=as_json)


def redraw(  # noqa: PLR0913 (one option each)
    parcels: ParcelsArgument,
    shapes: Annotated[
        list[str],
        typer.Option("--shape", help="新边界, 依次: WKT 或文件 | new shapes: WKT or files"),
    ],
    stated: SetOption = None,
    crs: CrsOption = "",
    datum: DatumOption = "",
    who: WhoOption = "",
    note: NoteOption = "",
    base: BaseOption = None,
    *,
    dry_run: DryOption = False,
    as_json: JsonOption = False,
) -> None:
    """改界: 给地块新边界; 相邻几宗一起改, 即移动公共边界。

    Give parcels new shapes; several at once move their common boundary.
    """
    service = open_service()
    how = How(crs=crs, datum=datum)
    drawn = [shape for one in shapes for shape in shapes_from(one, service.plan, "--shape", how)]
    if len(drawn) != len(parcels):
        raise ShapeCount(len(drawn), len(parcels))
    values = _stated(stated or [])
    order = Redraw(dict(zip(parcels, drawn, strict=True)), dict.fromkeys(parcels, values) if values else {})
    _carry_out(service, order, who, note, base, dry_run=dry_run, as_json=as_json)


def alter(
    parcels: ParcelsArgument,
    stated: SetOption = None,
    who: WhoOption = "",
    note: NoteOption = "",
    base: BaseOption = None,
    *,
    dry_run: DryOption = False,
    as_json: JsonOption = False,
) -> None:
    """改属性: 地块的边界不变, 预留也不变。

    Alter attributes; the land stays as it is, and so do its holds.
    """
    order = Alter(dict.fromkeys(parcels, _stated(stated or [])))
    _carry_out(open_service(), order, who, note, base, dry_run=dry_run, as_json=as_json)


def lineage(parcel: ParcelArgument, lang: LangOption = "zh", *, as_json: JsonOption = False) -> None:
    """谱系: 地块从哪些地块来, 又成了哪些地块。

    Where a parcel came from, and what became of it.
    """
    service = open_service()
    found = edits.family(service.store, service.land(), parcel)
    if as_json:
        json(found)
        return
    zh = lang == "zh"
    line(f"{parcel} · {'第' if zh else 'version'} {found.version} {'版' if zh else ''}".rstrip(), "bold")
    for title, kins in (
        ("来自" if zh else "came from", found.ancestors),
        ("成为" if zh else "became", found.descendants),
    ):
        heads = ("版本 办法 地块 份额 止于此" if zh else "Version By Parcel Share Last").split()
        rows = [
            (
                kin.version,
                VERSION_KINDS[kin.kind][0 if zh else 1],
                kin.parcel_id,
                f"{kin.share:.1%}",
                "✓" if kin.is_last else "",
            )
            for kin in kins
        ]
        grid(heads, rows, numbers=(0, 3), title=title)
    if not found.ancestors and not found.descendants:
        line("没有拆分、合并或改界过" if zh else "never split, merged or redrawn")


def _carry_out(
    service: Service, order: Order, who: str, note: str, base: int | None, *, dry_run: bool, as_json: bool
) -> None:
    done = Desk(service).edit(order, who=who or service.settings.who, note=note, base=base, dry_run=dry_run)
    if as_json:
        json(told(done, service.plan))
        return
    _show(done)


def _show(done: Done) -> None:
    change, edited = done.edited.change, done.edited
    if done.version is None:
        line("试行, 未入库 | dry run, nothing was written", "yellow")
    else:
        line(f"✓ 第 {done.version.number} 版 | version {done.version.number} · {done.version.note}")
    shares = {row.child: [] for row in change.lineage}  # type: dict[str, list[str]]
    for row in change.lineage:
        shares[row.child].append(f"{row.parent} {row.share:.0%}")
    rows = [
        (id_, mu_from_m2(area), area, use, ", ".join(shares.get(str(id_), [])))
        for id_, area, use in zip(
            change.parcels.index, change.parcels["area_m2"], change.parcels["use_code"], strict=True
        )
    ]
    shown = [(id_, f"{mu:,.2f}", f"{area:,.1f}", use, of) for id_, mu, area, use, of in rows]
    grid(("地块", "亩", "㎡", "用途", "来自"), shown, numbers=(1, 2))
    if change.removed:
        line(f"− {', '.join(change.removed)}")
    line(f"{edited.before_m2:,.1f} ㎡ → {edited.after_m2:,.1f} ㎡")
    for finding in edited.report.findings:
        line(f"! {finding.text}{finding.remedy}", "yellow")


def _stated(words: Iterable[str]) -> dict[str, str]:
    """``column=value`` words as a mapping.

    Raises:
        NothingStated: a word has no value.
    """
    cells = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise NothingStated([word])
        cells[name.strip()] = value.strip()
    return cells


def _by_child(words: Iterable[str]) -> tuple[dict[str, str], ...]:
    """``nth.column=value`` words as one mapping for each child up to the last that is named.

    Raises:
        NothingStated: a word names no child, or has no value.
    """
    children: dict[int, dict[str, str]] = {}
    for name, value in _stated(words).items():
        nth, dot, column = name.partition(".")
        if not dot or not nth.isdecimal() or not 1 <= int(nth) <= MOST_CHILDREN:
            raise NothingStated([name])
        children.setdefault(int(nth), {})[column] = value
    return tuple(children.get(nth, {}) for nth in range(1, max(children, default=0) + 1))
