"""The workspace's SQLite database: opened one way, written one writer at a time, migrated on opening."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError

from geo.errors import DiskFull, NewerCode

# a full disk shows itself as the first, or as the second where a log or its index cannot grow
NO_SPACE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE})
# a writer that waits this long for another is told, not before
BUSY_MS = 10_000


def open_database(file: Path) -> Engine:
    """An engine on the file, its schema brought up to date.

    Only Python's ``sqlite3`` ever opens this file: GDAL brings an SQLite of its own, and two copies of
    SQLite in one process lose acknowledged writes.

    Raises:
        NewerCode: a later release has written the workspace.
    """
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": BUSY_MS / 1000})
    event.listen(engine, "connect", _prepare)
    migrate(engine, lambda: writing(engine))
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that takes the write lock at once: no deadlock by upgrading a read.

    Raises:
        DiskFull: there was no room; nothing was changed.
    """
    try:
        with engine.connect() as connection:
            connection.execute(text("BEGIN IMMEDIATE"))
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
    except OperationalError as failed:
        if getattr(failed.orig, "sqlite_errorcode", None) in NO_SPACE:
            raise DiskFull(str(engine.url.database)) from failed
        raise


def migrate(
    engine: Engine, begun: Callable[[], AbstractContextManager[Connection]], revision: str = "head"
) -> None:
    """Bring the schema to a revision, up or down, in one transaction that ``begun`` opens.

    Raises:
        NewerCode: the database stands at a revision that this program does not know.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    script = ScriptDirectory.from_config(config)
    known = {step.revision for step in script.walk_revisions()}
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        if found is not None and found not in known:
            raise NewerCode(found, str(script.get_current_head()))
        connection.rollback()
        if found == revision or (revision == "head" and found == script.get_current_head()):
            return
    with begun() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        config.attributes["connection"] = connection
        if revision == "head" or found is None or (revision != "base" and revision > found):
            command.upgrade(config, revision)
        else:
            command.downgrade(config, revision)


def _prepare(raw: object, _record: object) -> None:
    # transactions are begun by ``writing``, not by the driver
    raw.isolation_level = None  # type: ignore[attr-defined]
    cursor = raw.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
