"""Decisions over HTTP: kept, listed, taken back; what a rule does not allow is refused with what it does."""

from __future__ import annotations

from fastapi.testclient import TestClient

FIX = {"rule": "overlap_sliver", "act": "fix", "who": "王工"}


def test_a_decision_is_kept_until_it_is_taken_back(client: TestClient):
    made = client.post("/api/v1/decisions", json=FIX)
    kept = client.get("/api/v1/decisions").json()
    client.delete("/api/v1/decisions", params={"rule": "overlap_sliver", "who": "李工"})
    left = client.get("/api/v1/decisions").json()

    assert made.status_code == 201
    assert [(one["rule"], one["act"], one["parcel_id"], one["who"]) for one in kept] == [
        ("overlap_sliver", "fix", "", "王工")
    ]
    assert left == []


def test_an_act_that_a_rule_does_not_allow_is_refused_with_those_it_does(client: TestClient):
    refused = client.post("/api/v1/decisions", json={**FIX, "rule": "overlap"})

    assert (refused.status_code, refused.json()["code"]) == (422, "undecidable")
    assert "接受、退回" in refused.json()["remedy"]


def test_a_rule_or_a_decision_that_is_not_there_is_not_found(client: TestClient):
    unknown = client.post("/api/v1/decisions", json={**FIX, "rule": "overlapp"})
    undecided = client.delete("/api/v1/decisions", params={"rule": "overlap", "who": "李工"})

    assert (unknown.status_code, undecided.status_code) == (404, 404)


def test_every_rule_says_what_can_be_decided(client: TestClient):
    told = {one["id"]: one for one in client.get("/api/v1/rules").json()}

    assert told["overlap_sliver"] == {
        "id": "overlap_sliver",
        "severity": "warning",
        "allows": ["accept", "fix", "reject"],
    }


def test_the_shell_names_the_field_of_a_decision_that_is_too_long(luodi):
    done = luodi("decisions", "add", "overlap_sliver", "fix", "--note", "长" * 1001)

    assert done.exit_code == 3
    assert "需求字段 note = " in done.output
