"""The API keeps to its own description, whatever it is asked; and tells nothing that is not its to tell."""

from __future__ import annotations

import os
from contextlib import suppress

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from api.app import create_app
from api.service import Service
from api.settings import Settings
from geo.store import archive

KEPT = (not_a_server_error, content_type_conformance, response_schema_conformance)
PUBLIC = ["/", "/docs", "/openapi.json", "/api/v1/plan", "/healthz", "/readyz", "/metrics", "/nothing"]


@pytest.fixture
def apart(service, tmp_path):
    """The service over a copy of the workspace: made-up requests import, edit, hold and roll back."""
    service.store.backup(tmp_path / "all.tar.gz")
    home = tmp_path / "workspace"
    archive.restore(tmp_path / "all.tar.gz", home)
    own = Service(Settings(home=home))
    with TestClient(create_app(own), raise_server_exceptions=False) as client:
        yield client
    own.store.close()


# a plate takes seconds: exports have tests of their own
SLOW = "/api/v1/exports"


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda m: m.value)
def test_every_operation_keeps_to_its_description_whether_asked_rightly_or_wrongly(apart, mode):
    described = schemathesis.openapi.from_asgi("/openapi.json", apart.app)
    operations = [result.ok() for result in described.get_all_operations()]
    tried = [one for one in operations if not one.path.startswith(SLOW)]

    answered = [keeps_to_its_description(operation, mode) for operation in tried]

    assert len(tried) > 20
    assert sum(answered) > len(tried)


def keeps_to_its_description(operation, mode):
    """Ten requests made up from an operation's description, each answered as it says; how many were made."""
    made = []

    @settings(max_examples=10, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        made.append(case)
        case.call_and_validate(checks=KEPT, timeout=60)  # whoever asks waits for a busy machine

    with suppress(Unsatisfiable):  # an operation without parameters cannot be asked wrongly
        ask()
    return len(made)


@pytest.mark.parametrize("path", PUBLIC)
def test_no_answer_tells_where_the_service_lives(client, service, path):
    body = client.get(path).text

    assert str(service.settings.home) not in body
    assert str(service.plan.root) not in body
    assert os.getcwd() not in body  # noqa: PTH109 (as a server would leak it)
    assert "Traceback" not in body


@pytest.mark.parametrize("path", ["/", "/docs", "/api/v1/plan", "/nothing"])
def test_every_answer_forbids_what_the_page_does_not_need(client, path):
    headers = client.get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_no_page_asks_anything_of_another_host(client):
    for path in ("/", "/?lang=en", "/docs"):
        page = client.get(path).text

        assert not any(f'{name}="http' in page for name in ("src", "href"))
