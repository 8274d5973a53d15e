"""范围台账: a drawn area divides the land bank, and nothing is lost or counted twice."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from api.settings import bundled_plan
from geo import plan as planning
from geo.ledger.area import area_ledger
from geo.ledger.demand import supply
from geo.model import AreaLedger, Version

# four squares of 60亩 (200 m) in a row without gaps, from west to east
STATUS = ["net", "clearing", "supplied", "net"]
PLAN = planning.load(bundled_plan())
CODES = planning.code_table(PLAN)
VERSION = Version(3, "erqi", "", "", "", 4, 240.0, "", "", "")


def row_of_squares() -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    index = pd.Index(["a", "b", "c", "d"])
    shapes = [box(200 * i, 0, 200 * i + 200, 200) for i in range(4)]
    parcels = gpd.GeoDataFrame({"name": "", "basis": "synthetic"}, index=index, geometry=shapes, crs=4547)
    table = pd.DataFrame(
        {
            "status": STATUS,
            "use_code": ["100101", "100101", "0901", "0901"],
            "axis": ["daxue", "", "", "daxue"],
            "zone": "",
            "park": "",
            "area_m2": 40_000.0,
            "held": ["", "", "", "某项目"],
            "net_date": pd.NaT,
        },
        index=index,
    )
    return parcels, table


def ledger(area: Polygon) -> AreaLedger:
    parcels, table = row_of_squares()
    return area_ledger(area, parcels, table, supply(table, PLAN, []), PLAN, VERSION, CODES)


def test_of_a_parcel_cut_by_the_edge_only_the_part_inside_counts():
    told = ledger(box(0, 0, 300, 200))

    assert (told.parcels, told.whole, told.inside_mu) == (2, 1, pytest.approx(90))
    assert [(one.parcel_id, one.share) for one in told.largest] == [("a", 1), ("b", 0.5)]


def test_a_parcel_that_only_touches_the_area_is_not_in_it():
    assert ledger(box(-200, 0, 200, 200)).parcels == 1


def test_what_is_promised_or_supplied_is_not_open():
    told = ledger(box(0, 0, 800, 200))

    assert (told.open_mu, told.net_mu, told.promised_mu) == pytest.approx((120, 60, 60))


def test_what_the_area_holds_beside_the_bank_is_said():
    assert ledger(box(0, 0, 200, 400)).other_mu == pytest.approx(60)


def test_groups_have_their_names_and_the_largest_comes_first():
    told = ledger(box(0, 0, 500, 200))

    assert [(one.name, one.inside_mu) for one in told.groups["axis"]] == [
        ("轴外", pytest.approx(90)),
        ("大学路", pytest.approx(60)),
    ]


def test_an_area_without_land_says_so():
    told = ledger(box(0, 1000, 200, 1200))

    assert (told.parcels, told.inside_mu, told.text) == (0, 0, "范围 60.0 亩内没有土地库的地块")
    assert told.groups["use"] == ()


@given(west=st.floats(-100, 900), south=st.floats(-100, 300), wide=st.floats(1, 900), high=st.floats(1, 400))
def test_every_group_sums_to_the_land_inside(west: float, south: float, wide: float, high: float):
    area = box(west, south, west + wide, south + high)

    told = ledger(area)

    true_mu = shapely.box(0, 0, 800, 200).intersection(area).area * 15 / 10_000
    assert told.inside_mu == pytest.approx(true_mu, abs=0.01)
    for rows in told.groups.values():
        assert sum(one.inside_mu for one in rows) == pytest.approx(told.inside_mu)


@given(at=st.floats(1, 799))
def test_two_halves_of_an_area_have_together_what_it_has(at: float):
    halves = [ledger(box(0, 0, at, 200)), ledger(box(at, 0, 800, 200))]

    sums = np.sum([[one.inside_mu, one.open_mu, one.promised_mu] for one in halves], axis=0)

    assert sums == pytest.approx([240, 120, 60], abs=0.01)
