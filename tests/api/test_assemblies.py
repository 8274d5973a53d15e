"""连片组合 at both doors over a district whose parcels stand apart."""

from __future__ import annotations

import orjson
import pytest
from fastapi.testclient import TestClient

BRIEF = {"industry": "食品饮料", "area_mu": 60}


def ask(client: TestClient, **asked: object) -> dict:
    answer = client.post("/api/v1/assemblies", json={**BRIEF, **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_parcels_that_stand_apart_are_offered_one_by_one(client: TestClient):
    told = ask(client, assembly={"k": 4})

    assert sorted(one["members"] for one in told["assemblies"]) == [["A1"], ["A2"], ["A3"], ["A4"]]
    assert told["proven"]
    assert (told["candidates"], told["components"]) == (4, 4)


def test_the_score_is_the_sum_of_its_points(client: TestClient):
    for one in ask(client)["assemblies"]:
        assert one["score"] == pytest.approx(sum(part["points"] for part in one["parts"]), abs=1e-9)


def test_land_that_nowhere_joins_up_is_said_to_be_too_small(client: TestClient):
    told = ask(client, area_mu=100)

    assert told["assemblies"] == []
    assert told["reasons"][0]["text"] == "连成一片的最多 60亩, 不足 80亩"


def test_both_doors_give_the_same_bytes_and_keep_them(luodi, client: TestClient):
    over_http = client.post("/api/v1/assemblies", json={**BRIEF, "assembly": {"most": 2, "k": 10}}).content

    done = luodi("assemble", "--industry", "食品饮料", "--area", "60", "--members", "1-2", "--json")

    assert done.stdout_bytes.rstrip(b"\n") == over_http
    kept = client.get(f"/api/v1/matches/{orjson.loads(over_http)['replay']['answer']}")
    assert kept.content == over_http


def test_the_shell_tells_the_sets_and_saves_their_outlines(luodi, tmp_path):
    done = luodi("assemble", "--industry", "食品饮料", "--area", "60", "--geojson", tmp_path / "sets.geojson")

    assert "已证明最优" in done.stdout
    saved = orjson.loads((tmp_path / "sets.geojson").read_bytes())
    assert saved["note"] == "示意数据: 试验"
    assert saved["features"][0]["geometry"]["type"] == "Polygon"


def test_nothing_that_fits_ends_with_four(luodi):
    done = luodi("assemble", "--industry", "食品饮料", "--area", "100", "--lang", "en")

    assert done.exit_code == 4
    assert "the largest connected land is 60.0 mu" in done.stdout


@pytest.mark.parametrize("members", ["4-2", "0-3", "many"])
def test_numbers_of_members_that_cannot_be_meant_are_refused(luodi, members: str):
    done = luodi("assemble", "--industry", "食品饮料", "--area", "60", "--members", members)

    assert done.exit_code == 3
    assert "需求字段" in done.stderr


def test_an_ask_out_of_bounds_is_refused_by_field(client: TestClient):
    answer = client.post("/api/v1/assemblies", json={**BRIEF, "assembly": {"overlap": 2}})

    assert answer.status_code == 422
    assert "overlap" in answer.text
