"""规划: axes, areas, constraints and industries of a district, read from its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import geopandas as gpd
import pandas as pd
from shapely.geometry import LineString, MultiPolygon, Polygon

from geo.model.basics import Basis
from geo.model.criteria import Curve, Measure, Wish
from geo.model.cut import CutRules
from geo.model.practice import Practice
from geo.model.standards import Standard


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
class Barrier:
    """Lines that keep neighbours apart: rail, river, main road.

    Those of ``layer`` whose ``column`` has one of ``values``, or all of them without a column.
    """

    layer: str
    column: str = ""
    values: tuple[str, ...] = ()


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
    """Tolerances of the import.

    ``overlap_m2``: land that two parcels may share. ``sliver_m``: what is narrower on average is no land:
    an overlap is an error of the boundary, a parcel or an enclosed hole between parcels a sliver.
    ``gap_m``, ``gap_m2``: neighbours no farther apart leave a gap, if it measures at least so much.
    ``spike_m``, ``spike_m2``: width of a spike at its root, and the area up to which it is cut off unasked.
    ``ring_m2``: smaller holes and parts are dropped unasked. ``duplicate_ids``: rows of one id on different
    land are put out, or merged into one parcel.
    """

    overlap_m2: float = 1.0
    sliver_m: float = 1.0
    gap_m: float = 0.5
    gap_m2: float = 1.0
    spike_m: float = 0.1
    spike_m2: float = 1.0
    ring_m2: float = 1.0
    outside_m2: float = 1.0
    area_share: float = 0.01
    min_mu: float = 0.1
    max_mu: float = 5000.0
    duplicate_ids: Literal["reject", "merge"] = "reject"


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
    barriers: tuple[Barrier, ...] = ()
    cut_rules: CutRules = CutRules()  # noqa: RUF009 (frozen)
    frontage: tuple[str, ...] = ()  # layers of roads that give access; none named: those of role "roads"
    practice: Practice = Practice()  # noqa: RUF009 (frozen)
    standards: tuple[Standard, ...] = ()
