"""Both doors over a small district: a workspace per test, copied from one that was loaded once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from api.app import create_app
from api.cli import app
from api.service import Service
from api.settings import Settings
from tests.api.district import write_plan

Shell = Callable[..., Result]


@pytest.fixture(scope="session")
def plan_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan(tmp_path_factory.mktemp("plans") / "small")


@pytest.fixture(scope="session")
def loaded(plan_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("loaded") / "workspace"
    service = Service(Settings(home=home, plan=plan_folder))
    service.load()
    service.store.close()
    return home


@pytest.fixture
def home(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "workspace"))


@pytest.fixture
def service(home: Path, plan_folder: Path) -> Iterator[Service]:
    it = Service(Settings(home=home, plan=plan_folder))
    yield it
    it.store.close()


@pytest.fixture
def client(service: Service) -> TestClient:
    return TestClient(create_app(service))


@pytest.fixture
def luodi(home: Path, plan_folder: Path) -> Shell:
    """Run a command over the test's workspace; ``settings`` are environment variables in place of it."""

    def run(*words: str | Path, **settings: str) -> Result:
        environment = {"LUODI_HOME": str(home), "LUODI_PLAN": str(plan_folder), **settings}
        arguments = [str(word) for word in words]
        return CliRunner().invoke(app, arguments, env=environment, catch_exceptions=False)

    return run
