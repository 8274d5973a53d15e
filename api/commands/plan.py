"""``luodi plan``: look at a plan folder, or find what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from api.commands.open import OUT
from api.settings import Settings
from geo import plan as planning

Folder = Annotated[Path | None, typer.Argument(help="规划文件夹, 默认随附的二七区 | plan folder")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    family = typer.Typer(no_args_is_help=True, help="规划 | plans")
    family.command()(show)
    family.command()(check)
    app.add_typer(family, name="plan")


def show(folder: Folder = None) -> None:
    """显示规划的图层、发展轴与产业。

    Show a plan's layers, axes and industries.
    """
    it = planning.load(folder or Settings().plan_folder)
    OUT.print(f"{it.name} ({it.name_en}) · {it.edition} · {it.crs} · {it.code_system} {it.code_edition}")
    layers = Table("图层", "名称", "要素", "依据", "时点", "来源")
    for one in it.layers.values():
        layers.add_row(one.name, one.title, str(len(one.frame)), one.basis, one.as_of, one.source)
    OUT.print(layers)
    for axis in it.axes:
        themes = "; ".join(f"{theme.year} {theme.name}" for theme in axis.themes)
        OUT.print(
            f"{axis.name}: 半宽 {axis.half_width_m:.0f} m ({axis.half_width_basis}); {themes}", markup=False
        )
    OUT.print("产业: " + "、".join(one.name for one in it.industries), markup=False)


def check(folder: Folder = None) -> None:
    """检查规划文件夹; 有错即指出位置与改法。

    Check a plan folder; an error is told with its place and its mend.
    """
    it = planning.load(folder or Settings().plan_folder)
    OUT.print(
        f"✓ {it.name}: {len(it.layers)} 个图层, {len(it.axes)} 条发展轴, {len(it.industries)} 个产业, "
        f"{len(it.measures)} 个指标, {len(it.wishes)} 个偏好"
    )
