"""时间 and 周边: whether a project's days can be met on a parcel, and what lies around it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.deps import Service, TheLand, TheService
from api.routes.projects import ProjectIn, known, stated
from geo import flow
from geo.errors import BadBrief
from geo.model import Schedule, Surroundings

router = APIRouter(prefix="/api/v1", tags=["around"])


class ScheduleIn(BaseModel):
    """A parcel, and a project of the plan or one that is stated here."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"parcel_id": "EQ0002", "stated": {"name": "饮料厂", "open_by": "2025-09"}}]
        },
    )

    parcel_id: str = Field(max_length=200, description="地块")
    project: str = Field("", max_length=200, description="项目: 编号或名称")
    stated: ProjectIn | None = Field(None, description="或直接写明项目")
    today: date | None = Field(None, description="自何日起算; 省略为规划时点")


@router.post("/schedules")
def schedules(given: ScheduleIn, service: TheService, land: TheLand) -> Schedule:
    """时间可行: earliest 净地, 拿地, 开工, 投产 against the days wanted, and the step in the way."""
    return scheduled(given, service, land)


def scheduled(given: ScheduleIn, service: Service, land: flow.Land) -> Schedule:
    """The schedule of ``given``.

    Raises:
        BadInput: no project or two, or no schedule can be made for the parcel.
        NotFound: the version has no such parcel.
    """
    if (given.stated is None) == (not given.project):
        words = ("请给出项目, 或写明项目, 二者之一。", "name a project or state one, not both.")
        raise BadBrief("project", given.project, *words)
    project = stated(given.stated, service.plan) if given.stated else known(given.project, service)
    return flow.schedule(land, given.parcel_id, project, given.today)


@router.get("/surroundings")
def surroundings(
    service: TheService,
    land: TheLand,
    parcel_id: Annotated[str, Query(max_length=200, description="地块")],
    industry: Annotated[str, Query(max_length=200, description="产业")],
) -> Surroundings:
    """周边: conflicts with neighbours, firms of the same chain within a walk, rivals for customers."""
    return surrounded(parcel_id, industry, service, land)


def surrounded(parcel_id: str, industry: str, service: Service, land: flow.Land) -> Surroundings:
    """What lies around a parcel, the plan's own projects among it.

    Raises:
        BadInput: the plan knows no such industry, or states no distances.
        NotFound: the version has no such parcel.
    """
    return flow.surroundings(land, parcel_id, industry, flow.project_table(service.plan).projects)
