"""The service on a real socket over a small district, and what a person does there: send, watch, commit."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.deps import Service
from api.jobs import Host
from api.settings import Settings
from tests.serving import serving

ENDED = {"done", "failed", "cancelled", "interrupted"}
WAIT_S = 60


@dataclass
class Office:
    """A person's way to a service."""

    http: httpx2.Client
    service: Service

    def send(self, file: Path | bytes, name: str = "", **fields: str) -> httpx2.Response:
        """Upload a file."""
        body = file.read_bytes() if isinstance(file, Path) else file
        called = name or (file.name if isinstance(file, Path) else "land.geojson")
        return self.http.post(
            "/api/v1/imports", files={"file": (called, body)}, data={"who": "王工", **fields}
        )

    def ended(self, job: dict[str, Any]) -> dict[str, Any]:
        """A job once nothing more will come of it."""
        end = time.monotonic() + WAIT_S
        while job["state"] not in ENDED and time.monotonic() < end:
            time.sleep(0.05)
            job = self.job(job["id"])
        return job

    def job(self, id_: str) -> dict[str, Any]:
        """A job as it is now."""
        return self.http.get(f"/api/v1/jobs/{id_}").json()

    def tried(self, file: Path | bytes, name: str = "", **fields: str) -> dict[str, Any]:
        """Upload a file and wait for its dry run."""
        sent = self.send(file, name, **fields)
        assert sent.status_code == 202, sent.text
        return self.ended(sent.json())

    def committed(self, import_id: str, who: str = "李工") -> dict[str, Any]:
        """Commit a dry run and wait for the version."""
        sent = self.http.post(f"/api/v1/imports/{import_id}/commit", json={"who": who})
        assert sent.status_code == 202, sent.text
        return self.ended(sent.json())

    def versions(self) -> list[int]:
        """Numbers of the land bank's versions, newest first."""
        return [one["number"] for one in self.http.get("/api/v1/versions").json()]

    def spooled(self) -> list[str]:
        """What lies in the plan's spool."""
        spool = self.service.settings.home / "spool" / self.service.plan.id
        return sorted(path.name for path in spool.iterdir()) if spool.is_dir() else []


Opened = Callable[..., Office]


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """Starting Python with all it needs takes seconds: once for all tests."""
    it = Host()
    yield it
    it.close()


@pytest.fixture(scope="session")
def asking() -> Iterator[Host]:
    """The same for questions."""
    it = Host()
    yield it
    it.close()


@pytest.fixture
def office_at(home: Path, plan_folder: Path, host: Host, asking: Host) -> Iterator[Opened]:
    """Open the workspace with settings of the test's own; a second time it is a restarted service."""
    with ExitStack() as doors:

        def opened(**settings: Any) -> Office:
            service = Service(Settings(home=home, plan=plan_folder, **settings))
            doors.callback(service.store.close)
            base = doors.enter_context(serving(service, host, asking))
            http = doors.enter_context(httpx2.Client(base_url=base, timeout=30, trust_env=False))
            return Office(http, service)

        yield opened


@pytest.fixture
def office(office_at: Opened) -> Office:
    return office_at()
