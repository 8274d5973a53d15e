"""一句话问地 at both doors."""

from __future__ import annotations

SAID = "主轴上 50亩以上 食品厂 净地"


def test_both_doors_hear_the_same(luodi, client):
    over_http = client.post("/api/v1/sentences", json={"sentence": SAID})
    done = luodi("ask", SAID, "--json")

    assert over_http.status_code == 200
    assert done.stdout_bytes == over_http.content


def test_what_was_heard_is_a_brief_for_matches(client):
    fields = client.post("/api/v1/sentences", json={"sentence": SAID}).json()["fields"]

    answer = client.post("/api/v1/matches", json=fields).json()

    assert {one["parcel_id"] for one in answer["suggestions"]} == {"A1", "A2"}
    assert answer["counts"]["only"]["supply"] == 2


def test_a_status_that_is_asked_for_can_be_relaxed(client):
    asked = {"industry": "食品", "statuses": ["idle"]}

    answer = client.post("/api/v1/matches", json=asked).json()

    assert answer["suggestions"] == []
    assert "也接受 净地" in answer["relaxations"][0]["text"]


def test_a_status_that_is_not_on_offer_is_refused(client):
    asked = client.post("/api/v1/matches", json={"industry": "食品", "statuses": ["supplied"]})

    assert asked.status_code == 422
    assert asked.json()["code"] == "unknown_name"


def test_the_shell_tells_what_it_heard_and_then_answers(luodi):
    done = luodi("ask", SAID, "外星人")

    assert done.exit_code == 0
    assert "✓ 食品厂 → 产业 食品" in done.stdout
    assert "? 外星人" in done.stdout
    assert "A1" in done.stdout


def test_a_sentence_without_an_industry_is_no_question(luodi):
    done = luodi("ask", "50亩以上的净地")

    assert done.exit_code == 3
    assert "没有听出产业" in done.stderr


def test_an_empty_or_endless_sentence_is_refused(client):
    assert client.post("/api/v1/sentences", json={"sentence": ""}).status_code == 422
    assert client.post("/api/v1/sentences", json={"sentence": "地" * 301}).status_code == 422
