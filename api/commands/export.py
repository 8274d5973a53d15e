"""``luodi export``: an answer on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, cast

import typer

from api.commands.brief import takes_brief
from api.commands.open import open_service
from api.commands.screen import LangOption, save
from api.plates import Disclosure, Look, draw
from api.schemas import BriefIn
from maps import static

ENDINGS = {".png", ".svg", ".pdf"}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    family = typer.Typer(no_args_is_help=True, help="导出: 挂图 | exports")
    family.command()(takes_brief(plate))
    app.add_typer(family, name="export")


def plate(
    given: BriefIn,
    out: Annotated[Path, typer.Option("-o", "--out", help="文件, 以 .png .svg .pdf 结尾 | file to write")],
    paper: Annotated[Literal["A4", "A3", "A2", "A1", "A0"], typer.Option(help="纸张 | paper")] = "A3",
    lang: LangOption = "zh",
    dpi: Annotated[int, typer.Option(help="PNG 分辨率 | resolution of a PNG", min=72, max=600)] = 300,
    title: Annotated[str, typer.Option(help="图名 | title")] = "",
    disclosure: Annotated[Disclosure, typer.Option(help="公开级别 | for whom")] = "internal",
    *,
    portrait: Annotated[bool, typer.Option("--portrait", help="竖版 | upright")] = False,
) -> None:
    """挂图: 把一次匹配画成图纸, 按文件结尾出 PNG、SVG 或 PDF。

    A plate of a match: a PNG, SVG or PDF by the file's ending.
    """
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        hint = f"文件须以 .png .svg 或 .pdf 结尾 | use .png, .svg or .pdf, not “{out.suffix}”"
        raise typer.BadParameter(hint, param_hint="--out")
    form = cast("static.Format", ending[1:])
    look = Look(form, paper, not portrait, lang, dpi, title, disclosure)
    _, body = draw(open_service(), given, look)
    save(out, body)
