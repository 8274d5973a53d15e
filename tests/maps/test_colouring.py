"""Parcels by one thing known of them: classes with their land, and a byte for each parcel."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest

from api.settings import bundled_plan
from geo import plan as planning
from geo.errors import UnknownName
from maps.colouring import BY, colouring
from maps.style import UNASKED


@pytest.fixture(scope="module")
def plan():
    return planning.load(bundled_plan())


def coloured(plan, by: str, as_of=("2024-06-30", "2024-06-30", "2023-01-01"), **columns: list[str]):
    index = pd.Index(["a", "b", "c"])
    known = {"status": "net", "use_code": "100101", "axis": "", "zone": "", "park": "", **columns}
    table = pd.DataFrame({**known, "area_m2": [2000.0, 1000.0, 500.0]}, index=index)
    parcels = gpd.GeoDataFrame({"as_of": pd.to_datetime(list(as_of))}, index=index, geometry=[None] * 3)
    return colouring(parcels, table, plan, planning.code_table(plan), by)


def test_every_parcel_is_of_the_class_that_its_byte_names(plan):
    it = coloured(plan, "status", status=["idle", "net", "idle"])

    assert [(one.key, one.parcels, one.area_mu) for one in it.classes] == [("net", 1, 1.5), ("idle", 2, 3.75)]
    assert it.rows.tolist() == [1, 0, 1]


def test_a_class_without_land_is_not_in_the_legend(plan):
    assert [one.key for one in coloured(plan, "axis", axis=["daxue", "", "daxue"]).classes] == ["daxue", ""]


def test_an_id_that_the_plan_does_not_name_is_a_class_of_its_own_in_grey(plan):
    last = coloured(plan, "park", park=["mazhai", "old", "mazhai"]).classes[-1]

    assert (last.key, last.label, last.colour) == ("old", "old", UNASKED)


def test_land_is_told_by_the_year_it_is_true_for_newest_first(plan):
    assert [one.key for one in coloured(plan, "freshness").classes] == ["2024", "2023"]


def test_with_one_year_only_its_months_are_told_and_what_nobody_dated_comes_last(plan):
    it = coloured(plan, "freshness", as_of=("2024-06-30", "2024-01-31", None))

    assert [one.key for one in it.classes] == ["2024-06", "2024-01", ""]


def test_more_uses_than_a_byte_can_name_end_in_one_class_for_the_rest(plan):
    index = pd.RangeIndex(400).astype(str)
    uses = [f"9{number:05d}" for number in range(400)]
    table = pd.DataFrame({"use_code": uses, "area_m2": 1.0}, index=index)
    parcels = gpd.GeoDataFrame({"as_of": pd.NaT}, index=index, geometry=[None] * 400)

    it = colouring(parcels, table, plan, planning.code_table(plan), "use")

    assert (len(it.classes), it.classes[-1].key, it.classes[-1].parcels) == (256, "*", 145)
    assert sum(one.parcels for one in it.classes) == 400


def test_what_cannot_be_coloured_by_is_refused_with_what_can(plan):
    with pytest.raises(UnknownName) as refused:
        coloured(plan, "colour")

    assert all(one in str(refused.value) for one in BY)
