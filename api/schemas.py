"""A brief as it comes through a door, checked, and turned into the core's own value."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from geo import plan as planning
from geo.criteria.question import describe
from geo.errors import BadBrief, UnknownName
from geo.flow import Land
from geo.model import Brief, Curve, Plan
from geo.schema import UTILITIES
from geo.units import mu_from_m2

# an area so many times the largest parcel is no area in 亩 that anybody can mean
IMPLAUSIBLE = 10


class CurveIn(BaseModel):
    """A curve in place of the preset's: ``points`` of (value, satisfaction), or ``categories``."""

    model_config = ConfigDict(extra="forbid")

    points: list[tuple[float, float]] = []
    categories: dict[str, float] = {}
    otherwise: float = 0.0


class BriefIn(BaseModel):
    """需求: what a project needs. Only ``industry`` must be given; what is unset is no limit."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"industry": "食品饮料", "area_mu": 133, "k": 5}]},
    )

    industry: str = Field(description="产业: 名称、别名或 GB/T 4754 代码")
    area_mu: float | None = Field(None, description="目标面积 [亩]")
    area_min_mu: float | None = None
    area_max_mu: float | None = None
    area_target_mu: float | None = None
    use_codes: list[str] = []
    axis: str = ""
    zone: str = ""
    park: str = ""
    within: list[str] = Field([], description="axis, zone, park: 由偏好改为硬约束")
    far_min: float | None = None
    height_min_m: float | None = None
    price_max_wan_per_mu: float | None = None
    net_by: date | None = None
    utilities: list[str] = []
    at_most: dict[str, float] = {}
    at_least: dict[str, float] = {}
    weights: dict[str, float] = {}
    curves: dict[str, CurveIn] = {}
    pairs: list[tuple[str, str, float]] = []
    force_pairs: bool = False
    k: int = Field(10, ge=1, le=1000)


def brief_from(given: BriefIn, land: Land) -> Brief:
    """The core's brief, every name resolved and every figure plausible.

    Raises:
        BadBrief: a figure is no figure, negative, implausible, or contradicts another.
        UnknownIndustry: the plan has no such industry; names the nearest.
        UnknownName: an axis, zone, park, measure or utility that does not exist.
        UnknownCode: a land-use code that the plan's table does not have.
    """
    plan = land.plan
    _finite(given)
    target = given.area_target_mu if given.area_target_mu is not None else given.area_mu
    _areas(given, target, mu_from_m2(float(land.table["area_m2"].max())))
    for code in given.use_codes:
        land.codes.require(code)
    return Brief(
        industry=planning.find_industry(plan, given.industry).id,
        area_min_mu=given.area_min_mu,
        area_max_mu=given.area_max_mu,
        area_target_mu=target,
        use_codes=tuple(given.use_codes),
        axis=_named(plan, "axis", given.axis),
        zone=_named(plan, "zone", given.zone),
        park=_named(plan, "park", given.park),
        within=_known(given.within, ("axis", "zone", "park"), "within"),
        far_min=given.far_min,
        height_min_m=given.height_min_m,
        price_max_wan_per_mu=given.price_max_wan_per_mu,
        net_by=given.net_by,
        utilities=_known(given.utilities, UTILITIES, "utilities"),
        at_most=_measures(plan, given.at_most),
        at_least=_measures(plan, given.at_least),
        weights=dict(sorted(given.weights.items())),
        curves={name: _curve(name, curve) for name, curve in sorted(given.curves.items())},
        pairs=tuple(given.pairs),
        force_pairs=given.force_pairs,
        k=given.k,
    )


def _finite(given: BriefIn) -> None:
    numbers = {name: value for name, value in given if isinstance(value, float)}
    for group in ("at_most", "at_least", "weights"):
        numbers |= {f"{group}.{name}": value for name, value in getattr(given, group).items()}
    for name, value in numbers.items():
        if not math.isfinite(value):
            raise BadBrief(name, value, "不是数值。", "is not a number.", "请填写数值。", "Give a number.")
        if value < 0:
            raise BadBrief(
                name, value, "不能为负。", "must not be negative.", "请填写正数。", "Make it positive."
            )


def _areas(given: BriefIn, target: float | None, largest_mu: float) -> None:
    low, high = given.area_min_mu, given.area_max_mu
    if low is not None and high is not None and low > high:
        seen, words = f"{low} > area_max_mu = {high}", ("面积下限大于上限。", "the window is reversed.")
        raise BadBrief("area_min_mu", seen, *words, "请交换两个数值。", "Swap the two.")
    if target is not None and ((low is not None and target < low) or (high is not None and target > high)):
        words = ("目标面积不在上下限之间。", "the target lies outside the window.")
        raise BadBrief("area_mu", target, *words, "请改正其一。", "Mend one of them.")
    if target == 0:
        words = ("面积须大于零。", "an area must be above zero.")
        raise BadBrief("area_mu", target, *words, "请填写亩数。", "Give an area in mu.")
    for name, value in (("area_mu", target), ("area_min_mu", low)):
        if value is not None and value > IMPLAUSIBLE * largest_mu:
            raise BadBrief(name, value, *_looks_like_m2(value, largest_mu))


def _looks_like_m2(value: float, largest_mu: float) -> tuple[str, str, str, str]:
    mu = mu_from_m2(value)
    return (
        f"远大于最大地块 ({largest_mu:.0f}亩), 疑似把㎡当作亩。",
        f"is far above the largest parcel ({largest_mu:.0f} mu): ㎡ typed as mu?",
        f"若单位是㎡, 应填 {mu:.1f}亩。",
        f"If it is ㎡, give {mu:.1f} mu.",
    )


def _named(plan: Plan, kind: str, asked: str) -> str:
    return planning.find_area(plan, kind, asked) if asked.strip() else ""


def _known(asked: Iterable[str], known: tuple[str, ...], field: str) -> tuple[str, ...]:
    chosen = list(dict.fromkeys(asked))
    for name in chosen:
        if name not in known:
            zh, en = f"选项 ({field})", f"{field} option"
            raise UnknownName(zh, en, name, known)
    return tuple(chosen)


def _measures(plan: Plan, bounds: dict[str, float]) -> dict[str, float]:
    for name in bounds:
        describe(plan, name)
    return dict(sorted(bounds.items()))


def _curve(wish: str, given: CurveIn) -> Curve:
    row = {"points": given.points, "categories": given.categories, "otherwise": given.otherwise}
    return planning.curve_from(row, f"curves.{wish}")
