"""``luodi ask``, ``match``, ``why`` and ``compare``: questions and their answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.brief import takes_brief
from api.commands.open import open_service
from api.commands.province import match_parts
from api.commands.screen import JsonOption, LangOption, document, json, save
from api.commands.told import Teller
from api.errors import NOTHING_FITS
from api.schemas import BriefIn, brief_from
from api.service import Answered
from api.tables import table_file
from geo import flow, write
from geo.disclosure import Disclosure
from geo.errors import BadBrief


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(ask)
    app.command()(takes_brief(match))
    app.command()(takes_brief(why))
    app.command()(takes_brief(compare))


def ask(
    words: Annotated[
        list[str],
        typer.Argument(metavar="一句话", help="需求, 如 “大学路轴上 30–60亩 能建医院的净地” | a sentence"),
    ],
    lang: LangOption = "zh",
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只说听懂了什么 | only tell what was heard")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """一句话问地: 先说听懂了什么、没听懂什么, 再按听懂的匹配; 不用任何模型。

    A sentence as a brief: what was understood, what was not, then the parcels for it; no model is used.
    """
    service = open_service()
    land = service.land()
    told = flow.understand(land, " ".join(words))
    if as_json:
        json(told)
        return
    teller = Teller(land, lang)
    teller.understood(told)
    if dry_run:
        return
    if "industry" not in told.fields:
        zh, en = "没有听出产业。", "no industry was heard."
        raise BadBrief("industry", told.sentence, zh, en, "请说出一个产业。", "Name one.")
    answered = service.answer(BriefIn.model_validate(told.fields))
    teller.answer(answered.answer)
    if not answered.answer.suggestions:
        raise typer.Exit(NOTHING_FITS)


def match(  # noqa: PLR0913, PLR0917 (each is an option)
    given: BriefIn,
    lang: LangOption = "zh",
    geojson: Annotated[Path | None, typer.Option(help="另存为 GeoJSON 文件 | save as GeoJSON")] = None,
    csv: Annotated[Path | None, typer.Option(help="另存为 CSV 文件 | save as CSV")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="另存为 XLSX 文件 (活公式) | save as XLSX, live")] = None,
    disclosure: Annotated[
        Disclosure, typer.Option(help="另存文件的公开级别 | for whom files are")
    ] = "internal",
    parts: Annotated[
        Path | None, typer.Option(help="分片土地库的文件夹 (luodi parts) | land in pieces, with --cluster")
    ] = None,
    cluster: Annotated[
        str, typer.Option(help="local, 或 Dask 调度器 tcp://主机:端口 | local, or a Dask scheduler")
    ] = "local",
    memory: Annotated[
        str, typer.Option(help="本机每个工作进程的内存上限, 如 2GiB | memory of each local worker")
    ] = "auto",
    *,
    as_json: JsonOption = False,
) -> None:
    """匹配: 按需求排出地块, 每宗都有理由; 没有合适的, 给出最省的放宽办法 (退出码 4)。

    Rank the parcels for a brief, each with its reasons; when none fits, the cheapest ways out (exit code 4).
    """
    service = open_service(load=not parts)
    told = Answered(*match_parts(given, parts, cluster, memory)) if parts else service.answer(given)
    if parts:
        service.remember(told.answer, told.document)
    wanted: dict[write.TableFormat, Path | None] = {"geojson": geojson, "csv": csv, "xlsx": xlsx}
    for form, path in wanted.items():
        if path:
            save(path, table_file(service, told.answer, told.land, form, lang, disclosure))
    if as_json:
        document(told.document)
    else:
        Teller(told.land, lang).answer(told.answer)
    if not told.answer.suggestions:
        raise typer.Exit(NOTHING_FITS)


def why(
    given: BriefIn,
    parcel: Annotated[str, typer.Argument(help="地块编号 | parcel id")],
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """为什么, 或为什么不是这块地: 每条硬约束的数值与余量, 每项得分。

    Why, or why not, this parcel: every limit with its margin, every part of the score.
    """
    land = open_service().land()
    told = flow.why(land, brief_from(given, land), parcel)
    if as_json:
        json(told)
    else:
        Teller(land, lang).why(told)


def compare(
    given: BriefIn,
    parcels: Annotated[list[str], typer.Argument(help="两个或更多地块编号 | two parcel ids or more")],
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """比较几宗地: 得分差在哪一项, 各被哪条硬约束划掉。

    Compare parcels: which wish makes the difference, which limit excludes which.
    """
    land = open_service().land()
    told = flow.compare(land, brief_from(given, land), parcels)
    if as_json:
        json(told)
    else:
        Teller(land, lang).compare(told)
