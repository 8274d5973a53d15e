"""A project's figures per 亩; total investment never stands in for fixed-asset investment."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model import Project
from geo.model.standards import Indicator
from geo.units import WAN_PER_YI


@dataclass(frozen=True, slots=True)
class Kind:
    """An indicator: what it is called, its unit, and the field of a project behind it."""

    label: str
    label_en: str
    unit: str
    field: str
    per_mu: bool


KINDS: dict[Indicator, Kind] = {
    "fixed_invest_wan_per_mu": Kind(
        "亩均固定资产投资", "Fixed-asset investment per mu", "万元/亩", "fixed_invest_yi", per_mu=True
    ),
    "output_wan_per_mu": Kind("亩均年产值", "Yearly output per mu", "万元/亩", "output_yi", per_mu=True),
    "tax_wan_per_mu": Kind("亩均年税收", "Yearly tax per mu", "万元/亩", "tax_yi", per_mu=True),
    "far": Kind("容积率", "Floor area ratio", "", "far", per_mu=False),
    "coverage": Kind("建筑系数", "Building coverage (建筑系数)", "", "coverage", per_mu=False),
    "office_share": Kind(
        "行政办公及生活服务设施用地所占比重", "Share of land for offices and services", "",
        "office_share", per_mu=False,
    ),
}  # fmt: skip
FIELDS = {
    "fixed_invest_yi": ("固定资产投资", "fixed-asset investment"),
    "output_yi": ("年产值", "yearly output"),
    "tax_yi": ("年税收", "yearly tax"),
}


def per_mu(amount_yi: float | None, area_mu: float) -> float | None:
    """万元/亩 of an amount in 亿元.

    >>> round(per_mu(10, 133), 2), per_mu(None, 133)
    (751.88, None)
    """
    return None if amount_yi is None else amount_yi * WAN_PER_YI / area_mu


def value_of(project: Project, indicator: Indicator, area_mu: float) -> float | None:
    """A project's value of an indicator; None where nobody said."""
    kind = KINDS[indicator]
    stated: float | None = getattr(project, kind.field)
    return per_mu(stated, area_mu) if kind.per_mu else stated


def figures(project: Project, area_mu: float) -> dict[str, float | None]:
    """Every figure per 亩, the two investments side by side [万元/亩]."""
    return {
        "total_invest_wan_per_mu": per_mu(project.invest_yi, area_mu),
        "fixed_invest_wan_per_mu": per_mu(project.fixed_invest_yi, area_mu),
        "output_wan_per_mu": per_mu(project.output_yi, area_mu),
        "tax_wan_per_mu": per_mu(project.tax_yi, area_mu),
    }
