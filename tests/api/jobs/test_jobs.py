"""A job is watched, found again, stopped, bounded; after a crash it says so; nothing is left behind."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from tests.api.district import PARCELS, write_parcels
from tests.api.jobs.conftest import Office, Opened
from tests.geo.read.endless import endless_view


def land(tmp_path: Path) -> Path:
    return write_parcels(tmp_path / "land.geojson", PARCELS)


def events(office: Office, id_: str, last: str = "") -> list[tuple[str, dict]]:
    """Every event of a job until its stream ends: id and job."""
    headers = {"Last-Event-ID": last} if last else {}
    told, event_id = [], ""
    with office.http.stream("GET", f"/api/v1/jobs/{id_}/events", headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("id: "):
                event_id = line.removeprefix("id: ")
            if line.startswith("data: "):
                told.append((event_id, json.loads(line.removeprefix("data: "))))
    return told


def descendants(pid: int) -> set[int]:
    """Processes below a process."""
    found: set[int] = set()
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            found |= {int(child)} | descendants(int(child))
    return found


def started(office: Office, file: Path, **fields: str) -> dict:
    """A job whose process is at work."""
    job = office.send(file, crs="EPSG:4547", **fields).json()
    end = time.monotonic() + 30
    while office.job(job["id"])["stage"] != "read" and time.monotonic() < end:
        time.sleep(0.05)
    return job


def test_progress_is_told_stage_by_stage_until_the_end(office: Office, tmp_path: Path):
    job = office.send(land(tmp_path)).json()

    told = [one for _, one in events(office, job["id"])]

    stages = [one["stage"] for one in told]
    assert told[-1]["state"] == "done"
    assert told[-1] == office.job(job["id"])
    assert stages.index("read") < stages.index("validate") if "read" in stages else "validate" in stages
    counts = [(one["done"], one["total"]) for one in told]
    assert all(done >= 0 and (not total or done <= total) for done, total in counts)


def test_who_comes_back_is_told_only_what_is_new(office: Office, tmp_path: Path):
    job = office.tried(land(tmp_path))
    (last, whole), *none = events(office, job["id"])

    assert none == []
    assert whole["state"] == "done"
    assert events(office, job["id"], last=last) == []
    assert [one["state"] for _, one in events(office, job["id"], last="running-2")] == ["done"]


def test_a_stopped_job_is_gone_with_every_process_and_file_it_had(office: Office, tmp_path: Path):
    before = descendants(os.getpid())
    job = started(office, endless_view(tmp_path), layer="endless")
    at_work = descendants(os.getpid()) - before

    stopped = office.http.delete(f"/api/v1/jobs/{job['id']}").json()

    time.sleep(0.2)
    assert at_work
    assert (stopped["state"], stopped["error"]["code"]) == ("cancelled", "cancelled")
    assert [pid for pid in at_work if Path(f"/proc/{pid}/cmdline").exists() and alive(pid)] == []
    assert office.spooled() == []
    assert office.versions() == [1]


def alive(pid: int) -> bool:
    """Whether a process still runs; one that waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in {"Z", "X"}
    except OSError:
        return False


def test_a_dry_run_nobody_wants_is_put_away(office: Office, tmp_path: Path):
    tried = office.tried(land(tmp_path))

    office.http.delete(f"/api/v1/jobs/{tried['id']}")

    refused = office.http.post(f"/api/v1/imports/{tried['id']}/commit", json={"who": "李工"})
    assert office.spooled() == []
    assert refused.status_code == 409


def test_a_job_that_takes_too_long_is_stopped_and_says_so(office_at: Opened, tmp_path: Path):
    office = office_at(job_seconds=6)

    job = office.tried(endless_view(tmp_path), layer="endless", crs="EPSG:4547")

    assert (job["state"], job["error"]["code"]) == ("failed", "job_stopped")
    assert "6 秒" in job["error"]["detail"]
    assert office.spooled() == []


def test_no_more_wait_than_may(office_at: Opened, tmp_path: Path):
    office = office_at(jobs_waiting=1)
    running = started(office, endless_view(tmp_path), layer="endless")
    waiting = office.send(land(tmp_path))

    refused = office.send(land(tmp_path))
    own = {running["id"], waiting.json()["id"]}
    listed = [one for one in office.http.get("/api/v1/jobs").json() if one["id"] in own]
    for job in (running, waiting.json()):
        office.http.delete(f"/api/v1/jobs/{job['id']}")

    assert waiting.status_code == 202
    assert (refused.status_code, refused.json()["code"]) == (429, "too_busy")
    assert {one["state"] for one in listed} == {"running", "queued"}
    assert {office.job(one["id"])["state"] for one in listed} == {"cancelled"}
    assert office.tried(land(tmp_path))["state"] == "done"


def test_after_a_restart_what_ran_is_told_as_interrupted(office_at: Opened, tmp_path: Path):
    first = office_at()
    job = started(first, endless_view(tmp_path), layer="endless")

    # another life of the service over the same workspace, while the first never said good-bye
    second = office_at()

    told = second.job(job["id"])
    assert (told["state"], told["error"]["code"]) == ("interrupted", "job_stopped")
    assert second.spooled() == []
    first.http.delete(f"/api/v1/jobs/{job['id']}")


def test_a_watcher_who_leaves_does_not_stop_the_work(office: Office, tmp_path: Path):
    job = office.send(land(tmp_path)).json()

    with office.http.stream("GET", f"/api/v1/jobs/{job['id']}/events") as stream:
        first = next(stream.iter_lines())

    assert first == "retry: 1000"
    assert office.ended(job)["state"] == "done"
