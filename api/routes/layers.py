"""Layers as GeoJSON in degrees: the plan's own, the parcels, the axes' corridors."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import geopandas as gpd
import orjson
import shapely
from fastapi import APIRouter, Request, Response

from api.deps import TheLand
from geo import crs
from geo.errors import UnknownName
from geo.flow import Land

router = APIRouter(prefix="/api/v1", tags=["layers"])
GEOJSON = "application/geo+json"
# about a decimetre on the ground: enough to draw, not to survey
DEGREES = 1e-6


@router.get("/layers/{name}", response_class=Response, responses={200: {"content": {GEOJSON: {}}}})
def layer(name: str, land: TheLand, request: Request) -> Response:
    """图层: a layer of the plan, ``parcels``, or ``axes_band``."""
    tag = f'"{land.version.sha256[:16]}-{land.plan.sha256[:16]}-{name}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(_drawn(_Key(land, name)), media_type=GEOJSON, headers=headers)


class _Key:
    """A layer of one version of the land, as a cache key."""

    def __init__(self, land: Land, name: str) -> None:
        self.land, self.name = land, name
        self._same = (land.version.sha256, land.plan.sha256, name)

    def __hash__(self) -> int:
        return hash(self._same)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._same == other._same


@lru_cache(maxsize=64)
def _drawn(key: _Key) -> bytes:
    land, name = key.land, key.name
    if name == "parcels":
        return _parcels(land)
    if name == "axes_band":
        return _bands(land)
    if name not in land.plan.layers:
        raise UnknownName("图层", "layer", name, [*land.plan.layers, "parcels", "axes_band"])
    it = land.plan.layers[name]
    columns = [column for column in it.frame.columns if column != it.frame.geometry.name]
    rows = [
        {"basis": it.basis, "source": it.source, **{k: _json(v) for k, v in zip(columns, row, strict=True)}}
        for row in it.frame[columns].itertuples(index=False)
    ]
    return collection(it.frame, rows)


def _parcels(land: Land) -> bytes:
    table, parcels = land.table, land.parcels
    rows = [
        {
            "i": i,
            "id": id_,
            "name": _json(parcels["name"].iloc[i]),
            "use": str(table["use_code"].iloc[i]),
            "status": str(table["status"].iloc[i]),
            "area_mu": round(float(table["area_mu"].iloc[i]), 3),
            "axis": str(table["axis"].iloc[i]),
            "zone": str(table["zone"].iloc[i]),
            "park": str(table["park"].iloc[i]),
            "township": _json(parcels["township"].iloc[i]),
            "basis": _json(parcels["basis"].iloc[i]),
        }
        for i, id_ in enumerate(table.index)
    ]
    return collection(parcels, rows)


def _bands(land: Land) -> bytes:
    shapes = [axis.line.buffer(axis.half_width_m, cap_style="flat") for axis in land.plan.axes]
    rows = [
        {"id": axis.id, "name": axis.name, "name_en": axis.name_en, "basis": axis.half_width_basis}
        for axis in land.plan.axes
    ]
    return collection(gpd.GeoDataFrame(geometry=shapes, crs=land.plan.crs), rows)


def collection(frame: gpd.GeoDataFrame, rows: Iterable[dict[str, Any]]) -> bytes:
    """A FeatureCollection in degrees, shapes rounded for drawing."""
    shapes = shapely.set_precision(crs.to_lonlat(frame).geometry.to_numpy(), DEGREES, mode="pointwise")
    features = [
        {"type": "Feature", "properties": row, "geometry": orjson.Fragment(text)}
        for row, text in zip(rows, shapely.to_geojson(shapes), strict=True)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def _json(value: Any) -> Any:
    """A cell that JSON can hold; missing is null."""
    if value is None or value != value:  # noqa: PLR0124 (NaN differs from itself)
        return None
    return value.item() if hasattr(value, "item") else value if isinstance(value, int | float) else str(value)
