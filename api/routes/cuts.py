"""Cuts and halls: part of a parcel for a project, and what stands on it."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.deps import TheLand
from geo import flow
from geo.model import CutRules, Cuts, Hall

router = APIRouter(prefix="/api/v1", tags=["cuts"])


class RulesIn(BaseModel):
    """When the land that is left can still be used."""

    model_config = ConfigDict(extra="forbid")

    min_mu: float = Field(ge=0, le=1e6, description="至少 [亩]")
    min_width_m: float = Field(ge=0, le=1e5, description="至少宽 [m]")
    min_frontage_m: float = Field(ge=0, le=1e5, description="至少临路 [m]")
    road_m: float = Field(ge=0, le=1e4, description="距道路中线多近算临路 [m]")


class CutIn(BaseModel):
    """Which land, and how much of it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"parcels": ["EQ0001"], "wanted_mu": 20}]}
    )

    parcels: list[str] = Field(min_length=1, max_length=12, description="地块编号; 几宗须相邻")
    wanted_mu: float = Field(gt=0, le=1e6, description="要切下的面积 [亩]")
    rules: RulesIn | None = Field(None, description="余地可用的条件; 不给则用规划的")
    k: int = Field(3, ge=1, le=24, description="给出几种切法")


class HallIn(BaseModel):
    """Which land, and which hall."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"parcels": ["EQ0001"], "length_m": 80, "width_m": 40}]},
    )

    parcels: list[str] = Field(min_length=1, max_length=12, description="地块编号; 几宗须相邻")
    setback_m: float = Field(0.0, ge=0, le=1000, description="沿边界退让 [m]")
    length_m: float | None = Field(None, gt=0, le=1e5, description="长 [m]; 与宽一起给")
    width_m: float | None = Field(None, gt=0, le=1e5, description="宽 [m]")
    ratio: float = Field(1.5, ge=1, le=100, description="不给长宽时, 求这个长宽比的最大矩形")


@router.post("/cuts")
def cuts(given: CutIn, land: TheLand) -> Cuts:
    """切分: the best ways to take an area from a site, what is left, and what would be wasted."""
    rules = CutRules(**given.rules.model_dump()) if given.rules else None
    return flow.cuts(land, given.parcels, given.wanted_mu, rules, given.k)


@router.post("/halls")
def halls(given: HallIn, land: TheLand) -> Hall:
    """排布: whether a hall fits into a site less its setback, where, in which direction; or the largest."""
    sides = None
    if given.length_m is not None or given.width_m is not None:
        long, wide = given.length_m or given.width_m or 0.0, given.width_m or given.length_m or 0.0
        sides = (max(long, wide), min(long, wide))
    return flow.hall(land, given.parcels, given.setback_m, sides_m=sides, ratio=given.ratio)
