"""``luodi code``: what a land-use code means in every system, and what it becomes in 用地用海 2023."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.screen import JsonOption, grid, json
from api.routes.findings import looked_up


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("code")(code)


def code(
    asked: Annotated[str, typer.Argument(metavar="代码", help="用地代码, 如 1001、M1、05H1 | land-use code")],
    system: Annotated[
        str, typer.Option(help="体系, 如 三调、landuse_sea:2020; 不写为全部 | code system")
    ] = "",
    *,
    as_json: JsonOption = False,
) -> None:
    """查用地代码: 在各体系中的含义, 换算为用地用海 2023; 对应多类时列出, 不替人选。

    Look up a land-use code in every system, with its counterparts in 用地用海 2023; none is chosen for you.
    """
    found = looked_up(asked, system)
    if as_json:
        json(found)
        return
    heads = ("体系", "含义", "用地用海 2023")
    rows = []
    for one in found:
        to = " / ".join(f"{a} {b}" for a, b in zip(one.to, one.to_names, strict=True)) or "没有对应的类"
        rows.append((one.label, one.name, to if one.is_certain or not one.to else f"{to} (须人工选定)"))
    grid(heads, rows)
