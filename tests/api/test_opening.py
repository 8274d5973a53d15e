"""What the page draws first comes as one document, the same as piece by piece, and never out of date."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from api.app import create_app
from api.routes.opening import make_ready
from api.service import Service
from api.settings import Settings
from maps.layers import drawables
from tests.api.district import write_plan


def test_every_part_is_what_its_own_address_gives(client: TestClient):
    parts = client.get("/opening.json").json()

    assert parts == {address: client.get(address).json() for address in parts}
    assert {
        "/api/v1/plan",
        "/api/v1/freshness",
        "/api/v1/layers/parcels",
        "/api/v1/colourings/status",
    } <= set(parts)


def test_only_layers_that_are_switched_on_at_first_are_in_it(client: TestClient):
    plan = client.app.state.service.plan

    parts = client.get("/opening.json").json()

    shown = {one.name: one.is_shown for one in drawables(plan)}
    assert {name: f"/api/v1/layers/{name}" in parts for name in shown} == shown


def test_of_an_empty_bank_it_tells_the_plan_and_its_layers(tmp_path: Path):
    settings = Settings(home=tmp_path / "home", plan=write_plan(tmp_path / "plan"))
    client = TestClient(create_app(Service(settings)))

    parts = client.get("/opening.json").json()

    assert parts["/api/v1/plan"]["version"] is None
    assert "/api/v1/freshness" not in parts
    assert "/api/v1/layers/boundary" in parts


def test_it_is_sent_packed_to_whoever_takes_that_and_plain_to_others(client: TestClient):
    packed = client.get("/opening.json", headers={"accept-encoding": "gzip"})
    plain = client.get("/opening.json", headers={"accept-encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


def test_whoever_has_it_is_not_sent_it_again(client: TestClient):
    known = client.get("/opening.json").headers["etag"]

    again = client.get("/opening.json", headers={"if-none-match": known})

    assert again.status_code == 304


def test_a_service_that_made_itself_ready_answers_the_same_bytes(tmp_path: Path):
    settings = Settings(home=tmp_path / "home", plan=write_plan(tmp_path / "plan"))
    Service(settings).load()
    ready, plain = (create_app(Service(settings)) for _ in range(2))

    make_ready(ready)

    for path in ("/opening.json", "/static/js/page.js", "/static/page.css"):
        assert TestClient(ready).get(path).content == TestClient(plain).get(path).content


def test_every_answer_has_a_nonce_of_its_own_in_the_page_that_is_kept(client: TestClient):
    pages = [client.get("/") for _ in range(2)]

    nonces = [one.headers["content-security-policy"].split("'nonce-")[1].split("'")[0] for one in pages]
    assert nonces[0] != nonces[1]
    for one, nonce in zip(pages, nonces, strict=True):
        assert one.text.count(f'nonce="{nonce}"') == one.text.count("nonce=")
