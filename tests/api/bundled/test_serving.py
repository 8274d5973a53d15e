"""The service as a process and under several hands at once."""

from __future__ import annotations

import os
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import Settings
from geo import flow
from geo.read import How
from geo.store import archive
from tests.api.bundled.conftest import LUODI

FOOD = {"industry": "食品饮料", "area_mu": 133}
RIVALS = 8


@pytest.fixture
def own(service, tmp_path):
    """A service over a copy of the workspace, for tests that change it."""
    service.store.backup(tmp_path / "all.tar.gz")
    home = tmp_path / "workspace"
    archive.restore(tmp_path / "all.tar.gz", home)
    it = Service(Settings(home=home))
    yield it
    it.store.close()


def test_a_served_workspace_answers_at_the_printed_address_and_stops_when_told(service):
    environment = os.environ | {"LUODI_HOME": str(service.settings.home), "PYTHONUNBUFFERED": "1"}
    command = [str(LUODI), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as it:
        try:
            said = [it.stdout.readline().decode() for _ in range(2)]
            address = next(word for word in said[1].split() if word.startswith("http"))
            ready = httpx2.get(f"{address}readyz", timeout=30).json()
        finally:
            it.send_signal(signal.SIGTERM)
            stopped = it.wait(timeout=30)

    assert "20,000 亩" in said[0]
    assert (ready["status"], ready["version"]) == ("ok", 1)
    assert stopped in {0, -signal.SIGTERM}


def test_of_rivals_who_ask_at_once_for_one_parcel_exactly_one_gets_it(own):
    client = TestClient(create_app(own))
    start = Barrier(RIVALS)

    def rival(number: int) -> int:
        start.wait()
        asked = {"parcel_ids": ["EQ0001"], "project": f"项目{number}", "who": str(number)}
        return client.post("/api/v1/holds", json=asked).status_code

    with ThreadPoolExecutor(RIVALS) as pool:
        codes = sorted(pool.map(rival, range(RIVALS)))

    assert codes == [201] + [409] * (RIVALS - 1)
    assert len(own.store.holds(own.plan.id)) == 1


def test_questions_asked_during_an_import_are_answered_from_one_version_or_the_other(own):
    client = TestClient(create_app(own))
    file = Path(own.plan.root) / str(own.plan.parcels_file)
    # the first request builds the routes, in which FastAPI turns warnings off: not beside another thread
    answers = [client.post("/api/v1/matches", json=FOOD)]

    with ThreadPoolExecutor(1) as pool:
        importing = pool.submit(flow.import_file, own.store, own.plan, file, How(), who="测试")
        while not importing.done():
            answers.append(client.post("/api/v1/matches", json=FOOD))
        answers.append(client.post("/api/v1/matches", json=FOOD))
    seen = [answer.json()["version"]["number"] for answer in answers]

    assert importing.result().version.number == 2
    assert {answer.status_code for answer in answers} == {200}
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (1, 2)
