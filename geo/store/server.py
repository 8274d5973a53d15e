"""The server's database: opened one way, one writer per plan, migrated on opening."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from geo.errors import DiskFull, NoServerStore
from geo.store.database import migrate

SCHEMA = "luodi"
CONNECTS_IN_S = 10
# SQLSTATE of "disk full"
NO_SPACE = "53100"
# all our advisory locks lie under this number
OURS = 0x1E0D1


def open_server(url: str) -> Engine:
    """An engine on the database, with its schema ``luodi`` brought up to date and PostGIS in place.

    Raises:
        NoServerStore: the address is no PostgreSQL, it does not answer, or it has no PostGIS.
        NewerCode: a later release has written the database.
    """
    place = _place(url)
    options = {"connect_timeout": CONNECTS_IN_S, "options": f"-c search_path={SCHEMA},public"}
    engine = create_engine(place, connect_args=options, pool_pre_ping=True)
    try:
        with writing(engine, "schema") as connection:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    except OperationalError as silent:
        raise NoServerStore(shown(url), str(silent.orig).strip()) from silent
    except DBAPIError as refused:
        raise NoServerStore(shown(url), str(refused.orig).strip()) from refused
    try:
        with writing(engine, "schema") as connection:
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public"))
    except DBAPIError as refused:
        raise NoServerStore(shown(url), f"PostGIS: {str(refused.orig).strip()}") from refused
    migrate(engine, lambda: writing(engine, "schema"))
    return engine


@contextmanager
def writing(engine: Engine, subject: str) -> Iterator[Connection]:
    """A transaction that no other writer of the same subject is in; others go on.

    Raises:
        DiskFull: the server had no room; nothing was changed.
    """
    try:
        with engine.begin() as connection:
            lock = text("SELECT pg_advisory_xact_lock(:ours, hashtext(:subject))")
            connection.execute(lock, {"ours": OURS, "subject": subject})
            yield connection
    except DBAPIError as failed:
        if getattr(failed.orig, "sqlstate", "") == NO_SPACE:
            raise DiskFull(str(engine.url.database)) from failed
        raise


def shown(url: str) -> str:
    """An address as people may see it: without its password."""
    return _place(url).set(drivername="postgresql").render_as_string(hide_password=True)


def _place(url: str) -> URL:
    try:
        place = make_url(url)
    except ArgumentError as unclear:
        raise NoServerStore(url.partition(":")[0], "?") from unclear
    if place.get_backend_name() not in {"postgresql", "postgres"}:
        raise NoServerStore(place.render_as_string(hide_password=True), "postgresql://…")
    return place.set(drivername="postgresql+psycopg")
