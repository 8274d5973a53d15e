"""Both stores, each empty and its own, for one suite of promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from geo.store.files import FileStore
from geo.store.postgis import PostgisStore
from tests import postgres
from tests.contract.land import at

Opens = Callable[[], FileStore | PostgisStore]
SERVER = pytest.param("server", marks=pytest.mark.needs("postgresql-postgis"))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Address of a running PostgreSQL with PostGIS."""
    with postgres.server() as url:
        yield url


@pytest.fixture
def database(server) -> Iterator[str]:
    """Address of an empty database."""
    with postgres.database(server) as url:
        yield url


@pytest.fixture(params=["files", SERVER])
def address(request, tmp_path) -> str:
    """Where an empty store is: a folder, or the URL of a database."""
    if request.param == "files":
        return str(tmp_path / "workspace")
    return str(request.getfixturevalue("database"))


@pytest.fixture
def opens(address) -> Iterator[Opens]:
    """Opens the store anew, as another process would."""
    opened: list[FileStore | PostgisStore] = []

    def again() -> FileStore | PostgisStore:
        opened.append(at(address))
        return opened[-1]

    yield again
    for store in opened:
        store.close()


@pytest.fixture
def store(opens) -> FileStore | PostgisStore:
    """An empty store."""
    return opens()
