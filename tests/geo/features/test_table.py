"""The feature table: its columns, its dtypes, and what no data looks like."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point, box

from geo.errors import NotMetric, UnknownName
from geo.features.table import build
from tests.geo.features.land import (
    area,
    axis,
    constraint,
    industry,
    layer,
    measure,
    parcels,
    plan,
    square,
)

TWO = parcels(
    {
        "use_code": ["100101", "0701"],
        "status": ["net", None],
        "far_max": [2.5, None],
        "net_date": [date(2024, 6, 30), None],
        "utilities": ["road water", None],
    },
    a=square(10),
    b=square(20, x=100),
)
FULL = plan(
    layer(
        "stations",
        Point(0, -30),
        Point(500, 0),
        role="stations",
        kind=["station", "stop"],
    ),
    layer("farm", box(5, 0, 15, 10)),
    layer("city", box(0, 0, 110, 30)),
    layer("firms", Point(100, 50), role="firms", chain=["health"]),
    layer("nothing"),
    axes=(axis("song", (-10, 100), (-10, 0), half_width_m=50.0),),
    zones=(area("east", box(50, -50, 200, 50)),),
    parks=(area("mazhai", box(0, 0, 6, 10)),),
    constraints=(constraint("farm"), constraint("city", "inside")),
    industries=(industry("drugs", "health"), industry("food", "food")),
    measures=(
        measure(
            "metro_m",
            "distance",
            layer="stations",
            where_column="kind",
            where_values=("station",),
        ),
        measure("stops", "count_within", layer="stations", radius_m=60.0),
        measure("farm_m2", "overlap_m2", layer="farm"),
        measure("beyond_m2", "outside_m2", layer="city"),
        measure("song", "along", layer="song"),
        measure("far_max", "column"),
        measure("nothing_m", "distance", layer="nothing"),
    ),
)


def test_every_measure_of_the_contract_is_a_column():
    table = build(TWO, FULL)

    a, b = table.loc["a"], table.loc["b"]
    assert a["area_m2"] == 100
    assert a["area_mu"] == pytest.approx(0.15)
    assert (a["axis_song_m"], a["axis_m"], a["axis"], b["axis"]) == (10, 10, "song", "")
    assert a["axis_song_s"] == a["axis_s"] == a["song"] == np.float32(0.95)
    assert (a["zone"], b["zone"], a["park"], b["park"]) == ("", "east", "mazhai", "")
    assert (a["over_farm_m2"], b["over_farm_m2"]) == (50, 0)
    assert (a["over_city_m2"], b["over_city_m2"]) == (0, 200)
    assert (a["farm_m2"], b["beyond_m2"]) == (50, 200)
    assert b["chain_health_m"] == 30
    assert math.isnan(b["chain_food_m"])
    assert (a["metro_m"], a["stops"], b["stops"]) == (30, 1, 0)
    assert (a["width_m"], b["width_m"]) == (10, 20)
    assert a["compactness"] == pytest.approx(math.pi / 4)
    assert math.isnan(a["nothing_m"])


def test_attributes_are_dense_and_no_data_stays_no_data():
    table = build(TWO, plan())

    b = table.loc["b"]
    assert (b["use_code"], b["status"], b["township"]) == ("0701", "", "")
    assert math.isnan(b["far_max"])
    assert pd.isna(b["net_date"])
    assert b["utilities"] == 255
    assert table.loc["a", "utilities"] == 0b11
    assert table["net_date"].dtype == "datetime64[s]"
    assert table["price_wan_per_mu"].isna().all()


def test_numbers_are_float32_except_areas():
    table = build(TWO, FULL)

    numbers = table.select_dtypes("number").drop(columns="utilities")
    wide = [name for name in numbers if numbers[name].dtype != "float32"]
    assert wide == ["area_m2", "area_mu"]


def test_a_plan_without_axes_zones_or_parks_gives_empty_names():
    table = build(TWO, plan())

    assert table["axis_m"].isna().all()
    assert set(table["axis"]) == set(table["zone"]) == set(table["park"]) == {""}


def test_the_order_of_the_rows_does_not_matter():
    table = build(TWO, FULL)

    turned = build(TWO.iloc[::-1], FULL)

    pd.testing.assert_frame_equal(turned.iloc[::-1], table)


def test_measuring_some_rows_equals_those_rows_of_the_whole():
    table = build(TWO, FULL)

    some = build(TWO, FULL, only=pd.Index(["b"]))

    pd.testing.assert_frame_equal(some, table.loc[["b"]])


def test_no_parcels_give_an_empty_table_with_the_same_columns():
    table = build(TWO.iloc[:0], FULL)

    assert len(table) == 0
    assert list(table.columns) == list(build(TWO, FULL).columns)


def test_progress_ends_at_its_total():
    told: list[tuple[int, int]] = []

    build(TWO, FULL, lambda _stage, done, total: told.append((done, total)))

    assert told[-1][0] == told[-1][1]
    assert told == sorted(told)


def test_parcels_in_degrees_are_refused():
    with pytest.raises(NotMetric):
        build(TWO.to_crs("EPSG:4490"), FULL)


def test_a_measure_of_an_unknown_axis_is_refused():
    with pytest.raises(UnknownName):
        build(TWO, plan(measures=(measure("s", "along", layer="nowhere"),)))
