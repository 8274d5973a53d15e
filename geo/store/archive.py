"""A workspace as one file: every part with its checksum, restored whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path
from uuid import uuid4

from geo.errors import BrokenArchive
from geo.store import disk

DATABASE = "luodi.sqlite"
MANIFEST = "manifest.json"


def save(home: Path, file: Path) -> None:
    """Write a workspace into an archive; the file appears only when it is complete.

    A bare copy of a WAL database loses the last commits, so the database is copied by
    ``VACUUM INTO``.
    """
    beside = file.parent / f".{file.name}.{uuid4().hex}"
    beside.mkdir(parents=True)
    try:
        with closing(sqlite3.connect(home / DATABASE)) as database:
            database.execute("VACUUM INTO ?", (str(beside / DATABASE),))
        parts = {DATABASE: beside / DATABASE}
        parts |= {
            path.relative_to(home).as_posix(): path
            for path in sorted((home / "versions").rglob("*"))
            if path.is_file() and disk.UNFINISHED not in path.as_posix()
        }
        sums = {name: disk.file_sha256(path) for name, path in parts.items()}
        (beside / MANIFEST).write_text(json.dumps(sums, indent=1, sort_keys=True), encoding="utf-8")
        with tarfile.open(beside / "all.tar.gz", "w:gz", compresslevel=1) as archive:
            for name, path in {MANIFEST: beside / MANIFEST, **parts}.items():
                archive.add(path, name)
        disk.sync(beside / "all.tar.gz")
        os.replace(beside / "all.tar.gz", file)  # noqa: PTH105 (the one step that makes it appear)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def restore(file: Path, home: Path) -> None:
    """Rebuild a workspace from an archive.

    Raises:
        BrokenArchive: the archive is damaged or incomplete, or ``home`` holds something already;
            ``home`` is as it was.
    """
    if home.exists() and any(home.iterdir()):
        raise BrokenArchive(str(file), f"{home} 不是空文件夹", f"{home} is not empty")
    beside = home.parent / f".{home.name}.{uuid4().hex}"
    try:
        _unpack(file, beside)
        if home.exists():
            home.rmdir()
        os.replace(beside, home)  # noqa: PTH105 (the one step that makes it appear)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _unpack(file: Path, beside: Path) -> None:
    try:
        with tarfile.open(file) as archive:
            archive.extractall(beside, filter="data")
        sums = json.loads((beside / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError) as broken:
        raise BrokenArchive(str(file), "文件损坏或不是备份", "damaged, or no backup") from broken
    wrong = disk.wrong_files(beside, sums)
    if wrong:
        names = ", ".join(wrong[:5])
        raise BrokenArchive(str(file), f"校验不符: {names}", f"checksums differ: {names}")
    (beside / MANIFEST).unlink()
