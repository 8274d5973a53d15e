"""Which store: a server when an address is given, else a workspace folder."""

from __future__ import annotations

from pathlib import Path

from geo.store import archive
from geo.store.files import FileStore
from geo.store.postgis import PostgisStore
from geo.store.server import shown


def open_store(home: Path, database_url: str = "") -> FileStore | PostgisStore:
    """The store in use.

    Raises:
        NoServerStore: the server cannot be used.
        NewerCode: a later release has written the store.
    """
    return PostgisStore(database_url) if database_url else FileStore(home)


def mend(home: Path, database_url: str = "") -> None:
    """Make what a store can make anew from its versions; a workspace has nothing of that kind."""
    store = open_store(home, database_url)
    if isinstance(store, PostgisStore):
        store.show_again()
    store.close()


def place(home: Path, database_url: str = "") -> str:
    """Where the store is, as people may see it: without a password."""
    return shown(database_url) if database_url else str(home.resolve())


def restore(file: Path, home: Path, database_url: str = "") -> str:
    """Fill an empty store from an archive of any store; where it is now.

    Raises:
        BrokenArchive: the archive is damaged, or the store holds something; it is as it was.
    """
    if database_url:
        PostgisStore(database_url).restore(file)
    else:
        archive.restore(file, home)
    return place(home, database_url)
