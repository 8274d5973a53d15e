"""The queue itself: a job stopped at an awkward moment, and the jobs of two plans in one workspace."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from api.jobs import Jobs
from api.jobs.spool import Spool
from api.settings import Settings
from geo.store.files import FileStore


class Stopping(Spool):
    """A spool whose job somebody cancels just as the queue turns to it."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(jobs.spool.root)
        self.jobs = jobs
        self.turned: list[str] = []

    def folder(self, id_: str) -> Path:
        """The folder of a job, gone when it is the queue that asks."""
        if threading.current_thread() is not threading.main_thread() and not self.turned:
            self.turned.append(id_)
            self.jobs.cancel(id_)
        return super().folder(id_)


def done(job_id: str, plan_id: str) -> dict:
    told = {"kind": "import", "state": "done", "who": "王工", "created_at": "2026-11-21T08:00:00Z"}
    return {"id": job_id, "plan": plan_id, **told, "result": {"kept": True}}


def test_a_job_stopped_between_the_queue_and_its_beginning_is_cancelled_not_failed(tmp_path: Path):
    jobs = Jobs(FileStore(tmp_path), "a", Settings(home=tmp_path))
    jobs.spool = Stopping(jobs)

    jobs.submit("1", "import", {}, who="王工")
    end = time.monotonic() + 30
    while not jobs.get("1").has_ended and time.monotonic() < end:
        time.sleep(0.01)
    jobs.close()

    assert jobs.spool.turned == ["1"]
    assert (jobs.get("1").state, jobs.get("1").error["code"]) == ("cancelled", "cancelled")


def test_opening_another_plan_neither_hides_nor_sweeps_what_waits_for_its_commit(tmp_path: Path):
    store, settings = FileStore(tmp_path), Settings(home=tmp_path)
    first = Jobs(store, "a", settings)
    first.spool.make("1")
    store.put_job(done("1", "a"))

    second = Jobs(store, "b", settings)

    assert second.list() == []
    assert [job.id for job in first.list()] == ["1"]
    assert first.spool.folder("1").is_dir()
    assert [job.state for job in Jobs(store, "a", settings).list()] == ["done"]
    assert first.spool.folder("1").is_dir()
