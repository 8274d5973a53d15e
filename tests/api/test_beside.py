"""A process beside the service answers briefs with the same bytes, or leaves them to the service."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api import beside as module
from api.app import create_app
from api.beside import Beside
from api.schemas import BriefIn
from api.service import Service
from geo.errors import UnknownIndustry

BRIEFS = [BriefIn(industry="食品饮料", area_mu=area, k=3) for area in (60, 55, 65)]


@pytest.fixture
def beside(service: Service) -> Iterator[Beside]:
    one = Beside(service)
    one.start()
    yield one
    one.close()


def _wait(one: Beside) -> None:
    until = time.monotonic() + 300
    while not one.is_ready:
        assert time.monotonic() < until
        time.sleep(0.05)


def _suggestions(document: bytes) -> list[dict[str, object]]:
    return list(json.loads(document)["suggestions"])


def _asked_of_the_service(service: Service, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many briefs the service was asked at each time."""
    lots: list[int] = []
    itself = service.answers

    def noted(given):
        lots.append(len(given))
        return itself(given)

    monkeypatch.setattr(service, "answers", noted)
    return lots


def test_the_same_bytes_as_from_the_service_kept_for_replay(service, beside, monkeypatch):
    expected = [service.answer(given) for given in BRIEFS]
    _wait(beside)
    lots = _asked_of_the_service(service, monkeypatch)

    told = beside.answers([*BRIEFS, BriefIn(industry="食品饮料", area_mu=70)])

    assert [one.body for one in told[:3]] == [one.document for one in expected]
    assert [one.version for one in told[:3]] == [one.answer.version for one in expected]
    assert lots == []
    # the last was asked of nobody else
    answer = told[3].body.split(b'"answer":"')[1][:16].decode()
    assert service.store.recall(answer) == told[3].body


def test_until_it_is_ready_the_service_answers(service, beside, monkeypatch):
    lots = _asked_of_the_service(service, monkeypatch)

    assert len(beside.answers(BRIEFS)) == len(BRIEFS)

    assert lots == [len(BRIEFS)]


def test_land_that_was_held_since_is_never_offered(service, beside, monkeypatch):
    _wait(beside)
    best = service.answer(BRIEFS[0]).answer.suggestions[0].parcel_id
    service.store.hold(service.plan.id, [best], project="甲", who="test")
    lots = _asked_of_the_service(service, monkeypatch)
    expected = service.answer(BRIEFS[0]).document

    first = beside.answers(BRIEFS[:1])
    _wait(beside)
    later = beside.answers(BRIEFS[:1])

    assert first[0].body == later[0].body == expected
    assert best not in [one["parcel_id"] for one in _suggestions(expected)]
    assert lots == [1]


def test_a_brief_that_cannot_be_meant_is_told_as_by_the_service(beside):
    _wait(beside)

    with pytest.raises(UnknownIndustry):
        beside.answers([BriefIn(industry="没有这一行")])

    _wait(beside)
    assert len(beside.answers(BRIEFS)) == len(BRIEFS)


def test_its_end_harms_nobody_and_another_is_started_after_a_rest(beside, monkeypatch):
    _wait(beside)
    first = beside.process
    first.kill()

    assert len(beside.answers(BRIEFS)) == len(BRIEFS)
    assert beside.process is None

    monkeypatch.setattr(module, "REST_SECONDS", 0.0)
    assert len(beside.answers(BRIEFS)) == len(BRIEFS)
    assert beside.process.pid != first.pid
    _wait(beside)


def test_once_closed_it_is_never_started_again(beside, monkeypatch):
    monkeypatch.setattr(module, "REST_SECONDS", 0.0)
    beside.close()

    assert len(beside.answers(BRIEFS)) == len(BRIEFS)
    assert beside.process is None


def test_without_room_for_it_the_service_answers(service, monkeypatch):
    monkeypatch.setattr(module.sys, "executable", "/nowhere/python")
    one = Beside(service)
    one.start()

    assert len(one.answers(BRIEFS)) == len(BRIEFS)
    assert (one.process, one.is_ready) == (None, False)


def test_it_ends_with_the_application(service):
    one = Beside(service)
    with TestClient(create_app(service, beside=one)) as client:
        told = client.post("/api/v1/matches", json={"industry": "食品饮料", "area_mu": 30})
        process = one.process
        assert told.status_code == 200
        assert process.poll() is None

    assert process.poll() is not None
