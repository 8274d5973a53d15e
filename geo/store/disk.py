"""Folders of documents: written beside, made durable, moved into place in one step; and their checksums."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from geo.errors import DiskFull
from geo.store.documents import Documents
from geo.store.shelf import Draft

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
UNFINISHED = ".unfinished-"
_WRITERS = 2


class Disk:
    """Folders below a workspace (``geo.store.shelf.Shelf`` says what each method promises)."""

    def __init__(self, home: Path) -> None:
        self.home = home

    @contextmanager
    def drafting(self, plan_id: str, documents: Documents) -> Iterator[Draft]:
        """Write into a folder beside, locked as long as its writer lives."""
        name = uuid4().hex
        draft = Draft(f"versions/{plan_id}/{name}", {})
        beside = self._beside(draft)
        try:
            with roomy(self.home):
                beside.mkdir(parents=True)
            with locked(beside):
                with roomy(self.home):
                    sums = _written(beside, documents)
                yield Draft(draft.folder, sums)
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def place(self, connection: Connection, draft: Draft) -> None:  # noqa: ARG002 (a shelf in a database needs it)
        """Rename the draft's folder."""
        folder = self.home / draft.folder
        with roomy(self.home):
            os.replace(self._beside(draft), folder)  # noqa: PTH105 (the one step that makes it appear)
            sync(folder.parent)

    def open(self, folder: str, name: str) -> Path:
        """The document's path."""
        path = self.home / folder / name
        if not path.is_file():
            raise FileNotFoundError(path)
        return path

    def wrong(self, folder: str, sums: Mapping[str, str]) -> list[str]:
        """Compare every document with its checksum."""
        return wrong_files(self.home / folder, sums)

    def sweep(self, connection: Connection, known: Collection[str]) -> None:  # noqa: ARG002 (as in ``place``)
        """Remove unlocked drafts and folders without a row; call it while no version can be made."""
        for path in (self.home / "versions").glob("*/*"):
            is_draft = path.name.startswith(UNFINISHED)
            is_left = not is_locked(path) if is_draft else path.relative_to(self.home).as_posix() not in known
            if is_left:
                shutil.rmtree(path, ignore_errors=True)

    def _beside(self, draft: Draft) -> Path:
        folder = self.home / draft.folder
        return folder.with_name(f"{UNFINISHED}{folder.name}")


@contextmanager
def roomy(place: Path) -> Iterator[None]:
    """A full disk has a name.

    Raises:
        DiskFull: there was no room.
    """
    try:
        yield
    except OSError as failed:
        if failed.errno in NO_SPACE:
            raise DiskFull(str(place)) from failed
        raise


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder's lock; the system lets go of it when the process dies."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def is_locked(folder: Path) -> bool:
    """Whether a living process holds the folder's lock."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return True  # its owner has just moved it
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(handle)


def file_sha256(file: Path) -> str:
    """sha256 of a file's bytes."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Have a file or folder on the disk, not in a cache."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def wrong_files(folder: Path, sums: Mapping[str, str]) -> list[str]:
    """Names of a folder's files that are missing or differ from their checksum."""
    return [
        name
        for name, expected in sums.items()
        if not (folder / name).is_file() or file_sha256(folder / name) != expected
    ]


def _written(folder: Path, documents: Documents) -> dict[str, str]:
    """Documents as durable files of a folder; name -> sha256."""

    def write(name: str) -> str:
        with (folder / name).open("wb") as stream:
            documents[name](stream)
            stream.flush()
            summed = readers.submit(file_sha256, folder / name)
            os.fsync(stream.fileno())
        return summed.result()

    # packing, writing and hashing leave the interpreter free; the disk is waited for while bytes are summed
    with ThreadPoolExecutor(_WRITERS) as readers, ThreadPoolExecutor(_WRITERS) as pool:
        sums = dict(zip(documents, pool.map(write, documents), strict=True))
    sync(folder)
    return {name: sums[name] for name in sorted(sums)}
