"""The server store: versions, records and the tables that QGIS sees, in one PostgreSQL with PostGIS."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import geopandas as gpd
from sqlalchemy import Connection

from geo.store import display, moving
from geo.store.bank import Bank
from geo.store.pieces import Pieces
from geo.store.records import now
from geo.store.server import open_server, writing


class PostgisStore(Bank):
    """A PostgreSQL database.

    Args:
        url: Its address, ``postgresql://…``.
        clock: Gives the moment recorded with each change.
    """

    def __init__(self, url: str, clock: Callable[[], str] = now) -> None:
        engine = open_server(url)
        super().__init__(engine, partial(writing, engine), Pieces(engine), clock)

    def backup(self, file: Path) -> None:
        """Everything in one archive, as of one moment; a workspace can be restored from it too."""
        moving.save_server(self.engine, Path(file))

    def restore(self, file: Path) -> None:
        """Fill an empty database from an archive, of a server or of a workspace.

        Raises:
            BrokenArchive: the archive is damaged, or the database holds something; it is as it was.
        """
        with self._writing("") as connection:
            moving.restore_server(connection, Path(file))
        self.show_again()

    def show_again(self) -> None:
        """Make the tables that QGIS sees anew from the versions."""
        with self._writing("") as connection:
            display.drop(connection)
            for row in self._rows(connection):
                display.show(connection, row.plan, row.number, self._stack(row).parcels(), None)

    def verify(self) -> list[str]:
        """Damaged documents, and tables that show something else than the current version."""
        found = self._wrong_documents()
        with self.engine.connect() as connection:
            newest = {row.plan: row for row in self._rows(connection)}
            for row in newest.values():
                if display.differs(connection, row.plan, row.sha256):
                    name = f"{display.schema_name(row.plan)}.parcels"
                    found.append(
                        f"{name} 与第 {row.number} 版不符, 请运行 luodi doctor --mend | "
                        f"differs from version {row.number}, run luodi doctor --mend"
                    )
        return found

    def _shown(
        self,
        connection: Connection,
        plan_id: str,
        number: int,
        parcels: Callable[[], gpd.GeoDataFrame],
        removed: Sequence[str] | None,
    ) -> None:
        display.show(connection, plan_id, number, parcels(), removed)
