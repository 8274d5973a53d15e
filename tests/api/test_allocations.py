"""统筹落位 at both doors over a district of four parcels that stand apart; A1 is the best of them."""

from __future__ import annotations

import orjson
import pytest
from fastapi.testclient import TestClient

FOOD = {"industry": "食品饮料", "area_mu": 60, "pool": "signed"}


def project(name: str, **more: object) -> dict:
    return {"id": name, "name": name, **FOOD, **more}


def ask(client: TestClient, *projects: dict, status: int = 200, **asked: object) -> dict:
    answer = client.post("/api/v1/allocations", json={"projects": list(projects), **asked})
    assert answer.status_code == status, answer.text
    return answer.json()


def where(told: dict) -> dict[str, list[str]]:
    return {one["project"]: one["parcels"] for one in told["placements"]}


def test_the_better_parcel_goes_to_whom_it_is_worth_more_and_the_others_regret_is_told(client: TestClient):
    told = ask(client, project("甲"), project("乙", priority=2))

    assert where(told)["乙"] == ["A1"]
    assert told["proven"]
    first = next(one for one in told["placements"] if one["project"] == "甲")
    assert first["best_parcels"] == ["A1"]
    assert first["regret"] == pytest.approx(first["best_score"] - first["score"])
    assert told["contested"][0]["parcel_id"] == "A1"
    assert told["value"] == pytest.approx(sum(one["value"] for one in told["placements"]))


def test_no_parcel_is_promised_twice_and_who_is_left_is_told_who_took_the_land(client: TestClient):
    told = ask(client, *(project(f"P{k}") for k in range(6)))

    taken = [parcel for parcels in where(told).values() for parcel in parcels]
    assert sorted(taken) == ["A1", "A2", "A3", "A4"]
    assert [(one["kind"], len(one["taken_by"])) for one in told["unplaced"]] == [("taken", 4)] * 2
    assert {rival["way"] for rival in told["rivals"]} == {"first_come", "greedy"}
    assert all(rival["value"] <= told["value"] + 1e-9 for rival in told["rivals"])


def test_a_project_that_nothing_fits_or_that_names_no_industry_is_told_why(client: TestClient):
    told = ask(client, project("大", area_mu=500), {"name": "空"}, project("甲"))

    assert {one["project"]: one["kind"] for one in told["unplaced"]} == {"大": "no_site", "空": "unclear"}
    assert list(where(told)) == ["甲"]


def test_locked_land_stays_whatever_it_is_worth(client: TestClient):
    told = ask(client, project("甲", locked=["A1"]), project("乙", priority=9))

    assert where(told)["甲"] == ["A1"]
    assert where(told)["乙"] != ["A1"]


@pytest.mark.parametrize(
    ("projects", "asked", "said"),
    [
        ([project("甲", locked=["B1"])], {}, "锁定的地块 B1 不符合硬约束"),
        ([project("甲", locked=["A9"])], {}, "不在土地库"),
        ([project("甲", locked=["A1"]), project("乙", locked=["A1"])], {}, "已锁给“甲”"),
        ([project("甲")], {"quotas": [{"axis": "a", "least_mu": 9, "most_mu": 3}]}, "大于至多"),
        ([project("甲", locked=["A1"])], {"quotas": [{"axis": "a", "most_mu": 3}]}, "锁定的地块已用"),
        ([project("甲")], {"objective": "investment"}, "没有写明总投资"),
    ],
)
def test_what_contradicts_itself_is_refused_by_name(client: TestClient, projects, asked, said, axis_id):
    for quota in asked.get("quotas", []):
        quota["axis"] = axis_id

    told = ask(client, *projects, status=422, **asked)

    assert told["code"] == "bad_allocation"
    assert said in str(told)


@pytest.fixture
def axis_id(service) -> str:
    return service.plan.axes[0].id


def test_a_quota_that_cannot_be_met_is_told_with_the_nearest(client: TestClient, axis_id: str):
    told = ask(client, project("甲"), quotas=[{"axis": axis_id, "least_mu": 100}])

    assert not told["feasible"]
    assert told["proven"]
    assert told["quotas"][0]["short_mu"] == pytest.approx(40, abs=0.1)
    assert len(told["placements"]) == 1
    assert "不能满足" in told["reasons"][1]["text"]


def test_a_quota_keeps_land_free(client: TestClient, axis_id: str):
    told = ask(client, project("甲"), project("乙"), quotas=[{"axis": axis_id, "most_mu": 100}])

    assert len(told["placements"]) == 1
    assert [one["kind"] for one in told["unplaced"]] == ["quota"]
    assert told["proven"]


def test_an_earlier_phase_chooses_first(client: TestClient):
    projects = [project("后", phase=2, priority=9), project("先", phase=1)]

    assert where(ask(client, *projects))["后"] == ["A1"]
    assert where(ask(client, *projects, phases="in_turn"))["先"] == ["A1"]


def test_both_doors_give_the_same_bytes_and_keep_them(luodi, client: TestClient, tmp_path):
    projects = [project("甲"), project("乙", priority=2)]
    over_http = client.post("/api/v1/allocations", json={"projects": projects}).content
    (tmp_path / "p.json").write_bytes(orjson.dumps({"projects": projects}))
    head = "id,name,industry,area_mu,pool,priority"
    (tmp_path / "p.csv").write_text(f"{head}\n甲,甲,食品饮料,60,signed,\n乙,乙,食品饮料,60,signed,2\n")

    as_json = luodi("allocate", tmp_path / "p.json", "--json")
    as_csv = luodi("allocate", tmp_path / "p.csv", "--json")

    assert as_json.stdout_bytes.rstrip(b"\n") == over_http
    assert as_csv.stdout_bytes.rstrip(b"\n") == over_http
    kept = client.get(f"/api/v1/matches/{orjson.loads(over_http)['replay']['answer']}")
    assert kept.content == over_http


def test_the_shell_tells_placements_prices_and_proof(luodi, tmp_path):
    (tmp_path / "p.json").write_bytes(orjson.dumps([project("甲"), project("大", area_mu=500)]))

    done = luodi("allocate", tmp_path / "p.json")

    assert done.exit_code == 0
    assert "已证明最优" in done.stdout
    assert "✗ 大: 没有地块或组合符合全部硬约束" in done.stdout


def test_nothing_placed_ends_with_four_and_a_quota_that_is_none_with_three(luodi, tmp_path):
    (tmp_path / "p.json").write_bytes(orjson.dumps([project("大", area_mu=500)]))

    assert luodi("allocate", tmp_path / "p.json").exit_code == 4
    assert luodi("allocate", tmp_path / "p.json", "--quota", "大学路").exit_code == 3


def test_time_that_is_up_at_once_gives_placements_with_a_bound(client: TestClient):
    told = ask(client, *(project(f"P{k}") for k in range(3)), time_limit_s=1e-9)

    assert len(told["placements"]) == 3
    assert not told["proven"]
    assert told["bound"] > told["value"]
    assert told["reasons"][-1]["text"].startswith("限时已到")
