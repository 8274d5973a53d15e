"""A district that fits in the head, as a plan folder on disk: one axis, one park, one station, six parcels.

Six squares of 60亩 (200 m) lie in a row from west to east along the axis, 300 m apart. A1–A4 are industry;
A5 is industry too, but already supplied; B1 is commerce. The station stands 100 m west of A1.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import orjson
import shapely
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from geo import crs

METRIC = "EPSG:4547"
WEST, SOUTH = 463_000.0, 3_840_000.0
SIDE = 200.0
STEP = 500.0
PARCELS: dict[str, dict[str, Any]] = {
    "A1": {"use_code": "100101", "status": "net", "price_wan_per_mu": 30, "township": "甲镇"},
    "A2": {"use_code": "100101", "status": "net", "price_wan_per_mu": 40, "township": "甲镇"},
    "A3": {"use_code": "100101", "status": "clearing", "price_wan_per_mu": 50, "township": "乙镇"},
    "A4": {"use_code": "100102", "status": "uncleared", "price_wan_per_mu": 60, "township": "乙镇"},
    "A5": {"use_code": "100101", "status": "supplied", "price_wan_per_mu": 30, "township": "乙镇"},
    "B1": {"use_code": "0901", "status": "net", "price_wan_per_mu": 200, "township": "乙镇"},
}
PLAN = """
[plan]
id = "small"
name = "试验区"
name_en = "Test district"
edition = "1"
as_of = 2024-05-31
crs = "EPSG:4547"
code_system = "landuse_sea"
code_edition = "2023"
note = "示意数据: 试验"
note_en = "Illustrative data: a test"
parcels = "parcels.geojson"

[[layers]]
name = "boundary"
role = "boundary"
file = "boundary.geojson"
title = "区界"
title_en = "Boundary"
basis = "assumed"
source = "test"
as_of = "2024"

[[layers]]
name = "axes"
role = "axes"
file = "axes.geojson"
title = "发展轴"
title_en = "Axes"
basis = "assumed"
source = "test"
as_of = "2024"

[[layers]]
name = "parks"
role = "parks"
file = "parks.geojson"
title = "园区"
title_en = "Parks"
basis = "synthetic"
source = "test"
as_of = "2024"

[[layers]]
name = "stations"
role = "stations"
file = "stations.geojson"
title = "地铁站"
title_en = "Metro stations"
basis = "digitised"
accuracy_m = 50
source = "test"
as_of = "2024"

[[axes]]
id = "main"
name = "主轴"
name_en = "Main Axis"
half_width_m = 1000
half_width_basis = "assumed"
source = "test"

[[parks]]
id = "west"
name = "西园"
name_en = "West Park"
aliases = ["西部园区"]
basis = "synthetic"
source = "test"
"""
CRITERIA = """
open_status = ["net", "clearing", "uncleared", "idle"]

[[measures]]
id = "metro_m"
kind = "distance"
layer = "stations"
label = "距地铁站"
label_en = "Distance to metro station"
unit = "m"

[[wishes]]
id = "metro"
measure = "metro_m"
label = "地铁便利"
label_en = "Metro access"
unit = "m"
curve = { points = [[0, 1.0], [2000, 0.0]] }

[[wishes]]
id = "price"
measure = "price_wan_per_mu"
label = "地价"
label_en = "Land price"
unit = "万元/亩"
curve = { points = [[0, 1.0], [100, 0.0]] }

[[wishes]]
id = "status"
measure = "status"
label = "供地成熟度"
label_en = "Readiness of the land"
curve = { categories = { net = 1.0, clearing = 0.5 }, otherwise = 0.0 }
"""
INDUSTRIES = """
[[industries]]
id = "food"
name = "食品饮料"
name_en = "Food and drink"
aliases = ["食品"]
gbt4754 = ["C14"]
use_codes = ["1001"]
hazard = 1
axes = { main = 1.0 }
weights = { metro = 50, price = 50 }
basis = "assumed"
source = "test"
"""


def square(nth: int) -> BaseGeometry:
    """The ``nth`` parcel from the west [m]."""
    x = WEST + 500 + nth * STEP
    return box(x, SOUTH + 900, x + SIDE, SOUTH + 900 + SIDE)


def write_plan(folder: Path, *, parcels: Mapping[str, Mapping[str, Any]] | None = None) -> Path:
    """The plan folder, with other parcels than the usual where they are given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("plan", PLAN), ("criteria", CRITERIA), ("industries", INDUSTRIES)):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    axis = LineString([(WEST, SOUTH + 1000), (WEST + 4000, SOUTH + 1000)])
    _write(folder / "boundary.geojson", [({"id": "district"}, box(WEST, SOUTH, WEST + 4000, SOUTH + 2000))])
    _write(folder / "axes.geojson", [({"id": "main", "name": "主轴"}, axis)])
    _write(folder / "parks.geojson", [({"id": "west"}, box(WEST, SOUTH, WEST + 1300, SOUTH + 2000))])
    _write(folder / "stations.geojson", [({"name": "西站"}, Point(WEST + 400, SOUTH + 1000))])
    write_parcels(folder / "parcels.geojson", PARCELS if parcels is None else parcels)
    return folder


def write_parcels(file: Path, parcels: Mapping[str, Mapping[str, Any]]) -> Path:
    """Squares in a row by id; a row's ``nth`` places it elsewhere."""
    rows = []
    for nth, (id_, given) in enumerate(parcels.items()):
        said = {"parcel_id": id_, "name": f"地块{id_}", "use_system": "用地用海", "basis": "synthetic"}
        properties = {**said, **given}
        rows.append((properties, square(properties.pop("nth", nth))))
    _write(file, rows)
    return file


def _write(file: Path, rows: list[tuple[dict[str, Any], BaseGeometry]]) -> None:
    frame = gpd.GeoDataFrame(geometry=[shape for _, shape in rows], crs=METRIC)
    shapes = shapely.to_geojson(crs.to_lonlat(frame).geometry.to_numpy())
    features = [
        {"type": "Feature", "properties": properties, "geometry": orjson.Fragment(shape)}
        for (properties, _), shape in zip(rows, shapes, strict=True)
    ]
    file.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": features}))
