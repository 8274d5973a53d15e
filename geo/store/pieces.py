"""Documents of versions as rows of a database, cut into pieces that any server takes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from uuid import uuid4

from sqlalchemy import Connection, Engine, select

from geo.store.documents import Documents
from geo.store.shelf import Draft
from geo.store.tables import pieces

SIZE = 8 * 1024**2


class Pieces:
    """A table of pieces (``geo.store.shelf.Shelf`` says what each method promises)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._written: dict[str, dict[str, bytes]] = {}

    @contextmanager
    def drafting(self, plan_id: str, documents: Documents) -> Iterator[Draft]:
        """Write into memory; the transaction of the version makes it durable."""
        folder = f"versions/{plan_id}/{uuid4().hex}"
        written = {}
        for name, write in documents.items():
            stream = BytesIO()
            write(stream)
            written[name] = stream.getvalue()
        self._written[folder] = written
        try:
            yield Draft(folder, {name: _sha256(text) for name, text in sorted(written.items())})
        finally:
            del self._written[folder]

    def place(self, connection: Connection, draft: Draft) -> None:
        """Insert the draft's pieces."""
        for name, text in self._written[draft.folder].items():
            put(connection, draft.folder, name, text)

    def open(self, folder: str, name: str) -> BytesIO:
        """A document from its pieces."""
        query = select(pieces.c.content).where(pieces.c.folder == folder, pieces.c.name == name)
        with self._engine.connect() as connection:
            found = connection.execute(query.order_by(pieces.c.part)).scalars().all()
        if not found:
            raise FileNotFoundError(f"{folder}/{name}")
        return BytesIO(b"".join(found))

    def wrong(self, folder: str, sums: Mapping[str, str]) -> list[str]:
        """Compare every document with its checksum."""
        return [name for name, expected in sums.items() if self._sum(folder, name) != expected]

    def sweep(self, connection: Connection, known: Collection[str]) -> None:
        """Nothing to do: a transaction that died left nothing."""

    def _sum(self, folder: str, name: str) -> str:
        try:
            return _sha256(self.open(folder, name).getvalue())
        except FileNotFoundError:
            return ""


def put(connection: Connection, folder: str, name: str, text: bytes) -> None:
    """Insert one document; an empty one is a piece too."""
    for part, start in enumerate(range(0, max(1, len(text)), SIZE)):
        values = {"folder": folder, "name": name, "part": part, "content": text[start : start + SIZE]}
        connection.execute(pieces.insert().values(**values))


def _sha256(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
