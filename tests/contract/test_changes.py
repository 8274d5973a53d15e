"""A change reads as if the whole bank had been committed, whatever changes lie above one another."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import box

from geo.errors import NotFound, Overtaken
from geo.model import Descent, Lineage
from geo.store import bank, documents
from geo.store.files import FileStore
from tests.contract.land import (
    MOMENT,
    PLAN,
    change,
    commit,
    commit_change,
    commit_land,
    land,
    pairs,
    table,
)


def reads_like(store, number, parcels):
    """Whether a version gives the frames of this land, to the last type and order."""
    assert_geodataframe_equal(store.parcels(PLAN, number), parcels)
    pd.testing.assert_frame_equal(store.table(PLAN, number), table(parcels))
    pd.testing.assert_frame_equal(store.pairs(PLAN, number), pairs(parcels))
    version = store.version(PLAN, number)
    return version.parcels == len(parcels) and version.area_mu == pytest.approx(len(parcels) * 0.15)


def test_a_version_reads_back_with_its_neighbours(store):
    commit(store, "A", "C", "B")

    assert reads_like(store, 1, land("A", "C", "B"))


def test_a_change_gives_the_version_that_a_whole_commit_would(store):
    before, after = land("A", "B", "C"), land("A", "D", "C", "E")
    commit_land(store, before)

    version = commit_change(store, change(before, after, 1))

    assert (version.number, version.kind, version.base) == (2, "update", 1)
    assert reads_like(store, 2, after)
    assert reads_like(store, 1, before)
    assert version.sha256 == commit_land(store, after).sha256


def test_a_word_that_no_parcel_has_any_more_is_no_category_but_a_zone_of_the_plan_is(store):
    before = land("A", "B")
    before.loc["B", "use_code"] = "0601"
    commit_land(store, before)

    commit_change(store, change(before, land("A", "B"), 1))

    after = store.table(PLAN, 2)
    assert after["use_code"].cat.categories.tolist() == ["100101", ""]
    assert after["zone"].cat.categories.tolist() == ["north", "south", ""]


def test_a_change_to_a_version_that_is_no_longer_current_is_refused(store):
    commit(store, "A")
    commit(store, "A", "B")

    with pytest.raises(Overtaken, match="第 2 版"):
        commit_change(store, change(land("A"), land("A", "C"), 1))

    assert store.current(PLAN).number == 2


def test_a_whole_bank_prepared_over_an_older_version_is_refused(store):
    commit(store, "A")

    with pytest.raises(Overtaken):
        commit(store, "A", "B", over=0)

    assert commit(store, "A", "B", over=1).number == 2


def test_a_version_is_true_for_the_day_that_was_stated(store):
    assert commit(store, "A", as_of="2024-05-31").as_of == "2024-05-31"
    assert store.current(PLAN).as_of == "2024-05-31"


def test_neighbours_that_nobody_measured_are_not_told_as_none(store):
    commit(store, "A", "B", pairs=None)

    with pytest.raises(NotFound):
        store.pairs(PLAN, 1)


def test_the_lineage_says_which_parcels_came_from_which(store):
    before, after = land("A", "B"), land("A1", "B", "A2")
    lines = (Lineage("A", "A1", 1.0), Lineage("A", "A2", 1.0))
    commit_land(store, before)

    commit_change(store, change(before, after, 1, "split", lines))

    assert store.lineage(PLAN) == [Descent(2, "split", "A", "A1", 1.0), Descent(2, "split", "A", "A2", 1.0)]
    assert store.lineage(PLAN, "A1") == [Descent(2, "split", "A", "A1", 1.0)]
    assert store.lineage(PLAN, "B") == []


def test_a_rollback_to_a_change_reads_like_it_and_can_be_changed_again(store):
    one, two = land("A", "B"), land("A", "C")
    commit_land(store, one)
    commit_change(store, change(one, two, 1))
    commit_land(store, land("X"))

    back = store.rollback(PLAN, 2, who="somebody")
    commit_change(store, change(two, land("A", "C", "D"), back.number))

    assert (back.kind, back.base) == ("rollback", 2)
    assert reads_like(store, back.number, two)
    assert reads_like(store, back.number + 1, land("A", "C", "D"))


def test_a_change_costs_its_rows_and_not_the_bank(tmp_path):
    store = FileStore(tmp_path / "workspace")
    before = land(*[f"P{i:04}" for i in range(2000)])
    after = before.copy()
    after.loc["P0100", "use_code"] = "0601"
    commit_land(store, before, pairs=None)
    whole = size(store)
    few = change(before.loc["P0099":"P0101"], after.loc["P0099":"P0101"], 1)

    commit_change(store, few)

    assert size(store) - whole < 0.5 * whole
    assert store.parcels(PLAN, 2).loc["P0100", "use_code"] == "0601"


def size(store):
    """Bytes of the parcels' documents."""
    return sum(path.stat().st_size for path in store.home.rglob("parcels.parquet"))


def altered(parcels, ids, act):
    """Another state of the bank: some parcels gone, come, moved or edited."""
    if act == "remove":
        return parcels.drop(index=[id_ for id_ in ids if id_ in parcels.index])
    made = parcels.copy()
    for k, id_ in enumerate(ids):
        if id_ not in made.index:
            shape = box(10 * len(made) + 500, 0, 10 * len(made) + 510, 10)
            made.loc[id_] = {"use_code": "0601", "area_m2": 100.0, "geometry": shape}
        elif act == "move":
            made.loc[id_, "geometry"] = affinity.translate(made.geometry[id_], 0, 10 * (k + 1))
        else:
            made.loc[id_, "use_code"] = "0702" if made["use_code"][id_] != "0702" else "100101"
    return made.sort_index()


ACTS = st.tuples(
    st.lists(st.sampled_from("ABCDEFGHIJ"), min_size=1, max_size=3, unique=True),
    st.sampled_from(["remove", "move", "edit"]),
)


@settings(max_examples=8)
@given(
    acts=st.lists(ACTS, min_size=1, max_size=7),
    most_layers=st.sampled_from([1, 3, 20]),
    share=st.sampled_from([0.0, 0.5, 9.0]),
)
def test_any_sequence_of_changes_reads_like_the_whole_land_at_every_step(
    tmp_path_factory, acts, most_layers, share
):
    with pytest.MonkeyPatch.context() as patch:  # folding is to happen early, late and never
        patch.setattr(bank, "MOST_LAYERS", most_layers)
        patch.setattr(bank, "MOST_CHANGED", share)
        store = FileStore(tmp_path_factory.mktemp("changes") / "workspace", clock=lambda: MOMENT)
        states = [land(*"ADBFEH")]
        commit_land(store, states[0])
        for ids, act in acts:
            states.append(altered(states[-1], ids, act))
            commit_change(store, change(states[-2], states[-1], len(states) - 1))

        for number, state in enumerate(states, start=1):
            assert reads_like(store, number, state)
        assert store.current(PLAN).sha256 == commit_land(store, states[-1]).sha256
        assert store.verify() == []
        store.close()


@pytest.mark.parametrize("told", [True, False])
def test_parcels_near_a_place_are_read_without_the_others(store, monkeypatch, told):
    if not told:  # as releases before wrote it
        monkeypatch.setattr(documents, "_in_groups", lambda parcels: parcels.to_parquet)
    before, after = land("A", "B", "C"), land("A", "D", "C", "E")
    commit_land(store, before)
    commit_change(store, change(before, after, 1))

    for id_ in after.index:
        found = store.near(PLAN, 2)(after.loc[[id_]].bounds.to_numpy(), ["C", "nowhere"])
        assert {id_, "C"} <= set(found.index) <= set(after.index)
        assert_geodataframe_equal(found, after.loc[found.index])
    assert_geodataframe_equal(store.near(PLAN, 1)(np.empty((0, 4)), ["B"]), before.loc[["B"]])
