"""The ledger of the land, and what the articles say: projects and figures, contradictions side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict
from shapely.geometry.base import BaseGeometry

from api.deps import Service, TheDesk, TheLand, TheService
from api.desk import Desk
from api.drawn import CrsIn, DatumIn, ShapeIn, shape_from
from geo import flow
from geo.edit.check import is_area
from geo.ledger import LandRow
from geo.model import AreaLedger, Balance, Pool, Reverse

router = APIRouter(prefix="/api/v1", tags=["ledger"])
Group = Literal["axis", "zone", "park", "use", "status"]
By = Literal["axis", "zone", "park", "use", "status", "net_year"]
Pools = Annotated[list[Pool] | None, Query(description="库, 可重复; 省略为谋划、招引、签约")]


class DrawnIn(BaseModel):
    """An area to be accounted for."""

    model_config = ConfigDict(extra="forbid")

    shape: ShapeIn
    crs: CrsIn = ""
    datum: DatumIn = ""


@router.get("/land")
def land_by(land: TheLand, by: Group = "use") -> list[LandRow]:
    """台账: parcels and area by axis, zone, park, use or status."""
    return list(flow.land_by(land, by))


@router.get("/ledger")
def ledger(land: TheLand, service: TheService, by: By = "use", pool: Pools = None) -> Balance:
    """供需台账: supply by group against the demand of the pools, double claims, the day a use runs out."""
    return balanced(land, service, by, pool or flow.USUAL_POOLS)


def balanced(land: flow.Land, service: Service, by: str, pools: Sequence[str]) -> Balance:
    """The balance of the plan's own projects.

    Raises:
        UnknownName: no such group or pool.
    """
    known = flow.project_table(service.plan).projects
    names = flow.aliases(service.store, service.plan)
    return flow.supply_and_demand(land, known, by=by, pools=pools, aliases=names)


@router.post("/ledger/within")
def within(given: DrawnIn, desk: TheDesk, service: TheService) -> AreaLedger:
    """范围台账: the land bank inside an area; of a parcel cut by its edge only the part inside counts."""
    area = shape_from(given.shape, service.plan, "shape", given.crs, given.datum)
    return accounted(area, desk, service)


def accounted(area: BaseGeometry, desk: Desk, service: Service) -> AreaLedger:
    """The ledger of an area in the plan's metres.

    Raises:
        BadShape: it is no valid polygon.
    """
    is_area("范围 | area", area)
    projects = flow.project_table(service.plan).projects
    with desk.open() as (land, live):
        near = live.touching(area)
    return flow.ledger_within(land, area, near, projects)


@router.get("/reverse")
def reverse(
    land: TheLand,
    parcel_id: Annotated[str, Query(max_length=200, description="地块, 或")] = "",
    axis: Annotated[str, Query(max_length=200, description="发展轴: 名称或 id")] = "",
    start: Annotated[float, Query(alias="from", ge=0, le=1, description="自 (北 0)")] = 0.0,
    end: Annotated[float, Query(alias="to", ge=0, le=1, description="至 (南 1)")] = 1.0,
) -> Reverse:
    """反向招商: which industries fit a parcel or a stretch of an axis, what it lacks, chain links nearby."""
    return flow.reverse(land, parcel_id=parcel_id, axis=axis, start=start, end=end)


@router.get("/projects")
def projects(service: TheService) -> list[dict[str, Any]]:
    """项目: the plan's named projects with quote, source and as-of."""
    return facts(Path(service.plan.root), "projects")


@router.get("/figures")
def figures(service: TheService) -> list[dict[str, Any]]:
    """数据: the plan's published figures; rows of one ``conflict_group`` contradict one another."""
    return facts(Path(service.plan.root), "figures")


def facts(root: Path, name: str) -> list[dict[str, Any]]:
    """Rows of ``facts/<name>.csv`` in a plan folder; none where the plan has no such file."""
    file = root / "facts" / f"{name}.csv"
    if not file.is_file():
        return []
    rows = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]
