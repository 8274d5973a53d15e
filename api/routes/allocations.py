"""Allocations: many projects on the land together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api.deps import TheService
from api.routes.freshness import headers
from api.routes.projects import ProjectIn
from geo import flow
from geo import projects as room
from geo.model import Allocation, AllocationAsk, AxisQuota, Objective, Plan, Project

router = APIRouter(prefix="/api/v1", tags=["allocations"])
USUAL = AllocationAsk()
MOST_PROJECTS = 2_000


class QuotaIn(BaseModel):
    """亩 of an axis that all projects together must and may take."""

    model_config = ConfigDict(extra="forbid")

    axis: str = Field(min_length=1, max_length=200, description="发展轴: 名称或 id")
    least_mu: float = Field(0.0, ge=0, le=1e6, description="至少 [亩]")
    most_mu: float | None = Field(None, ge=0, le=1e6, description="至多 [亩]")


class AllocatedProjectIn(ProjectIn):
    """A project, and what counts when it stands beside others."""

    area_min_mu: float | None = Field(None, gt=0, le=100_000, description="面积下限 [亩]")
    area_max_mu: float | None = Field(None, gt=0, le=100_000, description="面积上限 [亩]")
    phase: int = Field(1, ge=1, le=100, description="期")
    priority: float = Field(1.0, ge=0, le=1e6, description="优先级, 乘到价值上")
    locked: list[str] = Field([], max_length=50, description="锁定的地块编号")


class AllocationIn(BaseModel):
    """Projects and what is asked of their allocation."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "projects": [
                        {"id": "甲", "name": "甲", "industry": "食品饮料", "area_mu": 60},
                        {"id": "乙", "name": "乙", "industry": "食品饮料", "area_mu": 60, "priority": 2},
                    ],
                    "members": 2,
                }
            ]
        },
    )

    projects: list[AllocatedProjectIn] = Field(
        [], max_length=MOST_PROJECTS, description="项目; 省略为规划自带的项目表"
    )
    objective: Objective = Field(USUAL.objective, description="score 优先级×得分; investment 再乘总投资")
    members: int = Field(USUAL.members, ge=1, le=6, description="一处用地至多几宗相邻地块")
    min_shared_m: float = Field(USUAL.min_shared_m, gt=0, le=10_000, description="公共边界至少 [m]")
    quotas: list[QuotaIn] = Field([], max_length=20, description="各发展轴配额")
    phases: Literal["together", "in_turn"] = Field(USUAL.phases, description="各期一起, 或先期先选")
    assumed_invest_yi: float | None = Field(None, gt=0, le=100_000, description="未写明总投资时按此计 [亿元]")
    time_limit_s: float = Field(USUAL.time_limit_s, gt=0, le=120, description="限时 [秒]")


def ask_from(given: AllocationIn) -> AllocationAsk:
    """The core's own value."""
    fields = given.model_dump(exclude={"projects", "quotas"})
    return AllocationAsk(**fields, quotas=tuple(AxisQuota(**one.model_dump()) for one in given.quotas))


def projects_from(given: Sequence[AllocatedProjectIn], plan: Plan) -> tuple[Project, ...]:
    """The core's projects; the plan's own where none are given.

    Raises:
        BadProjects: a name, date or order of figures that cannot be meant.
    """
    if not given:
        return flow.sound_projects(flow.project_table(plan))
    rows = [
        {name: value for name, value in one.model_dump().items() if value is not None and value != ""}
        for one in given
    ]
    return flow.sound_projects(room.projects(rows, plan))


@router.post("/allocations", response_model=Allocation)
def allocations(given: AllocationIn, service: TheService) -> Response:
    """统筹落位: every project on at most one site, every parcel promised once, of the most total value.

    ``proven`` says that no allocation over all eligible sites is worth more; otherwise ``bound`` and
    ``gap`` say how much more it might be. Who is unplaced is told with the reason.
    """
    told, body = service.allocation(projects_from(given.projects, service.plan), ask_from(given))
    return Response(body, media_type="application/json", headers=headers(told.version))
