"""Exports: a plate for the wall, a table for the desk, the land bank for every other program."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.deps import TheService
from api.landfile import corner_file, land_file
from api.plates import Lang, Look, Template, Wanted, draw
from api.recalled import match_of
from api.routes import allocations, assemblies
from api.schemas import BriefIn
from api.tables import table_file
from geo import flow, write
from geo.disclosure import Disclosure
from maps import static
from maps.static.templates import By

router = APIRouter(prefix="/api/v1/exports", tags=["exports"])
MEDIA = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "shp": "application/zip",
    "fgb": "application/vnd.flatgeobuf",
    "kml": "application/vnd.google-earth.kml+xml",
    "dxf": "image/vnd.dxf",
    "parquet": "application/vnd.apache.parquet",
    "txt": "text/plain; charset=gb18030",
}
VersionQuery = Annotated[int | None, Query(ge=1, description="版本号, 默认当前版 | version")]
ParcelQuery = Annotated[list[str] | None, Query(max_length=10_000, description="地块编号, 可重复 | parcels")]
BINARY = {"schema": {"type": "string", "format": "binary"}}
OBJECT = {"schema": {"type": "object"}}


def files(*forms: str) -> dict[int | str, dict[str, Any]]:
    """For the API's document: an answer is a file of one of these kinds."""
    content = {MEDIA[form]: OBJECT if form == "geojson" else BINARY for form in forms}
    return {200: {"description": "文件 | a file", "content": content}}


class ToldIn(BriefIn):
    """A brief, or the id of an answer that was given."""

    industry: str = Field("", max_length=200, description="产业; 没有已有答复时必填")
    answer: str = Field("", max_length=200, description="已有答复的编号, 代替需求 | an answer that was given")


class PlateIn(ToldIn):
    """What a plate is of, the brief where the template shows one, and how it is drawn."""

    template: Template = Field(
        "suitability",
        description="图纸: 适宜性、短名单、一宗地、连片、统筹落位、三区三轴布局、台账、四库项目",
    )
    by: By = Field("status", description="台账图按何分组")
    parcel: str = Field("", max_length=200, description="一宗地图纸的地块编号")
    assembly: assemblies.AssemblyIn = Field(
        default_factory=lambda: assemblies.AssemblyIn.model_validate({}), description="连片组合的要求"
    )
    allocation: allocations.AllocationIn = Field(
        default_factory=lambda: allocations.AllocationIn.model_validate({}), description="统筹落位的要求"
    )
    format: static.Format = "pdf"
    paper: Literal["A4", "A3", "A2", "A1", "A0"] = "A3"
    landscape: bool = True
    lang: Lang = "zh"
    dpi: int = Field(300, ge=72, le=600, description="PNG 分辨率")
    title: str = Field("", max_length=200, description="图名; 空则由规划名生成")
    disclosure: Disclosure = "internal"


class TableIn(ToldIn):
    """A brief or an answer, and the file its shortlist is wanted in."""

    format: write.TableFormat = "xlsx"
    lang: Lang = "zh"
    disclosure: Disclosure = "internal"


@router.post("/plate", response_class=Response, responses=files("png", "svg", "pdf"))
def plate(given: PlateIn, service: TheService) -> Response:
    """挂图: a plate of one of the templates as PNG, SVG or PDF."""
    look = Look(**{field.name: getattr(given, field.name) for field in fields(Look)})
    wanted = Wanted(
        given.template,
        brief_in(given),
        given.by,
        given.parcel,
        assemblies.ask_from(given.assembly),
        allocations.projects_from(given.allocation.projects, service.plan)
        if given.template in {"allocation", "projects"}
        else (),
        allocations.ask_from(given.allocation),
        given.answer,
    )
    name, body = draw(service, wanted, look)
    return saved(body, look.format, f"luodi-plate-{name}")


@router.post("/table", response_class=Response, responses=files("csv", "xlsx", "geojson"))
def table(given: TableIn, service: TheService) -> Response:
    """表: the shortlist as CSV, as XLSX whose formulas reckon the scores, or as GeoJSON."""
    told, land = match_of(service, brief_in(given), given.answer)
    body = table_file(service, told, land, given.format, given.lang, given.disclosure)
    return saved(body, given.format, f"luodi-{told.replay.answer}")


@router.get("/land", response_class=Response, responses=files(*write.FORMATS))
def land(
    service: TheService,
    form: Annotated[write.LandFormat, Query(alias="format")] = "gpkg",
    version: VersionQuery = None,
    parcel: ParcelQuery = None,
) -> Response:
    """土地库: the parcels of a version in a format of the trade; it tells version, CRS and basis."""
    it = service.land() if version is None else flow.open_land(service.store, service.plan, version)
    body = land_file(it, form, parcel or ())
    stem = f"luodi-{it.plan.id}-v{it.version.number}"
    return saved(body, form, stem, "zip" if form == "shp" else form)


@router.get("/corners", response_class=Response, responses=files("csv", "xlsx"))
def corners(
    service: TheService,
    parcel: Annotated[list[str], Query(min_length=1, max_length=300, description="地块编号, 可重复")],
    form: Annotated[write.SheetFormat, Query(alias="format")] = "xlsx",
    version: VersionQuery = None,
) -> Response:
    """界址点成果表: the corners of parcels as surveyors list them."""
    it = service.land() if version is None else flow.open_land(service.store, service.plan, version)
    return saved(corner_file(it, form, parcel), form, f"luodi-corners-v{it.version.number}")


def brief_in(given: BriefIn) -> BriefIn:
    """The brief within a request for an export."""
    return BriefIn(**{name: getattr(given, name) for name in BriefIn.model_fields})


def saved(body: bytes, form: str, stem: str, ending: str = "") -> Response:
    """A file to save."""
    headers = {"Content-Disposition": f'attachment; filename="{stem}.{ending or form}"'}
    return Response(body, media_type=MEDIA[form], headers=headers)
