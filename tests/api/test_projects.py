"""Projects, names and 标准地预审 at both doors."""

from __future__ import annotations

import orjson
import pytest
from fastapi.testclient import TestClient

TABLE = "项目名称,产业,库,面积(亩)\n甲厂,食品,签约库,60\n乙厂,炼金,签约库,60\n"
PLANT = {"name": "饮料厂", "industry": "食品", "area_mu": 133, "invest_yi": 10}


def test_a_table_is_read_and_its_faults_are_told(luodi, tmp_path):
    file = tmp_path / "项目.csv"
    file.write_bytes(TABLE.encode("gb18030"))

    done = luodi("projects", file)

    assert done.exit_code == 3
    assert "甲厂" in done.stdout
    assert "第 3 行 industry = “炼金”" in done.stderr


@pytest.mark.parametrize(
    ("name", "body"),
    [("a.xlsx", b"PK"), ("a.csv", b""), ("a.toml", b"[["), ("a.csv", "名称,库\n甲,签约库,多\n".encode())],
)
def test_a_file_that_is_no_table_of_projects_is_refused(luodi, tmp_path, name, body):
    file = tmp_path / name
    file.write_bytes(body)

    assert luodi("projects", file).exit_code == 3
    assert luodi("projects", tmp_path / "missing.csv").exit_code == 3


def test_both_doors_check_the_same(luodi, client: TestClient):
    over_http = client.post("/api/v1/standards/checks", json={"stated": PLANT, "parcel_id": "A1"})
    done = luodi(
        "standards", "--industry", "食品", "--area", "133", "--invest", "10", "--parcel", "A1", "--json"
    )  # fmt: skip

    assert over_http.status_code == 200
    told, shell = over_http.json(), orjson.loads(done.stdout_bytes)
    assert told["area_mu"] == pytest.approx(60)
    assert told | {"project": ""} == shell | {"project": ""}


@pytest.mark.parametrize("asked", [{}, {"stated": PLANT, "project": "P1"}, {"stated": {"industry": "食品"}},
                                   {"stated": PLANT, "tables": ["none"]}, {"stated": PLANT, "code": "十五"},
                                   {"project": "无"}])  # fmt: skip
def test_a_check_that_cannot_be_meant_is_refused(client: TestClient, asked):
    assert client.post("/api/v1/standards/checks", json=asked).status_code == 422


def test_a_word_about_two_names_is_kept(luodi, client: TestClient):
    asked = {"name": "甲", "other_name": "乙", "same": True, "who": "王工"}

    assert client.post("/api/v1/projects/same", json=asked).status_code == 201
    assert client.get("/api/v1/projects/aliases").json()[0]["confirmed"] is True
    assert luodi("same", "甲", "乙", "--apart", "--who", "李工").exit_code == 0
    assert client.get("/api/v1/projects/aliases").json()[0]["confirmed"] is False
    assert client.get("/api/v1/projects/names/甲").json()["candidates"] == []


def test_a_plan_without_projects_or_standards_says_none(client: TestClient):
    assert client.get("/api/v1/projects/table").json() == {"projects": [], "faults": [], "ignored": []}
    assert client.get("/api/v1/standards").json() == []
    assert client.get("/api/v1/projects/P1/brief").status_code == 422
