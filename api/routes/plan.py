"""The plan: what a page needs to ask questions of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from fastapi import APIRouter

from api.deps import TheLand
from geo import crs
from geo.flow import Land
from geo.model import Area, Axis
from geo.schema import STATUS_NAMES, STATUS_NAMES_EN, UTILITIES, UTILITY_NAMES
from geo.units import mu_from_m2

router = APIRouter(prefix="/api/v1", tags=["plan"])


@router.get("/plan")
def plan(land: TheLand) -> dict[str, Any]:
    """规划: axes, areas, industries, layers, and the land's current version."""
    return describe(land)


def describe(land: Land) -> dict[str, Any]:
    """The plan as one JSON document."""
    it = land.plan
    return {
        "id": it.id,
        "name": it.name,
        "name_en": it.name_en,
        "edition": it.edition,
        "as_of": it.as_of.isoformat(),
        "note": it.note,
        "note_en": it.note_en,
        "crs": it.crs,
        "bounds": bounds(land),
        "axes": [_axis(axis) for axis in it.axes],
        "zones": [_area(area) for area in it.zones],
        "parks": [_area(area) for area in it.parks],
        "constraints": [_pick(rule, "id name name_en rule layer") for rule in it.constraints],
        "industries": [
            _pick(one, "id name name_en aliases gbt4754 use_codes hazard weights") for one in it.industries
        ],
        "wishes": [_pick(wish, "id label label_en unit") for wish in it.wishes],
        "measures": [_pick(measure, "id label label_en unit") for measure in it.measures],
        "utilities": [{"id": u, "label": UTILITY_NAMES[u], "label_en": u} for u in UTILITIES],
        "statuses": [
            {"id": s, "label": STATUS_NAMES[s], "label_en": STATUS_NAMES_EN[s]} for s in STATUS_NAMES
        ],
        "uses": _uses(land),
        "layers": [
            {
                **_pick(layer, "name role title title_en basis accuracy_m source as_of"),
                "features": len(layer.frame),
            }
            for layer in it.layers.values()
        ],
        "version": land.version,
    }


def bounds(land: Land) -> list[float]:
    """West, south, east, north of the district in degrees."""
    box = crs.to_lonlat(land.plan.layers[_boundary(land)].frame).total_bounds
    return [float(value) for value in np.round(box, 6)]


def _boundary(land: Land) -> str:
    return next(layer.name for layer in land.plan.layers.values() if layer.role == "boundary")


def _axis(axis: Axis) -> dict[str, Any]:
    themes = [_pick(theme, "year name name_en industries source quote") for theme in axis.themes]
    return {**_pick(axis, "id name name_en half_width_m half_width_basis basis"), "themes": themes}


def _area(area: Area) -> dict[str, Any]:
    return _pick(area, "id name name_en aliases basis")


def _pick(value: object, names: str) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names.split()}


def _uses(land: Land) -> list[dict[str, Any]]:
    groups = land.table.groupby(land.table["use_code"].astype(str))["area_m2"].agg(["sum", "size"])
    return [
        {
            "code": code,
            "name": land.codes.name(str(code)),
            "name_en": land.codes.name_en(str(code)),
            "colour": land.codes.colour(str(code)),
            "area_mu": mu_from_m2(float(row["sum"])),
            "parcels": int(row["size"]),
        }
        for code, row in groups.iterrows()
    ]
