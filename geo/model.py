"""Frozen values that two rooms or more share: the plan, the brief, the answer and its reasons.

Names of fields are the names in JSON. Chinese text stands in ``label``/``text``, English in the
``_en`` twin. Every number carries its unit in its name or in a ``unit`` beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, cast

import geopandas as gpd
import pandas as pd
from shapely.geometry import LineString, MultiPolygon, Polygon

# Progress of long work: a stage's name, how much is done, of how much.
Progress = Callable[[str, int, int], None]


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress nobody watches."""


class Basis(StrEnum):
    """How a figure or a shape is known."""

    PUBLISHED = "published"  # printed or released by a named source
    DIGITISED = "digitised"  # traced from published positions, ± accuracy_m
    SYNTHETIC = "synthetic"  # generated to show the method: 示意
    ASSUMED = "assumed"  # our choice where no source speaks


# ---- the plan -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a plan, in the plan's metric CRS."""

    name: str
    role: str
    title: str
    title_en: str
    basis: Basis
    source: str
    as_of: str
    frame: gpd.GeoDataFrame
    accuracy_m: float | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """What an axis is for, as stated in one year."""

    year: int
    name: str
    name_en: str
    industries: tuple[str, ...]
    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class Axis:
    """发展轴: a line with a half-width and a direction (0 at its first, 1 at its last vertex)."""

    id: str
    name: str
    name_en: str
    half_width_m: float
    half_width_basis: Basis
    themes: tuple[Theme, ...]
    line: LineString
    source: str
    basis: Basis = Basis.DIGITISED


@dataclass(frozen=True, slots=True)
class Area:
    """A named area of the plan: one of the 三区 (zone) or a 园区 (park)."""

    id: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    basis: Basis
    source: str
    shape: Polygon | MultiPolygon


@dataclass(frozen=True, slots=True)
class Constraint:
    """管控图层: parcels must avoid it, or lie inside it, by law. Never relaxed."""

    id: str
    name: str
    name_en: str
    layer: str
    rule: Literal["avoid", "inside"]
    tolerance_m2: float
    clause: str
    clause_en: str


MeasureKind = Literal["distance", "overlap_m2", "outside_m2", "count_within", "along", "column"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of the feature table and how it is measured from the plan's layers.

    ``distance`` [m] from the parcel's boundary to the nearest feature of ``layer`` (0 when touching);
    ``overlap_m2`` / ``outside_m2`` [㎡]; ``count_within`` features within ``radius_m``;
    ``along`` position 0..1 along the axis named by ``layer``; ``column`` a parcel attribute as it is.
    """

    id: str
    kind: MeasureKind
    label: str
    label_en: str
    unit: str
    layer: str = ""
    where_column: str = ""
    where_values: tuple[str, ...] = ()
    radius_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Curve:
    """Value -> satisfaction in [0, 1]: linear between ``points``, level outside; or by category.

    ``points`` are (value, satisfaction) with values strictly increasing.
    """

    points: tuple[tuple[float, float], ...] = ()
    categories: Mapping[str, float] = field(default_factory=dict)
    otherwise: float = 0.0


@dataclass(frozen=True, slots=True)
class Term:
    """One way to satisfy a wish: ``factor`` · curve(measure)."""

    measure: str
    curve: Curve
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Wish:
    """偏好: a measure, the curve that judges it, and the weight it has here.

    With ``terms`` the best of them counts (an industry suits several axes, each to its degree) and
    ``measure``/``curve`` only name the wish.

    ``measure`` is a column of the feature table. ``missing`` is the satisfaction given where there
    is no data: neither full marks nor none, and always said in the reasons.
    """

    id: str
    label: str
    label_en: str
    measure: str
    unit: str
    curve: Curve
    weight: float = 0.0
    missing: float = 0.5
    terms: tuple[Term, ...] = ()


LimitOp = Literal["min", "max", "one_of", "has_all", "before"]
Threshold = float | date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """硬约束: in or out. ``no data`` passes, with a caveat; it is never a reason to exclude.

    ``firm`` limits are law or a promise made to somebody: they are never offered for relaxation.
    ``scale`` is the loosening, in the limit's unit, that counts as cost 1. ``admits`` lists every
    value that passes a ``one_of`` (``threshold`` names only what was asked: 1001 admits 100101).
    """

    id: str
    label: str
    label_en: str
    column: str
    op: LimitOp
    threshold: Threshold
    unit: str
    firm: bool = False
    scale: float = 1.0
    clause: str = ""
    clause_en: str = ""
    admits: tuple[str, ...] = ()

    @property
    def number(self) -> float:
        """The threshold of ``min`` and ``max``."""
        return cast("float", self.threshold)

    @property
    def day(self) -> date:
        """The threshold of ``before``."""
        return cast("date", self.threshold)

    @property
    def words(self) -> tuple[str, ...]:
        """The threshold of ``one_of`` and ``has_all``."""
        return cast("tuple[str, ...]", self.threshold)


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry of the plan with its preset: where it may stand and what it wants."""

    id: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    gbt4754: tuple[str, ...]
    chain: str
    use_codes: tuple[str, ...]
    hazard: int  # 0 none; 1, 2, 3 = 一/二/三类工业
    axes: Mapping[str, float]  # axis id -> affinity in [0, 1]
    weights: Mapping[str, float]  # wish id -> weight
    curves: Mapping[str, Curve]  # wish id -> curve in place of the plan's
    limits: Mapping[str, float]  # e.g. {"max:metro_m": 1500, "min:far_max": 1.0}
    basis: Basis
    source: str


@dataclass(frozen=True, slots=True)
class KeepAway:
    """Least distance of industry of a hazard class from a sensitive neighbour."""

    hazard: int
    measure: str
    min_m: float
    clause: str
    clause_en: str


@dataclass(frozen=True, slots=True)
class Checks:
    """Tolerances of the import."""

    overlap_m2: float = 1.0
    outside_m2: float = 1.0
    area_share: float = 0.01
    min_mu: float = 0.1
    max_mu: float = 5000.0


@dataclass(frozen=True, slots=True)
class Plan:
    """规划: a folder read whole. Layers are in ``crs`` [m]."""

    id: str
    name: str
    name_en: str
    edition: str
    as_of: date
    crs: str
    code_system: str
    code_edition: str
    note: str
    note_en: str
    sha256: str
    boundary: Polygon | MultiPolygon
    axes: tuple[Axis, ...]
    zones: tuple[Area, ...]
    parks: tuple[Area, ...]
    constraints: tuple[Constraint, ...]
    layers: Mapping[str, Layer]
    measures: tuple[Measure, ...]
    wishes: tuple[Wish, ...]
    industries: tuple[Industry, ...]
    keep_aways: tuple[KeepAway, ...]
    open_status: tuple[str, ...]
    limit_scales: Mapping[str, float]
    checks: Checks
    field_map: Mapping[str, str]  # our column -> their column, for this district's usual files
    local_codes: pd.DataFrame | None  # code, name, name_en, parent, colour; None for a national system
    parcels_file: str  # bundled parcels, relative to the folder; "" for none
    root: str  # the folder itself


# ---- land in --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a layer came from and how its coordinates were understood."""

    file: str
    layer: str
    driver: str
    encoding: str
    crs: str
    crs_known_by: str  # "file" | "stated" | "format"
    datum: str  # "" | wgs84 | gcj02 | bd09: the shift undone on reading
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class RawLayer:
    """A file as read: columns as in the file, geometry in the stated CRS, nothing repaired.

    ``findings`` is what reading had to say: an encoding recognised, a shape that no reader understands.
    """

    frame: gpd.GeoDataFrame
    provenance: Provenance
    findings: tuple[Finding, ...] = ()


Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of one row: the rule, what was seen, where, and what to do."""

    rule: str
    severity: Severity
    row: int  # 1-based row of the file; 0 for the file as a whole
    parcel_id: str
    seen: str
    text: str
    text_en: str
    remedy: str
    remedy_en: str
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What an import found. ``rejected`` rows are in quarantine, ``repaired`` ones are in."""

    rows: int
    accepted: int
    repaired: int
    rejected: int
    area_mu: float
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]  # rule -> findings


@dataclass(frozen=True, slots=True)
class Version:
    """An immutable state of the land bank."""

    number: int
    plan: str
    created_at: str  # ISO 8601, UTC
    who: str
    note: str
    parcels: int
    area_mu: float
    sha256: str  # of the parcels' content
    source_file: str
    source_sha256: str
    plan_sha256: str = ""  # the plan its features were measured against


# ---- the question ---------------------------------------------------------------------------


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


# ---- the answer -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of the explanation, in both languages."""

    kind: Literal["strength", "weakness", "caveat", "limit"]
    about: str  # wish or limit id
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Hold:
    """预留: land promised to one project. The database lets nobody else hold it meanwhile."""

    id: str
    parcel_id: str
    project: str
    who: str
    since: str  # ISO 8601, UTC
    until: str  # ISO date; "" for open-ended
    released_at: str  # "" while it holds
