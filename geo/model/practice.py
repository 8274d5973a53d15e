"""办事惯例: what a district counts with where nobody states a figure, each with its basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from geo.model.basics import Basis

# 净地, 拿地, 开工, 投产
Milestone = Literal["net", "acquire", "start", "open"]


@dataclass(frozen=True, slots=True)
class UsualArea:
    """Area to reckon with for a project that states none [亩]: ``area_mu``, or an industry's own."""

    area_mu: float
    by_industry: Mapping[str, float]  # industry id -> 亩
    basis: Basis
    source: str

    def of(self, industry: str) -> float:
        """The usual area of an industry [亩]."""
        return self.by_industry.get(industry, self.area_mu)


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to a milestone; ``when`` names the statuses of land that need it, none: all."""

    id: str
    name: str
    name_en: str
    milestone: Milestone
    months: int
    when: tuple[str, ...]
    basis: Basis
    source: str


@dataclass(frozen=True, slots=True)
class Near:
    """How far neighbours matter [m], and which uses and trades are meant.

    ``sensitive``: use code -> the measure whose keep-away distance protects it. ``hazards``: use code ->
    class of industry. ``retail``: industries that take one another's customers within ``retail_m``.
    """

    walk_m: float
    retail_m: float
    retail: tuple[str, ...]
    rivals: tuple[str, str, tuple[str, ...]]  # layer, column, values: shops that are there
    sensitive: Mapping[str, str]
    hazards: Mapping[str, int]
    basis: Basis
    source: str


@dataclass(frozen=True, slots=True)
class Practice:
    """What the plan's ``practice.toml`` states; a plan without the file states nothing."""

    usual_area: UsualArea | None = None
    pace_months: Mapping[str, int] = field(
        default_factory=dict
    )  # pool -> months from the plan's date to 拿地
    steps: tuple[Step, ...] = ()
    near: Near | None = None
