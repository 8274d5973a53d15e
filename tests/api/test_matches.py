"""A brief over HTTP: the answer, its bytes, its replay."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.api.district import PARCELS

BRIEF = {"industry": "食品饮料", "area_mu": 60}


def ask(client: TestClient, **brief: object) -> dict:
    answer = client.post("/api/v1/matches", json={**BRIEF, **brief})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_parcel_by_the_station_comes_first(client: TestClient):
    told = ask(client)

    assert [one["parcel_id"] for one in told["suggestions"]] == ["A1", "A2", "A3", "A4"]


def test_the_score_is_the_sum_of_its_points(client: TestClient):
    told = ask(client)

    for one in told["suggestions"]:
        assert one["score"] == pytest.approx(sum(part["points"] for part in one["parts"]), abs=1e-9)


def test_supplied_land_and_shops_are_struck_out_and_said_so(client: TestClient):
    told = ask(client)

    assert told["counts"]["considered"] == len(PARCELS)
    assert told["counts"]["eligible"] == 4
    assert told["counts"]["only"]["status"] == 1  # A5
    assert told["counts"]["only"]["use"] == 1  # B1


def test_synthetic_land_carries_the_notice(client: TestClient):
    told = ask(client)

    assert told["note"] == "示意数据: 试验"
    assert {one["basis"] for one in told["suggestions"]} == {"synthetic"}


def test_the_same_brief_gets_the_same_bytes(client: TestClient):
    first = client.post("/api/v1/matches", json=BRIEF).content
    second = client.post("/api/v1/matches", json=dict(reversed(BRIEF.items()))).content

    assert first == second


def test_names_aliases_and_codes_mean_the_same_industry(client: TestClient):
    answers = [ask(client, industry=name)["replay"]["answer"] for name in ("食品", "food", "C14", "C1432")]

    assert len(set(answers)) == 1


def test_an_answer_can_be_had_again_by_its_id(client: TestClient):
    body = client.post("/api/v1/matches", json=BRIEF)

    again = client.get(f"/api/v1/matches/{body.json()['replay']['answer']}")

    assert again.content == body.content


def test_an_answer_nobody_got_is_not_found(client: TestClient):
    answer = client.get("/api/v1/matches/0000000000000000")

    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_a_bound_on_any_measure_is_a_limit(client: TestClient):
    told = ask(client, at_most={"metro_m": 700})

    assert [one["parcel_id"] for one in told["suggestions"]] == ["A1", "A2"]


def test_weights_of_the_brief_replace_the_preset(client: TestClient):
    told = ask(client, weights={"metro": 0, "price": 1, "area": 0, "axis": 0})

    assert told["weights"] == {"price": 1.0}


def test_pairwise_judgements_give_weights_and_their_ratio(client: TestClient):
    told = ask(client, pairs=[["metro", "price", 3]])

    assert told["weights"] == pytest.approx({"metro": 0.75, "price": 0.25})
    assert told["consistency_ratio"] == 0


def test_contradicting_judgements_are_refused_unless_forced(client: TestClient):
    pairs = [["metro", "price", 9], ["price", "status", 9], ["status", "metro", 9]]

    refused = client.post("/api/v1/matches", json={**BRIEF, "pairs": pairs})
    forced = ask(client, pairs=pairs, force_pairs=True)

    assert refused.status_code == 422
    assert refused.json()["code"] == "inconsistent_pairs"
    assert forced["consistency_ratio"] > 0.1


def test_when_nothing_fits_the_cheapest_ways_out_are_told(client: TestClient):
    told = ask(client, area_mu=100)

    assert told["suggestions"] == []
    assert told["relaxations"][0]["loosenings"][0]["limit"] == "area_min"


def test_scores_come_as_one_byte_per_parcel_in_the_order_of_the_layer(client: TestClient):
    told = ask(client)
    limits = [limit["limit"] for limit in told["limits"]]

    answer = client.post("/api/v1/matches/scores", json=BRIEF)
    features = client.get("/api/v1/layers/parcels").json()["features"]

    by_id = {one["properties"]["id"]: answer.content[one["properties"]["i"]] for one in features}
    assert answer.headers["X-Luodi-Version"] == "1"
    assert by_id["A1"] == round(told["suggestions"][0]["score"])
    assert by_id["A5"] == 101 + limits.index("status")
    assert by_id["B1"] == 101 + limits.index("use")
