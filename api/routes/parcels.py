"""Parcels: facts of one, lists of many, and why or why not."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from fastapi import APIRouter, Query
from numpy.typing import NDArray

from api.deps import TheLand, TheService
from api.schemas import BriefIn, brief_from
from geo import flow
from geo import plan as planning
from geo.criteria.limits import exact, tokens_of
from geo.errors import Retired
from geo.flow import Land, edits
from geo.model import Why
from geo.schema import UTILITIES_UNKNOWN

router = APIRouter(prefix="/api/v1/parcels", tags=["parcels"])
Status = Literal["", "net", "clearing", "uncleared", "idle", "supplied"]
Name = Annotated[str, Query(max_length=200)]
Area = Annotated[float | None, Query(description="亩")]


@router.get("")
def parcels(
    land: TheLand,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    cursor: Name = "",
    use: Annotated[str, Query(max_length=200, description="用地代码, 含其下级")] = "",
    status: Status = "",
    axis: Name = "",
    zone: Name = "",
    park: Name = "",
) -> dict[str, Any]:
    """地块: pages of parcels in the order of their ids; ``next`` is the cursor of the following page."""
    kept = _kept(land, use, status, {"axis": axis, "zone": zone, "park": park})
    after = np.asarray(land.table.index > cursor, dtype=bool) if cursor else np.ones(len(kept), dtype=bool)
    rows = np.flatnonzero(kept & after)
    items = facts(land, rows[:limit])
    following = items[-1]["parcel_id"] if len(rows) > limit else None
    return {"items": items, "total": int(kept.sum()), "next": following}


# ids of parcels may hold a slash, so the longer address stands first
@router.post("/{parcel_id:path}/why")
def why(parcel_id: str, given: BriefIn, land: TheLand) -> Why:
    """为什么 / 为什么不是这块地, under a brief."""
    return flow.why(land, brief_from(given, land), parcel_id)


@router.get("/{parcel_id:path}/why")
def why_simply(  # noqa: PLR0913, PLR0917 (one parameter of the address each)
    parcel_id: str,
    land: TheLand,
    industry: Name,
    area_mu: Area = None,
    area_min_mu: Area = None,
    area_max_mu: Area = None,
    axis: Name = "",
    zone: Name = "",
    park: Name = "",
) -> Why:
    """The same for a brief that fits into an address."""
    areas = {"area_mu": area_mu, "area_min_mu": area_min_mu, "area_max_mu": area_max_mu}
    places = {"axis": axis, "zone": zone, "park": park}
    given = BriefIn.model_validate({"industry": industry, **areas, **places})
    return flow.why(land, brief_from(given, land), parcel_id)


@router.get("/{parcel_id:path}")
def parcel(parcel_id: str, land: TheLand, service: TheService) -> dict[str, Any]:
    """一地一档: the facts and measures of one parcel, and which parcels it came from."""
    family = edits.family(service.store, land, parcel_id)
    if parcel_id not in land.table.index:
        following = [kin.parcel_id for kin in family.descendants if kin.is_last]
        raise Retired(parcel_id, family.version, following)
    return {**facts(land, np.array([land.row(parcel_id)]))[0], "ancestors": family.ancestors}


def facts(land: Land, rows: NDArray[np.intp]) -> list[dict[str, Any]]:
    """Attributes and measures of parcels as JSON, in the order of ``rows``."""
    given = pd.DataFrame(land.parcels.drop(columns=land.parcels.geometry.name)).iloc[rows]
    measured = land.table.iloc[rows]
    own = [name for name in measured.columns if name not in given.columns]
    # the shortest decimal of a float32, before pandas makes it a long one
    short = {name: measured[name].map(exact) for name in own if measured[name].dtype == np.float32}
    stated, computed = given.to_dict("records"), measured[own].assign(**short).to_dict("records")
    ids, bits = land.table.index[rows], measured["utilities"].to_numpy()
    codes = measured["use_code"].astype(str)
    return [
        {
            "parcel_id": str(ids[i]),
            **{str(name): _cell(value) for name, value in stated[i].items()},
            "utilities": list(tokens_of(int(bits[i]))) if bits[i] != UTILITIES_UNKNOWN else None,
            "use_name": land.codes.name(codes.iloc[i]),
            "use_name_en": land.codes.name_en(codes.iloc[i]),
            "measures": {str(name): _cell(value) for name, value in computed[i].items()},
            "version": land.version.number,
        }
        for i in range(len(rows))
    ]


def _kept(land: Land, use: str, status: str, places: dict[str, str]) -> NDArray[np.bool_]:
    """The rows that a list asks for.

    Raises:
        UnknownCode, UnknownName: the plan has no such use or place.
    """
    kept = np.ones(len(land.table), dtype=bool)
    if use:
        root = (land.codes.require(use),)
        codes = land.table["use_code"].astype(str)
        kept &= codes.map({code: land.codes.is_within(code, root) for code in codes.unique()}).to_numpy(bool)
    if status:
        kept &= (land.table["status"].astype(str) == status).to_numpy()
    for kind, asked in places.items():
        if asked:
            kept &= (land.table[kind].astype(str) == planning.find_area(land.plan, kind, asked)).to_numpy()
    return kept


def _cell(value: Any) -> Any:
    """A cell that JSON can hold: text, a short decimal, an ISO date, or null for nothing."""
    if pd.isna(value) or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, np.integer | int):
        return int(value)
    return exact(value) if isinstance(value, float | np.floating) else str(value)
