"""Versions over HTTP and in the shell: imported, compared, rolled back; the rejected can be seen."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import orjson
from fastapi.testclient import TestClient

from tests.api.district import PARCELS, write_parcels


def edited(tmp_path: Path) -> Path:
    """A1 is dearer, B1 is gone, C1 came, A2 moved east of all others."""
    rows = {id_: {**row, "nth": nth} for nth, (id_, row) in enumerate(PARCELS.items())}
    rows["A1"]["price_wan_per_mu"] = 35
    rows["A2"]["nth"] = 6
    rows["C1"] = {**rows.pop("B1"), "nth": 5}
    return write_parcels(tmp_path / "edited.geojson", rows)


def test_a_second_import_is_a_second_version_and_can_be_compared(client: TestClient, luodi, tmp_path: Path):
    done = luodi("import", edited(tmp_path), "--yes", "--who", "王工", "--note", "季度更新")

    listed = client.get("/api/v1/versions").json()
    told = client.get("/api/v1/versions/1/diff/2").json()
    assert done.exit_code == 0, done.output
    assert tuple(listed[0][name] for name in ("number", "who", "note")) == (2, "王工", "季度更新")
    assert (told["added"], told["removed"]) == (["C1"], ["B1"])
    assert told["reshaped"] == [
        {"parcel_id": "A2", "before_m2": 40_000.0, "after_m2": 40_000.0, "differs_m2": 80_000.0}
    ]
    assert [one for one in told["edits"] if one["column"] != "name"] == [
        {"parcel_id": "A1", "column": "price_wan_per_mu", "before": 30.0, "after": 35.0}
    ]


def test_the_shell_and_http_compare_alike(client: TestClient, luodi, tmp_path: Path):
    luodi("import", edited(tmp_path), "--yes")

    in_the_shell = luodi("versions", "diff", 1, 2, "--json")

    assert orjson.loads(in_the_shell.stdout) == client.get("/api/v1/versions/1/diff/2").json()


def test_a_version_compared_with_itself_differs_in_nothing(client: TestClient):
    told = client.get("/api/v1/versions/1/diff/1").json()

    assert (told["added"], told["removed"], told["reshaped"], told["edits"]) == ([], [], [], [])
    assert told["area_mu"] == 0


def test_a_running_service_answers_from_the_new_version_at_once(client: TestClient, luodi, tmp_path: Path):
    before = client.post("/api/v1/matches", json={"industry": "food"}).json()

    luodi("import", edited(tmp_path), "--yes")

    after = client.post("/api/v1/matches", json={"industry": "food"}).json()
    assert (before["version"]["number"], after["version"]["number"]) == (1, 2)
    assert before["replay"]["answer"] != after["replay"]["answer"]


def test_a_rollback_is_a_new_version_of_the_old_land(client: TestClient, luodi, tmp_path: Path):
    luodi("import", edited(tmp_path), "--yes")

    done = luodi("versions", "rollback", 1)

    listed = client.get("/api/v1/versions").json()
    assert done.exit_code == 0
    assert [one["number"] for one in listed] == [3, 2, 1]
    assert listed[0]["sha256"] == listed[2]["sha256"]
    assert client.get("/api/v1/parcels/B1").status_code == 200


def test_a_version_that_does_not_exist_is_not_found(client: TestClient, luodi):
    paths = ("9", "9/report", "9/quarantine", "1/diff/9")

    codes = [client.get(f"/api/v1/versions/{path}").status_code for path in paths]
    in_the_shell = [luodi("versions", *words).exit_code for words in (("diff", 1, 9), ("rollback", 9))]

    assert codes == [404] * 4
    assert in_the_shell == [3, 3]


def test_rejected_rows_are_told_by_row_and_can_be_taken_away(client: TestClient, luodi, tmp_path: Path):
    rows = {**PARCELS, "X1": {"use_code": "", "status": "net"}}
    file, saved = write_parcels(tmp_path / "some.geojson", rows), tmp_path / "quarantine.csv"

    done = luodi("import", file, "--report", tmp_path / "report.json", "--quarantine", saved)

    report = client.get("/api/v1/versions/2/report", params={"severity": "error"}).json()
    sent = client.get("/api/v1/versions/2/quarantine")
    rows = list(csv.DictReader(io.StringIO(saved.read_text("utf-8-sig"))))
    assert done.exit_code == 0, done.output
    assert (report["accepted"], report["rejected"]) == (6, 1)
    assert [(one["row"], one["parcel_id"]) for one in report["findings"]] == [(7, "X1")]
    assert orjson.loads((tmp_path / "report.json").read_bytes())["rejected"] == 1
    assert sent.content == saved.read_bytes()
    assert [(row["parcel_id"], row["row"]) for row in rows] == [("X1", "7")]
    assert rows[0]["reason"]
    assert rows[0]["wkt"].startswith("POLYGON")


def test_a_dry_run_writes_nothing(client: TestClient, luodi, tmp_path: Path):
    done = luodi("import", edited(tmp_path), "--dry-run", "--json")

    assert done.exit_code == 0
    assert orjson.loads(done.stdout)["accepted"] == 6
    assert [one["number"] for one in client.get("/api/v1/versions").json()] == [1]


def test_a_file_of_nothing_usable_is_refused_and_the_bank_is_as_before(
    client: TestClient, luodi, tmp_path: Path
):
    file = write_parcels(tmp_path / "bad.geojson", {"X1": {"use_code": "", "status": "net"}})

    done = luodi("import", file)

    assert done.exit_code == 3
    assert "土地库未改动" in done.stderr
    assert [one["number"] for one in client.get("/api/v1/versions").json()] == [1]


def test_foreign_columns_are_mapped(luodi, tmp_path: Path):
    file = tmp_path / "theirs.geojson"
    write_parcels(file, PARCELS)
    text = file.read_text("utf-8").replace('"parcel_id"', '"DKBH"').replace('"use_code"', '"YDDM"')
    file.write_text(text, encoding="utf-8")

    mapped = luodi("import", file, "--map", "parcel_id=DKBH", "--map", "use_code=YDDM", "--dry-run", "--json")

    assert orjson.loads(mapped.stdout)["accepted"] == 6


def test_a_mapping_that_reads_wrong_is_told_so(luodi, tmp_path: Path):
    done = luodi("import", write_parcels(tmp_path / "a.geojson", PARCELS), "--map", "parcel_id")

    assert done.exit_code == 3
    assert "我们的字段=他们的字段" in done.stderr
