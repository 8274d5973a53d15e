"""The shell: ``luodi …``. Exit 0 ok · 2 wrong use · 3 bad input · 4 nothing fits · 1 machine not in order."""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from api.commands import (
    allocate,
    around,
    ask,
    assemble,
    bank,
    codes,
    cut,
    decisions,
    edits,
    export,
    hold,
    intake,
    ledger,
    lookups,
    plan,
    projects,
    province,
    replay,
    run,
    sureness,
    upkeep,
    versions,
)
from api.errors import exit_of
from geo import __version__
from geo.errors import LuodiError


class Doors(TyperGroup):
    """All commands; a state of the world that stops one is told in two sentences, not a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except LuodiError as stopped:
            for line in (f"✗ {stopped.zh} {stopped.remedy_zh}", f"  {stopped.en} {stopped.remedy_en}"):
                sys.stderr.write(f"{line.rstrip()}\n")
            raise typer.Exit(exit_of(type(stopped))) from stopped


app = typer.Typer(
    cls=Doors,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "落地: 地块与项目的匹配。哪块地合适, 为什么, 为什么不是别的。\n\n"
        "Luodi: which parcel fits, why, and why not the others.\n\n"
        "退出码 | exit codes: 0 好 ok · 2 用法不对 wrong use · 3 输入有误 bad input · "
        "4 没有地块符合 nothing fits"
    ),
)


@app.callback(invoke_without_command=True)
def about(
    *,
    version: bool = typer.Option(False, "--version", help="版本 | version"),  # noqa: FBT003 (an option)
) -> None:
    """落地 Luodi."""
    if version:
        typer.echo(f"luodi {__version__}")
        raise typer.Exit


ROOMS = (
    run, ask, sureness, assemble, cut, allocate, replay, export, bank, lookups, edits, intake, decisions,
    codes, versions, province, plan, projects, ledger, around, hold, upkeep,
)  # fmt: skip
for room in ROOMS:
    room.register(app)


def main() -> None:
    """Run the command line."""
    app()
