"""The plan: what a page needs to ask questions of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
from fastapi import APIRouter, Response

from api.deps import Service, TheService
from geo import crs
from geo.criteria.question import automatic_labels
from geo.errors import EmptyBank
from geo.flow import Land
from geo.model import Area, Axis, Layer, Plan
from geo.schema import COLUMNS, PARCEL, STATUS_NAMES, STATUS_NAMES_EN, UTILITIES, UTILITY_NAMES
from geo.units import mu_from_m2

router = APIRouter(prefix="/api/v1", tags=["plan"])


@router.get("/plan", response_model=dict[str, Any])
def plan(service: TheService) -> Response:
    """规划: axes, areas, industries, layers, and the land's current version; null while the bank is empty."""
    return Response(body(service), media_type="application/json")


def body(service: Service) -> bytes:
    """The plan and what land it has now, made once for each version."""
    try:
        land = service.land()
    except EmptyBank:
        return document(service.plan, None)
    return service.drawn.get(f"{land.stamp} plan", lambda: document(service.plan, land))


def document(it: Plan, land: Land | None) -> bytes:
    """What ``describe`` tells, as bytes."""
    return orjson.dumps(describe(it, land))


def describe(it: Plan, land: Land | None) -> dict[str, Any]:
    """A plan, and what land it has, as one JSON document."""
    return {
        **_pick(it, "id name name_en edition"),
        "as_of": it.as_of.isoformat(),
        **_pick(it, "note note_en crs"),
        "bounds": bounds(it),
        "axes": [_axis(axis) for axis in it.axes],
        "zones": [_area(area) for area in it.zones],
        "parks": [_area(area) for area in it.parks],
        "constraints": [_pick(rule, "id name name_en rule layer") for rule in it.constraints],
        "industries": [
            _pick(one, "id name name_en aliases gbt4754 use_codes hazard weights") for one in it.industries
        ],
        "wishes": [_pick(wish, "id label label_en unit") for wish in it.wishes],
        "measures": _measures(it, land),
        "utilities": [{"id": u, "label": UTILITY_NAMES[u], "label_en": u} for u in UTILITIES],
        "statuses": [
            {"id": s, "label": STATUS_NAMES[s], "label_en": STATUS_NAMES_EN[s]} for s in STATUS_NAMES
        ],
        "uses": _uses(land) if land else [],
        "use_names": _use_names(it, land) if land else {},
        "layers": [_layer(layer) for layer in it.layers.values()],
        "version": land.version if land else None,
    }


def bounds(it: Plan) -> list[float]:
    """West, south, east, north of the district in degrees."""
    boundary = next(layer for layer in it.layers.values() if layer.role == "boundary")
    return [float(value) for value in np.round(crs.to_lonlat(boundary.frame).total_bounds, 6)]


def _measures(it: Plan, land: Land | None) -> list[dict[str, Any]]:
    """Everything that a brief may bound: the plan's own measures, then those every plan has."""
    own = [_pick(measure, "id label label_en unit") for measure in it.measures]
    measured = set(land.table.columns) if land else set(COLUMNS)
    columns = [c for c in PARCEL if c.kind == "number" and c.name in measured - {m["id"] for m in own}]
    stated = [{"id": c.name, "label": c.label, "label_en": c.label_en, "unit": c.unit} for c in columns]
    labels = automatic_labels(it).items()
    return [
        *own,
        *({"id": id_, "label": zh, "label_en": en, "unit": unit} for id_, (zh, en, unit) in labels),
        *stated,
    ]


def _layer(layer: Layer) -> dict[str, Any]:
    told = _pick(layer, "name role title title_en basis accuracy_m source as_of")
    return {**told, "features": len(layer.frame)}


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


def _use_names(it: Plan, land: Land) -> dict[str, dict[str, str]]:
    """Names of every use that an industry may ask for, whether or not there is land of it."""
    codes = sorted({code for industry in it.industries for code in industry.use_codes})
    return {code: {"name": land.codes.name(code), "name_en": land.codes.name_en(code)} for code in codes}
