"""A server's content as a workspace's archive, and back: one format for both stores."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, Table, func, select, text

from geo.errors import BrokenArchive
from geo.store import archive
from geo.store.database import open_database
from geo.store.database import writing as writing_file
from geo.store.pieces import put
from geo.store.tables import answers, audit, decisions, holds, jobs, lineage, pieces, versions

ALL = (versions, holds, lineage, decisions, answers, audit, jobs)
NUMBERED = (decisions, audit)


def save_server(engine: Engine, file: Path) -> None:
    """Write a database into an archive; the file appears only when it is complete."""
    with TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as folder:
        home = Path(folder)
        # one moment for every table
        moment = engine.execution_options(isolation_level="REPEATABLE READ")
        with _workspace(home) as target, moment.connect() as source:
            for table in ALL:
                _copy(source, target, table)
            for row in source.execute(select(pieces).order_by(pieces.c.folder, pieces.c.name, pieces.c.part)):
                place = home / row.folder / row.name
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("ab") as stream:
                    stream.write(row.content)
        archive.save(home, file)


def restore_server(connection: Connection, file: Path) -> None:
    """Fill an empty database from an archive, within the caller's transaction.

    Raises:
        BrokenArchive: the archive is damaged, or the database holds something.
    """
    for table in ALL:
        if connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise BrokenArchive(str(file), f"数据库的 {table.name} 不是空的", f"{table.name} is not empty")
    with TemporaryDirectory(prefix="luodi-restore-") as folder:
        home = Path(folder) / "workspace"
        archive.restore(file, home)
        with _workspace(home) as source:
            for table in ALL:
                _copy(source, connection, table)
            placed = {row.folder: json.loads(row.files) for row in source.execute(select(versions))}
        for where, sums in placed.items():
            for name in sums:
                put(connection, where, name, (home / where / name).read_bytes())
    for table in NUMBERED:
        last = connection.execute(select(func.max(table.c.id))).scalar()
        if last is not None:
            sequence = text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)")
            connection.execute(sequence, {"table": table.name, "last": last})


@contextmanager
def _workspace(home: Path) -> Iterator[Connection]:
    """A transaction on a workspace's database, which is closed afterwards."""
    engine = open_database(home / archive.DATABASE)
    try:
        with writing_file(engine) as connection:
            yield connection
    finally:
        engine.dispose()


def _copy(source: Connection, target: Connection, table: Table) -> None:
    rows = [row._asdict() for row in source.execute(select(table))]
    if rows:
        target.execute(table.insert(), rows)
