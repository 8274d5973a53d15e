"""How sure an answer is, what limits cost, comparisons and twins, at both doors."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

BRIEF = {"industry": "食品饮料", "area_mu": 60}
WORDS = ("--industry", "食品饮料", "--area", "60")


def test_probabilities_of_the_first_place_sum_to_one(client: TestClient):
    told = client.post("/api/v1/matches/robustness", json={**BRIEF, "robustness": {"vectors": 500}}).json()

    assert sum(one["first"] for one in told["parcels"]) == pytest.approx(1)
    assert told["parcels"][0]["parcel_id"] == "A1"
    assert told["reasons"][0]["text"].startswith("A1 居首的概率")
    assert told["eligible"] == 4


def test_an_upset_by_a_small_move_of_weights_is_told_as_such_and_not_as_a_tie(client: TestClient):
    told = client.post("/api/v1/matches/robustness", json={**BRIEF, "robustness": {"vectors": 10}}).json()

    about = {one["about"]: one["text"] for one in told["reasons"]}
    second, first = sorted(one["score"] for one in told["parcels"])[-2:]
    assert ("tie" in about) == (first - second < 0.5)
    assert ("unseat" in about) == (told["unseat"] is not None and told["unseat"]["moved"] < 0.05)


def test_a_second_opinion_stands_beside_and_is_told_where_it_differs(client: TestClient):
    told = client.post("/api/v1/matches/robustness", json={**BRIEF, "robustness": {"vectors": 10}}).json()

    by_rank = sorted(told["parcels"], key=lambda one: one["closeness_rank"])
    assert [one["closeness_rank"] for one in by_rank] == [1, 2, 3, 4]
    assert by_rank == sorted(by_rank, key=lambda one: -one["closeness"])
    best = max(told["parcels"], key=lambda one: one["score"])
    differs = by_rank[0]["closeness"] > best["closeness"]
    assert ("closeness" in [one["about"] for one in told["reasons"]]) == differs


def test_departments_are_told_with_their_agreement(client: TestClient):
    answer = client.post("/api/v1/matches", json=BRIEF).json()
    one, other = list(answer["weights"])[:2]
    asked = {"vectors": 10, "departments": {"商务": {one: 1}, "资规": {other: 1}}}

    told = client.post("/api/v1/matches/robustness", json={**BRIEF, "k": 4, "robustness": asked}).json()

    assert [view["name"] for view in told["departments"]] == ["商务", "资规"]
    assert sorted(told["accepted"]) == ["A1", "A2", "A3", "A4"]
    assert 0 <= told["concordance"] <= 1


def test_an_unknown_wish_in_a_range_is_named(client: TestClient):
    told = client.post("/api/v1/matches/robustness", json={**BRIEF, "robustness": {"ranges": {"x": [0, 1]}}})

    assert told.status_code == 422
    assert told.json()["code"] == "unknown_name"


def test_both_doors_tell_robustness_in_the_same_bytes(luodi, client: TestClient):
    over_http = client.post(
        "/api/v1/matches/robustness", json={**BRIEF, "robustness": {"vectors": 100}}
    ).content

    assert luodi("robust", *WORDS, "--vectors", "100", "--json").stdout_bytes.rstrip(b"\n") == over_http


def test_a_price_admits_what_it_says(client: TestClient):
    told = client.post(
        "/api/v1/matches/prices", json={**BRIEF, "price_max_wan_per_mu": 35, "wanted": [1, 2]}
    ).json()

    dear = [one for one in told if [step["limit"] for step in one["loosenings"]] == ["price"]]
    assert [(one["wanted"], one["loosenings"][0]["to"]) for one in dear] == [(1, 40.0), (2, 50.0)]
    eased = client.post("/api/v1/matches", json={**BRIEF, "price_max_wan_per_mu": 40}).json()
    assert eased["counts"]["eligible"] == 2


def test_the_shell_tells_prices_and_twins(luodi):
    assert "再要" in luodi("prices", *WORDS, "--price-max", "35").stdout
    done = luodi("twins", "A1", *WORDS)
    assert "A2" in done.stdout


def test_a_lead_is_split_by_wish(client: TestClient):
    told = client.post("/api/v1/matches/comparison", json={**BRIEF, "parcels": ["A2", "A1"]}).json()

    one = told["differences"][0]
    assert (one["better"], one["worse"]) == ("A1", "A2")
    assert one["lead"] == pytest.approx(sum(part["points"] for part in one["parts"]), abs=1e-9)


def test_twins_exclude_the_parcel_itself(client: TestClient):
    told = client.post("/api/v1/twins/A1", json={**BRIEF, "k": 3}).json()

    assert "A1" not in [one["parcel_id"] for one in told]
    assert len(told) == 3


@pytest.mark.parametrize("words", [("--range", "metro"), ("--vectors", "0"), ("--departments", "none.toml")])
def test_asks_that_cannot_be_meant_are_refused(luodi, words):
    done = luodi("robust", *WORDS, *words)

    assert done.exit_code == 3
    assert "需求字段" in done.stderr
