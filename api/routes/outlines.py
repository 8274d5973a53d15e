"""Outlines of named parcels as GeoJSON: what a page draws of an answer without fetching all the land."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import orjson
import pandas as pd
from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api.deps import TheLand
from api.drawn import to_geojson
from geo.units import mu_from_m2

router = APIRouter(prefix="/api/v1/lookups", tags=["lookups"])
GEOJSON = "application/geo+json"
COLLECTION = {
    "schema": {
        "type": "object",
        "required": ["type", "features", "missing", "version"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": {"type": "array"},
            "missing": {"type": "array", "items": {"type": "string"}},
            "version": {"type": "integer"},
        },
    }
}


class OutlinesIn(BaseModel):
    """Which parcels."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"ids": ["EQ0001", "EQ0002"]}]})

    ids: list[Annotated[str, Field(max_length=200)]] = Field(max_length=5000, description="地块编号")


@router.post("/outlines", response_class=Response, responses={200: {"content": {GEOJSON: COLLECTION}}})
def outlines(given: OutlinesIn, land: TheLand) -> Response:
    """轮廓: the outlines of parcels and a place inside each, in the order asked; ``missing`` ids have none.

    An answer that is replayed may name parcels that the current version has no more.
    """
    asked = list(dict.fromkeys(given.ids))
    rows = land.table.index.get_indexer(pd.Index(asked, dtype=object))
    there = np.flatnonzero(rows >= 0)
    shapes = land.parcels.geometry.iloc[rows[there]]
    inside = shapes.representative_point()
    area = land.table["area_m2"].to_numpy(np.float64)[rows[there]]
    features = [
        {
            "type": "Feature",
            "id": asked[nth],
            "geometry": shape,
            "properties": {"parcel_id": asked[nth], "area_mu": round(mu_from_m2(float(m2)), 6), "at": point},
        }
        for nth, shape, point, m2 in zip(
            there.tolist(), to_geojson(shapes, land.plan), to_geojson(inside, land.plan), area, strict=True
        )
    ]
    missing = [one for one, row in zip(asked, rows.tolist(), strict=True) if row < 0]
    body = {
        "type": "FeatureCollection", "version": land.version.number, "missing": missing, "features": features,
    }  # fmt: skip
    return Response(orjson.dumps(body), media_type=GEOJSON)
