"""Layers that come straight from the hand-kept tables: outlines, axes, roads, metro, places, firms."""

from __future__ import annotations

from typing import Any

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from data import erqi_sources as sources
from data.erqi_geojson import Feature, polygons
from data.erqi_sources import Row, provenance

AROUND_M = 1500.0  # roads are shown this far beyond the district
LAST_JINGGUANG = "113.6618 34.6571"  # the continuation leaves the district for good here


def boundary() -> list[Feature]:
    """The district's outline."""
    row = {"basis": "digitised", "accuracy_m": "300", "source": "B"}
    about = {"id": "410103", "name": "二七区", "name_en": "Erqi District", **provenance(row)}
    return [Feature(sources.district(), about)]


def axes() -> list[Feature]:
    """The three axes, first vertex in the north."""
    roads = {row["id"]: row for row in sources.rows("roads")}
    south = roads["jingguang_south"]["coords"].split(LAST_JINGGUANG)[0].partition(",")[2]
    whole = {
        "songshan": roads["songshan"]["coords"],
        "daxue": roads["daxue"]["coords"],
        "jingguang": f"{roads['jingguang']['coords']},{south}{LAST_JINGGUANG}",
    }
    notes = {"jingguang": "south of 34.695: 郑平公路, medium confidence ±50 m"}
    return [
        Feature(
            sources.metric_line(whole[axis]),
            {
                "id": axis,
                "name": roads[axis]["name"],
                "name_en": roads[axis]["name_en"],
                **provenance(roads[axis]),
                "note": notes.get(axis, ""),
            },
        )
        for axis in whole
    ]


def roads() -> list[Feature]:
    """Digitised roads in and around the district."""
    around = sources.district().buffer(AROUND_M)
    features = []
    for row in sources.rows("roads"):
        line = sources.metric_line(row["coords"]).intersection(around)
        about = _named(row, "id", "class") | {"width_m": float(row["width_m"])}
        features.append(Feature(shapely.line_merge(line), about | provenance(row)))
    return features


def stations() -> list[Feature]:
    """Metro stations in the district and beside it."""
    inside = sources.district().buffer(50)
    features = []
    for row in sources.rows("stations"):
        point = sources.metric_point(row)
        about = {
            "name": row["name"],
            "name_en": row["name_en"],
            "kind": "station",
            "lines": row["lines"],
            "in_district": bool(inside.contains(point)),
            **provenance({"basis": "digitised", "accuracy_m": "50", "source": "M"}),
        }
        features.append(Feature(point, about))
    return features


def metro_lines() -> list[Feature]:
    """Metro lines, straight from station to station."""
    points = {row["name"]: sources.metric_point(row) for row in sources.rows("stations")}
    features = []
    for row in sources.rows("lines"):
        about = {
            "id": row["id"],
            "name": row["name"],
            "name_en": row["name_en"],
            "kind": "metro",
            "basis": "assumed",
            "accuracy_m": None,
            "source": f"straight between stations M: {sources.MARKS['M']}",
        }
        features.append(Feature(LineString([points[name] for name in row["stations"].split()]), about))
    return features


def points(table: str, *columns: str) -> list[Feature]:
    """Points of a table with their provenance and the named columns."""
    return [
        Feature(sources.metric_point(row), {key: row[key] for key in columns} | provenance(row))
        for row in sources.rows(table)
    ]


def access(*kinds: str) -> list[Feature]:
    """Railway stations and highway entries of the kinds asked for."""
    return [
        Feature(sources.metric_point(row), _named(row, "id", "kind") | provenance(row))
        for row in sources.rows("entries")
        if row["kind"] in kinds
    ]


def development() -> dict[str, Polygon]:
    """城镇开发边界 by part of town, in metres, inside the district."""
    district = sources.district()
    parts = [row for row in sources.rows("areas") if row["layer"] == "development_boundary"]
    return {row["id"]: _largest(_outline(row).intersection(district)) for row in parts}


def outlines(layer: str) -> list[Feature]:
    """Drawn outlines of a layer, inside the district; constraints keep off 城镇开发边界."""
    limit: BaseGeometry = sources.district()
    if layer in {"prime_farmland", "ecological_redline"}:
        limit = limit.difference(shapely.union_all(list(development().values())).buffer(40))
    return [
        Feature(_largest(_outline(row).intersection(limit)), _named(row, "id") | provenance(row))
        for row in sources.rows("areas")
        if row["layer"] == layer
    ]


def zones() -> list[Feature]:
    """Three zones that part the whole district; the west is what the drawn two leave."""
    district = sources.district()
    drawn = outlines("zones")
    rest = district.difference(shapely.union_all([feature.shape for feature in drawn]))
    west: dict[str, Any] = drawn[0].properties | {
        "id": "west",
        "name": "西部制造与田园文旅区",
        "name_en": "Western manufacturing and countryside zone",
    }
    return [*drawn, Feature(shapely.MultiPolygon(polygons(rest)), west)]


def _outline(row: Row) -> Polygon:
    return sources.metric_polygon(row["coords"], int(row["smooth"]))


def _largest(shape: BaseGeometry) -> Polygon:
    return max(polygons(shape), key=lambda part: part.area)


def _named(row: Row, *columns: str) -> dict[str, Any]:
    return {key: row[key] for key in (*columns[:1], "name", "name_en", *columns[1:])}
