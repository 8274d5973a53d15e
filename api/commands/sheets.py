"""``luodi export sheet``, ``atlas`` and ``page``: parcels on paper, or in one file to carry away."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast

import typer

from api.commands.brief import takes_brief
from api.commands.open import open_service
from api.commands.screen import AnswerOption, LangOption, save
from api.schemas import BriefIn
from api.sheets import SheetForm, made, material, shortlist_material
from geo.disclosure import Disclosure

OutOption = Annotated[Path, typer.Option("-o", "--out", help="文件 | file to write")]
LevelOption = Annotated[Disclosure, typer.Option("--disclosure", help="公开级别 | for whom")]


def register(family: typer.Typer) -> None:
    """Add the commands to the family of exports."""
    family.command()(takes_brief(sheet))
    family.command()(takes_brief(atlas))
    family.command()(takes_brief(page))


def sheet(
    given: BriefIn,
    parcels: Annotated[list[str], typer.Argument(help="地块编号 | parcels")],
    out: OutOption,
    lang: LangOption = "zh",
    disclosure: LevelOption = "internal",
    answer: AnswerOption = "",
) -> None:
    """一地一档: 每宗地一页, 按文件结尾出 PDF 或 DOCX。

    A page for each parcel: a PDF or a Word document by the file's ending.
    """
    form = ending(out, ("pdf", "docx"))
    of = material(open_service(), given, parcels, lang, disclosure, answer)
    save(out, made(of, cast("SheetForm", form)))


def atlas(
    given: BriefIn,
    out: OutOption,
    lang: LangOption = "zh",
    disclosure: LevelOption = "internal",
    answer: AnswerOption = "",
) -> None:
    """图册: 把推荐名单编成一个 PDF, 前有目录和总图, 每宗一页。

    The shortlist in one PDF: an index with a map of all, then a page for each parcel.
    """
    ending(out, ("pdf",))
    save(out, made(shortlist_material(open_service(), given, lang, disclosure, answer), "atlas"))


def page(
    given: BriefIn,
    out: OutOption,
    lang: LangOption = "zh",
    disclosure: LevelOption = "internal",
    answer: AnswerOption = "",
) -> None:
    """单文件页面: 推荐名单连同地图装进一个 HTML, 双击即开, 不联网。

    The shortlist with its map in one HTML file that opens by double click, without a network.
    """
    ending(out, ("html",))
    save(out, made(shortlist_material(open_service(), given, lang, disclosure, answer), "page"))


def ending(out: Path, known: tuple[str, ...]) -> str:
    """The kind of file that a name asks for.

    Raises:
        BadParameter: it asks for none of those known.
    """
    form = out.suffix.lower().removeprefix(".")
    if form not in known:
        words = " ".join(f".{one}" for one in known)
        hint = f"文件须以 {words} 结尾 | use {words}, not “{out.suffix}”"
        raise typer.BadParameter(hint, param_hint="--out")
    return form
