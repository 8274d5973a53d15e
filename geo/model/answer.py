"""推荐: the answer to a brief, every score and every exclusion with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from geo.model.freshness import AsOf
from geo.model.land import Version
from geo.model.question import Brief

# A shortlist has some two hundred of what has no ``frozen`` and no ``slots`` here, and these double the time
# that it takes to make one and to write it.


@dataclass(unsafe_hash=True)
class Part:
    """分项得分: ``points`` = 100 · weight · satisfaction; points of all parts sum to the score."""

    wish: str
    label: str
    label_en: str
    value: float | str | None
    unit: str
    satisfaction: float
    weight: float
    points: float
    known: bool  # False: no data, judged by the wish's neutral value


@dataclass(unsafe_hash=True)
class Reason:
    """One sentence of the explanation, in both languages."""

    kind: Literal["strength", "weakness", "caveat", "limit"]
    about: str  # wish or limit id
    text: str
    text_en: str


@dataclass(unsafe_hash=True)
class LimitResult:
    """One limit, measured on one parcel. ``margin`` >= 0 passes; unit as the limit's.

    ``change`` is the smallest change that would pass, as text; empty when it passes.
    """

    limit: str
    label: str
    label_en: str
    value: float | str | None
    threshold: float | str
    unit: str
    margin: float | None
    passed: bool
    known: bool
    firm: bool
    change: str
    change_en: str
    clause: str
    clause_en: str


@dataclass(unsafe_hash=True)
class Suggestion:
    """推荐: one parcel of the shortlist."""

    rank: int
    parcel_id: str
    name: str
    area_mu: float
    area_m2: float
    use_code: str
    use_name: str
    use_name_en: str
    status: str
    township: str
    axis: str  # nearest axis id, "" when outside every half-width
    zone: str
    park: str
    score: float
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]
    basis: str
    lon: float
    lat: float


@dataclass(unsafe_hash=True)
class NearMiss:
    """A parcel that only one limit excludes, with the smallest change that would admit it."""

    parcel_id: str
    name: str
    area_mu: float
    score: float
    failed: LimitResult
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Loosening:
    """One limit moved from ``threshold`` to ``to``."""

    limit: str
    label: str
    label_en: str
    threshold: float | str
    to: float | str
    by: float | None
    unit: str
    cost: float


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A set of loosenings that admits ``admits`` parcels; ``first`` is the best of them."""

    loosenings: tuple[Loosening, ...]
    cost: float
    admits: int
    first: str
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Counts:
    """``excluded_by``: parcels that fail a limit; ``only``: parcels that this limit alone excludes."""

    considered: int
    eligible: int
    excluded_by: Mapping[str, int]
    only: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LimitText:
    """A limit as asked, for the legend and the record."""

    limit: str
    label: str
    label_en: str
    op: str
    threshold: float | str
    unit: str
    firm: bool
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Replay:
    """Everything that makes the same answer again."""

    answer: str  # id: sha256 of version, plan, question and code, first 16 hex digits
    data_sha256: str
    plan_sha256: str
    code_version: str
    question: str  # canonical JSON of the brief
    held: tuple[str, ...]  # parcels held by somebody when it was asked


@dataclass(frozen=True, slots=True)
class Answer:
    """What a brief is answered with: the document of ``luodi match --json`` and ``POST /matches``."""

    brief: Brief
    version: Version
    plan: str
    plan_name: str
    note: str  # 示意数据 notice, "" when nothing synthetic is shown
    note_en: str
    weights: Mapping[str, float]
    consistency_ratio: float | None
    limits: tuple[LimitText, ...]
    counts: Counts
    suggestions: tuple[Suggestion, ...]
    near_misses: tuple[NearMiss, ...]
    relaxations: tuple[Relaxation, ...]
    reasons: tuple[Reason, ...]  # about the answer as a whole
    replay: Replay
    freshness: tuple[AsOf, ...] = ()  # of the land bank and of every layer used


@dataclass(frozen=True, slots=True)
class Why:
    """为什么 / 为什么不是这块地: every limit and every part of one parcel."""

    parcel_id: str
    name: str
    eligible: bool
    rank: int | None  # among the eligible
    score: float  # what it scores, whether or not a limit excludes it
    area_mu: float
    area_m2: float
    use_code: str
    use_name: str
    use_name_en: str
    status: str
    township: str
    axis: str
    zone: str
    park: str
    limits: tuple[LimitResult, ...]
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]
    basis: str
    source: str
    version: Version
    replay: Replay
    lon: float
    lat: float
    freshness: tuple[AsOf, ...] = ()  # of the land bank and of every layer used
