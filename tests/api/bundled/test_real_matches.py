"""Briefs on the real bundled land: the answer, its bytes for the map, its explanation, its replay."""

from __future__ import annotations

import csv
import json

import pytest

from api.settings import bundled_plan

FOOD = {"industry": "食品饮料", "area_mu": 133, "k": 5}
# an incubator of 科创 that the articles place on the health axis
KNOWN_EXCEPTION = "赞华中原科创孵化产业园"


def stated():
    """The articles' projects whose axis the articles state."""
    with (bundled_plan() / "facts" / "projects.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["axis_stated"]]


@pytest.fixture(scope="module")
def answer(client):
    return client.post("/api/v1/matches", json=FOOD).json()


def test_the_parts_of_a_score_sum_to_it(answer):
    for one in answer["suggestions"]:
        assert sum(part["points"] for part in one["parts"]) == pytest.approx(one["score"], abs=1e-9)


def test_suggestions_come_best_first_and_no_more_than_asked(answer):
    scores = [one["score"] for one in answer["suggestions"]]

    assert scores == sorted(scores, reverse=True)
    assert [one["rank"] for one in answer["suggestions"]] == [1, 2, 3, 4, 5]


def test_every_reason_stands_in_both_languages(answer):
    reasons = [reason for one in answer["suggestions"] for reason in one["reasons"]]

    assert reasons
    assert all(reason["text"] and reason["text_en"] for reason in reasons)


def test_a_name_and_an_id_of_an_industry_ask_the_same(client, answer):
    again = client.post("/api/v1/matches", json=FOOD | {"industry": "food"}).json()

    assert again == answer


def test_an_answer_is_replayed_byte_for_byte(client):
    given = client.post("/api/v1/matches", json=FOOD)

    replayed = client.get(f"/api/v1/matches/{given.json()['replay']['answer']}")

    assert replayed.content == given.content


def test_the_bytes_for_the_map_agree_with_the_answer_parcel_by_parcel(client, answer):
    scores = client.post("/api/v1/matches/scores", json=FOOD).content
    drawn = client.get("/api/v1/layers/parcels").json()["features"]
    row = {feature["properties"]["id"]: feature["properties"]["i"] for feature in drawn}

    assert len(scores) == answer["counts"]["considered"] == len(drawn)
    assert sum(byte <= 100 for byte in scores) == answer["counts"]["eligible"]
    for one in answer["suggestions"]:
        assert scores[row[one["parcel_id"]]] == round(one["score"])
    for miss in answer["near_misses"]:
        first_failed = answer["limits"][scores[row[miss["parcel_id"]]] - 101]
        assert first_failed["limit"] == miss["failed"]["limit"]


def test_why_tells_what_the_answer_told(client, answer):
    first = answer["suggestions"][0]

    told = client.post(f"/api/v1/parcels/{first['parcel_id']}/why", json=FOOD).json()

    assert (told["eligible"], told["rank"], told["score"]) == (True, 1, first["score"])
    assert told["parts"] == first["parts"]
    assert all(limit["passed"] for limit in told["limits"])


def test_why_not_names_the_limit_that_a_near_miss_fails(client, answer):
    miss = answer["near_misses"][0]

    told = client.post(f"/api/v1/parcels/{miss['parcel_id']}/why", json=FOOD).json()

    assert [limit for limit in told["limits"] if not limit["passed"]] == [miss["failed"]]
    assert miss["failed"]["change"]
    assert miss["failed"]["change_en"]


def test_a_brief_in_the_address_is_answered_like_one_in_the_body(client, answer):
    where = f"/api/v1/parcels/{answer['suggestions'][0]['parcel_id']}/why"
    asked = {"industry": "食品饮料", "area_mu": 133}

    assert client.get(where, params=asked).json() == client.post(where, json=asked).json()


def test_when_nothing_fits_the_ways_out_come_cheapest_first(client):
    told = client.post("/api/v1/matches", json=FOOD | {"price_max_wan_per_mu": 1}).json()

    costs = [way["cost"] for way in told["relaxations"]]
    assert told["suggestions"] == []
    assert costs == sorted(costs) != []


def test_a_way_out_when_taken_admits_what_it_promised(client):
    brief = FOOD | {"price_max_wan_per_mu": 1, "k": 1000}
    ways = client.post("/api/v1/matches", json=brief).json()["relaxations"]
    way = next(way for way in ways if [step["unit"] for step in way["loosenings"]] == ["万元/亩"])

    loosened = brief | {"price_max_wan_per_mu": way["loosenings"][0]["to"]}
    taken = client.post("/api/v1/matches", json=loosened).json()

    assert taken["counts"]["eligible"] == way["admits"]
    assert taken["suggestions"][0]["parcel_id"] == way["first"]


def test_the_articles_state_the_axis_of_six_projects_the_exception_among_them():
    names = [row["name"] for row in stated()]

    assert len(names) == 6
    assert KNOWN_EXCEPTION in names


@pytest.mark.parametrize("row", stated(), ids=lambda row: row["name"])
def test_a_project_asked_by_its_industry_alone_comes_first_to_its_stated_axis(client, row):
    told = client.post("/api/v1/matches", json={"industry": row["industry_text"], "k": 1}).json()

    first = told["suggestions"][0]["axis"]
    if row["name"] == KNOWN_EXCEPTION:
        assert (row["axis_stated"], first) == ("daxue", "songshan")
    else:
        assert first == row["axis_stated"]


def test_no_answer_holds_a_figure_that_json_does_not_know(client):
    def refuse(name):
        raise ValueError(name)

    body = client.post("/api/v1/matches", json=FOOD).content

    assert json.loads(body, parse_constant=refuse)
