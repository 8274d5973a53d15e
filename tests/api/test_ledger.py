"""供需台账 and 反向招商 at both doors."""

from __future__ import annotations

import base64

import orjson
import pytest
from fastapi.testclient import TestClient
from shapely.geometry import box

from tests.api.district import METRIC, SOUTH, WEST


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


# A1 whole and the western half of A2
DRAWN = box(WEST + 400, SOUTH + 800, WEST + 1100, SOUTH + 1200).wkt


def test_both_doors_give_the_same_ledger_of_a_drawn_area(luodi, client: TestClient):
    over_http = client.post("/api/v1/ledger/within", json={"shape": DRAWN, "crs": METRIC})

    told = over_http.json()
    assert (told["parcels"], told["whole"]) == (2, 1)
    assert told["inside_mu"] == pytest.approx(90, abs=0.01)
    assert told["open_mu"] == pytest.approx(90, abs=0.01)
    assert orjson.loads(luodi("ledger", "--within", DRAWN, "--crs", METRIC, "--json").stdout_bytes) == told


def test_the_shell_tells_a_drawn_area_by_group_in_both_languages(luodi):
    zh = luodi("ledger", "--within", DRAWN, "--crs", METRIC, "--by", "status")
    en = luodi("ledger", "--within", DRAWN, "--crs", METRIC, "--by", "status", "--lang", "en")

    assert "范围" in zh.stdout
    assert "净地" in zh.stdout
    assert "2 parcels" in en.stdout


@pytest.mark.parametrize(
    "shape", ["POINT (113.6 34.7)", "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", "POLYGON EMPTY"]
)
def test_an_area_that_is_none_is_refused(client: TestClient, shape):
    refused = client.post("/api/v1/ledger/within", json={"shape": shape})

    assert (refused.status_code, refused.json()["code"]) == (422, "bad_shape")


def test_a_group_that_an_area_is_not_told_by_is_refused(luodi):
    assert luodi("ledger", "--within", DRAWN, "--crs", METRIC, "--by", "net_year").exit_code == 3


def test_the_land_is_coloured_by_what_is_known_of_it_one_byte_for_each_parcel(client: TestClient):
    answer = client.get("/api/v1/colourings/status")

    told = answer.json()
    assert [(one["key"], one["parcels"]) for one in told["classes"]] == [
        ("net", 3),
        ("clearing", 1),
        ("uncleared", 1),
        ("supplied", 1),
    ]
    assert list(base64.b64decode(told["rows"])) == [0, 0, 1, 2, 3, 0]
    same = client.get("/api/v1/colourings/status", headers={"If-None-Match": answer.headers["etag"]})
    assert same.status_code == 304
    assert client.get("/api/v1/colourings/colour").status_code == 422
