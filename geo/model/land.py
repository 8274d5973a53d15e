"""Land coming in: where it is from, what was found, and the version it became."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd


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
