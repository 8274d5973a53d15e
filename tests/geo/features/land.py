"""Builders for these tests: parcels, layers and a small plan, small enough to check in the head."""

from __future__ import annotations

from datetime import date
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry import LineString, Polygon, box

from geo.model import (
    Area,
    Axis,
    Basis,
    Checks,
    Constraint,
    Industry,
    Layer,
    Measure,
    Plan,
)

CRS = "EPSG:4547"


def square(side_m: float, x: float = 0.0, y: float = 0.0) -> Polygon:
    """A square with its south-west corner at (x, y)."""
    return box(x, y, x + side_m, y + side_m)


def parcels(columns: dict[str, list[Any]] | None = None, **shapes: Any) -> gpd.GeoDataFrame:
    """Parcels by id; further columns in the order of the ids."""
    frame = gpd.GeoDataFrame(columns or {}, geometry=list(shapes.values()), crs=CRS)
    frame.index = gpd.pd.Index(shapes, name="parcel_id")
    return frame


def layer(name: str, *shapes: Any, role: str = "context", **columns: list[Any]) -> Layer:
    """A layer of a plan from bare shapes."""
    frame = gpd.GeoDataFrame(columns, geometry=list(shapes), crs=CRS)
    return Layer(name, role, name, name, Basis.SYNTHETIC, "", "", frame)


def axis(name: str, *points: tuple[float, float], half_width_m: float = 100.0) -> Axis:
    """An axis through some points."""
    return Axis(name, name, name, half_width_m, Basis.ASSUMED, (), LineString(points), "")


def area(name: str, shape: Any) -> Area:
    """A zone or a park."""
    return Area(name, name, name, (), Basis.ASSUMED, "", shape)


def constraint(name: str, rule: Any = "avoid") -> Constraint:
    """A constraint on the layer of the same name."""
    return Constraint(name, name, name, name, rule, 1.0, "", "")


def measure(name: str, kind: Any, **rest: Any) -> Measure:
    """A measure without labels."""
    return Measure(name, kind, name, name, "", **rest)


def industry(name: str, chain: str) -> Industry:
    """An industry of a chain."""
    return Industry(name, name, name, (), (), chain, (), 0, {}, {}, {}, {}, Basis.ASSUMED, "")


def plan(*layers: Layer, **parts: Any) -> Plan:
    """A plan of some layers; everything else empty unless given."""
    empty: dict[str, Any] = {
        "id": "test", "name": "试", "name_en": "Test", "edition": "1", "as_of": date(2024, 5, 31),
        "crs": CRS, "code_system": "landuse_sea", "code_edition": "2023", "note": "", "note_en": "",
        "sha256": "", "boundary": shapely.box(-1e6, -1e6, 1e6, 1e6), "axes": (), "zones": (), "parks": (),
        "constraints": (), "measures": (), "wishes": (), "industries": (), "keep_aways": (),
        "open_status": (), "limit_scales": {}, "checks": Checks(), "field_map": {}, "local_codes": None,
        "parcels_file": "", "root": "",
    }  # fmt: skip
    return Plan(**(empty | {"layers": {one.name: one for one in layers}} | parts))
