"""What a file means against the bank, against merges of plain dicts."""

from __future__ import annotations

import math
from dataclasses import replace

import geopandas as gpd
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import difference
from geo.flow import against
from geo.model import Version
from tests.geo.difference.land import State, differs_m2, parcels, states, table

VERSION = Version(3, "p", "2024-06-01T00:00:00Z", "test", "", 0, 0.0, "", "", "", "")
# what a file may have columns for; an outline and an id it always has
COLUMNS = ("name", "price", "status", "use_code", "area_stated_m2")
BLANK = {"name": "", "price": math.nan, "status": "", "use_code": ""}


def stated(state: State) -> gpd.GeoDataFrame:
    """With a stated area: a tenth more than the truth."""
    land = parcels(state)
    return land.assign(area_stated_m2=land["area_m2"] * 1.1)


def bank(state: State) -> against.Bank:
    return against.Bank(VERSION, stated(state), table(state), is_measured=True)


def file(state: State, columns: set[str]) -> gpd.GeoDataFrame:
    """As checking gives it: what the file has no column for is blank."""
    land = stated(state)
    for name in set(COLUMNS) - columns:
        land[name] = BLANK.get(name, math.nan)
    return land.astype(stated({}).dtypes.drop("geometry").to_dict())


def folded(known: against.Bank, due: against.Due) -> gpd.GeoDataFrame:
    """The bank once it is committed."""
    if due.is_whole:
        return due.rows
    stay = known.parcels.drop(index=[*due.removed, *due.rows.index.intersection(known.parcels.index)])
    return gpd.GeoDataFrame(pd.concat([stay, due.rows])).sort_index()


def cells(land: gpd.GeoDataFrame) -> dict[str, dict[str, object]]:
    """Parcel id -> what is said of it, with None for nothing, and its outline."""
    rows = land[list(COLUMNS)].astype(object).where(land[list(COLUMNS)].notna(), None).to_dict("index")
    return {str(id_): row | {"outline": land.geometry[id_].normalize().wkt} for id_, row in rows.items()}


@settings(max_examples=60)
@given(states, states)
def test_a_replacement_leaves_exactly_the_file(old: State, new: State):
    known = bank(old)

    due = against.due(known, difference.compare(known.parcels, stated(new)), "replace")

    assert cells(folded(known, due)) == cells(stated(new))


@settings(max_examples=60)
@given(states, states, st.sets(st.sampled_from(COLUMNS)))
def test_an_update_alters_only_its_rows_and_its_columns(old: State, new: State, columns: set[str]):
    known = bank(old)

    due = against.due(known, against.compared(known, file(new, columns), columns), "update")

    by_hand = cells(stated(old))
    told = cells(file(new, columns))
    for id_, row in told.items():
        before = by_hand.get(id_, {})
        by_hand[id_] = row | {
            name: before[name] for name in COLUMNS if name in before and name not in columns
        }
        reshaped = id_ in old and differs_m2(old[id_], new[id_]) > 0
        if reshaped and "area_stated_m2" not in columns:
            by_hand[id_]["area_stated_m2"] = None
    assert due.removed == ()
    assert cells(folded(known, due)) == by_hand


@settings(max_examples=40)
@given(states, states)
def test_nothing_that_stays_as_it_is_is_written_again(old: State, new: State):
    known = bank(old)
    found = difference.compare(known.parcels, stated(new))

    due = against.due(known, found, "replace")

    if not due.is_whole:
        assert not set(due.rows.index) & set(found.unchanged)
    assert due.is_whole == (len(found.unchanged) == 0)


def test_land_measured_under_another_plan_or_with_other_columns_is_written_whole():
    row = {"x": 0, "side": 20, "name": "甲", "price": 30.0, "status": "net", "use_code": "0901"}
    known = bank({"A": row, "B": row})
    found = difference.compare(known.parcels, stated({"A": row, "B": {**row, "name": "乙"}}))
    wider = difference.compare(known.parcels, stated({"A": row, "B": row}).assign(noise=1.0))

    assert not against.due(known, found, "replace").is_whole
    assert against.due(replace(known, is_measured=False), found, "replace").is_whole
    assert against.due(known, wider, "replace").is_whole
    assert list(against.due(known, wider, "replace").rows["noise"]) == [1.0, 1.0]
