"""An import over HTTP: tried, looked at, committed; what is refused says why; nothing is written unasked."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.api.district import PARCELS, write_parcels
from tests.api.jobs.conftest import Office, Opened


def edited(tmp_path: Path) -> Path:
    """A1 is dearer, B1 is gone, C1 came."""
    rows = {id_: {**row, "nth": nth} for nth, (id_, row) in enumerate(PARCELS.items())}
    rows["A1"]["price_wan_per_mu"] = 35
    rows["C1"] = {**rows.pop("B1"), "nth": 6}
    return write_parcels(tmp_path / "四月.geojson", rows)


def test_a_file_is_tried_first_and_becomes_a_version_when_somebody_says_so(office: Office, tmp_path: Path):
    file = edited(tmp_path)

    tried = office.tried(file, note="四月更新", as_of="2024-04")
    before = office.versions()
    done = office.committed(tried["id"])
    version = office.http.get("/api/v1/versions").json()[0]

    counts = tried["result"]["outlook"]["counts"]
    assert (counts["added"], counts["removed"], counts["edited"]) == (1, 1, 1)
    assert before == [1]
    assert done["result"] == {"version": 2}
    assert (version["who"], version["note"], version["parcels"]) == ("李工", "四月更新", 6)
    assert version["source_file"].endswith("四月.geojson")
    assert version["source_sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert office.spooled() == []


def test_an_update_leaves_alone_what_the_file_does_not_name(office: Office, tmp_path: Path):
    rows = {"A1": {**PARCELS["A1"], "price_wan_per_mu": 99}}

    tried = office.tried(write_parcels(tmp_path / "one.geojson", rows), mode="update")
    office.committed(tried["id"])

    told = office.http.get("/api/v1/versions/1/diff/2").json()
    assert (told["added"], told["removed"]) == ([], [])
    assert {(one["parcel_id"], one["column"]) for one in told["edits"]} == {("A1", "price_wan_per_mu")}


def test_a_dry_run_is_committed_once(office: Office, tmp_path: Path):
    tried = office.tried(edited(tmp_path))
    office.committed(tried["id"])

    again = office.http.post(f"/api/v1/imports/{tried['id']}/commit", json={"who": "李工"})

    assert (again.status_code, again.json()["code"]) == (409, "not_committable")
    assert office.versions() == [2, 1]


def test_a_dry_run_that_was_overtaken_is_refused_and_says_by_which_version(office: Office, tmp_path: Path):
    first, second = office.tried(edited(tmp_path)), office.tried(edited(tmp_path))
    office.committed(first["id"])

    late = office.committed(second["id"])

    assert (late["state"], late["error"]["code"]) == ("failed", "overtaken")
    assert "第 2 版" in late["error"]["detail"]
    assert office.versions() == [2, 1]


def test_a_file_that_leaves_no_row_cannot_be_committed(office: Office, tmp_path: Path):
    tried = office.tried(write_parcels(tmp_path / "bad.geojson", {"X1": {"use_code": "", "status": "net"}}))

    refused = office.http.post(f"/api/v1/imports/{tried['id']}/commit", json={"who": "李工"})
    report = office.http.get(f"/api/v1/imports/{tried['id']}/report", params={"severity": "error"}).json()
    rejected = office.http.get(f"/api/v1/imports/{tried['id']}/quarantine")

    assert (tried["state"], tried["result"]["report"]["accepted"]) == ("done", 0)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_committable")
    assert [one["parcel_id"] for one in report["findings"]] == ["X1"]
    assert "X1" in rejected.text


def test_a_file_that_cannot_be_read_fails_with_what_to_do(office: Office):
    tried = office.tried(b"%PDF-1.7 ...", "land.pdf")

    assert tried["state"] == "failed"
    assert tried["error"]["code"] == "unreadable_file"
    assert "PDF" in tried["error"]["detail"]
    assert office.spooled() == []


def test_the_fields_beside_the_file_are_checked_before_anything_runs(office: Office, tmp_path: Path):
    file = edited(tmp_path)

    nobody = office.http.post("/api/v1/imports", files={"file": ("a.geojson", file.read_bytes())})
    other = office.send(file, mode="append")
    strange = office.send(file, colour="red")

    assert [one.status_code for one in (nobody, other, strange)] == [422] * 3
    assert [one.json()["errors"][0]["where"] for one in (nobody, other, strange)] == ["who", "mode", "colour"]
    assert office.spooled() == []


def test_foreign_columns_are_mapped(office: Office, tmp_path: Path):
    text = edited(tmp_path).read_text("utf-8").replace('"parcel_id"', '"DKBH"')

    tried = office.tried(text.encode(), mapping='{"parcel_id": "DKBH"}')

    assert tried["result"]["report"]["accepted"] == 6


def test_what_does_not_exist_is_not_found(office: Office):
    paths = ("imports/none", "imports/none/report", "jobs/none", "jobs/none/events")

    codes = [office.http.get(f"/api/v1/{path}").status_code for path in paths]

    assert codes == [404] * 4
    assert office.http.post("/api/v1/imports/none/commit", json={"who": "李工"}).status_code == 404


def test_a_dry_run_outlives_the_service_and_can_still_be_committed(office_at: Opened, tmp_path: Path):
    tried = office_at().tried(edited(tmp_path))

    later = office_at()

    assert later.job(tried["id"])["result"] == tried["result"]
    assert later.committed(tried["id"])["result"] == {"version": 2}


def test_a_dry_run_that_was_tampered_with_is_refused(office: Office, tmp_path: Path):
    tried = office.tried(edited(tmp_path))
    facts = (
        office.service.settings.home
        / "spool"
        / office.service.plan.id
        / tried["id"]
        / "intake"
        / "facts.json"
    )
    facts.write_bytes(facts.read_bytes().replace(b"2024", b"2025") + b" ")

    done = office.committed(tried["id"])

    assert (done["state"], done["error"]["code"]) == ("failed", "not_committable")
    assert office.versions() == [1]
