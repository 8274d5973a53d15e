"""Features as GeoJSON text: longitude and latitude, 9 decimals, the same bytes every time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import Polygon, mapping
from shapely.geometry.base import BaseGeometry

from data import erqi_sources as sources


@dataclass(frozen=True, slots=True)
class Feature:
    """A shape in metres and its properties in writing order."""

    shape: BaseGeometry
    properties: dict[str, Any]


def write(path: Path, features: list[Feature]) -> None:
    """Write a FeatureCollection, one feature a line."""
    lines = [_dump(feature) for feature in features]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _dump(feature: Feature) -> str:
    shape = sources.to_degrees(feature.shape)
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        shape = shapely.orient_polygons(shape)  # RFC 7946: exterior rings counter-clockwise
    document = {"type": "Feature", "properties": feature.properties, "geometry": mapping(shape)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def polygons(shape: BaseGeometry, least_m2: float = 1.0) -> list[Polygon]:
    """The polygons of a shape, crumbs left out."""
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and part.area >= least_m2]
