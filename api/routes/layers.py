"""Layers as GeoJSON in degrees: the plan's own, the parcels, the axes' corridors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import shapely
from fastapi import APIRouter, Path, Response

from api.deps import Service, TheService
from api.unchanged import Known, tagged, unchanged
from geo import crs
from geo.errors import UnknownName
from geo.flow import Land
from geo.model import Plan

router = APIRouter(prefix="/api/v1", tags=["layers"])
GEOJSON = "application/geo+json"
COLLECTION = {
    "schema": {
        "type": "object",
        "required": ["type", "features"],
        "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array"}},
    }
}
# about a decimetre on the ground: enough to draw, not to survey
DEGREES = 1e-6
PARCEL_TEXTS = ("status", "axis", "zone", "park")


@router.get(
    "/layers/{name}",
    response_class=Response,
    responses={200: {"content": {GEOJSON: COLLECTION}}, 304: {"description": "未变 | unchanged"}},
)
def layer(
    name: Annotated[str, Path(max_length=200)],
    service: TheService,
    known: Known = "",
) -> Response:
    """图层: a layer of the plan, ``parcels``, or ``axes_band``; its ETag changes with plan and version."""
    land = service.land() if name == "parcels" else None
    headers = tagged(_stamp(service.plan, land))
    same = unchanged(known, headers)
    return same or Response(body(service, name, land), media_type=GEOJSON, headers=headers)


def body(service: Service, name: str, land: Land | None = None) -> bytes:
    """A layer of the plan, or the parcels of ``land``, made once.

    Raises:
        UnknownName: the plan has no such layer.
    """
    plan = service.plan
    made = f"{_stamp(plan, land)} {name}"
    return service.drawn.get(made, lambda: parcels(land) if land else of_plan(plan, name))


def _stamp(plan: Plan, land: Land | None) -> str:
    return land.stamp if land else plan.sha256[:32]


def of_plan(plan: Plan, name: str) -> bytes:
    """A layer of the plan, or ``axes_band``.

    Raises:
        UnknownName: the plan has no such layer.
    """
    if name == "axes_band":
        return bands(plan)
    if name not in plan.layers:
        raise UnknownName("图层", "layer", name, [*plan.layers, "parcels", "axes_band"])
    it = plan.layers[name]
    columns = [str(column) for column in it.frame.columns if column != it.frame.geometry.name]
    rows = [
        {"basis": it.basis, "source": it.source, **{k: cell(v) for k, v in zip(columns, row, strict=True)}}
        for row in it.frame[columns].itertuples(index=False)
    ]
    return collection(it.frame, rows)


def parcels(land: Land) -> bytes:
    """All parcels; ``i`` is the row of a match's bytes."""
    table, own = land.table, land.parcels
    columns: dict[str, list[Any]] = {
        "i": list(range(len(table))),
        "id": [str(id_) for id_ in table.index],
        "name": [cell(value) for value in own["name"]],
        "use": [str(code) for code in table["use_code"]],
        **{name: [str(value) for value in table[name]] for name in PARCEL_TEXTS},
        "area_mu": [round(float(area), 3) for area in table["area_mu"]],
        "township": [cell(value) for value in own["township"]],
        "basis": [cell(value) for value in own["basis"]],
    }
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return collection(own, rows)


def bands(plan: Plan) -> bytes:
    """The axes' corridors: everything within the half-width."""
    shapes = [axis.line.buffer(axis.half_width_m, cap_style="flat") for axis in plan.axes]
    rows = [
        {"id": axis.id, "name": axis.name, "name_en": axis.name_en, "basis": axis.half_width_basis}
        for axis in plan.axes
    ]
    return collection(gpd.GeoDataFrame(geometry=shapes, crs=plan.crs), rows)


def collection(frame: gpd.GeoDataFrame, rows: Iterable[dict[str, Any]]) -> bytes:
    """A FeatureCollection in degrees, shapes rounded for drawing."""
    shapes = shapely.set_precision(crs.to_lonlat(frame).geometry.to_numpy(), DEGREES, mode="pointwise")
    features = [
        {"type": "Feature", "properties": row, "geometry": orjson.Fragment(text)}
        for row, text in zip(rows, shapely.to_geojson(shapes), strict=True)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def cell(value: Any) -> Any:
    """A cell that JSON can hold; missing is null.

    >>> cell(float("nan")), cell(np.int64(3)), cell(pd.Timestamp("2024-05-31"))
    (None, 3, '2024-05-31 00:00:00')
    """
    if value is None or (np.ndim(value) == 0 and pd.isna(value)):
        return None
    plain = value.item() if isinstance(value, np.generic) else value
    return plain if isinstance(plain, bool | int | float) else str(plain)
