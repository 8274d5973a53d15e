"""Parcels: facts of one, lists of many, and why or why not."""

from __future__ import annotations

from typing import Annotated, Any

import pandas as pd
from fastapi import APIRouter, Query

from api.deps import TheLand
from api.schemas import BriefIn, brief_from
from geo import flow
from geo.criteria.limits import exact, tokens_of
from geo.flow import Land
from geo.model import Why
from geo.schema import UTILITIES_UNKNOWN

router = APIRouter(prefix="/api/v1", tags=["parcels"])
FILTERS = {"use": "use_code", "status": "status", "axis": "axis", "zone": "zone", "park": "park"}


@router.get("/parcels")
def parcels(
    land: TheLand,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    cursor: str = "",
    use: str = "",
    status: str = "",
    axis: str = "",
    zone: str = "",
    park: str = "",
) -> dict[str, Any]:
    """地块: pages of parcels in the order of their ids, ``next`` continues."""
    wanted = {"use": use, "status": status, "axis": axis, "zone": zone, "park": park}
    kept = land.table.index > cursor
    for name, value in wanted.items():
        if value:
            kept &= (land.table[FILTERS[name]].astype(str) == value).to_numpy()
    found = land.table.index[kept]
    page = [facts(land, str(id_)) for id_ in found[:limit]]
    return {"items": page, "total": len(found), "next": page[-1]["parcel_id"] if len(found) > limit else None}


@router.get("/parcels/{parcel_id}")
def parcel(parcel_id: str, land: TheLand) -> dict[str, Any]:
    """一地一档: the facts and measures of one parcel."""
    return facts(land, parcel_id)


@router.post("/parcels/{parcel_id}/why")
def why(parcel_id: str, given: BriefIn, land: TheLand) -> Why:
    """为什么 / 为什么不是这块地, under a brief."""
    return flow.why(land, brief_from(given, land), parcel_id)


@router.get("/parcels/{parcel_id}/why")
def why_simply(
    parcel_id: str,
    land: TheLand,
    industry: str,
    area_mu: float | None = None,
    area_min_mu: float | None = None,
    area_max_mu: float | None = None,
    axis: str = "",
) -> Why:
    """The same for a brief that fits into an address."""
    asked = {"area_mu": area_mu, "area_min_mu": area_min_mu, "area_max_mu": area_max_mu}
    given = BriefIn.model_validate({"industry": industry, "axis": axis, **asked})
    return flow.why(land, brief_from(given, land), parcel_id)


def facts(land: Land, parcel_id: str) -> dict[str, Any]:
    """Attributes and measures of a parcel as JSON."""
    row = land.row(parcel_id)
    given = {name: _cell(land.parcels[name].iloc[row]) for name in land.parcels.columns if name != "geometry"}
    measured = {name: _cell(land.table[name].iloc[row]) for name in land.table.columns if name not in given}
    bits = int(land.table["utilities"].iloc[row])
    given["utilities"] = list(tokens_of(bits)) if bits != UTILITIES_UNKNOWN else None
    code = str(land.table["use_code"].iloc[row])
    return {
        "parcel_id": parcel_id,
        **given,
        "use_name": land.codes.name(code),
        "use_name_en": land.codes.name_en(code),
        "measures": measured,
        "version": land.version.number,
    }


def _cell(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return exact(value) if hasattr(value, "dtype") or isinstance(value, float) else value
