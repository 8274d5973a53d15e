"""需求: what a project asks for, and what a match makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from geo.model.criteria import Curve, Limit, Wish


@dataclass(frozen=True, slots=True)
class Brief:
    """需求: what a project needs.

    Unset fields are no limit; axis, zone and park are preferences unless named in ``within``.
    ``at_most``/``at_least`` add limits on any measure of the plan, e.g. ``{"metro_m": 1500}``.
    ``weights``/``curves`` override the industry's preset by wish id.
    """

    industry: str  # industry id of the plan
    area_min_mu: float | None = None
    area_max_mu: float | None = None
    area_target_mu: float | None = None
    use_codes: tuple[str, ...] = ()  # empty: the industry's own
    axis: str = ""
    zone: str = ""
    park: str = ""
    within: tuple[str, ...] = ()  # of "axis", "zone", "park": preference made a limit
    far_min: float | None = None
    height_min_m: float | None = None
    price_max_wan_per_mu: float | None = None
    net_by: date | None = None
    utilities: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()  # of the plan's open ones; empty: all of them
    at_most: Mapping[str, float] = field(default_factory=dict)
    at_least: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    curves: Mapping[str, Curve] = field(default_factory=dict)
    pairs: tuple[tuple[str, str, float], ...] = ()  # AHP: (wish a, wish b, how much a matters more)
    force_pairs: bool = False
    k: int = 10


@dataclass(frozen=True, slots=True)
class Question:
    """A brief compiled against a plan: the limits and wishes that ``match`` runs."""

    brief: Brief
    limits: tuple[Limit, ...]
    wishes: tuple[Wish, ...]  # weights sum to 1
    consistency_ratio: float | None = None
