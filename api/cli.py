"""The shell: ``luodi …``. Exit 0 ok · 2 wrong use · 3 bad input · 4 nothing fits."""

from __future__ import annotations

import sys

import typer

from api.commands import ask, export, hold, intake, plan, run, upkeep
from api.errors import BAD_INPUT
from geo.errors import LuodiError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="落地: 地块与项目的匹配。哪块地合适, 为什么, 为什么不是别的。\n\nLuodi: which parcel fits, why, and why not the others.",
)
for room in (run, intake, ask, export, plan, hold, upkeep):
    room.register(app)


def main() -> None:
    """Run a command; a state of the world that stops it is told in one sentence, not a traceback."""
    try:
        app()
    except LuodiError as stopped:
        for line in (f"✗ {stopped.zh} {stopped.remedy_zh}", f"  {stopped.en} {stopped.remedy_en}"):
            sys.stderr.write(f"{line.rstrip()}\n")
        sys.exit(BAD_INPUT)
