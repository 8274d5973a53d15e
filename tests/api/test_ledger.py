"""供需台账 and 反向招商 at both doors."""

from __future__ import annotations

import orjson
import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize("by", ["axis", "zone", "park", "use", "status", "net_year"])
def test_both_doors_give_the_same_ledger(luodi, client: TestClient, by):
    over_http = client.get("/api/v1/ledger", params={"by": by})

    assert over_http.status_code == 200
    assert orjson.loads(luodi("ledger", "--by", by, "--json").stdout_bytes) == over_http.json()


def test_supply_is_the_whole_land_bank(client: TestClient):
    rows = client.get("/api/v1/ledger", params={"by": "status"}).json()["rows"]

    assert sum(row["supply_mu"] for row in rows) == pytest.approx(360)
    assert {row["key"]: row["open_mu"] for row in rows}["supplied"] == 0


def test_a_group_or_pool_that_does_not_exist_is_refused(luodi, client: TestClient):
    assert luodi("ledger", "--by", "colour").exit_code == 3
    assert luodi("ledger", "--pool", "dream").exit_code == 3
    assert client.get("/api/v1/ledger", params={"pool": "dream"}).status_code == 422


def test_both_doors_say_who_fits_a_parcel(luodi, client: TestClient):
    over_http = client.get("/api/v1/reverse", params={"parcel_id": "A1"}).json()

    assert orjson.loads(luodi("reverse", "A1", "--json").stdout_bytes) == over_http
    assert over_http["fits"][0]["industry"] == "food"
    assert "食品饮料" in luodi("reverse", "主轴", "--to", "0.5").stdout


NO_PLACE = [
    {},
    {"parcel_id": "A1", "axis": "主轴"},
    {"axis": "主轴", "from": 0.9, "to": 0.1},
    {"axis": "无轴"},
    {"axis": "主轴", "from": 0.999, "to": 1},
]


@pytest.mark.parametrize("asked", NO_PLACE)
def test_a_place_that_cannot_be_meant_is_refused(client: TestClient, asked):
    assert client.get("/api/v1/reverse", params=asked).status_code == 422
