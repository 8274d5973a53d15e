"""A brief as it comes through a door, checked, and turned into the core's own value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date

from pandas.api.types import is_numeric_dtype
from pydantic import BaseModel, ConfigDict, Field

from geo import plan as planning
from geo.criteria.question import describe
from geo.errors import BadBrief, BadPlan, UnknownName
from geo.flow import Land
from geo.model import Brief, Curve, Plan
from geo.schema import STATUSES, UTILITIES
from geo.units import mu_from_m2

# an area so many times the largest parcel is no area in 亩 that anybody can mean
IMPLAUSIBLE = 10
# no quantity of land, money or distance in a district reaches this
BEYOND = 1e9


class CurveIn(BaseModel):
    """A curve in place of the preset's: ``points`` of (value, satisfaction), or ``categories``."""

    model_config = ConfigDict(extra="forbid")

    points: list[tuple[float, float]] = Field([], max_length=100, description="[[数值, 满意度 0–1], …]")
    categories: dict[str, float] = Field({}, description="取值: 满意度 0–1")
    otherwise: float = Field(0.0, ge=0, le=1)


class BriefIn(BaseModel):
    """需求: what a project needs. Only ``industry`` must be given; what is unset is no limit."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"industry": "食品饮料", "area_mu": 133, "k": 5}]},
    )

    industry: str = Field(max_length=200, description="产业: 名称、别名或 GB/T 4754 代码")
    area_mu: float | None = Field(None, description="目标面积 [亩], 即 area_target_mu")
    area_target_mu: float | None = Field(None, description="目标面积 [亩]")
    area_min_mu: float | None = Field(None, description="面积下限 [亩]")
    area_max_mu: float | None = Field(None, description="面积上限 [亩]")
    use_codes: list[str] = Field([], max_length=500, description="用地代码, 含其下级; 空为产业预设")
    axis: str = Field("", max_length=200, description="偏好的发展轴: 名称或 id")
    zone: str = Field("", max_length=200, description="偏好的三区: 名称或 id")
    park: str = Field("", max_length=200, description="偏好的园区: 名称、别名或 id")
    within: list[str] = Field([], max_length=3, description="axis, zone, park: 由偏好改为硬约束")
    far_min: float | None = Field(None, description="容积率须可达")
    height_min_m: float | None = Field(None, description="建筑高度须可达 [m]")
    price_max_wan_per_mu: float | None = Field(None, description="地价不高于 [万元/亩]")
    net_by: date | None = Field(None, description="净地不晚于")
    utilities: list[str] = Field([], max_length=50, description=f"配套条件: {' '.join(UTILITIES)}")
    statuses: list[str] = Field(
        [], max_length=10, description=f"供地状态: {' '.join(STATUSES)}; 空为全部可供"
    )
    at_most: dict[str, float] = Field({}, description="指标: 上限, 如 metro_m: 1500")
    at_least: dict[str, float] = Field({}, description="指标: 下限")
    weights: dict[str, float] = Field({}, description="偏好: 权重, 覆盖产业预设")
    curves: dict[str, CurveIn] = Field({}, description="偏好: 曲线, 覆盖规划与产业预设")
    pairs: list[tuple[str, str, float]] = Field(
        [], max_length=500, description="AHP 两两比较 [偏好甲, 偏好乙, 甲比乙重要几倍]"
    )
    force_pairs: bool = Field(default=False, description="一致性比率高于 0.1 也采用")
    k: int = Field(10, ge=1, le=1000, description="推荐几宗")

    @property
    def target_mu(self) -> float | None:
        """The target area under either of its names."""
        return self.area_target_mu if self.area_target_mu is not None else self.area_mu


def brief_from(given: BriefIn, land: Land) -> Brief:
    """The core's brief, every name resolved and every figure plausible.

    Raises:
        BadBrief: a figure is no figure, negative, implausible, or contradicts another.
        UnknownIndustry: the plan has no such industry; names the nearest.
        UnknownName: an axis, zone, park, measure or utility that does not exist.
        UnknownCode: a land-use code that the plan's table does not have.
    """
    plan = land.plan
    for name, value in _numbers(given):
        _plausible(name, value)
    _areas(given, mu_from_m2(land.largest_m2))
    return Brief(
        industry=planning.find_industry(plan, given.industry).id,
        area_min_mu=given.area_min_mu,
        area_max_mu=given.area_max_mu,
        area_target_mu=given.target_mu,
        use_codes=tuple(land.codes.require(code) for code in dict.fromkeys(given.use_codes)),
        axis=_named(plan, "axis", given.axis),
        zone=_named(plan, "zone", given.zone),
        park=_named(plan, "park", given.park),
        within=_known(given.within, ("axis", "zone", "park"), "范围", "kind of place"),
        far_min=given.far_min,
        height_min_m=given.height_min_m,
        price_max_wan_per_mu=given.price_max_wan_per_mu,
        net_by=given.net_by,
        utilities=_known(given.utilities, UTILITIES, "配套条件", "utility"),
        statuses=_known(given.statuses, plan.open_status or STATUSES, "供地状态", "status on offer"),
        at_most=_measures(land, given.at_most, "at_most"),
        at_least=_measures(land, given.at_least, "at_least"),
        weights=dict(sorted(given.weights.items())),
        curves={name: _curve(name, curve) for name, curve in sorted(given.curves.items())},
        pairs=tuple(given.pairs),
        force_pairs=given.force_pairs,
        k=given.k,
    )


def _numbers(given: BriefIn) -> Iterator[tuple[str, float]]:
    """Every figure of a brief with its name."""
    yield from ((name, value) for name, value in given if isinstance(value, float))
    for group in ("at_most", "at_least", "weights"):
        for name, value in getattr(given, group).items():
            yield f"{group}.{name}", value
    for name, curve in given.curves.items():
        for number in (*(x for point in curve.points for x in point), *curve.categories.values()):
            yield f"curves.{name}", abs(number)


def _plausible(name: str, value: float) -> None:
    if not math.isfinite(value):
        raise BadBrief(name, value, "不是数值。", "is not a number.", "请填写数值。", "Give a number.")
    if value < 0:
        words = ("不能为负。", "must not be negative.")
        raise BadBrief(name, value, *words, "请填写正数。", "Make it positive.")
    if value > BEYOND:
        words = ("大得不可能。", "is impossibly large.")
        raise BadBrief(name, value, *words, "请检查单位与小数点。", "Check its unit and decimal point.")


def _areas(given: BriefIn, largest_mu: float) -> None:
    low, high, target = given.area_min_mu, given.area_max_mu, given.target_mu
    if given.area_mu is not None and given.area_mu != target:
        seen, words = (
            f"{given.area_mu:g}, area_target_mu = {target:g}",
            ("两个目标面积不一致。", "two targets."),
        )
        raise BadBrief("area_mu", seen, *words, "请只写一个。", "Give one of them.")
    for name, value in (("area_mu", target), ("area_min_mu", low), ("area_max_mu", high)):
        if value is not None and value > IMPLAUSIBLE * largest_mu:
            raise BadBrief(name, f"{value:g}", *_looks_like_m2(value, largest_mu))
    if low is not None and high is not None and low > high:
        seen, words = f"{low:g} > area_max_mu = {high:g}", ("面积下限大于上限。", "the window is reversed.")
        raise BadBrief("area_min_mu", seen, *words, "请交换两个数值。", "Swap the two.")
    if target is not None and ((low is not None and target < low) or (high is not None and target > high)):
        words = ("目标面积不在上下限之间。", "the target lies outside the window.")
        raise BadBrief("area_mu", f"{target:g}", *words, "请改正其一。", "Mend one of them.")
    for name, value in (("area_mu", target), ("area_max_mu", high)):
        if value == 0:
            words = ("面积须大于零。", "an area must be above zero.")
            raise BadBrief(name, "0", *words, "请填写亩数。", "Give an area in mu.")


def _looks_like_m2(value: float, largest_mu: float) -> tuple[str, str, str, str]:
    mu = mu_from_m2(value)
    return (
        f"远大于最大地块 ({largest_mu:,.0f}亩), 疑似把㎡当作亩。",
        f"is far above the largest parcel ({largest_mu:,.0f} mu): ㎡ typed as mu?",
        f"若单位是㎡, 应填 {mu:,.1f}亩。",
        f"If it is ㎡, give {mu:,.1f} mu.",
    )


def _named(plan: Plan, kind: str, asked: str) -> str:
    return planning.find_area(plan, kind, asked) if asked.strip() else ""


def _known(asked: Iterable[str], known: tuple[str, ...], zh: str, en: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(asked))
    for name in chosen:
        if name not in known:
            raise UnknownName(zh, en, name, known)
    return chosen


def _measures(land: Land, bounds: dict[str, float], field: str) -> dict[str, float]:
    for name, value in bounds.items():
        label, label_en, _ = describe(land.plan, name)
        if name not in land.table.columns or not is_numeric_dtype(land.table[name]):
            words = (f"{label}不是数值指标。", f"{label_en} is not a number.")
            raise BadBrief(f"{field}.{name}", value, *words)
    return dict(sorted(bounds.items()))


def _curve(wish: str, given: CurveIn) -> Curve:
    """The curve, or BadBrief: a curve that breaks its rules is the asker's fault here, not the plan's."""
    row = {"points": given.points, "categories": given.categories, "otherwise": given.otherwise}
    try:
        return planning.curve_from(row, f"curves.{wish}")
    except BadPlan as broken:
        words = ("曲线无效。", "is no curve.")
        raise BadBrief(f"curves.{wish}", row, *words, broken.remedy_zh, broken.remedy_en) from broken
