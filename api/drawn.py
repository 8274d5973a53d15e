"""Shapes as people give them (GeoJSON, WKT, a file of any format read) -> the plan's metres."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import orjson
import shapely
from pydantic import Field
from shapely.geometry.base import BaseGeometry

from geo import crs as coordinates
from geo.errors import BadShape
from geo.model import Plan
from geo.read import How, read_layer

# GeoJSON as an object, or WKT
ShapeIn = Annotated[
    dict[str, Any] | Annotated[str, Field(min_length=1)],
    Field(description="GeoJSON 几何 (或 Feature), 或 WKT | a GeoJSON geometry or Feature, or WKT"),
]
CrsIn = Annotated[str, Field(max_length=1000, description="坐标系, 如 EPSG:4547; 空为经纬度 | degrees if ")]
Shift = Literal["", "wgs84", "gcj02", "bd09"]
DatumIn = Annotated[Shift, Field(description="gcj02、bd09: 先去掉该偏移")]


def shape_from(
    given: dict[str, Any] | str,
    plan: Plan,
    what: str,
    crs: str = "",
    datum: Shift = "",
) -> BaseGeometry:
    """A shape in the plan's metres.

    Args:
        given: GeoJSON (a geometry or a Feature) or WKT.
        plan: Whose coordinate system is wanted.
        what: What it is for, said when it cannot be used.
        crs: Its coordinate system; "" for longitude and latitude.
        datum: The shift to be taken off first; only for longitude and latitude.

    Raises:
        BadShape: it cannot be read, is empty, or lies where its system has no place.
        BadCrs: nobody knows the system.
    """
    with np.errstate(invalid="ignore"):  # what is no number is refused below
        shape = _parsed(given, what)
    if shape.is_empty:
        raise BadShape(what, "图形是空的。", "the shape is empty.")
    return _in_metres(np.array([shape], dtype=object), plan, what, crs, datum)[0]


def point_from(x: float, y: float, plan: Plan, crs: str = "", datum: Shift = "") -> tuple[float, float]:
    """A place in the plan's metres; x is east or longitude.

    Raises:
        BadShape: there is no such place.
        BadCrs: nobody knows the system.
    """
    place = np.array([shapely.Point(x, y)], dtype=object)
    point = _in_metres(place, plan, f"({x:g}, {y:g})", crs, datum)[0]
    return float(point.x), float(point.y)


def shapes_from(words: str, plan: Plan, what: str, how: How) -> list[BaseGeometry]:
    """Shapes of a command's argument: WKT, or all shapes of a file of any format that is read.

    Raises:
        BadShape: neither; or a shape of the file cannot be used.
        BadInput: the file as a whole cannot be used.
    """
    file = Path(words)
    if "(" in words or not file.suffix:
        return [shape_from(words, plan, what, how.crs, how.datum)]
    frame = read_layer(file, how, plan).frame
    shapes = frame.geometry.to_numpy()
    if not len(shapes) or shapely.is_missing(shapes).any() or shapely.is_empty(shapes).any():
        raise BadShape(str(file), "有的行没有图形。", "some row has no shape.")
    return list(_in_metres(shapes, plan, str(file), str(frame.crs), ""))


def to_geojson(shapes: Any, plan: Plan) -> list[orjson.Fragment]:
    """Shapes of the plan as GeoJSON geometries in degrees, ready to be dumped."""
    lonlat = coordinates.shapes_to(np.asarray(shapes, dtype=object), plan.crs, coordinates.LON_LAT)
    return [orjson.Fragment(text) for text in shapely.to_geojson(lonlat)]


def _parsed(given: dict[str, Any] | str, what: str) -> BaseGeometry:
    try:
        if isinstance(given, str):
            return shapely.from_wkt(given)
        bare = given.get("geometry") if given.get("type") == "Feature" else given
        return shapely.from_geojson(orjson.dumps(bare))
    except (shapely.errors.ShapelyError, orjson.JSONEncodeError) as wrong:
        short = str(wrong).splitlines()[0][:120]
        raise BadShape(what, f"读不懂 ({short})。", f"cannot be read ({short}).") from wrong


def _in_metres(shapes: Any, plan: Plan, what: str, crs: str, datum: Shift) -> Any:
    source: Any = crs or coordinates.LON_LAT
    flat = shapely.force_2d(shapes)
    if not coordinates.has_finite(flat, source).all():
        raise BadShape(what, "坐标不在所述坐标系之内。", "its coordinates are none of the stated system.")
    match datum:
        case "gcj02" | "bd09":
            lonlat = coordinates.shapes_to(flat, source, coordinates.LON_LAT)
            flat, source = coordinates.undone(lonlat, datum), coordinates.LON_LAT
        case _:
            pass
    moved = coordinates.shapes_to(flat, source, plan.crs)
    if not coordinates.has_finite(moved, plan.crs).all():
        raise BadShape(what, "不在规划坐标系可及之处。", "lies where the plan's system has no place.")
    return moved
