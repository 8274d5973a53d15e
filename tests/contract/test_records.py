"""Decisions and jobs are kept as they were told, and the newest word counts."""

from __future__ import annotations

import pytest

from geo.errors import NotFound
from geo.model import Decision
from tests.contract.land import MOMENT, PLAN


def said(act, parcel_id="", rule="overlap"):
    return Decision(rule, act, parcel_id, "planner", "", "because")


def test_the_newest_decision_about_a_rule_and_a_parcel_counts(store):
    store.decide(PLAN, said("reject"))
    store.decide(PLAN, said("accept", "A"))

    kept = store.decide(PLAN, said("fix"))

    assert kept.at == MOMENT
    assert [(one.act, one.parcel_id) for one in store.decisions(PLAN)] == [("fix", ""), ("accept", "A")]
    assert store.decisions("another") == []


def test_a_decision_withdrawn_leaves_none_that_came_before_it(store):
    store.decide(PLAN, said("reject"))
    store.decide(PLAN, said("accept"))

    assert store.withdraw(PLAN, "overlap", who="planner").act == "accept"

    assert store.decisions(PLAN) == []
    with pytest.raises(NotFound):
        store.withdraw(PLAN, "overlap", who="planner")
    assert [entry["what"] for entry in store.audit_log()] == ["withdraw", "decide", "decide"]


def job(job_id, **more):
    told = {"plan": PLAN, "kind": "import", "state": "queued", "who": "one", "created_at": MOMENT}
    return {"id": job_id, **told, **more}


def test_a_job_is_kept_and_altered_by_column(store):
    store.put_job(job("1", request={"file": "地块.gpkg"}))

    store.put_job({"id": "1", "state": "running", "stage": "read", "done": 3, "total": 9})

    kept = store.job("1")
    assert (kept["state"], kept["stage"], kept["done"], kept["total"]) == ("running", "read", 3, 9)
    assert (kept["request"], kept["result"], kept["error"]) == ({"file": "地块.gpkg"}, None, None)


def test_another_plan_s_jobs_take_no_place_among_a_plan_s_own(store):
    store.put_job(job("1", created_at="2024-06-01T00:00:00Z"))
    store.put_job(job("2", plan="another", created_at="2024-06-02T00:00:00Z"))

    assert [one["id"] for one in store.jobs(PLAN, limit=1)] == ["1"]
    assert [one["id"] for one in store.jobs("another")] == ["2"]
    assert store.jobs("a third") == []


def test_jobs_come_newest_first(store):
    store.put_job(job("1", created_at="2024-06-01T00:00:00Z"))
    store.put_job(job("2", created_at="2024-06-02T00:00:00Z"))

    assert [one["id"] for one in store.jobs(PLAN)] == ["2", "1"]
    assert [one["id"] for one in store.jobs(PLAN, limit=1)] == ["2"]
    with pytest.raises(NotFound):
        store.job("3")
