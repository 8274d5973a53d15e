"""What bad input gets, over HTTP: a problem that names field, value and remedy, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

BRIEF = {"industry": "食品饮料", "area_mu": 60}
# what is wrong -> the code, and a word that the Chinese sentence must hold
CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"industry": "火箭"}, "unknown_industry", "食品饮料"),
    ({"industry": ""}, "unknown_industry", "食品饮料"),
    ({"area_min_mu": 70, "area_max_mu": 50}, "bad_brief", "下限大于上限"),
    ({"area_mu": 60, "area_min_mu": 70}, "bad_brief", "不在上下限之间"),
    ({"area_mu": 60, "area_target_mu": 50}, "bad_brief", "不一致"),
    ({"area_mu": -1}, "bad_brief", "不能为负"),
    ({"area_mu": 0}, "bad_brief", "大于零"),
    ({"area_mu": 40_000}, "bad_brief", "60.0亩"),
    ({"area_mu": None, "area_min_mu": 40_000}, "bad_brief", "㎡当作亩"),
    ({"price_max_wan_per_mu": 1e300}, "bad_brief", "大得不可能"),
    ({"use_codes": ["9999"]}, "unknown_code", "9999"),
    ({"axis": "副轴"}, "unknown_name", "主轴"),
    ({"park": "东园"}, "unknown_name", "西园"),
    ({"zone": "北区"}, "unknown_name", "三区"),
    ({"within": ["axis"]}, "bad_brief", "须先指定名称"),
    ({"within": ["county"]}, "unknown_name", "county"),
    ({"utilities": ["光纤"]}, "unknown_name", "光纤"),
    ({"at_most": {"sea_m": 1}}, "unknown_name", "sea_m"),
    ({"at_most": {"metro_m": -1}}, "bad_brief", "at_most.metro_m"),
    ({"weights": {"view": 1}}, "unknown_name", "view"),
    ({"weights": {"metro": 0, "price": 0, "area": 0, "axis": 0}}, "bad_brief", "至少一项权重"),
    ({"curves": {"metro": {"points": [[100, 0], [50, 1]]}}}, "bad_brief", "曲线无效"),
    (
        {"weights": {"status": 1}, "curves": {"status": {"points": [[0, 0], [1, 1]]}}},
        "bad_brief",
        "不是数值",
    ),
    ({"aera_mu": 60}, "invalid_request", "area_mu"),
    ({"k": 0}, "invalid_request", "不能小于 1"),
    ({"net_by": "明年"}, "invalid_request", "日期"),
    ({"area_mu": "sixty"}, "invalid_request", "数值"),
]


@pytest.mark.parametrize(("wrong", "code", "word"), CASES, ids=lambda case: str(case)[:40])
def test_a_wrong_brief_is_told_with_its_remedy(
    client: TestClient, wrong: dict[str, Any], code: str, word: str
):
    answer = client.post("/api/v1/matches", json={**BRIEF, **wrong})

    told = answer.json()
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["code"] == code
    assert word in told["detail"] + told.get("remedy", "")
    assert told["detail_en"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_refused(client: TestClient, number: str):
    body = f'{{"industry": "食品饮料", "area_mu": {number}}}'.encode()

    answer = client.post("/api/v1/matches", content=body, headers={"content-type": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["code"] == "bad_brief"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff\xfe"])
def test_a_body_that_is_no_brief_is_refused(client: TestClient, body: bytes):
    answer = client.post("/api/v1/matches", content=body, headers={"content-type": "application/json"})

    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_of_many_megabytes_is_refused(client: TestClient):
    answer = client.post("/api/v1/matches", json={"industry": "食品饮料", "axis": "x" * 2_000_000})

    assert answer.status_code == 413


def test_a_refused_brief_leaves_nothing_behind(client: TestClient):
    client.post("/api/v1/matches", json={"industry": "火箭"})

    assert client.get("/api/v1/versions").json()[0]["number"] == 1
    assert client.get("/api/v1/holds").json() == []


def test_every_door_words_an_unknown_industry_alike(client: TestClient, luodi):
    over_http = client.post("/api/v1/matches", json={"industry": "火箭"}).json()

    in_the_shell = luodi("match", "--industry", "火箭")

    assert over_http["detail"] in in_the_shell.stderr
    assert over_http["detail_en"] in in_the_shell.stderr
    assert in_the_shell.exit_code == 3
