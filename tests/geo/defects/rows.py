"""Files with one defect in one row, in the formats that offices send; the other two rows are sound."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from geo.model import Plan, Provenance, RawLayer
from tests.geo.features.land import constraint, layer, plan

WEST, SOUTH = 463_000.0, 3_840_000.0
CRS = "EPSG:4547"


def at(x: float, y: float, side: float = 100.0) -> Polygon:
    """A square by its corner, seen from the district's own."""
    return box(WEST + x, SOUTH + y, WEST + x + side, SOUTH + y + side)


def moved(*points: tuple[float, float]) -> list[tuple[float, float]]:
    """Points seen from the district's corner."""
    return [(WEST + x, SOUTH + y) for x, y in points]


FARMLAND = layer("农田", at(2000, 0, 500), role="constraint")
DISTRICT: Plan = plan(
    FARMLAND,
    boundary=box(WEST, SOUTH, WEST + 5000, SOUTH + 5000),
    constraints=(constraint("农田"),),
)


@dataclass(frozen=True)
class Defect:
    """The third row's shape and cells; ``comes`` is what becomes of it: the row, a rule, an error code."""

    comes: str
    rule: str
    shape: Any = None
    cells: dict[str, Any] | None = None
    suffix: str = ".gpkg"


HOLE = Polygon(at(600, 0).exterior, [Polygon(moved((650, 50), (650.2, 50), (650.2, 50.2))).exterior])
SPIKE = Polygon(moved((600, 0), (700, 0), (700, 100), (650.02, 100), (650.01, 180), (650, 100), (600, 100)))
BOW_TIE = Polygon(moved((600, 0), (700, 100), (700, 0), (600, 100)))
GOOD = at(600, 0)
M1 = {"use_code": "M1", "use_system": "GB 50137"}
# name -> defect. "repaired": in, changed; "told": in, with a finding; "out": in the quarantine
ROWS: dict[str, Defect] = {
    "bow_tie": Defect("repaired", "shape_repaired", BOW_TIE),
    "spike": Defect("repaired", "spike", SPIKE),
    "tiny_hole": Defect("repaired", "ring_tiny", HOLE),
    "tiny_part": Defect("repaired", "ring_tiny", MultiPolygon([GOOD, at(900, 0, 0.3)])),
    "closed_line": Defect("repaired", "line_closed", LineString(GOOD.exterior.coords)),
    "lost_zero": Defect("repaired", "use_restored", GOOD, {"use_code": "701"}),
    "name_for_code": Defect("repaired", "use_restored", GOOD, {"use_code": "二类工业用地"}),
    "no_shape": Defect("out", "shape_missing"),
    "point": Defect("out", "shape_not_polygon", Point(*moved((650, 50))[0])),
    "open_line": Defect("out", "shape_not_polygon", LineString(moved((600, 0), (700, 0), (700, 100)))),
    "collapsed": Defect("out", "shape_empty", Polygon(moved((600, 0), (700, 0), (650, 0)))),
    "impossible_coordinates": Defect("out", "coordinates_impossible", box(1e12, 1e12, 2e12, 2e12)),
    "repeated_row": Defect("out", "row_repeated", at(0, 0), {"parcel_id": "甲"}),
    "repeated_id": Defect("out", "id_repeated", GOOD, {"parcel_id": "甲"}),
    "no_id": Defect("out", "required_missing", GOOD, {"parcel_id": ""}),
    "dash_for_id": Defect("out", "required_missing", GOOD, {"parcel_id": "——"}),
    "no_use": Defect("out", "required_missing", GOOD, {"use_code": ""}),
    "unknown_use": Defect("out", "use_unknown", GOOD, {"use_code": "9999"}),
    "unknown_system": Defect("out", "use_system_unknown", GOOD, {"use_system": "地方标准"}),
    "outside": Defect("out", "outside_boundary", at(9000, 0)),
    "partly_outside": Defect("told", "partly_outside", at(-50, 1000)),
    "name_against_code": Defect("told", "use_name_differs", GOOD, {"地类名称": "商业用地"}),
    "letters": Defect("told", "use_convertible", GOOD, M1),
    "two_counterparts": Defect("told", "use_crosswalk_several", GOOD, M1 | {"use_code": "R2"}),
    "no_counterpart": Defect("told", "use_crosswalk_none", GOOD, M1 | {"use_code": "H9"}),
    "no_edition": Defect("told", "use_edition_assumed", GOOD, {"use_code": "0204", "use_system": "用地用海"}),
    "overlap": Defect("told", "overlap", at(50, 50)),
    "overlap_sliver": Defect("told", "overlap_sliver", at(99.9, 0)),
    "same_shape": Defect("told", "shape_duplicate", at(0, 0)),
    "gap": Defect("told", "gap", at(100.3, 0)),
    "stated_area": Defect("told", "area_differs", GOOD, {"area_stated_m2": 12_000}),
    "area_in_mu": Defect("told", "area_unit", GOOD, {"area_stated_m2": 15}),
    "speck": Defect("told", "area_too_small", at(600, 0, 5)),
    "words_for_a_number": Defect("told", "value_unreadable", GOOD, {"far_max": "按规划"}),
    "ratio_of_99": Defect("told", "value_implausible", GOOD, {"far_max": "99"}),
    "over_farmland": Defect("told", "constraint_overlap", at(1950, 100)),
    "farmland_sliver": Defect("told", "constraint_sliver", at(1900.005, 100)),
    "refused_collision": Defect("refused", "ambiguous_code", GOOD, {"use_code": "1001", "use_system": ""}),
}  # fmt: skip


def written(folder: Path, name: str, defect: Defect) -> Path:
    """The file: two sound rows, then the defective one."""
    sound = {"use_code": "0701", "use_system": "", "地类名称": "", "area_stated_m2": 10_000, "far_max": "2.5"}
    third = sound | {"parcel_id": "丙", **(defect.cells or {})}
    table = pd.DataFrame([sound | {"parcel_id": "甲"}, sound | {"parcel_id": "乙"}, third])
    frame = gpd.GeoDataFrame(table, geometry=[at(0, 0), at(300, 0), defect.shape], crs=CRS)
    path = folder / f"{name}{defect.suffix}"
    frame.to_file(path)
    return path


def opened(path: Path) -> RawLayer:
    """A sound file as read; what its format could do wrong is asked of the real reader elsewhere."""
    frame = gpd.read_file(path)
    return RawLayer(frame, Provenance(path.name, "", "GPKG", "UTF-8", CRS, "file", "", "0" * 64, len(frame)))
