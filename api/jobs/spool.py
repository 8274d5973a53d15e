"""Where uploads lie until they are committed: a folder per job, for nobody else to read, swept when stale."""

from __future__ import annotations

import re
import shutil
import time
import unicodedata
from collections.abc import Collection
from pathlib import Path, PurePosixPath

MOST_NAME_BYTES = 160
MOST_SUFFIX_BYTES = 20


class Spool:
    """A plan's folder of folders, one per job."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def make(self, id_: str) -> Path:
        """A new folder for a job."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = self.root / id_
        folder.mkdir(mode=0o700)
        return folder

    def folder(self, id_: str) -> Path:
        """The folder of a job, whether it is there or not."""
        return self.root / id_

    def remove(self, id_: str) -> None:
        """Everything of a job."""
        shutil.rmtree(self.root / id_, ignore_errors=True)

    def sweep(self, hours: float, kept: Collection[str] | None = None) -> None:
        """Remove folders untouched for longer than ``hours``, and those that are not among ``kept``."""
        if not self.root.is_dir():
            return
        for folder in self.root.iterdir():
            is_stale = time.time() - folder.stat().st_mtime > hours * 3600
            if is_stale or (kept is not None and folder.name not in kept):
                shutil.rmtree(folder, ignore_errors=True)


def safe_name(given: str) -> str:
    r"""A name from outside as the plain name of a file: no folder, no control character, not too long.

    >>> safe_name("../../etc/pass\x00wd"), safe_name("C:\\地块\\四月.shp.zip"), safe_name("..")
    ('passwd', '四月.shp.zip', 'upload')
    """
    last = PurePosixPath(given.replace("\\", "/")).name
    plain = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    name = re.sub(r'[<>:"|?*/]', "_", re.sub(r"\s", " ", plain)).strip(" .")
    suffix = PurePosixPath(name).suffix
    suffix = suffix if len(suffix.encode()) <= MOST_SUFFIX_BYTES else ""
    stem = name.removesuffix(suffix)
    while len((stem + suffix).encode()) > MOST_NAME_BYTES:
        stem = stem[:-1]
    return (stem + suffix).strip(" .") or "upload"
