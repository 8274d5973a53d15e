"""Which store: a server when an address is given, else a workspace folder."""

from __future__ import annotations

from pathlib import Path

from geo.store.files import FileStore
from geo.store.postgis import PostgisStore


def open_store(home: Path, database_url: str = "") -> FileStore | PostgisStore:
    """The store in use.

    Raises:
        NoServerStore: the server cannot be used.
        NewerCode: a later release has written the store.
    """
    return PostgisStore(database_url) if database_url else FileStore(home)
