"""Measuring only what changed: equal, byte for byte, to measuring everything."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from geo.features.measure import Measured, joined, measure, remeasure
from tests.geo.features.land import CRS, area, axis, constraint, industry, layer, parcels, plan, square
from tests.geo.features.land import measure as measured_by
from tests.geo.features.random_shapes import ANY, AREAS, EAST, NORTH, block, shapes

PLAN = plan(
    layer("roads", *shapes(np.random.default_rng(1), ANY, 40, 400.0)),
    layer("farm", *shapes(np.random.default_rng(2), AREAS, 8, 400.0)),
    layer("firms", Point(EAST, NORTH), role="firms", chain=["health"]),
    axes=(axis("song", (EAST - 9, NORTH), (EAST + 200, NORTH + 300)),),
    zones=(area("east", square(300, EAST + 100, NORTH)),),
    constraints=(constraint("farm"),),
    industries=(industry("drugs", "health"),),
    measures=(measured_by("road_m", "distance", layer="roads"), measured_by("holder", "column")),
)
THREE = parcels(
    {"status": ["net", "idle", None], "use_code": ["0901", "0701", "0701"]},
    a=square(10),
    b=square(10, x=10),
    c=square(10, x=20),
)


def random_land(rng, ids):
    """Parcels of all kinds that adjoin, overlap and contain one another, sorted by id."""
    made = {
        "use_code": rng.choice(["0701", "0901", "100101"], len(ids)),
        "status": rng.choice(["net", "idle", "", "unheard of"], len(ids)),
        "holder": rng.choice(["甲", "乙", ""], len(ids)),
        "far_max": rng.choice([1.5, 2.0, np.nan], len(ids)),
    }
    index = pd.Index(ids, dtype="str", name="parcel_id")
    land = shapes(rng, (*AREAS, block, block, block), len(ids), 400.0)
    return gpd.GeoDataFrame(made, geometry=land.to_numpy(), crs=CRS, index=index)


def same(one, other):
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    for name in one:
        if one[name].dtype.kind in "fiu":
            assert one[name].to_numpy().tobytes() == other[name].to_numpy().tobytes(), name


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(0, 40), st.integers(0, 25), st.integers(0, 10))
def test_what_changed_joined_to_the_rest_equals_a_full_recompute(seed, before, touched, lost):
    rng = np.random.default_rng(seed)
    names = np.array([f"地-{k:02}" for k in rng.permutation(70)])
    old_land = random_land(rng, sorted(names[:before]))
    changed = random_land(rng, sorted(rng.choice(names, touched, replace=False)))
    removed = [name for name in names[:before][:lost] if name not in changed.index]
    rest = old_land[~old_land.index.isin([*removed, *changed.index])]
    new_land = pd.concat([rest, changed]).sort_index()
    old = measure(old_land, PLAN)

    found = remeasure(old_land, old, changed, removed, PLAN)

    whole, folded = measure(new_land, PLAN), joined(old, found, removed)
    same(folded.table, whole.table)
    same(folded.pairs, whole.pairs)
    near = whole.pairs["a"].isin(changed.index) | whole.pairs["b"].isin(changed.index)
    same(found.pairs, whole.pairs[near].reset_index(drop=True))


def test_a_parcel_that_goes_takes_its_pairs_and_its_words_along():
    old = measure(THREE, plan())

    left = joined(old, remeasure(THREE, old, THREE.iloc[:0], ["a"], plan()), ["a"])

    assert left.table.index.tolist() == ["b", "c"]
    assert left.pairs.to_numpy().tolist() == [["b", "c", 10]]
    assert left.table["use_code"].cat.categories.tolist() == ["0701", ""]


def test_a_parcel_that_moves_away_has_no_neighbours_any_more():
    old = measure(THREE, plan())
    moved = parcels({"status": ["net"], "use_code": ["0901"]}, b=square(10, x=500))

    found = remeasure(THREE, old, moved, [], plan())

    assert len(found.pairs) == 0
    assert joined(old, found, []).pairs.to_numpy().tolist() == []
    assert found.table.index.tolist() == ["b"]


def test_parcels_nearby_are_enough_to_measure_a_change():
    old = measure(THREE, plan())
    wider = parcels({"status": ["net"], "use_code": ["0901"]}, d=square(10, x=30))

    some, every = (remeasure(land, old, wider, [], plan()) for land in (THREE.loc[["c"]], THREE))

    assert some.pairs.to_numpy().tolist() == every.pairs.to_numpy().tolist() == [["c", "d", 10]]


def test_pairs_are_by_id_and_a_metre_or_longer():
    land = parcels({}, 乙=square(10, x=10), 甲=square(10), 丙=square(10, x=20, y=9.5)).sort_index()

    pairs = measure(land, plan()).pairs

    assert pairs.to_numpy().tolist() == [["乙", "甲", 10]]
    assert pairs["shared_m"].dtype == "float32"


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ([1.5, 2.5], [None], [1.5, 2.5, float("nan")]),
        ([None, None], ["甲"], ["", "", "甲"]),
        (["甲", None], [None], ["甲", "", ""]),
    ],
)
def test_a_column_without_data_follows_the_one_that_has_some(before, after, whole):
    free = plan(measures=(measured_by("free", "column"),))
    one = parcels({"free": before}, a=square(10), b=square(10, x=10))
    two = parcels({"free": after}, c=square(10, x=20))
    old = measure(one, free)

    table = joined(old, remeasure(one, old, two, [], free), []).table

    np.testing.assert_array_equal(np.array(table["free"].tolist()), np.array(whole))


def test_progress_ends_at_its_total():
    told: list[tuple[int, int]] = []

    measure(THREE, PLAN, lambda _stage, done, total: told.append((done, total)))

    assert told[-1][0] == told[-1][1]
    assert told == sorted(told)


def test_nothing_measured_is_a_table_and_pairs_without_rows():
    none = measure(THREE.iloc[:0], PLAN)

    assert isinstance(none, Measured)
    assert (len(none.table), len(none.pairs)) == (0, 0)
    assert none.pairs.dtypes.to_dict() == measure(THREE, PLAN).pairs.dtypes.to_dict()
