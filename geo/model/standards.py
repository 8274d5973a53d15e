"""标准地: policy tables as a plan keeps them, and what they say of a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from geo.model.basics import Basis

# in force here; replaced by a later edition; another place's rule, to compare with
StandardStatus = Literal["in_force", "superseded", "reference"]
Indicator = Literal[
    "fixed_invest_wan_per_mu", "output_wan_per_mu", "tax_wan_per_mu", "far", "coverage", "office_share"
]
RuleOp = Literal["min", "above", "max"]
# unproven: only a figure that the rule does not count would meet it; unknown: nobody said
Outcome = Literal["pass", "fail", "unproven", "unknown"]


@dataclass(frozen=True, slots=True)
class StandardRule:
    """One indicator of a policy table; neither ``value`` nor ``by_code``: its figure is not at hand."""

    indicator: Indicator
    op: RuleOp
    value: float | None
    by_code: Mapping[str, float]  # GB/T 4754 code -> value, in place of ``value``
    binding: bool
    basis: Basis
    clause: str
    clause_en: str


@dataclass(frozen=True, slots=True)
class Standard:
    """A policy table. ``codes``: GB/T 4754 codes that it speaks of, none: all."""

    id: str
    name: str
    name_en: str
    edition: str
    status: StandardStatus
    source: str
    note: str
    note_en: str
    codes: tuple[str, ...]
    rules: tuple[StandardRule, ...]


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way to meet a rule: the figure to reach [its unit]."""

    what: str  # of the project: fixed_invest_yi, output_yi, tax_yi, area_mu, far, coverage, office_share
    op: RuleOp
    value: float
    unit: str
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A rule against a project. ``short``: share by which the value misses the rule (0.06 is 6 %)."""

    indicator: str
    label: str
    label_en: str
    op: RuleOp
    required: float | None
    value: float | None
    unit: str
    outcome: Outcome
    short: float | None
    binding: bool
    basis: Basis
    clause: str
    text: str
    text_en: str
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardResult:
    """A policy table against a project; ``applies`` false where it does not speak of the industry."""

    id: str
    name: str
    name_en: str
    edition: str
    status: StandardStatus
    source: str
    note: str
    applies: bool
    results: tuple[RuleResult, ...]
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class StandardsCheck:
    """标准地预审 of a project on an area. Total and fixed-asset investment are two figures."""

    project: str
    industry: str
    parcel_id: str
    area_mu: float
    area_from: Literal["project", "parcel", "usual"]
    figures: Mapping[str, float | None] = field(default_factory=dict)  # 万元/亩 by kind
    parcel: tuple[RuleResult, ...] = ()
    standards: tuple[StandardResult, ...] = ()
    text: str = ""
    text_en: str = ""
