"""The plan and its layers over HTTP, on a full bank and on an empty one."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import Settings
from tests.api.district import PARCELS, write_plan


def test_the_plan_tells_what_a_page_needs(client: TestClient):
    told = client.get("/api/v1/plan").json()

    west, south, east, north = told["bounds"]
    assert told["name"] == "试验区"
    assert 113 < west < east < 114
    assert 34 < south < north < 35
    assert [one["id"] for one in told["industries"]] == ["food"]
    assert {one["name"]: one["features"] for one in told["layers"]}["parks"] == 1
    assert {one["code"]: one["parcels"] for one in told["uses"]} == {"0901": 1, "100101": 4, "100102": 1}
    assert {"metro_m", "area_mu", "axis_main_m", "far_max"} <= {one["id"] for one in told["measures"]}
    assert told["version"]["number"] == 1


def test_every_measure_that_the_plan_offers_can_be_bounded(client: TestClient):
    measures = [one["id"] for one in client.get("/api/v1/plan").json()["measures"]]

    codes = {
        name: client.post("/api/v1/matches", json={"industry": "food", "at_most": {name: 1e6}}).status_code
        for name in measures
    }

    assert {name: code for name, code in codes.items() if code != 200} == {}


def test_parcels_are_numbered_as_in_a_match(client: TestClient):
    features = client.get("/api/v1/layers/parcels").json()["features"]

    assert [one["properties"]["i"] for one in features] == list(range(len(PARCELS)))
    assert [one["properties"]["id"] for one in features] == sorted(PARCELS)
    assert features[0]["properties"]["basis"] == "synthetic"


@pytest.mark.parametrize("name", ["boundary", "axes", "parks", "stations", "axes_band", "parcels"])
def test_every_layer_is_geojson_in_degrees_with_its_basis(client: TestClient, name: str):
    answer = client.get(f"/api/v1/layers/{name}")

    features = answer.json()["features"]
    assert answer.headers["content-type"] == "application/geo+json"
    assert features
    assert all(one["properties"]["basis"] for one in features)
    lon, lat = first_position(features[0]["geometry"]["coordinates"])
    assert 113 < lon < 114
    assert 34 < lat < 35


def test_a_layer_that_has_not_changed_is_not_sent_again(client: TestClient):
    first = client.get("/api/v1/layers/parcels")

    again = client.get("/api/v1/layers/parcels", headers={"if-none-match": first.headers["etag"]})

    assert again.status_code == 304
    assert again.content == b""


def test_a_layer_that_does_not_exist_is_named_with_those_that_do(client: TestClient):
    answer = client.get("/api/v1/layers/河流")

    assert answer.status_code == 422
    assert "stations" in answer.json()["remedy"]


def test_an_empty_bank_still_has_a_plan_and_a_page_and_says_what_to_do(tmp_path: Path):
    plan = write_plan(tmp_path / "plan")
    text = (plan / "plan.toml").read_text("utf-8").replace('parcels = "parcels.geojson"\n', "")
    (plan / "plan.toml").write_text(text, encoding="utf-8")
    client = TestClient(create_app(Service(Settings(home=tmp_path / "workspace", plan=plan))))

    told = client.get("/api/v1/plan").json()
    refused = client.post("/api/v1/matches", json={"industry": "food"})

    assert told["version"] is None
    assert client.get("/").status_code == 200
    assert client.get("/api/v1/layers/parks").status_code == 200
    assert refused.status_code == 409
    assert "luodi import" in refused.json()["remedy"]
    assert client.get("/readyz").status_code == 409


def first_position(coordinates: list) -> list[float]:
    return coordinates if isinstance(coordinates[0], float) else first_position(coordinates[0])


@pytest.mark.parametrize("address", ["/api/v1/colourings/status", "/api/v1/layers/parcels"])
def test_whoever_has_a_document_is_not_sent_it_again_until_there_is_another_version(
    client: TestClient, address: str
):
    first = client.get(address)
    known = {"If-None-Match": f'"other", {first.headers["etag"]}'}

    again = client.get(address, headers=known)
    client.post("/api/v1/versions/1/rollback", json={"who": "王工"})
    later = client.get(address, headers=known)

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert later.status_code == 200
    assert later.json().get("version", 2) == 2
