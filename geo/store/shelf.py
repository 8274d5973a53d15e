"""Where the documents of versions stand: folders on a disk, or rows of a database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from sqlalchemy import Connection

from geo.store.documents import Documents


@dataclass(frozen=True, slots=True)
class Draft:
    """Documents that are written but that no version has yet. ``sums``: name -> sha256."""

    folder: str
    sums: Mapping[str, str]


class Shelf(Protocol):
    """Documents by folder and name; a folder appears whole and never changes."""

    def drafting(self, plan_id: str, documents: Documents) -> AbstractContextManager[Draft]:
        """Write documents, durable, without a lock; what was not placed is gone at the end.

        Raises:
            DiskFull: there was no room; nothing is left behind.
        """
        ...

    def place(self, connection: Connection, draft: Draft) -> None:
        """Make the draft's folder appear; the version's row follows in the same transaction."""
        ...

    def open(self, folder: str, name: str) -> Path | BinaryIO:
        """A document; FileNotFoundError without it."""
        ...

    def wrong(self, folder: str, sums: Mapping[str, str]) -> list[str]:
        """Names of documents that are missing or differ from their checksum."""
        ...

    def sweep(self, connection: Connection, known: Collection[str]) -> None:
        """Remove what dead imports left: drafts whose writer is gone, folders that no version has."""
        ...
