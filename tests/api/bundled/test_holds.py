"""Land promised to one project is offered to nobody else, through both doors."""

from __future__ import annotations

import pytest

FOOD = {"industry": "食品饮料", "area_mu": 133, "k": 1000}


def ids(client):
    return [one["parcel_id"] for one in client.post("/api/v1/matches", json=FOOD).json()["suggestions"]]


def hold(client, *parcel_ids, project="甲项目"):
    return client.post(
        "/api/v1/holds", json={"parcel_ids": list(parcel_ids), "project": project, "who": "测试"}
    )


@pytest.fixture
def best(client):
    """The best parcel, held for 甲项目 while the test runs."""
    first = ids(client)[0]
    made = hold(client, first).json()[0]
    yield first
    client.delete(f"/api/v1/holds/{made['id']}", params={"who": "测试"})


def test_held_land_is_no_longer_offered(client, best):
    assert best not in ids(client)


def test_a_second_project_is_told_who_holds_the_land(client, best):
    answer = hold(client, best, project="乙项目")

    assert answer.status_code == 409
    assert best in answer.json()["detail"]
    assert "甲项目" in answer.json()["detail"]


def test_a_hold_of_several_is_all_or_nothing(client, best):
    free = ids(client)[0]

    answer = hold(client, free, best, project="乙项目")

    assert answer.status_code == 409
    assert free in ids(client)


def test_the_shell_meets_the_same_conflict(luodi, best):
    done = luodi("holds", "add", best, "--project", "乙项目")

    assert done.exit_code == 3
    assert "甲项目" in done.stderr


def test_released_land_is_offered_again(client):
    first = ids(client)[0]
    made = hold(client, first).json()[0]

    client.delete(f"/api/v1/holds/{made['id']}", params={"who": "测试"})

    assert ids(client)[0] == first


def test_land_that_is_not_there_cannot_be_held(client):
    assert hold(client, "NOWHERE").status_code == 404


def test_a_hold_that_is_gone_cannot_be_released(client):
    assert client.delete("/api/v1/holds/nothing", params={"who": "测试"}).status_code == 404
