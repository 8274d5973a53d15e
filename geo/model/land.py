"""Land coming in: where it is from, what was found, and the version it became."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import pandas as pd


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
    ``codes`` is the land-use code system of rows that state none, as the sender says; "" where nobody does.
    """

    frame: gpd.GeoDataFrame
    provenance: Provenance
    findings: tuple[Finding, ...] = ()
    codes: str = ""


Severity = Literal["error", "warning", "info"]


DecisionAct = Literal["accept", "fix", "reject"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a planner said about a rule's findings, kept for the next file.

    ``parcel_id`` "" speaks of every parcel; a decision about one parcel goes before one about all.
    """

    rule: str
    act: DecisionAct
    parcel_id: str
    who: str
    at: str  # ISO 8601, UTC
    note: str


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
    decision: Decision | None = None  # of a planner, where one was applied


@dataclass(frozen=True, slots=True)
class Report:
    """What an import found: ``rows`` are ``accepted`` parcels, ``merged`` into one, or ``rejected``.

    Rejected rows are in quarantine, repaired ones are in.
    """

    rows: int
    accepted: int
    repaired: int
    rejected: int
    area_mu: float
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]  # rule -> findings
    merged: int = 0  # rows that became part of another row's parcel


# how a version came to be: a whole bank, an update of some rows, an earlier state, an edit of parcels
VersionKind = Literal["import", "update", "rollback", "split", "merge", "redraw"]
# 中文 | English of each
VERSION_KINDS: Mapping[VersionKind, tuple[str, str]] = {
    "import": ("整库导入", "import"),
    "update": ("更新", "update"),
    "rollback": ("回退", "rollback"),
    "split": ("拆分", "split"),
    "merge": ("合并", "merge"),
    "redraw": ("改界", "redraw"),
}


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
    as_of: str = ""  # ISO date that the land is true for, as stated by who imported it; "" unknown
    kind: VersionKind = "import"
    base: int = 0  # the version that it changes, or that a rollback restored; 0 for one that stands alone


@dataclass(frozen=True, slots=True)
class Lineage:
    """A parcel that came from another, and the share of the child's land that was the parent's."""

    parent: str
    child: str
    share: float


@dataclass(frozen=True, slots=True)
class Descent:
    """A line of the bank's lineage: which version, by which act, made ``child`` from ``parent``."""

    version: int
    kind: VersionKind
    parent: str
    child: str
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """From one version to the next: every row that differs, and nothing else.

    ``parcels``: the rows added or altered, as ``validate`` gives them. ``table``: their feature rows,
    same index. ``pairs``: neighbours of the new state that touch an added or altered parcel, one row
    each, with ``a`` and ``b`` (parcel ids, ``a < b``) and ``shared_m`` [m]. ``removed``: ids that are
    gone; an altered parcel is not among them. ``replaced``: the base's rows of the altered and removed
    ids, where somebody has them at hand, so that nobody has to look for them.
    """

    base: int
    kind: VersionKind
    removed: tuple[str, ...]
    parcels: gpd.GeoDataFrame
    table: pd.DataFrame
    pairs: pd.DataFrame
    lineage: tuple[Lineage, ...] = ()
    replaced: gpd.GeoDataFrame | None = None
