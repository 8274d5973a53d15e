"""What every answer carries, and what no page asks of other hosts."""

from __future__ import annotations

import asyncio
import re

import pytest
from fastapi.testclient import TestClient

from api.app import Measured, create_app
from api.routes import health
from api.service import Service

PATHS = ("/", "/?lang=en", "/docs", "/api/v1/plan", "/healthz", "/nowhere", "/static/app.css")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_policy(client: TestClient, path: str):
    headers = client.get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"]


def pictures(client: TestClient, path: str = "/") -> str:
    """Where pictures may come from."""
    return re.search(r"img-src ([^;]*)", client.get(path).headers["content-security-policy"])[1]


def test_pictures_come_from_this_service_alone_and_no_page_speaks_of_a_basemap(client: TestClient):
    assert {pictures(client, path) for path in PATHS} == {"'self' data: blob:"}
    assert '"basemap":{' not in client.get("/").text


def test_a_basemap_of_the_settings_lets_pictures_of_its_one_host_in_and_nothing_else(service: Service):
    before = TestClient(create_app(service)).get("/").headers["content-security-policy"]
    service.settings.basemap_url = "https://Tiles.example:8443/a/{z}/{x}/{y}.png?tk=k"
    service.settings.basemap_datum = "cgcs2000"

    after = TestClient(create_app(service))

    assert pictures(after) == "'self' data: blob: https://tiles.example:8443"
    policy = after.get("/").headers["content-security-policy"]
    bare = [re.sub(r"nonce-[\w-]+|img-src [^;]*", "", one) for one in (before, policy)]
    assert bare[0] == bare[1]


def test_no_two_answers_share_a_nonce(client: TestClient):
    nonces = {
        re.search(r"nonce-([\w-]+)", client.get("/").headers["content-security-policy"])[1] for _ in range(3)
    }

    assert len(nonces) == 3


@pytest.mark.parametrize("path", ["/", "/?lang=en", "/docs"])
def test_inline_code_of_a_page_carries_the_nonce_of_its_answer(client: TestClient, path: str):
    answer = client.get(path)

    nonce = re.search(r"nonce-([\w-]+)", answer.headers["content-security-policy"])[1]
    tags = re.findall(r"<(?:script|style)\b[^>]*>", answer.text)
    run = [tag for tag in tags if "src=" not in tag and "application/json" not in tag]
    assert run
    assert [tag for tag in run if f'nonce="{nonce}"' not in tag] == []


@pytest.mark.parametrize("path", ["/", "/?lang=en", "/docs"])
def test_a_page_names_no_file_of_another_host(client: TestClient, path: str):
    text = client.get(path).text

    wanted = re.findall(r"""(?:src|href)\s*=\s*["']([^"'#]+)""", text)
    assert wanted
    assert [one for one in wanted if "//" in one or ":" in one] == []


@pytest.mark.parametrize("path", ["/", "/?lang=en", "/docs"])
def test_every_file_that_a_page_names_is_served(client: TestClient, path: str):
    wanted = set(re.findall(r"""(?:src|href)\s*=\s*["'](/static[^"'#?]+)""", client.get(path).text))

    missing = [one for one in wanted if client.get(one).status_code != 200]

    assert wanted
    assert missing == []


def test_the_docs_tell_every_operation(client: TestClient):
    text = client.get("/docs").text

    for path in client.get("/openapi.json").json()["paths"]:
        assert path in text


@pytest.mark.parametrize(
    "path", ["/static/../pyproject.toml", "/static/%2e%2e/__init__.py", "/static/..%2fstyle.py"]
)
def test_nothing_beside_the_pages_files_is_served(client: TestClient, path: str):
    assert client.get(path).status_code == 404


def test_a_form_of_another_site_cannot_hold_land(client: TestClient):
    # a form cannot send application/json without asking first
    body = b'{"parcel_ids": ["A1"], "project": "x", "who": "y"}'

    answer = client.post("/api/v1/holds", content=body, headers={"content-type": "text/plain"})

    assert 400 <= answer.status_code < 500
    assert client.get("/api/v1/holds").json() == []


def test_figures_for_the_machine_name_routes_and_nobody(client: TestClient):
    client.post("/api/v1/holds", json={"parcel_ids": ["A1"], "project": "甲项目", "who": "王工"})
    client.get("/api/v1/parcels/A1")

    text = client.get("/metrics").text

    assert 'route="/api/v1/parcels/{parcel_id}"' in text
    assert "王工" not in text
    assert "A1" not in text


@pytest.mark.parametrize(("begins", "told"), [(True, "200"), (False, "500")])
def test_a_request_that_fails_after_its_answer_began_is_counted_once(begins: bool, told: str):  # noqa: FBT001
    async def app(_scope, _receive, send):
        if begins:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError

    async def send(_message):
        pass

    before = _counted()
    with pytest.raises(ValueError, match=r"^$"):
        asyncio.run(Measured(app)({"type": "http", "method": "ODD"}, None, send))

    assert {status: now - before.get(status, 0) for status, now in _counted().items()}[told] == 1
    assert sum(_counted().values()) - sum(before.values()) == 1


def _counted() -> dict[str, float]:
    """Requests of a method that nobody else uses, by status."""
    (family,) = health.REQUESTS.collect()
    ours = [one for one in family.samples if one.labels["method"] == "ODD" and one.name.endswith("_total")]
    return {one.labels["status"]: one.value for one in ours}
