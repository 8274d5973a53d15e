"""Builders for tests: shapes in metres (EPSG:4547), parcels by id, and raw layers as a reader gives them."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.model import Provenance, RawLayer

CRS = "EPSG:4547"


def square(side_m: float, x: float = 0.0, y: float = 0.0) -> Polygon:
    """A square with its south-west corner at (x, y)."""
    return box(x, y, x + side_m, y + side_m)


def parcels(**shapes: BaseGeometry) -> gpd.GeoDataFrame:
    """Shapes by parcel id."""
    return gpd.GeoDataFrame(geometry=list(shapes.values()), index=pd.Index(shapes, name="parcel_id"), crs=CRS)


def raw(
    columns: dict[str, list[Any]] | None = None,
    /,
    *,
    crs: str = CRS,
    driver: str = "GPKG",
    datum: Any = "",
    **shapes: Any,
) -> RawLayer:
    """A layer as read: the shapes' names are the ids, residential unless ``columns`` says otherwise."""
    attributes = {"parcel_id": list(shapes), "use_code": ["0701"] * len(shapes)} | (columns or {})
    frame = gpd.GeoDataFrame(attributes, geometry=list(shapes.values()), crs=crs)
    where = Provenance("land.gpkg", "land", driver, "UTF-8", crs, "file", datum, "0" * 64, len(frame))
    return RawLayer(frame, where)
