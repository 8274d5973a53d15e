"""``luodi plan``: look at a plan folder, or find what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.screen import JsonOption, grid, json, line
from api.routes.plan import describe
from api.settings import settings
from geo import plan as planning

Folder = Annotated[
    Path | None, typer.Argument(help="规划文件夹, 默认 LUODI_PLAN 或随附的二七区 | plan folder")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    family = typer.Typer(no_args_is_help=True, help="规划: 查看、检查 | plans")
    family.command()(show)
    family.command()(check)
    app.add_typer(family, name="plan")


def show(folder: Folder = None, *, as_json: JsonOption = False) -> None:
    """显示规划的图层、发展轴、三区、园区、管控与产业。

    Show a plan's layers, axes, zones, parks, constraints and industries.
    """
    it = planning.load(folder or settings().plan_folder)
    if as_json:
        json(describe(it, None))
        return
    line(f"{it.name} ({it.name_en}) · {it.edition} · {it.crs} · {it.code_system} {it.code_edition}", "bold")
    if it.note:
        line(f"! {it.note}", "yellow")
    heads = ("图层", "作用", "名称", "要素", "依据", "±m", "时点", "来源")
    layers = [
        (o.name, o.role, o.title, len(o.frame), o.basis, o.accuracy_m or "", o.as_of, o.source)
        for o in it.layers.values()
    ]
    grid(heads, layers, numbers=(3, 5))
    axes = [
        (
            a.id,
            a.name,
            f"{a.half_width_m:.0f} m ({a.half_width_basis})",
            "; ".join(f"{t.year} {t.name}" for t in a.themes),
        )
        for a in it.axes
    ]
    grid(("发展轴", "名称", "半宽", "定位"), axes)
    grid(("三区", "名称", "别名", "依据"), [(o.id, o.name, "、".join(o.aliases), o.basis) for o in it.zones])
    grid(("园区", "名称", "别名", "依据"), [(o.id, o.name, "、".join(o.aliases), o.basis) for o in it.parks])
    rules = [(o.id, o.name, "须避开" if o.rule == "avoid" else "须在内", o.clause) for o in it.constraints]
    grid(("管控", "名称", "规则", "依据"), rules)
    industries = [
        (o.id, o.name, "、".join(o.aliases), " ".join(o.gbt4754), " ".join(o.use_codes))
        for o in it.industries
    ]
    grid(("产业", "名称", "别名", "GB/T 4754", "用地代码"), industries)


def check(folder: Folder = None) -> None:
    """检查规划文件夹; 有错即指出位置与改法 (退出码 3)。

    Check a plan folder; an error is told with its place and its mend (exit code 3).
    """
    it = planning.load(folder or settings().plan_folder)
    counted = (
        f"{len(it.layers)} 个图层, {len(it.axes)} 条发展轴, {len(it.zones)} 区, {len(it.parks)} 园, "
        f"{len(it.industries)} 个产业, {len(it.measures)} 个指标, {len(it.wishes)} 个偏好"
    )
    line(f"✓ {it.name}: {counted} | no error found", "green")
