"""Projects of the four pools: the plan's table, whom a name means, and what a project asks of the land."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.deps import TheLand, TheService
from geo import flow
from geo import projects as room
from geo.errors import BadBrief
from geo.model import Alias, Brief, Decision, NameMatch, Pins, Plan, Project, ProjectTable

router = APIRouter(prefix="/api/v1", tags=["projects"])


class ProjectIn(BaseModel):
    """A project as a table states it; every field but the name may be left out."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field("", max_length=200)
    name: str = Field("", max_length=200, description="项目名称")
    industry: str = Field("", max_length=200, description="产业: 名称、别名或 GB/T 4754 代码")
    pool: str = Field(
        "plan", max_length=20, description="谋划库 plan, 招引库 attract, 签约库 signed, 落地库 landed"
    )
    area_mu: float | None = Field(None, gt=0, le=100_000, description="用地面积 [亩]")
    invest_yi: float | None = Field(None, gt=0, le=100_000, description="总投资 [亿元]")
    fixed_invest_yi: float | None = Field(None, gt=0, le=100_000, description="固定资产投资 [亿元]")
    output_yi: float | None = Field(None, gt=0, le=100_000, description="年产值 [亿元]")
    tax_yi: float | None = Field(None, gt=0, le=100_000, description="年税收 [亿元]")
    far: float | None = Field(None, gt=0, le=30, description="容积率")
    coverage: float | None = Field(None, gt=0, le=1, description="建筑系数 0–1")
    office_share: float | None = Field(None, ge=0, le=1, description="行政办公用地占比 0–1")
    axis: str = Field("", max_length=200, description="发展轴: 名称或 id")
    park: str = Field("", max_length=200, description="园区: 名称或 id")
    acquire_by: str = Field("", max_length=20, description="拿地, 如 2024-09")
    start_by: str = Field("", max_length=20, description="开工")
    open_by: str = Field("", max_length=20, description="投产")


class SameIn(BaseModel):
    """Somebody's word that two names are one project, or two."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"name": "联东U谷", "other_name": "联东U谷科技总部港", "same": True, "who": "王工"}]
        },
    )

    name: str = Field(min_length=1, max_length=100)
    other_name: str = Field(min_length=1, max_length=100)
    same: bool = Field(description="true: 同一项目; false: 两个项目")
    who: str = Field(min_length=1, max_length=100, description="经办人")
    note: str = Field("", max_length=1000, description="理由")


def stated(given: ProjectIn, plan: Plan) -> Project:
    """The core's project.

    Raises:
        BadProjects: a name, date or order of figures that cannot be meant.
    """
    cells: dict[str, Any] = {
        name: value for name, value in given.model_dump().items() if value not in {None, ""}
    }
    cells.setdefault("name", given.id or "项目")
    return flow.sound_projects(room.projects([cells], plan))[0]


def known(asked: str, service: TheService) -> Project:
    """A project of the plan by its id or by a name that is certain.

    Raises:
        BadBrief: the name may mean several projects, or none.
    """
    table = flow.project_table(service.plan).projects
    match = flow.whom(service.store, service.plan, asked, table)
    if not match.is_certain:
        by_id = [one for one in table if one.id == asked]
        if by_id:
            return by_id[0]
        words = (f"{match.text}。", f"{match.text_en}.")
        remedy = ("请用项目编号, 或先确认。", "Name its id, or confirm first.")
        raise BadBrief("project", asked, *words, *remedy)
    return flow.project_by_id(table, match.project)


@router.get("/projects/table")
def table(service: TheService) -> ProjectTable:
    """项目表: the plan's projects in their pools, and what is wrong with rows that were left out."""
    return flow.project_table(service.plan)


@router.get("/projects/pins")
def pins(
    land: TheLand,
    service: TheService,
    on: Annotated[date | None, Query(description="哪一天的颜色; 省略为规划的时点")] = None,
) -> Pins:
    """项目图: where each project is, as far as anybody said, and its 红黄蓝绿 on a day."""
    return flow.pins(land, flow.project_table(service.plan).projects, on)


@router.get("/projects/aliases")
def aliases(service: TheService) -> list[Alias]:
    """别名: names that may mean one project, and what was decided about them."""
    return list(flow.aliases(service.store, service.plan))


@router.get("/projects/names/{asked:path}")
def whom(asked: str, service: TheService) -> NameMatch:
    """Whom a name means: certain, or every candidate with the reason, to be confirmed."""
    return flow.whom(service.store, service.plan, asked)


@router.post("/projects/same", status_code=201)
def same(given: SameIn, service: TheService) -> Decision:
    """确认: keep somebody's word that two names are one project, or two. The last word counts."""
    return confirm(given, service)


def confirm(given: SameIn, service: TheService) -> Decision:
    """Keep the word of ``given``.

    Raises:
        BadBrief: a name holds the sign that parts the two.
    """
    for name in (given.name, given.other_name):
        if "=" in name:
            raise BadBrief("name", name, "名称不能含 =。", "a name cannot hold =.")
    pair = (given.name, given.other_name)
    return flow.confirm_same(
        service.store, service.plan, pair, same=given.same, who=given.who, note=given.note
    )


@router.get("/projects/{project}/brief")
def brief(project: str, service: TheService) -> Brief:
    """What a project, by id or certain name, asks of the land."""
    return flow.brief_of(known(project, service), service.plan)
