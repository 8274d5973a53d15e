"""The workspace folder: damage is found, a backup is whole, the schema moves, GDAL stays away."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import BrokenArchive, NewerCode
from geo.store import archive, database
from geo.store.bank import Bank
from geo.store.disk import Disk
from geo.store.files import FileStore
from tests.contract.land import MOMENT, PLAN, commit

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "workspace", clock=lambda: MOMENT)


class Watched(Disk):
    """A folder that tells which documents were opened."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.opened: list[str] = []

    def open(self, folder: str, name: str) -> Path:
        self.opened.append(name)
        return super().open(folder, name)


def test_a_rollback_of_a_folder_with_nothing_held_opens_no_document(store):
    commit(store, "A")
    commit(store, "B")
    shelf = Watched(store.home)
    bank = Bank(store.engine, lambda _plan_id: database.writing(store.engine), shelf, lambda: MOMENT)

    bank.rollback(PLAN, 1, who="one")

    assert shelf.opened == []
    assert list(store.parcels(PLAN, 3).index) == ["A"]


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


def test_a_workspace_of_a_later_release_is_left_alone(store):
    engine = database.open_database(store.home / "luodi.sqlite")
    with database.writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(NewerCode, match="9999"):
        FileStore(store.home)


def test_no_line_of_the_store_hands_a_file_to_gdal():
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "geo" / "store").rglob("*.py")]

    assert not any(word in text for text in sources for word in ("pyogrio", "read_file", "to_file"))
