"""标准地预审: the plan's policy tables, and a project against them."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.deps import TheLand, TheService
from api.routes.projects import ProjectIn, known, stated
from geo import flow
from geo.errors import BadBrief
from geo.model import Standard, StandardsCheck

router = APIRouter(prefix="/api/v1", tags=["standards"])


class StandardsIn(BaseModel):
    """A project of the plan, or one that is stated here, and where it would stand."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "stated": {
                        "name": "饮料厂", "industry": "食品饮料", "area_mu": 133, "invest_yi": 10,
                        "output_yi": 40, "tax_yi": 2.5,
                    }
                }
            ]
        },
    )  # fmt: skip

    project: str = Field("", max_length=200, description="项目: 编号或名称")
    stated: ProjectIn | None = Field(None, description="或直接写明项目")
    parcel_id: str = Field("", max_length=200, description="地块: 按其面积与规划条件")
    code: str = Field("", max_length=10, description="GB/T 4754 代码, 如 C1522")
    tables: list[str] = Field([], max_length=50, description="标准 id; 空为全部")


@router.get("/standards")
def standards(service: TheService) -> list[Standard]:
    """标准: policy tables with edition, status and source; a superseded one holds no longer."""
    return list(service.plan.standards)


@router.post("/standards/checks")
def checks(given: StandardsIn, service: TheService, land: TheLand) -> StandardsCheck:
    """标准地预审: each rule met, missed (with what would meet it), or open for want of a figure."""
    return checked(given, service, land)


def checked(given: StandardsIn, service: TheService, land: flow.Land) -> StandardsCheck:
    """The check of ``given``.

    Raises:
        BadInput: no project or two, or a name that the plan does not have.
    """
    if (given.stated is None) == (not given.project):
        words = ("请给出项目, 或写明项目, 二者之一。", "name a project or state one, not both.")
        raise BadBrief("project", given.project, *words)
    project = stated(given.stated, service.plan) if given.stated else known(given.project, service)
    return flow.standards_check(
        land, project, parcel_id=given.parcel_id, code=given.code, tables=given.tables
    )
