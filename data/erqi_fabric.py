"""The built town around the developable land: housing, schools and 楼宇 in what was not chosen."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from data import erqi_sources as sources
from data.erqi_choose import Block
from data.erqi_geojson import Feature

BUILDINGS = 84  # article 000: 84栋楼宇
OFFICE_VACANT_M2 = 68_000  # article 001: 盘活商务楼宇6.8万平方米以上
RETAIL_VACANT_M2 = 180_000  # article 001: 盘活商业底商18万平方米以上
HOUSING_SHARE = {"core": 0.42, "south": 0.14, "mazhai": 0.0, "houzhai": 0.1}
GENERATED = {"basis": "synthetic", "accuracy_m": None, "source": "data/build_erqi.py, PCG64(410103)"}


def neighbours(blocks: list[Block], rng: np.random.Generator) -> list[Feature]:
    """Generated housing blocks and schools on land that is not developable."""
    named = [sources.metric_point(row) for row in sources.rows("places") if row["kind"] == "housing"]
    features = []
    for block in blocks:
        lucky = rng.random() < HOUSING_SHARE[block.quarter.id]
        school = rng.random() < 0.14
        if block.chosen or not (lucky or _is_home(block, named)):
            continue
        shapes = [plot.shape for plot in block.plots]
        number = f"{block.plots[0].quarter}-{block.plots[0].block:03d}"
        if school and len(shapes) > 2:
            features.append(_sensitive(shapes.pop(), "school", f"学校 {number}(示意)"))
        features.append(_sensitive(shapely.union_all(shapes), "housing", f"居住街区 {number}(示意)"))
    return features


def _is_home(block: Block, named: list[Point]) -> bool:
    """Whether the block belongs to a named estate or to a small town's centre."""
    if any(block.shape.distance(point) < 250 for point in named):
        return True
    if not block.quarter.town:
        return False
    lon, lat, radius_m = block.quarter.town
    town = sources.metric_point({"lon": str(lon), "lat": str(lat)})
    return bool(block.shape.centroid.distance(town) < 0.6 * radius_m)


def _sensitive(shape: BaseGeometry, kind: str, name: str) -> Feature:
    english = {"school": "School (generated)", "housing": "Housing block (generated)"}[kind]
    return Feature(shape, {"name": name, "name_en": english, "kind": kind, **GENERATED})


def buildings(blocks: list[Block], rng: np.random.Generator) -> list[Feature]:
    """84 楼宇 near the axes; their vacant floor space sums to what article 001 wants revitalised."""
    core = [block for block in blocks if block.quarter.id == "core" and not block.chosen]
    sites = [core[int(index)] for index in sorted(rng.choice(len(core), BUILDINGS, replace=False))]
    floors = rng.lognormal(np.log(26_000), 0.5, BUILDINGS)
    office = _parted(OFFICE_VACANT_M2, floors * rng.uniform(0.2, 1.0, BUILDINGS))
    retail = _parted(RETAIL_VACANT_M2, floors * rng.uniform(0.2, 1.0, BUILDINGS))
    return [
        Feature(
            site.plots[int(rng.integers(len(site.plots)))].shape.representative_point(),
            {
                "id": f"LY{number:03d}",
                "name": f"楼宇 {number:03d}(示意)",
                "name_en": f"Building {number:03d} (generated)",
                "kind": "office_building",
                "floor_m2": int(round(floors[number - 1] / 100) * 100 + 8000),
                "vacant_m2": office[number - 1] + retail[number - 1],
                "vacant_office_m2": office[number - 1],
                "vacant_retail_m2": retail[number - 1],
                **GENERATED,
            },
        )
        for number, site in enumerate(sites, start=1)
    ]


def _parted(total_m2: int, weights: sources.Coordinates) -> list[int]:
    """A total parted by weight into whole square metres that sum to it exactly."""
    ends = np.round(np.cumsum(weights) / weights.sum() * total_m2).astype(int)
    return [int(part) for part in np.diff(ends, prepend=0)]
