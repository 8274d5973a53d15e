"""Where the land came from, how old it is, what a month changed, and that nothing goes without a word."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
import orjson
import pytest
from fastapi.testclient import TestClient

from tests.api.district import PARCELS, write_parcels

BRIEF = {"industry": "食品饮料", "area_mu": 60}
PLACED = {id_: {**row, "nth": nth} for nth, (id_, row) in enumerate(PARCELS.items())}


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """A1 is dearer, A2 moved 100 m east, B1 is gone, C1 came."""
    rows = {id_: dict(row) for id_, row in PLACED.items() if id_ != "B1"}
    rows["A1"]["price_wan_per_mu"] = 35
    rows["A2"]["nth"] = 1.2
    rows["C1"] = {**PLACED["A1"], "nth": 6}
    return write_parcels(tmp_path / "month.geojson", rows)


def test_a_replacement_that_removes_parcels_is_told_and_refused_without_a_yes(luodi, client, month: Path):
    done = luodi("import", month)

    assert done.exit_code == 3
    assert "移除 1" in done.stdout
    assert "形状差" in done.stdout
    assert "--yes" in done.stderr
    assert "B1" in done.stderr
    assert [one["number"] for one in client.get("/api/v1/versions").json()] == [1]


@pytest.mark.parametrize(("said", "parcels"), [("n", 6), ("y", 5)])
def test_at_a_terminal_it_asks(luodi, home: Path, plan_folder: Path, tmp_path: Path, said: str, parcels: int):
    file = write_parcels(tmp_path / "five.geojson", {id_: PLACED[id_] for id_ in PLACED if id_ != "B1"})
    asked, typed = pty.openpty()
    os.write(asked, f"{said}\n".encode())

    done = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", "import", str(file)],
        env={**os.environ, "LUODI_HOME": str(home), "LUODI_PLAN": str(plan_folder)},
        stdin=typed, capture_output=True, text=True, check=False,
    )  # fmt: skip
    os.close(asked)
    os.close(typed)

    assert done.returncode == 0, done.stderr
    assert "确认移除 1 宗地块?" in done.stderr
    assert orjson.loads(luodi("versions", "--json").stdout)[0]["parcels"] == parcels


def test_one_row_updates_one_parcel_and_says_so_in_english(luodi, client, tmp_path: Path):
    rows = {"A1": {**PLACED["A1"], "status": "clearing"}}

    done = luodi("import", write_parcels(tmp_path / "one.geojson", rows), "--mode", "update", "--lang", "en")

    assert done.exit_code == 0, done.output
    assert "0 added · 0 removed · 1 edited · 0 reshaped · 5 unchanged" in done.stdout
    assert "Status" in done.stdout
    assert client.get("/api/v1/versions/2").json()["kind"] == "update"
    assert client.get("/api/v1/parcels").json()["total"] == 6


def test_the_document_of_a_dry_run_has_the_outlook(luodi, month: Path):
    told = orjson.loads(luodi("import", month, "--dry-run", "--as-of", "2024-05", "--json").stdout)

    assert (told["base"], told["mode"], told["as_of"], told["version"]) == (1, "replace", "2024-05", None)
    assert told["outlook"]["counts"] == {
        "added": 1, "removed": 1, "reshaped": 1, "edited": 1, "unchanged": 3,
    }  # fmt: skip
    assert told["outlook"]["columns"] == {"price_wan_per_mu": 1}


def test_a_wrong_date_is_refused_in_both_languages(luodi, month: Path):
    done = luodi("import", month, "--as-of", "2024-13")

    assert done.exit_code == 3
    assert "日历上没有这一天" in done.stderr
    assert "2024-05-31" in done.stderr


def test_a_version_tells_who_when_and_from_which_file(luodi, client, month: Path):
    luodi("import", month, "--yes", "--who", "王工", "--as-of", "2024-05")

    shown, document = luodi("versions", "show", 2).stdout, luodi("versions", "show", 2, "--json").stdout
    over_http = client.get("/api/v1/versions/2").json()
    assert orjson.loads(document) == over_http
    assert (over_http["who"], over_http["as_of"], over_http["source_file"]) == (
        "王工",
        "2024-05",
        "month.geojson",
    )
    for fact in (
        "王工",
        "month.geojson",
        over_http["source_sha256"],
        over_http["created_at"],
        "土地库 2024-05 版",
    ):
        assert fact in shown
    assert "2024-05" in luodi("versions").stdout


def test_a_difference_is_a_layer_with_a_kind_for_each_parcel(luodi, client, month: Path, tmp_path: Path):
    luodi("import", month, "--yes")

    sent = client.get("/api/v1/versions/1/diff/2/layer")
    saved = luodi("versions", "diff", 1, 2, "--layer", tmp_path / "diff.geojson")
    (tmp_path / "diff.gpkg").write_bytes(
        client.get("/api/v1/versions/1/diff/2/layer", params={"format": "gpkg"}).content
    )

    assert saved.exit_code == 0
    assert sent.content == (tmp_path / "diff.geojson").read_bytes()
    kinds = {one["id"]: one["properties"]["kind"] for one in sent.json()["features"]}
    assert kinds == {"A1": "changed_attribute", "A2": "changed_shape", "B1": "removed", "C1": "added"}
    opened = gpd.read_file(tmp_path / "diff.gpkg").set_index("parcel_id")
    assert opened.crs == "EPSG:4547"
    assert opened["kind"].to_dict() == kinds
    assert opened.loc["A1", "edited"] == "price_wan_per_mu: 30 → 35"
    assert opened.loc["A2", "differs_m2"] == pytest.approx(40_000, abs=1)
    assert opened.loc["B1", "before_m2"] == pytest.approx(40_000, abs=1)


def test_a_layer_of_another_ending_is_wrong_use(luodi, tmp_path: Path):
    assert luodi("versions", "diff", 1, 1, "--layer", tmp_path / "diff.shp").exit_code == 2


def test_long_lists_are_cut_on_demand_and_counts_stay_whole(client, luodi, month: Path):
    luodi("import", month, "--yes")

    told = client.get("/api/v1/versions/1/diff/2", params={"limit": 0}).json()

    assert (told["added"], told["removed"], told["edits"], told["reshaped"]) == ([], [], [], [])
    assert told["counts"] == {"added": 1, "removed": 1, "reshaped": 1, "edited": 1, "unchanged": 3}


def test_a_rollback_over_http_is_a_new_version_that_names_who_and_what(client, luodi, month: Path):
    luodi("import", month, "--yes")

    made = client.post("/api/v1/versions/1/rollback", json={"who": "王工"})

    told = made.json()
    assert made.status_code == 201
    assert (told["number"], told["kind"], told["base"], told["who"]) == (3, "rollback", 1, "王工")
    nothing = client.get("/api/v1/versions/1/diff/3").json()["counts"]
    assert nothing == {"added": 0, "removed": 0, "reshaped": 0, "edited": 0, "unchanged": 6}
    assert client.post("/api/v1/versions/9/rollback", json={"who": "王工"}).status_code == 404
    assert client.post("/api/v1/versions/1/rollback", json={}).status_code == 422


def test_every_answer_carries_dates_and_no_day_count(client: TestClient):
    answer = client.post("/api/v1/matches", json=BRIEF)

    told = {one["name"]: one["as_of"] for one in answer.json()["freshness"]}
    why = client.post("/api/v1/parcels/A1/why", json=BRIEF).json()
    assert told == {"parcels": "", "axes": "2024", "parks": "2024", "stations": "2024"}
    assert why["freshness"] == answer.json()["freshness"]
    assert set(answer.json()["freshness"][0]) == {"kind", "name", "title", "title_en", "as_of"}


def test_a_layer_that_a_question_does_not_read_is_not_among_its_dates(client: TestClient):
    told = client.post("/api/v1/matches", json={**BRIEF, "weights": {"price": 1, "metro": 0}}).json()

    assert "stations" not in {one["name"] for one in told["freshness"]}


def test_how_long_ago_stands_beside_the_document(client: TestClient, luodi, tmp_path: Path):
    day = (date.today() - timedelta(days=43)).isoformat()  # noqa: DTZ011 (the machine's calendar)
    luodi("import", write_parcels(tmp_path / "same.geojson", PLACED), "--as-of", day)

    answer = client.post("/api/v1/matches", json=BRIEF)
    ages = client.get("/api/v1/freshness").json()
    in_chinese, in_english = (
        luodi("match", "--industry", "食品饮料"),
        luodi("match", "--industry", "food", "--lang", "en"),
    )

    assert answer.headers["X-Luodi-As-Of"] == day
    assert answer.headers["X-Luodi-Age-Days"] == "43"
    assert (ages[0]["kind"], ages[0]["days"], ages[0]["text"]) == ("bank", 43, f"土地库 {day} 版, 43 天前")
    assert {one["name"] for one in ages[1:]} == {"boundary", "axes", "parks", "stations"}
    assert f"土地库 {day} 版, 43 天前" in in_chinese.stdout
    assert f"Land bank as of {day}, 43 days ago" in in_english.stdout
    assert "43 天前" in luodi("why", "A1", "--industry", "食品饮料").stdout


def test_a_date_that_nobody_stated_is_not_made_up(client: TestClient, luodi):
    answer = client.post("/api/v1/matches", json=BRIEF)

    assert answer.headers["X-Luodi-As-Of"] == "unknown"
    assert "X-Luodi-Age-Days" not in answer.headers
    assert "土地库 时点未注明" in luodi("match", "--industry", "食品饮料").stdout
