"""Whenever an import dies, or the disk is full, the last version is current, whole, and alone."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest

from geo.errors import DiskFull
from geo.store.content import content_sha256
from geo.store.files import FileStore
from tests.contract.land import PLAN, commit, commit_land, land

ROOT = Path(__file__).resolve().parents[2]
# an import of the server store is one transaction of PostgreSQL, which has its own tests
KILLS = {"files": 30, "server": 8}


def folders(store):
    """What lies below the versions of a workspace."""
    return {path.relative_to(store.home).as_posix() for path in (store.home / "versions").glob("*/*")}


def test_imports_killed_at_random_moments_leave_whole_versions_and_no_debris(address, opens):
    chance = random.Random(7)  # noqa: S311 (moments, no secrets)
    command = [sys.executable, "-m", "tests.contract.importer", address]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    acknowledged = commit(opens(), "A").number
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env, cwd=ROOT
    ) as nursery:
        for _ in range(KILLS["server" if "://" in address else "files"]):
            nursery.stdin.write("another\n")
            nursery.stdin.flush()
            importer = heard(nursery, "importer")
            # a moment after a version was acknowledged, so that the next is on its way
            acknowledged = max(acknowledged, heard(nursery, "version"))
            time.sleep(chance.uniform(0, 0.25))
            os.kill(importer, signal.SIGKILL)

            store = opens()
            current = store.current(PLAN)
            assert current.number >= acknowledged
            parcels = store.parcels(PLAN, current.number)
            assert (len(parcels), content_sha256(parcels)) == (current.parcels, current.sha256)
            store.close()
        nursery.stdin.close()
    store = opens()
    assert store.verify() == []
    assert len(store.versions(PLAN)) == store.current(PLAN).number
    if isinstance(store, FileStore):
        assert len(folders(store)) == store.current(PLAN).number


def heard(nursery, what):
    """The next number of a kind; what an importer said before it died is passed over."""
    while True:
        kind, number = nursery.stdout.readline().split()
        if kind == what:
            return int(number)


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of eight mebibytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("只有 root 能挂载小磁盘 | only root can mount a small disk")
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("此处不许挂载 tmpfs | tmpfs cannot be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=False)


def fill(folder):
    """Take every byte that is left; the file that holds them."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as stream:
        for size in (1024**2, 4096, 1):
            try:
                while stream.write(b"\1" * size) == size:
                    pass
            except OSError:
                continue
    return ballast


def until_refused(act, most=2000):
    """Do it again and again."""
    for _ in range(most):
        act()


def test_a_full_disk_leaves_the_last_version_and_says_so(small_disk):
    store = FileStore(small_disk / "workspace")
    commit(store, "A")
    many = land(*[f"P{i:05}" for i in range(9000)])

    with pytest.raises(DiskFull, match="磁盘空间不足"):
        until_refused(lambda: commit_land(store, many, pairs=None))

    last = store.current(PLAN)
    assert len(store.parcels(PLAN, last.number)) == last.parcels
    assert store.verify() == []
    assert len(folders(store)) == last.number


def test_a_disk_without_a_single_byte_left_refuses_every_change_and_takes_the_next_once_there_is_room(
    small_disk,
):
    store = FileStore(small_disk / "workspace")
    commit(store, "A")
    ballast = fill(small_disk)

    with pytest.raises(DiskFull):
        commit(store, "A", "B")
    with pytest.raises(DiskFull):
        until_refused(lambda: store.hold(PLAN, [uuid4().hex], project="甲" * 1000, who="one"))
    assert store.current(PLAN).number == 1
    assert store.verify() == []

    ballast.unlink()
    assert commit(store, "A", "B").number == 2


def test_machine_code_that_finds_no_room_keeps_nobody_from_measuring(small_disk):
    loop = small_disk / "loop.py"
    loop.write_text("from geo.features.compiled import compiled\n\n@compiled\ndef f(x):\n    return x + 1\n")
    cache = small_disk / "cache"
    cache.mkdir()
    fill(small_disk)
    env = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{small_disk}", "NUMBA_CACHE_DIR": str(cache)}

    command = [sys.executable, "-B", "-c", "from loop import f; print(f(1))"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("2\n", "")
