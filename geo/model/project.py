"""项目: what an investor plans, as the four pools keep it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from geo.model.basics import Basis

# 谋划 plan, 招引 attract, 签约 signed, 落地 landed
Pool = Literal["plan", "attract", "signed", "landed"]
POOLS: tuple[Pool, ...] = ("plan", "attract", "signed", "landed")
# the rule under which somebody's word is kept that two names are one project (accept) or two (reject)
SAME_PROJECT = "same_project"


@dataclass(frozen=True, slots=True)
class Project:
    """One project of the four pools. ``None`` and "" mean that nobody said.

    Money is in 亿元: ``invest_yi`` 总投资 and ``fixed_invest_yi`` 固定资产投资 are two figures and
    never stand in for one another; ``output_yi`` and ``tax_yi`` are per year at full production.
    ``area_mu`` is what it asks for, ``area_min_mu``/``area_max_mu`` the window when one is stated.
    ``coverage`` is 建筑系数, ``office_share`` the share of land for 行政办公及生活服务 (both 0–1).
    ``locked`` names parcels where it already stands or must stand.
    """

    id: str
    name: str
    industry: str  # industry id of the plan; "" when none fits
    pool: Pool
    aliases: tuple[str, ...] = ()
    investor: str = ""
    area_mu: float | None = None
    area_min_mu: float | None = None
    area_max_mu: float | None = None
    invest_yi: float | None = None
    fixed_invest_yi: float | None = None
    output_yi: float | None = None
    tax_yi: float | None = None
    far: float | None = None
    coverage: float | None = None
    office_share: float | None = None
    axis: str = ""
    park: str = ""
    phase: int = 1
    priority: float = 1.0
    locked: tuple[str, ...] = ()
    acquire_by: date | None = None  # 拿地
    start_by: date | None = None  # 开工
    open_by: date | None = None  # 投产
    basis: Basis = Basis.ASSUMED
    source: str = ""
    quote: str = ""
    as_of: str = ""
    note: str = ""


# 红黄蓝绿; "" for a project of which nobody stated a day
SignalColour = Literal["red", "yellow", "green", "blue", ""]


@dataclass(frozen=True, slots=True)
class Signal:
    """A project's colour and why; ``late_days`` past the next stated day, negative while there is time."""

    colour: SignalColour
    late_days: int | None
    text: str
    text_en: str


# how a project's place is known: its own parcels, those held for it, or only the park or axis it names
KnownBy = Literal["locked", "held", "park", "axis", ""]


@dataclass(frozen=True, slots=True)
class Pin:
    """A project on the map; without a place nobody said where it is."""

    project: str
    name: str
    industry: str
    pool: Pool
    signal: Signal
    known_by: KnownBy
    place: str  # parcel ids, or the id of the park or axis
    lon: float | None
    lat: float | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Pins:
    """All projects of a plan with their colours on a day; ``rule`` says how a colour comes about."""

    on: date
    pins: tuple[Pin, ...]
    rule: str
    rule_en: str


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one row of a table of projects, and what to do."""

    row: int  # as the file counts, its heading being row 1
    project: str
    field: str
    seen: str
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class ProjectTable:
    """A table of projects read: the sound ones in table order, and every fault of the others."""

    projects: tuple[Project, ...]
    faults: tuple[RowFault, ...] = ()
    ignored: tuple[str, ...] = ()  # headings that mean nothing to us


@dataclass(frozen=True, slots=True)
class Alias:
    """Two names that may mean one project. Nothing is merged before somebody confirms it."""

    name: str
    other_name: str
    confirmed: bool | None = None  # None: nobody decided; False: decided that they are two
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A project that a name may mean, and why."""

    id: str
    name: str
    reason: str
    reason_en: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Whom a name means: ``project`` when it is certain, else candidates to choose and confirm."""

    asked: str
    project: str  # project id; "" while it is not certain
    is_certain: bool
    candidates: tuple[NameCandidate, ...]
    text: str
    text_en: str
