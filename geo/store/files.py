"""The embedded store: GeoParquet versions in a workspace folder, and SQLite for what changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from geo.store import archive
from geo.store.bank import Bank
from geo.store.database import open_database, writing
from geo.store.disk import Disk
from geo.store.records import now


class FileStore(Bank):
    """A workspace folder.

    Args:
        home: The folder; made when absent.
        clock: Gives the moment recorded with each change.
    """

    def __init__(self, home: Path, clock: Callable[[], str] = now) -> None:
        self.home = Path(home)
        self.home.mkdir(parents=True, exist_ok=True)
        engine = open_database(self.home / archive.DATABASE)
        # one writer at a time in the whole file, whichever plan
        super().__init__(engine, lambda _plan_id: writing(engine), Disk(self.home), clock)

    def backup(self, file: Path) -> None:
        """Everything in one archive."""
        with self._writing(""):  # no version may be made while the parts are read
            archive.save(self.home, Path(file))

    def verify(self) -> list[str]:
        """Damaged files and a damaged database, in words."""
        with self.engine.connect() as connection:
            state = connection.execute(text("PRAGMA integrity_check")).scalar_one()
        return ([] if state == "ok" else [f"luodi.sqlite: {state}"]) + self._wrong_documents()
