"""One service over a temporary workspace with the real bundled land, and the two doors that lead to it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from api.app import create_app
from api.cli import app as shell
from api.service import Service
from tests.serving import service_at

LUODI = Path(sys.executable).with_name("luodi")


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    it = service_at(tmp_path_factory.mktemp("bundled") / "workspace")
    yield it
    it.store.close()


@pytest.fixture(scope="session")
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service), raise_server_exceptions=False) as it:
        yield it


@pytest.fixture(scope="session")
def luodi(service: Service) -> Callable[..., Result]:
    """The shell on the service's workspace; ``home`` names another one."""

    def run(*words: object, home: Path | None = None) -> Result:
        environment = {"LUODI_HOME": str(home or service.settings.home), "LUODI_LOG_LEVEL": "error"}
        return CliRunner().invoke(shell, [str(word) for word in words], env=environment)

    return run


@pytest.fixture(scope="session")
def process(service: Service) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """The installed ``luodi`` as a process of its own on the same workspace."""

    def run(*words: object) -> subprocess.CompletedProcess[bytes]:
        environment = os.environ | {"LUODI_HOME": str(service.settings.home)}
        command = [str(LUODI), *(str(word) for word in words)]
        return subprocess.run(command, capture_output=True, env=environment, check=False, timeout=120)

    return run
