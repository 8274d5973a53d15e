"""What every store promises: whole versions or none, land held once, answers kept, a trail of it all."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from geo.errors import AlreadyHeld, BrokenArchive, NewerCode, NotFound
from geo.store import archive, database
from geo.store.files import FileStore
from tests.contract.land import MOMENT, PLAN, commit, land

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "workspace", clock=lambda: MOMENT)


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


def contest(home, worker, results):
    """Try to hold a hundred parcels one by one; report those that were won."""
    rival = FileStore(home)
    won = 0
    for i in range(100):
        try:
            rival.hold(PLAN, [f"P{i}"], project=f"project {worker}", who=str(worker))
            won += 1
        except AlreadyHeld:
            pass
    results.put(won)


def test_of_eight_processes_that_want_the_same_land_each_parcel_has_one_winner(store):
    spawn = multiprocessing.get_context("spawn")
    results = spawn.Queue()
    rivals = [spawn.Process(target=contest, args=(store.home, worker, results)) for worker in range(8)]

    for rival in rivals:
        rival.start()
    won = sum(results.get(timeout=120) for _ in rivals)
    for rival in rivals:
        rival.join(timeout=30)

    assert won == 100
    assert len({hold.parcel_id for hold in store.holds(PLAN)}) == 100


def test_a_killed_import_leaves_the_last_version_and_nothing_else(store):
    commit(store, "A")
    code = (
        "import sys; sys.path.insert(0, sys.argv[2]);"
        "from pathlib import Path; from geo.store.files import FileStore;"
        "from tests.contract.land import commit;"
        "store = FileStore(Path(sys.argv[1])); print('ready', flush=True);"
        "[commit(store, *[f'P{i}' for i in range(3000)], pairs=None) for _ in range(50)]"
    )
    for pause in (0.02, 0.07, 0.15, 0.3):
        child = subprocess.Popen(
            [sys.executable, "-c", code, str(store.home), str(ROOT)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(pause)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()

        after = FileStore(store.home)
        current = after.current(PLAN)
        assert current is not None
        assert len(after.parcels(PLAN, current.number)) == current.parcels
        assert after.verify() == []
        assert not list((store.home / "versions").glob("*/.unfinished-*"))


def test_a_damaged_file_is_found(store):
    commit(store, "A")
    next((store.home / "versions").rglob("table.parquet")).write_bytes(b"damaged")

    assert ["table.parquet" in line for line in store.verify()] == [True]


def test_a_backup_restores_to_the_same_workspace(store, tmp_path):
    commit(store, "A", "B")
    store.hold(PLAN, ["A"], project="甲", who="one")

    store.backup(tmp_path / "backup.tar.gz")
    archive.restore(tmp_path / "backup.tar.gz", tmp_path / "again")

    again = FileStore(tmp_path / "again")
    assert again.current(PLAN) == store.current(PLAN)
    assert again.holds(PLAN) == store.holds(PLAN)
    assert again.verify() == []


def test_a_torn_backup_restores_nothing(store, tmp_path):
    commit(store, "A")
    store.backup(tmp_path / "backup.tar.gz")
    whole = (tmp_path / "backup.tar.gz").read_bytes()
    (tmp_path / "torn.tar.gz").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(BrokenArchive):
        archive.restore(tmp_path / "torn.tar.gz", tmp_path / "again")

    assert not (tmp_path / "again").exists()


def test_a_backup_never_overwrites_a_workspace(store, tmp_path):
    commit(store, "A")
    store.backup(tmp_path / "backup.tar.gz")

    with pytest.raises(BrokenArchive, match="不是空文件夹"):
        archive.restore(tmp_path / "backup.tar.gz", store.home)


def test_the_schema_goes_down_and_up_again(store):
    engine = database.open_database(store.home / "luodi.sqlite")

    database.migrate(engine, "base")
    database.migrate(engine)

    assert FileStore(store.home).versions(PLAN) == []


def test_a_workspace_of_a_later_release_is_left_alone(store):
    engine = database.open_database(store.home / "luodi.sqlite")
    with database.writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(NewerCode, match="9999"):
        FileStore(store.home)


def test_no_line_of_the_store_hands_a_file_to_gdal():
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "geo" / "store").rglob("*.py")]

    assert not any(word in text for text in sources for word in ("pyogrio", "read_file", "to_file"))
