"""时间 and 周边 at both doors of a plan that states its practice."""

from __future__ import annotations

import shutil

import orjson
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import Settings

PRACTICE = """
[[steps]]
id = "build"
name = "建设"
milestone = "open"
months = 12
basis = "assumed"

[near]
walk_m = 1000
retail_m = 3000
basis = "assumed"
"""
ASKED = {"parcel_id": "A1", "stated": {"name": "项目", "open_by": "2024-12"}}


@pytest.fixture(scope="module")
def practised(plan_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("practised") / "plan"
    shutil.copytree(plan_folder, folder)
    (folder / "practice.toml").write_text(PRACTICE, encoding="utf-8")
    return folder


@pytest.fixture
def door(practised, home):
    service = Service(Settings(home=home, plan=practised))
    yield TestClient(create_app(service))
    service.store.close()


def test_both_doors_give_the_same_days_and_name_the_step_in_the_way(luodi, door, practised):
    over_http = door.post("/api/v1/schedules", json=ASKED).json()
    done = luodi("schedule", "A1", "--open", "2024-12", "--json", LUODI_PLAN=str(practised))

    assert done.exit_code == 4
    assert orjson.loads(done.stdout_bytes) == over_http
    assert over_http["blocking"] == "build"
    assert over_http["milestones"][-1]["earliest"] == "2025-05-31"


def test_both_doors_give_the_same_surroundings(luodi, door, practised):
    over_http = door.get("/api/v1/surroundings", params={"parcel_id": "A1", "industry": "食品"})
    done = luodi("neighbours", "A1", "--industry", "食品", "--json", LUODI_PLAN=str(practised))

    assert over_http.status_code == 200
    assert orjson.loads(done.stdout_bytes) == over_http.json()


def test_what_cannot_be_reckoned_is_refused(luodi, door, client):
    assert client.post("/api/v1/schedules", json=ASKED).json()["code"] == "no_schedule"
    assert (
        client.get("/api/v1/surroundings", params={"parcel_id": "A1", "industry": "食品"}).status_code == 422
    )
    assert door.post("/api/v1/schedules", json=ASKED | {"parcel_id": "A5"}).status_code == 422
    assert door.post("/api/v1/schedules", json=ASKED | {"parcel_id": "Z"}).status_code == 404
    assert door.post("/api/v1/schedules", json={"parcel_id": "A1"}).status_code == 422
    assert door.get("/api/v1/surroundings", params={"parcel_id": "A1", "industry": "炼金"}).status_code == 422
    assert luodi("schedule", "A1", "--open", "年底").exit_code == 3
