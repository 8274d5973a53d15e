"""办事惯例: what a district counts with where nobody states a figure, each with its basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.model.basics import Basis


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
class Practice:
    """What the plan's ``practice.toml`` states; a plan without the file states nothing."""

    usual_area: UsualArea | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
