"""Assemblies: adjoining parcels that together answer a brief."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api.deps import TheService
from api.routes.freshness import headers
from api.schemas import BriefIn
from geo.model import Assemblies, AssemblyAsk

router = APIRouter(prefix="/api/v1", tags=["assemblies"])
USUAL = AssemblyAsk()


class AssemblyIn(BaseModel):
    """What is asked of an assembly beside the brief."""

    model_config = ConfigDict(extra="forbid")

    least: int = Field(USUAL.least, ge=1, le=12, description="至少几宗")
    most: int = Field(USUAL.most, ge=1, le=12, description="至多几宗")
    k: int = Field(USUAL.k, ge=1, le=100, description="给出几个不同的组合")
    overlap: float = Field(USUAL.overlap, ge=0, le=1, description="两个答案可共有的面积份额 (占较小者)")
    min_shared_m: float = Field(USUAL.min_shared_m, gt=0, le=10_000, description="公共边界至少 [m]")
    tolerate: int = Field(USUAL.tolerate, ge=0, le=12, description="可有几个成员不符非刚性硬约束")
    shape_weight: float = Field(USUAL.shape_weight, ge=0, lt=1, description="形状紧凑占总分")
    holders_weight: float = Field(USUAL.holders_weight, ge=0, lt=1, description="权利人少占总分")
    effort: int = Field(USUAL.effort, ge=1, le=20_000_000, description="最多看多少组")


class AssembliesIn(BriefIn):
    """A brief, and what is asked of the assembly."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"industry": "食品饮料", "area_mu": 133, "assembly": {"most": 4, "k": 3}}]
        },
    )

    assembly: AssemblyIn = Field(
        default_factory=lambda: AssemblyIn.model_validate({}), description="连片组合的要求"
    )


def ask_from(given: AssemblyIn) -> AssemblyAsk:
    """The core's own value."""
    return AssemblyAsk(**given.model_dump())


@router.post("/assemblies", response_model=Assemblies)
def assemblies(given: AssembliesIn, service: TheService) -> Response:
    """连片组合: sets of adjoining parcels whose area together falls in the window, best first.

    Each is different from the others, with its members, outline and additive parts; ``proven`` says
    that none is better, otherwise ``bound`` and ``gap`` say how much better one might be.
    """
    told, body = service.assemblies(given, ask_from(given.assembly))
    return Response(body, media_type="application/json", headers=headers(told.version))
