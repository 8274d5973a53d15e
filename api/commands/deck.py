"""``luodi export deck``: an answer as slides."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api import decks
from api.commands.open import open_service
from api.commands.screen import AnswerOption, LangOption, save
from api.schemas import BriefIn
from geo.disclosure import Disclosure
from maps.deck import MOST_SITES


def deck(
    given: BriefIn,
    out: Annotated[Path, typer.Option("-o", "--out", help="文件, 以 .pptx 结尾 | file to write")],
    template: Annotated[
        Path | None,
        typer.Option(help="自有模板 .pptx | an office's own template", exists=True, dir_okay=False),
    ] = None,
    sites: Annotated[
        int, typer.Option(help="几宗地各占一页 | sites with a slide", min=0, max=MOST_SITES)
    ] = decks.USUAL_SITES,
    lang: LangOption = "zh",
    title: Annotated[str, typer.Option(help="封面标题 | title")] = "",
    disclosure: Annotated[Disclosure, typer.Option(help="公开级别 | for whom")] = "internal",
    answer: AnswerOption = "",
) -> None:
    """幻灯片: 把一次匹配做成可编辑的 PPTX, 形状、表格、图表都是原生的。

    A deck of a match: a PPTX of native shapes, tables and charts.
    """
    if out.suffix.lower() != ".pptx":
        hint = f"文件须以 .pptx 结尾 | use .pptx, not “{out.suffix}”"
        raise typer.BadParameter(hint, param_hint="--out")
    own = template.read_bytes() if template else None
    _, body = decks.draw(open_service(), given, decks.Look(lang, title, disclosure, sites, own), answer)
    save(out, body)
