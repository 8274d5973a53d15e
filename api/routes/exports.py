"""Exports: a plate for the wall, a table for the desk."""

from __future__ import annotations

from typing import Literal

import numpy as np
from fastapi import APIRouter, Response
from pydantic import Field

from api.deps import TheLand, TheService
from api.schemas import BriefIn, brief_from
from geo import crs, flow, write
from maps import static

router = APIRouter(prefix="/api/v1/exports", tags=["exports"])
MEDIA = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}


class PlateIn(BriefIn):
    """A brief and how its plate is drawn."""

    format: Literal["png", "svg", "pdf"] = "pdf"
    lang: Literal["zh", "en"] = "zh"
    dpi: int = Field(300, ge=72, le=600)
    title: str = Field("", max_length=200)


class TableIn(BriefIn):
    """A brief and the file its shortlist is wanted in."""

    format: Literal["csv", "xlsx", "geojson"] = "xlsx"


def brief_of(given: BriefIn) -> BriefIn:
    """The brief in a request for an export."""
    return BriefIn(**{name: getattr(given, name) for name in BriefIn.model_fields})


def named(body: bytes, form: str, stem: str) -> Response:
    """A file to save."""
    headers = {"Content-Disposition": f'attachment; filename="{stem}.{form}"'}
    return Response(body, media_type=MEDIA[form], headers=headers)


@router.post("/plate", response_class=Response, responses={200: {"content": {"application/pdf": {}}}})
def plate(given: PlateIn, land: TheLand, service: TheService) -> Response:
    """挂图: an A3 plate of the match as PNG, SVG or PDF."""
    brief = brief_from(brief_of(given), land)
    answer = flow.answer(land, brief)
    scores = np.frombuffer(flow.score_bytes(land, brief), dtype=np.uint8)
    body = static.plate(
        land.plan,
        land.parcels,
        answer,
        scores,
        format=given.format,
        dpi=given.dpi,
        lang=given.lang,
        title=given.title or None,
        font=service.settings.font,
    )
    return named(body, given.format, f"luodi-plate-{answer.replay.answer}")


@router.post("/table", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def table(given: TableIn, land: TheLand) -> Response:
    """表: the shortlist as CSV, XLSX or GeoJSON."""
    answer = flow.answer(land, brief_from(brief_of(given), land))
    if given.format == "geojson":
        body = write.geojson(answer, crs.to_lonlat(land.parcels))
    else:
        body = write.csv_table(answer) if given.format == "csv" else write.xlsx_table(answer)
    return named(body, given.format, f"luodi-{answer.replay.answer}")
