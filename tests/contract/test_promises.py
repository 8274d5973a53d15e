"""Held land stays what and where it is: no version that takes it away is made, whoever commits it."""

from __future__ import annotations

import pytest
from shapely import affinity, segmentize

from geo.errors import HeldLand, Overtaken
from geo.model import Lineage
from geo.store.files import FileStore
from tests.contract.land import MOMENT, PLAN, change, commit, commit_change, commit_land, land


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "workspace", clock=lambda: MOMENT)


@pytest.fixture
def promised(store):
    """A bank of A and B whose A is held."""
    commit(store, "A", "B")
    store.hold(PLAN, ["A"], project="甲", who="one")
    return store


def split(base=1):
    parents, children = land("A", "B"), land("A-1", "B")
    return change(parents, children, base, "split", (Lineage("A", "A-1", 1.0),))


def test_held_land_is_not_split(promised):
    with pytest.raises(HeldLand, match="甲"):
        commit_change(promised, split())

    assert promised.current(PLAN).number == 1
    assert promised.lineage(PLAN) == []


def test_released_land_is(promised):
    promised.release(promised.holds(PLAN)[0].id, who="one")

    assert commit_change(promised, split()).number == 2


def test_an_edit_gives_held_land_no_other_shape_but_an_update_may(promised):
    before, after = land("A", "B"), land("A", "B")
    after.geometry = [affinity.scale(shape, 0.9) for shape in after.geometry]

    with pytest.raises(HeldLand):
        commit_change(promised, change(before, after, 1, "redraw"))

    assert commit_change(promised, change(before, after, 1, "update")).number == 2


def test_other_land_is_edited_freely(promised):
    made = change(land("A", "B"), land("A", "B-1"), 1, "split", (Lineage("B", "B-1", 1.0),))

    assert commit_change(promised, made).number == 2


def test_an_import_without_the_held_parcel_is_refused(promised):
    with pytest.raises(HeldLand):
        commit(promised, "B", "C")

    assert commit(promised, "A", "C").number == 2


def test_a_rollback_to_a_state_without_the_held_parcel_is_refused(store):
    commit(store, "B")
    commit(store, "B", "A")
    store.hold(PLAN, ["A"], project="甲", who="one")

    with pytest.raises(HeldLand):
        store.rollback(PLAN, 1, who="one")

    assert store.current(PLAN).number == 2


def test_a_rollback_to_another_shape_of_the_held_parcel_is_refused_and_to_the_same_is_not(store):
    small = land("A", "B")
    commit_land(store, small)
    small.geometry = [affinity.scale(shape, 0.9) for shape in small.geometry]
    commit_land(store, small)
    commit_land(store, small)
    store.hold(PLAN, ["A"], project="甲", who="one")

    with pytest.raises(HeldLand):
        store.rollback(PLAN, 1, who="one")
    back = store.rollback(PLAN, 2, who="one")

    assert (back.kind, back.base) == ("rollback", 2)


def test_a_rollback_to_the_held_parcel_drawn_with_more_corners_is_not_refused(store):
    denser = land("A", "B")
    denser.geometry = [segmentize(shape, 4) for shape in denser.geometry]
    commit_land(store, denser)
    commit(store, "A", "B")
    store.hold(PLAN, ["A"], project="甲", who="one")

    back = store.rollback(PLAN, 1, who="one")

    assert (back.kind, back.base) == ("rollback", 1)


def test_what_is_promised_must_be_there_still(store):
    commit(store, "A", "B")
    commit_change(store, split())

    with pytest.raises(Overtaken):
        store.hold(PLAN, ["A"], project="甲", who="one", version=1)

    assert store.holds(PLAN) == []
    assert store.hold(PLAN, ["A-1"], project="甲", who="one", version=2)
