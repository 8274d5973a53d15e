"""Lookups: which parcel is here, which lie in an area, which are nearest, which is called so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.deps import TheDesk
from api.drawn import CrsIn, DatumIn, ShapeIn, point_from, shape_from
from geo.edit.check import is_area
from geo.flow import Land
from geo.units import mu_from_m2

router = APIRouter(prefix="/api/v1/lookups", tags=["lookups"])

Lon = Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False, description="经度")]
Lat = Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False, description="纬度")]
DatumQuery = Annotated[DatumIn, Query()]


class AreaIn(BaseModel):
    """An area to look in; with ``touching`` parcels that only reach into it count too."""

    model_config = ConfigDict(extra="forbid")

    shape: ShapeIn
    touching: bool = Field(default=False, description="也算部分在内的 | also those partly inside")
    crs: CrsIn = ""
    datum: DatumIn = ""
    limit: int = Field(1000, ge=1, le=10_000)


@dataclass(frozen=True, slots=True)
class Here:
    """A parcel that was found; ``distance_m`` is 0 where the place lies in it, and in an area null."""

    parcel_id: str
    name: str
    use_code: str
    area_m2: float
    area_mu: float
    status: str
    held: str
    distance_m: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a version, in the order of ids or distances; ``total`` counts all."""

    version: int
    total: int
    parcels: list[Here]


@router.get("/at")
def at(lon: Lon, lat: Lat, desk: TheDesk, datum: DatumQuery = "") -> Found:
    """这里是哪块地: the parcels that cover a place; on a shared edge both."""
    with desk.open() as (land, live):
        ids = live.at(*point_from(lon, lat, land.plan, datum=datum))
        return Found(land.version.number, len(ids), here(land, ids, [0.0] * len(ids)))


@router.get("/nearest")
def nearest(
    lon: Lon, lat: Lat, desk: TheDesk, k: Annotated[int, Query(ge=1, le=1000)] = 5, datum: DatumQuery = ""
) -> Found:
    """最近的 k 宗地, by the distance to their edge."""
    with desk.open() as (land, live):
        near = live.nearest(*point_from(lon, lat, land.plan, datum=datum), k)
        rows = here(land, [one.parcel_id for one in near], [round(one.distance_m, 3) for one in near])
        return Found(land.version.number, len(rows), rows)


@router.get("/named")
def named(
    desk: TheDesk,
    q: Annotated[str, Query(min_length=1, max_length=200, description="编号、名称或街道/镇的一部分")],
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Found:
    """按名称找: parcels whose number, name or township holds some words, the best hit first."""
    land, names = desk.named()
    ids = names.found(q, limit)
    return Found(land.version.number, len(ids), here(land, ids, [None] * len(ids)))


@router.post("/within")
def within(given: AreaIn, desk: TheDesk) -> Found:
    """范围内的地块: those wholly inside an area, or also those that touch it."""
    with desk.open() as (land, live):
        area = shape_from(given.shape, land.plan, "shape", given.crs, given.datum)
        is_area("shape", area)
        ids = live.touching(area) if given.touching else live.within(area)
        some = ids[: given.limit]
        return Found(land.version.number, len(ids), here(land, some, [None] * len(some)))


def here(land: Land, ids: Sequence[str], metres: Sequence[float | None]) -> list[Here]:
    """What is said of parcels that were found."""
    parcels, table = land.parcels.loc[list(ids)], land.table.loc[list(ids)]
    names = parcels["name"]
    return [
        Here(
            str(id_),
            str(names.iloc[nth]),
            str(table["use_code"].iloc[nth]),
            round(float(table["area_m2"].iloc[nth]), 3),
            round(mu_from_m2(float(table["area_m2"].iloc[nth])), 6),
            str(table["status"].iloc[nth]),
            str(table["held"].iloc[nth]),
            metres[nth],
        )
        for nth, id_ in enumerate(ids)
    ]
