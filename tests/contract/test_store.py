"""What every store promises: whole versions or none, land held once, answers kept, a trail of it all."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pandas as pd
import pytest

from geo.errors import AlreadyHeld, NotFound
from tests.contract.land import PLAN, at, commit, land

ROOT = Path(__file__).resolve().parents[2]


def test_an_empty_bank_has_no_current_version(store):
    assert store.current(PLAN) is None
    assert store.versions(PLAN) == []


def test_a_committed_version_is_current_and_reads_back_as_it_was(store):
    version = commit(store, "A", "B")

    assert store.current(PLAN) == version
    assert (version.number, version.parcels, version.area_mu) == (1, 2, pytest.approx(0.3))
    pd.testing.assert_frame_equal(
        store.parcels(PLAN, 1).drop(columns="geometry"), land("A", "B").drop(columns="geometry")
    )
    assert store.parcels(PLAN, 1).crs == "EPSG:4547"
    assert store.report(PLAN, 1).findings[0].text == "话"
    assert store.provenance(PLAN, 1).file == "land.gpkg"
    assert len(store.quarantine(PLAN, 1)) == 0


def test_versions_stay_when_newer_ones_come(store):
    commit(store, "A")
    commit(store, "A", "B")

    assert [version.number for version in store.versions(PLAN)] == [2, 1]
    assert store.parcels(PLAN, 1).index.tolist() == ["A"]


def test_the_checksum_is_of_the_content_not_of_the_file(store):
    assert commit(store, "A", "B").sha256 == commit(store, "A", "B").sha256 != commit(store, "A").sha256


def test_a_rollback_is_a_new_version_equal_to_the_old(store):
    first = commit(store, "A")
    commit(store, "A", "B")

    back = store.rollback(PLAN, 1, who="somebody")

    assert (back.number, back.sha256) == (3, first.sha256)
    assert store.parcels(PLAN, 3).index.tolist() == ["A"]


def test_an_unknown_version_says_so(store):
    with pytest.raises(NotFound):
        store.version(PLAN, 7)


def test_land_is_held_by_one_project_only(store):
    store.hold(PLAN, ["A", "B"], project="甲", who="one")

    with pytest.raises(AlreadyHeld, match="甲"):
        store.hold(PLAN, ["C", "B"], project="乙", who="two")

    assert [hold.parcel_id for hold in store.holds(PLAN)] == ["A", "B"]


def test_released_land_can_be_held_again(store):
    held = store.hold(PLAN, ["A"], project="甲", who="one")[0]

    store.release(held.id, who="one")

    assert store.hold(PLAN, ["A"], project="乙", who="two")[0].project == "乙"
    assert len(store.holds(PLAN, active=False)) == 2


def test_a_hold_that_is_gone_cannot_be_released(store):
    with pytest.raises(NotFound):
        store.release("nothing", who="one")


def test_an_answer_is_kept_once_and_for_good(store):
    store.remember("id", PLAN, 1, "{}", b"first")
    store.remember("id", PLAN, 1, "{}", b"second")

    assert store.recall("id") == b"first"
    with pytest.raises(NotFound):
        store.recall("other")


def test_answers_kept_together_are_kept_once_each(store):
    store.remember_all(PLAN, [("a", 1, "{}", b"first"), ("b", 1, "{}", b"b"), ("a", 1, "{}", b"second")])
    store.remember_all(PLAN, [("b", 1, "{}", b"again"), ("c", 1, "{}", b"c")])

    assert [store.recall(name) for name in "bc"] == [b"b", b"c"]
    assert store.recall("a") == b"first"


def test_the_standing_changes_with_every_version_hold_and_release_and_with_nothing_else(store):
    seen = [store.standing(PLAN)]
    commit(store, "A")
    seen.append(store.standing(PLAN))
    held = store.hold(PLAN, ["A"], project="甲", who="one")[0]
    seen.append(store.standing(PLAN))
    store.release(held.id, who="one")
    seen.append(store.standing(PLAN))

    store.remember("id", PLAN, 1, "{}", b"an answer")

    assert len(set(seen)) == 4
    assert store.standing(PLAN) == seen[-1]
    assert seen[0] == (0, 0, 0)


def test_every_change_leaves_its_trace(store):
    commit(store, "A", who="one")
    held = store.hold(PLAN, ["A"], project="甲", who="two")[0]
    store.release(held.id, who="three")

    trail = store.audit_log()
    assert [(entry["who"], entry["what"]) for entry in trail] == [
        ("three", "release"),
        ("two", "hold"),
        ("one", "import"),
    ]
    assert store.audit_log(limit=1, before=trail[0]["id"])[0]["what"] == "hold"


def contest(address, worker, results):
    """Try to hold a hundred parcels one by one; report those that were won."""
    rival = at(address)
    won = 0
    for i in range(100):
        try:
            rival.hold(PLAN, [f"P{i}"], project=f"project {worker}", who=str(worker))
            won += 1
        except AlreadyHeld:
            pass
    rival.close()
    results.put(won)


def test_of_eight_processes_that_want_the_same_land_each_parcel_has_one_winner(store, address):
    spawn = multiprocessing.get_context("spawn")
    results = spawn.Queue()
    rivals = [spawn.Process(target=contest, args=(address, worker, results)) for worker in range(8)]

    for rival in rivals:
        rival.start()
    won = sum(results.get(timeout=120) for _ in rivals)
    for rival in rivals:
        rival.join(timeout=30)

    assert won == 100
    assert len({hold.parcel_id for hold in store.holds(PLAN)}) == 100
