"""Small worlds for tests: a plan of one axis and a table of parcels that fit in the head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import LineString, Point, box

from geo import codes
from geo.explain.answer import Scene
from geo.match import Cells
from geo.model import (
    Axis,
    Basis,
    Brief,
    Checks,
    Constraint,
    Curve,
    Industry,
    KeepAway,
    Limit,
    Measure,
    Plan,
    Question,
    Theme,
    Version,
    Wish,
)

AXIS = Axis(
    id="a",
    name="甲路",
    name_en="Axis A",
    half_width_m=1000.0,
    half_width_basis=Basis.ASSUMED,
    themes=(Theme(2024, "科创轴", "Innovation", ("科创",), "test", ""),),
    line=LineString([(0, 10_000), (0, 0)]),
    source="test",
)
NEAR_METRO = Wish("metro", "地铁便利", "Metro", "metro_m", "m", Curve(points=((0, 1.0), (1000, 0.0))))
CHEAP = Wish("price", "地价", "Price", "price_wan_per_mu", "万元/亩", Curve(points=((0, 1.0), (100, 0.0))))
FACTORY = Industry(
    id="factory",
    name="制造",
    name_en="Manufacturing",
    aliases=("智能制造",),
    gbt4754=("C34",),
    chain="",
    use_codes=("1001",),
    hazard=2,
    axes={"a": 1.0},
    weights={"metro": 1.0, "price": 1.0, "axis": 2.0},
    curves={},
    limits={},
    basis=Basis.ASSUMED,
    source="test",
)


def plan(**changes: object) -> Plan:
    """A plan with one axis, one constraint and one industry."""
    base = Plan(
        id="test",
        name="试验区",
        name_en="Test district",
        edition="1",
        as_of=date(2024, 5, 31),
        crs="EPSG:4547",
        code_system="landuse_sea",
        code_edition="2023",
        note="示意数据",
        note_en="illustrative",
        sha256="plan",
        boundary=box(-10_000, -10_000, 10_000, 20_000),
        axes=(AXIS,),
        zones=(),
        parks=(),
        constraints=(
            Constraint(
                "farmland", "永久基本农田", "Prime farmland", "farmland", "avoid", 1.0, "条款", "clause"
            ),
        ),
        layers={},
        measures=(
            Measure("metro_m", "distance", "距地铁站", "Distance to metro", "m", "stations"),
            Measure("housing_m", "distance", "距居住区", "Distance to housing", "m", "housing"),
        ),
        wishes=(NEAR_METRO, CHEAP),
        industries=(FACTORY,),
        keep_aways=(KeepAway(2, "housing_m", 100.0, "防护距离", "buffer"),),
        open_status=("net", "clearing"),
        limit_scales={"area_mu": 50.0},
        checks=Checks(),
        field_map={},
        local_codes=None,
        parcels_file="",
        root="",
    )
    return replace(base, **changes)  # type: ignore[arg-type] (a test names real fields)


def table(**columns: list[object]) -> pd.DataFrame:
    """A feature table: what is not given is a parcel that passes everything in the middle of the scales."""
    rows = max((len(values) for values in columns.values()), default=1)
    usual: dict[str, object] = {
        "area_mu": 100.0,
        "use_code": "100101",
        "status": "net",
        "far_max": 2.0,
        "height_max_m": 50.0,
        "price_wan_per_mu": 50.0,
        "net_date": "2024-06-30",
        "utilities": 127,
        "metro_m": 500.0,
        "housing_m": 500.0,
        "axis_a_m": 0.0,
        "axis_m": 0.0,
        "axis_s": 0.5,
        "axis": "a",
        "zone": "",
        "park": "",
        "over_farmland_m2": 0.0,
        "held": "",
    }
    filled: Mapping[str, object] = {**usual, **columns}
    index = pd.Index([f"P{i}" for i in range(1, rows + 1)], name="parcel_id")
    frame = pd.DataFrame(dict(filled), index=index)
    exact = {"area_mu"}
    for name in frame.columns:
        if name not in exact and pd.api.types.is_float_dtype(frame[name]):
            frame[name] = frame[name].astype("float32")
    frame["net_date"] = pd.to_datetime(frame["net_date"]).astype("datetime64[s]")
    frame["utilities"] = frame["utilities"].astype("uint8")
    frame["area_m2"] = frame["area_mu"] * 10_000 / 15
    return frame


def scene(measured: pd.DataFrame, of: Plan | None = None) -> Scene:
    """The land behind a table, its shapes a row of squares."""
    the_plan = of or plan()
    size = len(measured)
    parcels = gpd.GeoDataFrame(
        {
            "name": [f"地块{i}" for i in range(1, size + 1)],
            "township": "试验镇",
            "basis": "synthetic",
            "source": "test",
            "lon": np.full(size, 113.6),
            "lat": np.full(size, 34.7),
        },
        index=measured.index,
        geometry=[Point(i * 100, 0).buffer(10) for i in range(size)],
        crs=the_plan.crs,
    )
    version = Version(
        1, the_plan.id, "2024-06-01T00:00:00Z", "test", "", size, 0.0, "data", "f", "sha", "plan"
    )
    return Scene(the_plan, version, Cells(parcels), codes.national("landuse_sea", "2023"))


def question(limits: list[Limit], wishes: list[tuple[Wish, float]]) -> Question:
    """A question of chosen limits and weighted wishes."""
    weighted = tuple(replace(wish, weight=weight) for wish, weight in wishes)
    return Question(Brief("factory"), tuple(limits), weighted)
