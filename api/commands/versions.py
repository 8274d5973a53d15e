"""``luodi versions``: how the land bank came to be what it is, what changed, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from api.commands.intake import show
from api.commands.open import open_service
from api.commands.outlook import show_difference
from api.commands.screen import JsonOption, LangOption, WhoOption, grid, json, line, save
from api.routes.freshness import ages
from api.service import Service
from geo import flow, write
from geo.explain.freshness import dates
from geo.model import VERSION_KINDS

LAYERS: Mapping[str, write.ChangesFormat] = {".geojson": "geojson", ".gpkg": "gpkg"}
Number = Annotated[int, typer.Argument(help="版本号 | version", min=1)]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    family = typer.Typer(
        invoke_without_command=True, help="版本: 列出、比较、回退 | versions of the land bank"
    )
    family.callback()(versions)
    family.command("show")(show_version)
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
            one.as_of or "—",
            VERSION_KINDS[one.kind][0],
            one.parcels,
            f"{one.area_mu:,.1f}",
            one.who,
            Path(one.source_file).name,
            one.note,
        )
        for one in listed
    ]
    grid(
        ("版本", "时间 (UTC)", "时点", "由来", "地块", "亩", "经办", "文件", "说明"), rows, numbers=(0, 4, 5)
    )
    if not listed:
        line("土地库还是空的 | the land bank is empty")


def show_version(number: Number, lang: LangOption = "zh", *, as_json: JsonOption = False) -> None:
    """某个版本的来历: 谁、何时、由哪个文件 (sha256)、数据时点、查出什么。

    How a version came to be: who, when, from which file (sha256), the date it is true for, what was found.
    """
    service = open_service(load=False)
    it = service.store.version(service.plan.id, number)
    if as_json:
        json(it)
        return
    bank = ages(dates(service.plan, it)[:1])[0]
    kind = VERSION_KINDS[it.kind][0 if lang == "zh" else 1]
    based = ("—", f"第 {it.base} 版" if lang == "zh" else f"version {it.base}")[it.base > 0]
    facts: tuple[tuple[str, str, object], ...] = (
        ("版本", "Version", it.number),
        ("由来", "Kind", kind),
        ("对照", "From", based),
        ("入库时间 (UTC)", "Committed (UTC)", it.created_at),
        ("经办", "By", it.who),
        ("说明", "Note", it.note),
        ("时点", "As of", bank.text if lang == "zh" else bank.text_en),
        ("文件", "File", it.source_file),
        ("文件 sha256", "File sha256", it.source_sha256),
        ("地块", "Parcels", f"{it.parcels:,}"),
        ("亩", "mu", f"{it.area_mu:,.1f}"),
        ("内容 sha256", "Content sha256", it.sha256),
        ("规划 sha256", "Plan sha256", it.plan_sha256),
    )
    grid(("", ""), [(zh if lang == "zh" else en, value) for zh, en, value in facts])


def diff(
    before: Number,
    after: Number,
    layer: Annotated[
        Path | None, typer.Option("--layer", help="另存为图层, .geojson 或 .gpkg | save as a layer")
    ] = None,
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """比较两个版本: 新增、减少、变形的地块 (形状差 ㎡), 改动的属性 (由 → 到); 可另存为图层。

    Compare two versions: parcels added, removed, reshaped (m² that differ), attributes from → to; or a layer.
    """
    service = open_service(load=False)
    found = flow.difference(service.store, service.plan, before, after)
    if layer:
        _save_layer(service, before, after, layer)
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


def _save_layer(service: Service, before: int, after: int, file: Path) -> None:
    form = LAYERS.get(file.suffix.lower())
    if form is None:
        hint = f"文件须以 .geojson 或 .gpkg 结尾 | use .geojson or .gpkg, not “{file.suffix}”"
        raise typer.BadParameter(hint, param_hint="--layer")
    found = flow.difference_layer(service.store, service.plan, before, after)
    version = service.store.version(service.plan.id, after)
    save(file, write.changes(found, service.plan, version, form))
