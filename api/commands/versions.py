"""``luodi versions``: how the land bank came to be what it is, what changed, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.intake import show
from api.commands.open import open_service
from api.commands.outlook import show_difference
from api.commands.screen import JsonOption, LangOption, WhoOption, grid, json, line, save
from geo import flow, write

Number = Annotated[int, typer.Argument(help="版本号 | version", min=1)]


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
        show_difference(found, lang)


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
