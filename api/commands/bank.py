"""``luodi versions``, ``land`` and ``projects``: what the land bank holds and how it came to be."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from api.commands.intake import show
from api.commands.open import open_service
from api.commands.screen import JsonOption, Lang, LangOption, WhoOption, grid, json, line, save
from api.routes.ledger import facts
from api.service import Service
from geo import flow, write
from geo.model import Area, Axis
from geo.schema import STATUS_NAMES, STATUS_NAMES_EN
from geo.store.difference import Difference

Number = Annotated[int, typer.Argument(help="版本号 | version", min=1)]
Group = Literal["axis", "zone", "park", "use", "status"]
SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands."""
    family = typer.Typer(
        invoke_without_command=True, help="版本: 列出、比较、回退 | versions of the land bank"
    )
    family.callback()(versions)
    family.command()(diff)
    family.command()(rollback)
    family.command()(report)
    app.add_typer(family, name="versions")
    app.command()(land)
    app.command()(projects)


def versions(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """版本: 每次导入是一个不可变的版本, 列出全部, 新的在前。

    Every import is an immutable version; list them, newest first.
    """
    if context.invoked_subcommand:
        return
    service = open_service(load=False)
    listed = service.store.versions(service.plan.id)
    if as_json:
        json(listed)
        return
    rows = [
        (
            one.number,
            one.created_at,
            one.parcels,
            f"{one.area_mu:,.1f}",
            one.who,
            Path(one.source_file).name,
            one.note,
        )
        for one in listed
    ]
    grid(("版本", "时间 (UTC)", "地块", "亩", "经办", "文件", "说明"), rows, numbers=(0, 2, 3))
    if not listed:
        line("土地库还是空的 | the land bank is empty")


def diff(before: Number, after: Number, lang: LangOption = "zh", *, as_json: JsonOption = False) -> None:
    """比较两个版本: 新增、减少、变形的地块, 改动的属性。

    Compare two versions: parcels added, removed, reshaped, and attributes that changed.
    """
    service = open_service(load=False)
    found = flow.difference(service.store, service.plan, before, after)
    if as_json:
        json(found)
    else:
        _show_difference(found, lang)


def rollback(number: Number, who: WhoOption = "") -> None:
    """回退: 让早先的版本重新成为当前版本; 不删除任何版本。

    Make an earlier version current again, as a new one; nothing is deleted.
    """
    service = open_service(load=False)
    made = service.store.rollback(service.plan.id, number, who=who or service.settings.who)
    line(f"✓ 第 {made.number} 版与第 {number} 版相同 | version {made.number} equals version {number}")


def report(
    number: Number,
    quarantine: Annotated[
        Path | None, typer.Option(help="被拒的行另存为 CSV | save rejected rows as CSV")
    ] = None,
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """报告: 某次导入查出的问题; 可另存被拒的行。

    What an import found; its rejected rows can be saved.
    """
    service = open_service(load=False)
    found = service.store.report(service.plan.id, number)
    if quarantine:
        save(quarantine, write.quarantine_csv(service.store.quarantine(service.plan.id, number)))
    if as_json:
        json(found)
    else:
        show(found, lang)


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
    names = _names(service, it, by, lang)
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


def _show_difference(found: Difference, lang: Lang) -> None:
    zh = lang == "zh"
    named = (
        ("新增" if zh else "Added", found.added),
        ("减少" if zh else "Removed", found.removed),
        ("变形" if zh else "Reshaped", found.reshaped),
    )
    more = "…" if zh else ", …"
    rows = [
        (name, len(ids), ", ".join(ids[:SHOWN]) + (more if len(ids) > SHOWN else "")) for name, ids in named
    ]
    rows.append(("属性改动" if zh else "Edits", len(found.edits), ""))
    grid(("", "宗" if zh else "Parcels", "编号" if zh else "Ids"), rows, numbers=(1,))
    heads = ("地块", "字段", "由", "到") if zh else ("Parcel", "Field", "From", "To")
    grid(heads, [(e.parcel_id, e.column, e.before or "—", e.after or "—") for e in found.edits[:SHOWN]])
    line(f"{'面积变化' if zh else 'Area'} {found.area_mu:+,.2f} {'亩' if zh else 'mu'}")


def _names(service: Service, it: flow.Land, by: Group, lang: Lang) -> dict[str, str]:
    """Key -> name for the groups of the ledger."""
    zh = lang == "zh"
    if by == "status":
        return STATUS_NAMES if zh else STATUS_NAMES_EN
    if by == "use":
        return {
            code: f"{code} {it.codes.name(code) if zh else it.codes.name_en(code)}" for code in it.codes.names
        }
    plan = service.plan
    places: tuple[Axis | Area, ...] = (*plan.axes, *plan.zones, *plan.parks)
    return {"": "不在其内" if zh else "outside"} | {one.id: one.name if zh else one.name_en for one in places}
