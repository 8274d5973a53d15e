"""时间: the steps from a parcel's state to 投产, dated, and the one that stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geo.model.basics import Basis
from geo.model.practice import Milestone


@dataclass(frozen=True, slots=True)
class DatedStep:
    """A step with its earliest days; ``months`` None: the day of its end is stated."""

    id: str
    name: str
    name_en: str
    milestone: Milestone
    begins: date
    ends: date
    months: int | None
    basis: Basis
    source: str


@dataclass(frozen=True, slots=True)
class DatedMilestone:
    """净地, 拿地, 开工 or 投产: the earliest day, the day wanted, and by how many days it is late."""

    milestone: Milestone
    name: str
    name_en: str
    earliest: date
    wanted: date | None
    late_days: int  # 0 where it is in time or nobody wants a day


@dataclass(frozen=True, slots=True)
class Schedule:
    """Whether a project's days can be met. ``blocking``: id of the step in the way, "" for none."""

    parcel_id: str
    project: str
    begins: date
    steps: tuple[DatedStep, ...]
    milestones: tuple[DatedMilestone, ...]
    is_feasible: bool
    blocking: str
    text: str
    text_en: str
