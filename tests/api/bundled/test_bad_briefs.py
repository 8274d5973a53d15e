"""What a brief that cannot be meant is answered with: a problem document that says what to do."""

from __future__ import annotations

import pytest

FOOD = {"industry": "食品饮料"}
JSON = {"content-type": "application/json"}


def refused(client, **asked):
    """The problem document of a brief."""
    answer = client.post("/api/v1/matches", json=FOOD | asked)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()


def test_a_problem_document_is_complete_in_both_languages(client):
    told = refused(client, area_mu=-5)

    assert told["status"] == 422
    assert told["type"] == f"urn:luodi:{told['code']}"
    assert all(told[name] for name in ("title", "title_en", "detail", "detail_en", "remedy", "remedy_en"))


def test_an_unknown_industry_is_told_the_nearest_names(client):
    told = refused(client, industry="医疗器材")

    assert "医疗器材" in told["detail"]
    assert "医疗器械" in told["detail"] + told["remedy"]


def test_a_reversed_window_is_said_to_be_reversed(client):
    told = refused(client, area_min_mu=50, area_max_mu=20)

    assert "下限大于上限" in told["detail"]


@pytest.mark.parametrize(
    "field", ["area_mu", "area_min_mu", "far_min", "height_min_m", "price_max_wan_per_mu"]
)
def test_a_negative_figure_is_refused_by_name(client, field):
    told = refused(client, **{field: -1})

    assert field in told["detail"]
    assert "负" in told["detail"]


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_figure_is_refused(client, figure):
    body = f'{{"industry": "食品饮料", "area_mu": {figure}}}'

    answer = client.post("/api/v1/matches", content=body.encode(), headers=JSON)

    assert answer.status_code == 422
    assert "area_mu" in answer.json()["detail"]


@pytest.mark.parametrize("group", ["at_most", "weights"])
def test_what_is_no_figure_is_refused_inside_a_group_too(client, group):
    body = f'{{"industry": "食品饮料", "{group}": {{"metro_m": NaN}}}}'

    assert client.post("/api/v1/matches", content=body.encode(), headers=JSON).status_code == 422


def test_square_metres_for_mu_are_recognised(client):
    told = refused(client, area_mu=88_666)

    assert "㎡" in told["detail"]
    assert "133.0亩" in told["remedy"]


def test_a_misspelt_field_is_refused_not_ignored(client):
    told = refused(client, aera_mu=133)

    assert "aera_mu" in told["detail"]


@pytest.mark.parametrize(
    "asked",
    [
        {"axis": "黄河路"},
        {"zone": "nowhere"},
        {"park": "nowhere"},
        {"use_codes": ["999999"]},
        {"utilities": ["magic"]},
        {"at_most": {"nothing_m": 5}},
        {"weights": {"nothing": 5}},
        {"within": ["galaxy"]},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_a_name_that_the_plan_does_not_know_is_said_back(client, asked):
    said = next(iter(asked.values()))
    name = said if isinstance(said, str) else next(iter(said))

    assert name in refused(client, **asked)["detail"]


def test_judgements_that_contradict_one_another_are_refused_unless_forced(client):
    circle = [["area", "price", 9], ["price", "status", 9], ["status", "area", 9]]

    told = refused(client, area_mu=133, pairs=circle)
    forced = client.post(
        "/api/v1/matches", json=FOOD | {"area_mu": 133, "pairs": circle, "force_pairs": True}
    )

    assert "0.1" in told["detail"]
    assert forced.status_code == 200
    assert forced.json()["consistency_ratio"] > 0.1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"null", b"\xff\xfe"])
def test_what_is_no_brief_at_all_is_refused_in_words(client, body):
    answer = client.post("/api/v1/matches", content=body, headers=JSON)

    assert answer.status_code in {400, 422}
    assert answer.json()["detail"]


def test_a_refused_brief_leaves_no_answer_behind(client, service):
    before = service.store.audit_log()

    refused(client, area_mu=-5)

    assert service.store.audit_log() == before
