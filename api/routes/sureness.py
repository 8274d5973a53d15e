"""Questions about an answer: how sure it is, what limits cost, where a lead comes from, twin parcels."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api.deps import TheLand, TheService
from api.routes.freshness import headers
from api.schemas import BriefIn, brief_from
from geo import flow
from geo.model import Comparison, LimitPrice, Robustness, RobustnessAsk, Twin

router = APIRouter(prefix="/api/v1", tags=["sureness"])
USUAL = RobustnessAsk()


class RobustnessIn(BaseModel):
    """How the weights may differ from the given ones."""

    model_config = ConfigDict(extra="forbid")

    vectors: int = Field(USUAL.vectors, ge=1, le=100_000, description="抽多少组权重")
    certainty: float = Field(USUAL.certainty, gt=0, le=1e6, description="对权重的把握 (Dirichlet 参数之和)")
    ranges: dict[str, tuple[float, float]] = Field({}, description="偏好: [最小, 最大], 合计为 1 的份额")
    departments: dict[str, dict[str, float]] = Field({}, max_length=50, description="部门: {偏好: 权重}")
    seed: int = Field(USUAL.seed, ge=0, le=2**31, description="同一数, 同一答案")


class RobustIn(BriefIn):
    """A brief, and how its weights may differ."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"industry": "食品饮料", "area_mu": 133, "robustness": {"vectors": 2000}}]
        },
    )

    robustness: RobustnessIn = Field(default_factory=lambda: RobustnessIn.model_validate({}))


class PricesIn(BriefIn):
    """A brief, and how many parcels more are wanted."""

    wanted: list[int] = Field([1, 5, 20], min_length=1, max_length=10, description="再要几宗")


class ComparisonIn(BriefIn):
    """A brief, and the parcels to compare under it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"industry": "食品饮料", "parcels": ["EQ0001", "EQ0002"]}]},
    )

    parcels: list[str] = Field(min_length=2, max_length=20, description="地块编号")


def asked_from(given: RobustnessIn) -> RobustnessAsk:
    """The core's own value."""
    return RobustnessAsk(**given.model_dump())


@router.post("/matches/robustness", response_model=Robustness)
def robustness(given: RobustIn, service: TheService) -> Response:
    """稳健性: probabilities of rank 1 and of the first k, what would unseat the first, departments."""
    told, body = service.robustness(given, asked_from(given.robustness))
    return Response(body, media_type="application/json", headers=headers(told.version))


@router.post("/matches/prices")
def prices(given: PricesIn, land: TheLand) -> list[LimitPrice]:
    """约束代价: for every limit and pair of limits the least loosening that admits 1, 5, 20 more."""
    return list(flow.prices(land, brief_from(given, land), sorted({max(1, one) for one in given.wanted})))


@router.post("/matches/comparison")
def comparison(given: ComparisonIn, land: TheLand) -> Comparison:
    """比较: every pair of some parcels, the lead split exactly by wish, and who is beaten by nobody."""
    return flow.differences(land, brief_from(given, land), given.parcels)


@router.post("/twins/{parcel_id:path}")
def twins(parcel_id: str, given: BriefIn, land: TheLand) -> list[Twin]:
    """像这块地的还有哪些: the parcels most like one under a brief, the distance split by wish."""
    return list(flow.twins(land, brief_from(given, land), parcel_id))
