"""Questions as jobs: the same bytes as at once, progress, an end when asked, and no wait behind an import."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from api.jobs import questions, runner
from tests.api.jobs.conftest import Office, Opened
from tests.api.jobs.test_jobs import events, started
from tests.geo.read.endless import endless_view

BRIEF: dict[str, Any] = {"industry": "food", "area_mu": 60}
PROJECTS = [{"id": name, "name": name, "industry": "food", "area_mu": 60} for name in ("甲", "乙")]
QUESTIONS = {
    "assemblies": ("/api/v1/assemblies", {**BRIEF, "assembly": {"most": 2}}),
    "allocations": ("/api/v1/allocations", {"projects": PROJECTS, "members": 2}),
    "robustness": ("/api/v1/matches/robustness", {**BRIEF, "robustness": {"vectors": 20_000}}),
}


def asked(office: Office, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    sent = office.http.post(f"/api/v1/jobs/{kind}", json=body)
    assert sent.status_code == 202, sent.text
    assert sent.headers["location"] == f"/api/v1/jobs/{sent.json()['id']}"
    return sent.json()


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_answer_of_a_job_is_byte_for_byte_that_of_asking_at_once(office: Office, kind: str):
    path, body = QUESTIONS[kind]

    job = office.ended(asked(office, kind, body))

    assert job["state"] == "done", job["error"]
    kept = office.http.get(f"/api/v1/matches/{job['result']['answer']}").content
    assert kept == office.http.post(path, json=body).content
    assert office.spooled() == []


def test_the_stages_of_a_question_are_told_in_their_order(office: Office):
    job = asked(office, "assemblies", QUESTIONS["assemblies"][1])

    stages = [one["stage"] for _, one in events(office, job["id"])]

    order = ["", "open", "adjoin", "search", "tell"]
    assert stages[-1] == "tell"
    assert [order.index(stage) for stage in stages] == sorted(order.index(stage) for stage in stages)


def test_a_question_does_not_wait_behind_an_import(office: Office, tmp_path: Path):
    importing = started(office, endless_view(tmp_path), layer="endless")

    job = office.ended(asked(office, "robustness", QUESTIONS["robustness"][1]))

    assert job["state"] == "done"
    assert office.job(importing["id"])["state"] == "running"
    office.http.delete(f"/api/v1/jobs/{importing['id']}")


def test_a_question_under_way_can_be_ended(office: Office):
    endless = {**BRIEF, "robustness": {"vectors": 100_000}}
    jobs = [asked(office, "robustness", {**endless, "k": n}) for n in (1, 2, 3, 4)]

    last = office.http.delete(f"/api/v1/jobs/{jobs[-1]['id']}").json()

    assert (last["state"], last["error"]["code"]) == ("cancelled", "cancelled")
    assert last["result"] == {}
    assert [office.ended(one)["state"] for one in jobs[:-1]] == ["done"] * 3


@pytest.mark.parametrize("kind", ["assemblies", "robustness"])
def test_a_question_that_cannot_be_meant_is_refused_at_once(office: Office, kind: str):
    before = office.http.get("/api/v1/jobs").json()

    refused = office.http.post(f"/api/v1/jobs/{kind}", json={**BRIEF, "industry": "炼金"})

    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_industry")
    assert office.http.get("/api/v1/jobs").json() == before


def test_what_only_the_search_finds_wrong_is_told_by_the_job(office: Office):
    contradicting = {**BRIEF, "assembly": {"least": 3, "most": 2}}

    job = office.ended(asked(office, "assemblies", contradicting))

    assert (job["state"], job["error"]["code"]) == ("failed", "bad_brief")
    assert job["error"]["detail"]
    assert job["error"]["detail_en"]


def test_an_overdue_question_says_to_ask_for_less(office_at: Opened):
    office = office_at(job_seconds=0.01)

    job = asked(office, "robustness", {**BRIEF, "robustness": {"vectors": 100_000}})
    end = time.monotonic() + 30
    while office.job(job["id"])["state"] in {"queued", "running"} and time.monotonic() < end:
        time.sleep(0.05)

    told = office.job(job["id"])
    assert (told["state"], told["error"]["code"]) == ("failed", "job_stopped")
    assert "再问一次" in told["error"]["remedy"]


def test_every_question_waits_in_the_lane_of_questions():
    assert set(questions.KINDS) == runner.QUESTIONS
