"""``luodi export`` and ``luodi replay``: an answer on paper, an answer again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal, cast

import numpy as np
import typer

from api.commands.brief import takes_brief
from api.commands.open import OUT, open_service
from api.errors import WRONG_USE
from api.schemas import BriefIn, brief_from
from geo import flow
from maps import static

Format = Literal["png", "svg", "pdf"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    family = typer.Typer(no_args_is_help=True, help="导出 | exports")
    family.command()(takes_brief(plate))
    app.add_typer(family, name="export")
    app.command()(replay)


def plate(
    given: BriefIn,
    out: Annotated[Path, typer.Option("-o", "--out", help="文件: .png .svg .pdf | file")],
    paper: Annotated[str, typer.Option(help="纸张 A4…A0 | paper")] = "A3",
    lang: Annotated[Literal["zh", "en"], typer.Option(help="语言 | language")] = "zh",
    dpi: Annotated[int, typer.Option(help="PNG 分辨率 | resolution", min=72, max=600)] = 300,
    title: Annotated[str, typer.Option(help="图名 | title")] = "",
) -> None:
    """挂图: 把一次匹配画成图纸。

    A plate of a match, by the file's ending a PNG, SVG or PDF.
    """
    form = out.suffix.lstrip(".").lower()
    if form not in {"png", "svg", "pdf"}:
        sys.stderr.write(f"✗ 不支持 {out.suffix}; 可用 .png .svg .pdf | use .png, .svg or .pdf\n")
        raise typer.Exit(WRONG_USE)
    service = open_service()
    land = service.land()
    brief = brief_from(given, land)
    answer = flow.answer(land, brief)
    scores = np.frombuffer(flow.score_bytes(land, brief), dtype=np.uint8)
    body = static.plate(
        land.plan,
        land.parcels,
        answer,
        scores,
        format=cast("Format", form),
        paper=paper,
        dpi=dpi,
        lang=lang,
        title=title or None,
        font=service.settings.font,
    )
    out.write_bytes(body)
    OUT.print(f"✓ {out} ({len(body) / 1024:,.0f} KiB)", markup=False)


def replay(answer: Annotated[str, typer.Argument(help="答复编号 | answer id")]) -> None:
    """重现: 按编号取回当时的答复, 一字不差。

    An answer as it was given.
    """
    typer.echo(open_service(load=False).store.recall(answer).decode())
