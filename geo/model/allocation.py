"""统筹落位: many projects on the land together, what it is worth, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.model.answer import Reason, Replay
from geo.model.freshness import AsOf
from geo.model.land import Version

Objective = Literal["score", "investment"]
UnplacedKind = Literal["unclear", "no_site", "taken", "quota", "no_value", "time"]


@dataclass(frozen=True, slots=True)
class AxisQuota:
    """亩 of an axis that all projects together must (``least_mu``) and may (``most_mu``) take."""

    axis: str
    least_mu: float = 0.0
    most_mu: float | None = None


@dataclass(frozen=True, slots=True)
class AllocationAsk:
    """What is asked beside the projects.

    ``objective`` "score": Σ priority × score (0–100); "investment": Σ priority × 总投资 [亿元] × score/100,
    ``assumed_invest_yi`` for projects that state none. A site is up to ``members`` parcels, each adjoining
    another along ``min_shared_m``. ``phases`` "in_turn": an earlier phase chooses before a later one.
    """

    objective: Objective = "score"
    members: int = 3
    min_shared_m: float = 10.0
    quotas: tuple[AxisQuota, ...] = ()
    phases: Literal["together", "in_turn"] = "together"
    assumed_invest_yi: float | None = None
    time_limit_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Placement:
    """A project on its site. ``regret`` is what its own best site would score more [points]."""

    project: str
    name: str
    parcels: tuple[str, ...]
    area_mu: float
    score: float
    value: float
    locked: bool
    best_parcels: tuple[str, ...]
    best_score: float
    regret: float


@dataclass(frozen=True, slots=True)
class AdditionalLand:
    """A free parcel that only one limit keeps from a project."""

    parcel_id: str
    limit: str
    score: float
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A project without a site, and why. ``taken_by`` are the projects on the land it may use."""

    project: str
    name: str
    kind: UnplacedKind
    text: str
    text_en: str
    taken_by: tuple[str, ...]
    best_parcels: tuple[str, ...]
    regret: float
    would_place: tuple[AdditionalLand, ...]


@dataclass(frozen=True, slots=True)
class ContestedLand:
    """影子价格: what one more parcel like this would add to the value, by the relaxation's prices."""

    parcel_id: str
    price: float
    taken_by: str
    wanted_by: int


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """An axis quota, what is used of it, what it lacks [亩], and the value of one 亩 more or less."""

    axis: str
    least_mu: float
    most_mu: float | None
    used_mu: float
    short_mu: float
    price_per_mu: float


@dataclass(frozen=True, slots=True)
class Rival:
    """Another way of giving land away, over the same sites. It knows no least quotas."""

    way: Literal["first_come", "greedy"]
    label: str
    label_en: str
    value: float
    placed: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """The answer.

    No allocation over all eligible sites is worth more than ``bound``; ``gap`` = bound - value
    (``gap_share`` of the bound); ``proven``: the gap is rounding. ``feasible``: every least quota is met;
    if not, and it is proven, they cannot be, and the placements come as near as possible. ``bids`` were
    priced, ``solved`` of them were in the last programme, in ``rounds``.
    """

    ask: AllocationAsk
    version: Version
    plan: str
    plan_name: str
    note: str
    note_en: str
    value: float
    bound: float
    gap: float
    gap_share: float
    proven: bool
    feasible: bool
    placements: tuple[Placement, ...]
    unplaced: tuple[Unplaced, ...]
    contested: tuple[ContestedLand, ...]
    quotas: tuple[QuotaUse, ...]
    rivals: tuple[Rival, ...]
    bids: int
    solved: int
    rounds: int
    reasons: tuple[Reason, ...]
    replay: Replay
    freshness: tuple[AsOf, ...]
