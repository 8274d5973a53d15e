"""What an import found leaves as a layer; a decision is applied to the next file; codes are looked up."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import orjson
from fastapi.testclient import TestClient

from tests.api.conftest import Shell
from tests.api.district import PARCELS, write_parcels


def month(folder: Path) -> Path:
    """A file whose A1 says 60亩 too little in its registered area."""
    rows = {**PARCELS, "A1": {**PARCELS["A1"], "area_stated_m2": 20_000}}
    return write_parcels(folder / "month.geojson", rows)


def imported(luodi: Shell, file: Path) -> dict[str, dict[str, object]]:
    done = luodi("import", file, "--json", "--yes")
    assert done.exit_code == 0, done.stderr
    return {one["rule"]: one for one in orjson.loads(done.stdout)["findings"]}


def test_a_decision_at_the_shell_is_applied_to_the_next_file_and_told(luodi: Shell, tmp_path: Path):
    file = month(tmp_path)
    before = imported(luodi, file)

    decided = luodi("decisions", "add", "area_differs", "accept", "--note", "按登记面积", "--who", "王工")
    after = imported(luodi, file)
    luodi("decisions", "withdraw", "area_differs")
    withdrawn = imported(luodi, file)

    assert decided.exit_code == 0
    assert before["area_differs"]["severity"] == "warning"
    assert after["area_differs"]["severity"] == "info"
    assert "王工" in str(after["area_differs"]["text"])
    assert "按登记面积" in str(after["area_differs"]["text"])
    assert withdrawn["area_differs"]["severity"] == "warning"


def test_decisions_and_rules_are_listed(luodi: Shell):
    luodi("decisions", "add", "overlap", "reject", "--parcel", "A1")

    kept = orjson.loads(luodi("decisions", "list", "--json").stdout)
    rules = {one["id"]: one["allows"] for one in orjson.loads(luodi("decisions", "rules", "--json").stdout)}

    assert [(one["rule"], one["act"], one["parcel_id"]) for one in kept] == [("overlap", "reject", "A1")]
    assert rules["area_differs"] == ["accept", "fix", "reject"]


def test_what_cannot_be_decided_is_exit_3_with_what_can(luodi: Shell):
    refused = luodi("decisions", "add", "shape_missing", "accept")

    assert refused.exit_code == 3
    assert "shape_missing" in refused.stderr


def test_both_doors_give_the_same_layer(luodi: Shell, client: TestClient, tmp_path: Path):
    imported(luodi, month(tmp_path))

    luodi("findings", "-o", tmp_path / "found.gpkg")
    answer = client.get("/api/v1/versions/2/findings")

    assert answer.status_code == 200
    assert (tmp_path / "found.gpkg").read_bytes() == answer.content
    assert gpd.read_file(tmp_path / "found.gpkg", layer="检查意见")["规则"].tolist() == ["area_differs"]


def test_findings_as_geojson_are_in_the_language_asked_for(luodi: Shell, client: TestClient, tmp_path: Path):
    imported(luodi, month(tmp_path))

    zh, en = (
        client.get("/api/v1/versions/2/findings", params={"format": "geojson", "lang": lang}).json()
        for lang in ("zh", "en")
    )

    (ours,), (theirs,) = ([one["properties"] for one in told["features"]] for told in (zh, en))
    assert (ours["规则"], ours["级别"], ours["地块编号"]) == ("area_differs", "警告", "A1")
    assert (theirs["rule"], theirs["severity"], theirs["parcel_id"]) == ("area_differs", "warning", "A1")
    assert "登记面积" in ours["说明"]
    assert "stated 30.0 mu" in theirs["text"]
    assert "登记" not in theirs["text"]
    assert not any(name.isascii() for name in ours)


def test_findings_of_no_version_are_not_found(client: TestClient):
    assert client.get("/api/v1/versions/9/findings").status_code == 404


def test_a_code_is_looked_up_in_every_system(client: TestClient, luodi: Shell):
    told = client.get("/api/v1/codes/1001").json()

    assert {one["system"]: (one["name"], one["to"]) for one in told if one["edition"] != "2020"} == {
        "landuse_sea": ("工业用地", ["1001"]),
        "third_survey": ("铁路用地", ["1201"]),
        "gbt21010": ("铁路用地", ["1201"]),
    }
    assert orjson.loads(luodi("code", "1001", "--json").stdout) == told


def test_a_code_of_one_system_with_several_counterparts_leaves_the_choice(luodi: Shell):
    shown = luodi("code", "1202", "--system", "三调")

    assert "须人工选定" in shown.stdout


def test_a_code_that_is_nowhere_is_refused(client: TestClient, luodi: Shell):
    assert client.get("/api/v1/codes/9999").json()["code"] == "unknown_code"
    assert luodi("code", "1001", "--system", "月球").exit_code == 3
