"""台账: supply against demand, land promised twice, the day a use runs out, and who would fit a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """Land of one group against the projects that ask for it [亩].

    ``open_mu`` is on offer and promised to nobody; ``demand_assumed_mu`` is the part of ``demand_mu``
    reckoned with the plan's usual area, for projects that state none.
    """

    key: str
    name: str
    parcels: int
    supply_mu: float
    open_mu: float
    promised_mu: float
    projects: tuple[str, ...]
    demand_mu: float
    demand_assumed_mu: float
    demand_by_pool: Mapping[str, float]
    balance_mu: float


@dataclass(frozen=True, slots=True)
class RunOut:
    """When a use runs out under the pipeline, land taken as divisible: in truth it may be earlier, not later.

    ``net_on``: first day on which demand exceeds the land cleared by then; ``all_on``: exceeds all open land.
    None: not within the pipeline.
    """

    uses: tuple[str, ...]
    name: str
    industries: tuple[str, ...]
    open_mu: float
    net_now_mu: float
    undated_mu: float  # not net, and nobody says when: never counted as cleared
    demand_mu: float
    net_on: date | None
    net_project: str
    all_on: date | None
    all_project: str
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim on a parcel: a hold, or a project's locked placement."""

    kind: Literal["hold", "locked"]
    project: str
    name: str


@dataclass(frozen=True, slots=True)
class ClaimConflict:
    """A parcel claimed by two projects, or locked for one though it cannot be given."""

    parcel_id: str
    area_mu: float | None  # None: the version has no such parcel
    claims: tuple[Claim, ...]
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Balance:
    """供需台账: rows of a grouping, double claims, and when uses run out."""

    version: int
    by: str
    pools: tuple[str, ...]
    rows: tuple[BalanceRow, ...]
    unplaced_mu: float  # demand of projects that name no such group
    short_mu: float  # demand that no open land admits by its use, land taken as divisible
    conflicts: tuple[ClaimConflict, ...]
    runs_out: tuple[RunOut, ...]
    note: str
    note_en: str


@dataclass(frozen=True, slots=True)
class Lack:
    """What a place lacks for an industry: points lost by one wish."""

    wish: str
    label: str
    label_en: str
    points: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an industry's profile fits a place: the area-weighted mean score of what is eligible."""

    rank: int
    industry: str
    name: str
    name_en: str
    score: float
    eligible: int
    eligible_mu: float
    best_parcel: str
    excluded_by: Mapping[str, int]  # limit label -> parcels
    excluded_by_en: Mapping[str, int]
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class ChainLink:
    """An industrial chain and its nearest firm to a place [m]; ``is_near`` within the plan's walk."""

    chain: str
    industries: tuple[str, ...]
    nearest_m: float | None
    is_near: bool


@dataclass(frozen=True, slots=True)
class Reverse:
    """反向招商 for a parcel or a stretch of an axis."""

    version: int
    place: str
    parcels: int
    area_mu: float
    fits: tuple[Fit, ...]
    links: tuple[ChainLink, ...]
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class AreaRow:
    """Land of one group inside an area [亩]; ``parcels`` have some part of it inside.

    ``open_mu`` is on offer and promised to nobody. Of a parcel cut by the edge only the part inside counts.
    """

    key: str
    name: str
    name_en: str
    parcels: int
    inside_mu: float
    open_mu: float
    promised_mu: float


@dataclass(frozen=True, slots=True)
class ParcelInside:
    """A parcel with some part of it inside an area; ``share`` is that part of the parcel, 0–1."""

    parcel_id: str
    name: str
    area_mu: float
    inside_mu: float
    share: float


@dataclass(frozen=True, slots=True)
class AreaLedger:
    """范围台账: the land bank inside an area somebody drew.

    ``whole`` of the ``parcels`` lie wholly inside, the others are cut by its edge. ``other_mu`` is what the
    area holds beside the land bank. ``groups``: by use, status, axis, zone and park, each summing to
    ``inside_mu``. ``largest`` are the parcels with most land inside. ``basis`` is that of the least sure.
    """

    version: int
    plan: str
    area_m2: float
    area_mu: float
    parcels: int
    whole: int
    inside_mu: float
    open_mu: float
    promised_mu: float
    net_mu: float
    other_mu: float
    groups: Mapping[str, tuple[AreaRow, ...]]
    largest: tuple[ParcelInside, ...]
    basis: str
    text: str
    text_en: str
