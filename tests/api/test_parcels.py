"""Parcels over HTTP: facts, lists, and why or why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import Settings
from tests.api.district import PARCELS, write_plan

BRIEF = {"industry": "食品饮料", "area_mu": 60}


def ids(client: TestClient, **asked: object) -> list[str]:
    answer = client.get("/api/v1/parcels", params=asked)
    assert answer.status_code == 200, answer.text
    return [one["parcel_id"] for one in answer.json()["items"]]


def test_a_parcel_tells_its_facts_and_its_measures(client: TestClient):
    told = client.get("/api/v1/parcels/A1").json()

    assert told["use_name"] == "一类工业用地"
    assert told["price_wan_per_mu"] == 30
    assert told["measures"]["metro_m"] == pytest.approx(100, abs=0.1)
    assert told["measures"]["area_mu"] == pytest.approx(60, abs=0.001)
    assert told["measures"]["park"] == "west"
    assert told["net_date"] is None
    assert told["utilities"] is None


def test_pages_follow_one_another_without_gap_or_repeat(client: TestClient):
    first = client.get("/api/v1/parcels", params={"limit": 4}).json()
    second = client.get("/api/v1/parcels", params={"limit": 4, "cursor": first["next"]}).json()

    assert [one["parcel_id"] for one in (*first["items"], *second["items"])] == sorted(PARCELS)
    assert second["next"] is None
    assert first["total"] == second["total"] == 6


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"use": "1001"}, ["A1", "A2", "A3", "A4", "A5"]),
        ({"use": "100102"}, ["A4"]),
        ({"status": "net"}, ["A1", "A2", "B1"]),
        ({"park": "西部园区"}, ["A1", "A2"]),
        ({"axis": "main", "status": "clearing"}, ["A3"]),
    ],
)
def test_lists_are_narrowed_by_use_status_and_place(
    client: TestClient, asked: dict[str, str], found: list[str]
):
    assert ids(client, **asked) == found


def test_a_list_by_a_use_or_place_that_does_not_exist_is_refused(client: TestClient):
    answers = [client.get("/api/v1/parcels", params=asked) for asked in ({"use": "99"}, {"axis": "副轴"})]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert [answer.json()["code"] for answer in answers] == ["unknown_code", "unknown_name"]


def test_why_tells_every_limit_and_parts_that_sum_to_the_score(client: TestClient):
    told = client.post("/api/v1/parcels/A2/why", json=BRIEF).json()

    assert told["eligible"]
    assert told["rank"] == 2
    assert all(limit["passed"] for limit in told["limits"])
    assert told["score"] == pytest.approx(sum(part["points"] for part in told["parts"]), abs=1e-9)


def test_why_not_names_the_rule_the_value_and_the_change(client: TestClient):
    told = client.post("/api/v1/parcels/A1/why", json={"industry": "food", "area_min_mu": 80}).json()

    failed = [limit for limit in told["limits"] if not limit["passed"]]
    assert [limit["limit"] for limit in failed] == ["area_min"]
    assert failed[0]["margin"] == pytest.approx(-20, abs=0.001)
    assert "20亩" in failed[0]["change"]
    assert told["version"]["number"] == 1


def test_a_simple_brief_fits_into_the_address(client: TestClient):
    posted = client.post("/api/v1/parcels/A3/why", json={**BRIEF, "axis": "main"})
    asked = client.get("/api/v1/parcels/A3/why", params={**BRIEF, "axis": "主轴"})

    assert asked.json() == posted.json()


@pytest.mark.parametrize("path", ["/api/v1/parcels/Z9", "/api/v1/parcels/Z9/why?industry=food"])
def test_a_parcel_that_does_not_exist_is_not_found(client: TestClient, path: str):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "Z9" in answer.json()["detail"]


def test_a_parcel_id_may_hold_a_slash(tmp_path: Path):
    row = {"use_code": "100101", "status": "net"}
    plan = write_plan(tmp_path / "plan", parcels={"410103/2024 001": row, "B1": row})
    service = Service(Settings(home=tmp_path / "workspace", plan=plan))
    service.load()
    client = TestClient(create_app(service))

    facts = client.get("/api/v1/parcels/410103%2F2024%20001").json()
    why = client.post("/api/v1/parcels/410103%2F2024%20001/why", json={"industry": "food"}).json()

    assert facts["parcel_id"] == why["parcel_id"] == "410103/2024 001"


def test_the_ledger_of_the_land_sums_to_the_bank(client: TestClient):
    groups = {by: client.get("/api/v1/land", params={"by": by}).json() for by in ("use", "park", "status")}

    for rows in groups.values():
        assert sum(row["parcels"] for row in rows) == len(PARCELS)
        assert sum(row["area_mu"] for row in rows) == pytest.approx(360, abs=0.01)
