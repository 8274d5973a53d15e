"""一地一档, and a shortlist bound as an atlas or carried away as a page."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field

from api.deps import TheService
from api.routes.exports import ToldIn, brief_in, files, saved
from api.sheets import Lang, made, material, shortlist_material
from geo.disclosure import Disclosure

router = APIRouter(prefix="/api/v1/exports", tags=["exports"])


class SheetIn(ToldIn):
    """A brief or an answer, and the parcels whose sheets are wanted; none named: the best one."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"industry": "食品饮料", "area_mu": 133}]}
    )

    parcels: list[str] = Field([], max_length=1000, description="地块编号; 空为推荐的第一宗")
    format: Literal["pdf", "docx"] = "pdf"
    lang: Lang = "zh"
    disclosure: Disclosure = "internal"


class AtlasIn(ToldIn):
    """A brief or an answer whose shortlist is bound, or carried away."""

    lang: Lang = "zh"
    disclosure: Disclosure = "internal"


@router.post("/sheet", response_class=Response, responses=files("pdf", "docx"))
def sheet(given: SheetIn, service: TheService) -> Response:
    """一地一档: a page for each parcel, as PDF or Word document."""
    brief = brief_in(given)
    if given.parcels:
        of = material(service, brief, given.parcels, given.lang, given.disclosure, given.answer)
    else:
        best = brief.model_copy(update={"k": 1})
        of = shortlist_material(service, best, given.lang, given.disclosure, given.answer, most=1)
    return saved(made(of, given.format), given.format, f"luodi-sheet-{of.dossiers[0].why.replay.answer}")


@router.post("/atlas", response_class=Response, responses=files("pdf"))
def atlas(given: AtlasIn, service: TheService) -> Response:
    """图册: the shortlist in one PDF, an index before the sheets."""
    of = shortlist_material(service, brief_in(given), given.lang, given.disclosure, given.answer)
    return saved(made(of, "atlas"), "pdf", f"luodi-atlas-{of.dossiers[0].why.replay.answer}")


@router.post("/page", response_class=Response, responses=files("html"))
def page(given: AtlasIn, service: TheService) -> Response:
    """单文件页面: the shortlist as one HTML file that opens by double click and asks nothing of anybody."""
    of = shortlist_material(service, brief_in(given), given.lang, given.disclosure, given.answer)
    return saved(made(of, "page"), "html", f"luodi-page-{of.dossiers[0].why.replay.answer}")
