"""``luodi export``: an answer on paper or on slides, the land bank as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, cast

import typer

from api.commands import sheets
from api.commands.allocate import projects_of
from api.commands.brief import takes_brief
from api.commands.deck import deck
from api.commands.open import open_service
from api.commands.screen import AnswerOption, LangOption, save
from api.landfile import corner_file, land_file
from api.plates import Look, Template, Wanted, draw
from api.schemas import BriefIn
from api.service import Service
from geo import flow, write
from geo.disclosure import Disclosure
from geo.model import AssemblyAsk
from maps import static
from maps.static.templates import By

ENDINGS = {".png", ".svg", ".pdf"}
OutOption = Annotated[Path, typer.Option("-o", "--out", help="文件 | file to write")]
NumberOption = Annotated[
    int | None,
    typer.Option("--version", help="版本号, 默认当前版 | version, the current one by default", min=1),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    family = typer.Typer(
        no_args_is_help=True,
        help="导出: 挂图、幻灯片、一地一档、图册、单文件页面、土地库、界址点成果表 | exports",
    )
    family.command()(takes_brief(plate, may_be_silent=True))
    family.command()(takes_brief(deck))
    family.command()(land)
    family.command()(corners)
    sheets.register(family)
    app.add_typer(family, name="export")


def plate(  # noqa: PLR0913, PLR0917 (one argument per option)
    given: BriefIn,
    out: Annotated[Path, typer.Option("-o", "--out", help="文件, 以 .png .svg .pdf 结尾 | file to write")],
    template: Annotated[Template, typer.Option(help="图纸 | what the plate is of")] = "suitability",
    by: Annotated[By, typer.Option(help="台账图按何分组 | how the ledger is grouped")] = "status",
    parcel: Annotated[str, typer.Option(help="一宗地图纸的地块 | parcel of a site")] = "",
    members: Annotated[int, typer.Option(help="连片至多几宗 | parcels of an assembly", min=1, max=12)] = 4,
    projects: Annotated[Path | None, typer.Option(help="项目表, 省略为规划自带 | a table")] = None,
    paper: Annotated[Literal["A4", "A3", "A2", "A1", "A0"], typer.Option(help="纸张 | paper")] = "A3",
    lang: LangOption = "zh",
    dpi: Annotated[int, typer.Option(help="PNG 分辨率 | resolution of a PNG", min=72, max=600)] = 300,
    title: Annotated[str, typer.Option(help="图名 | title")] = "",
    answer: AnswerOption = "",
    disclosure: Annotated[Disclosure, typer.Option(help="公开级别 | for whom")] = "internal",
    *,
    portrait: Annotated[bool, typer.Option("--portrait", help="竖版 | upright")] = False,
) -> None:
    """挂图: 适宜性、短名单、一宗地、连片、统筹落位、布局、台账、项目, 按文件结尾出 PNG、SVG 或 PDF。

    A plate of a match, the plan, the land bank and more: a PNG, SVG or PDF by the file's ending.
    """
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        hint = f"文件须以 .png .svg 或 .pdf 结尾 | use .png, .svg or .pdf, not “{out.suffix}”"
        raise typer.BadParameter(hint, param_hint="--out")
    form = cast("static.Format", ending[1:])
    look = Look(form, paper, not portrait, lang, dpi, title, disclosure)
    service = open_service()
    table = projects_of(service.plan, projects) if template in {"allocation", "projects"} else ()
    wanted = Wanted(template, given, by, parcel, AssemblyAsk(most=members), table, answer=answer)
    _, body = draw(service, wanted, look)
    save(out, body)


def land(
    out: OutOption,
    parcel: Annotated[
        list[str] | None,
        typer.Option("--parcel", help="地块编号, 可重复; 默认全部 | parcels, all by default"),
    ] = None,
    version: NumberOption = None,
) -> None:
    """土地库: 按文件结尾出 .gpkg .zip (Shapefile GBK) .fgb .kml .dxf .parquet .geojson .csv .txt (国土TXT)。

    The land bank in the format of the file's ending; every file tells version, CRS and illustrative data.
    """
    form = write.ENDINGS.get(out.suffix.lower())
    if form is None:
        hint = f"文件须以 {' '.join(write.ENDINGS)} 之一结尾 | use one of these endings, not “{out.suffix}”"
        raise typer.BadParameter(hint, param_hint="--out")
    save(out, land_file(_land(open_service(), version), form, parcel or ()))


def corners(
    parcel: Annotated[list[str], typer.Argument(help="地块编号 | parcels")],
    out: OutOption,
    version: NumberOption = None,
) -> None:
    """界址点成果表: 按文件结尾出 .xlsx (一宗一张) 或 .csv。

    The corners of parcels as surveyors list them: .xlsx with a sheet each, or .csv.
    """
    form = out.suffix.lower().removeprefix(".")
    if form not in {"csv", "xlsx"}:
        hint = f"文件须以 .xlsx 或 .csv 结尾 | use .xlsx or .csv, not “{out.suffix}”"
        raise typer.BadParameter(hint, param_hint="--out")
    save(out, corner_file(_land(open_service(), version), cast("write.SheetFormat", form), parcel))


def _land(service: Service, number: int | None) -> flow.Land:
    return service.land() if number is None else flow.open_land(service.store, service.plan, number)
