"""The queues of jobs: one after another, each in a process of its own, its state kept in the store.

Work on the land and questions about it wait in lanes of their own: neither holds up the other.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

import orjson
import structlog

from api.jobs import job as rows
from api.jobs.job import Job, State
from api.jobs.process import REQUEST, Host, last_words, outcome
from api.jobs.spool import Spool
from api.settings import Settings
from geo.errors import Cancelled, JobStopped, LuodiError, NotFound, TooBusy
from geo.store.base import Store
from geo.store.records import now

LOG = structlog.get_logger("luodi")
# how often the store hears of progress that nobody has to see at once
SAVED_EVERY_SECONDS = 2.0
# ended jobs that are told without asking the store
REMEMBERED = 100
# what only asks; everything else changes the land, or prepares to
QUESTIONS = frozenset({"assemblies", "allocation", "robustness"})


@dataclass(slots=True, eq=False)
class _Live:
    """A job of this process, and how many times it has changed."""

    job: Job
    revision: int = 1
    saved_at: float = 0.0
    is_at_work: bool = False
    stop: LuodiError | None = None


@dataclass(slots=True, eq=False)
class _Lane:
    """Jobs that wait for one another, and the processes that do them."""

    host: Host
    is_host_ours: bool
    queue: deque[str] = field(default_factory=deque)
    thread: threading.Thread | None = None


class Jobs:
    """Every method may be called from any thread.

    Args:
        store: Keeps the jobs' states; jobs that were waiting or running in an earlier life of the service
            are marked as interrupted.
        plan_id: Whose land the jobs are about.
        settings: How many may wait, how long each may take, where uploads lie.
        host: Whose processes do work on the land; one of their own unless given.
        asking: Whose processes answer questions; one of their own unless given.
    """

    def __init__(
        self,
        store: Store,
        plan_id: str,
        settings: Settings,
        host: Host | None = None,
        asking: Host | None = None,
    ) -> None:
        self.spool = Spool(settings.home / "spool" / plan_id)
        self._land = _Lane(host or Host(), host is None)
        self._asking = _Lane(asking or Host(), asking is None)
        self._store, self._plan, self._settings = store, plan_id, settings
        self._live: OrderedDict[str, _Live] = OrderedDict()
        self._changed = threading.Condition()
        self._coming = 0
        self._is_closed = False
        self._interrupt_old()

    # -- asking for work

    def admit(self) -> None:
        """Count something that is about to become a job.

        Raises:
            TooBusy: as many wait or come in as may.
        """
        with self._changed:
            waiting = len(self._land.queue) + self._coming
            if waiting >= self._settings.jobs_waiting:
                raise TooBusy(waiting)
            self._coming += 1

    def dismiss(self) -> None:
        """What was about to become a job has become one, or none."""
        with self._changed:
            self._coming -= 1

    def new_id(self) -> str:
        """A name for a job."""
        return uuid4().hex

    def submit(self, id_: str, kind: str, request: Mapping[str, Any], *, who: str) -> Job:
        """Queue a job; its folder in the spool is made where it is not there yet.

        Raises:
            TooBusy: too many wait.
        """
        self.spool.sweep(self._settings.spool_hours)
        if not self.spool.folder(id_).is_dir():
            self.spool.make(id_)
        job = Job(id_, self._plan, kind, who, "queued", now(), request=dict(request))
        with self._changed:
            lane = self._lane(job)
            if len(lane.queue) >= self._settings.jobs_waiting:
                self.spool.remove(id_)
                raise TooBusy(len(lane.queue))
            self._store.put_job(rows.row(job))
            self._live[id_] = _Live(job)
            lane.queue.append(id_)
            if lane.thread is None:
                lane.thread = threading.Thread(
                    target=self._work, args=(lane,), name="luodi-jobs", daemon=True
                )
                lane.thread.start()
            self._changed.notify_all()
        return job

    # -- looking on

    def get(self, id_: str) -> Job:
        """A job.

        Raises:
            NotFound: there is none of that id.
        """
        live = self._live.get(id_)
        return live.job if live else self._stored(id_)

    def list(self, limit: int = 50) -> list[Job]:
        """The plan's jobs, newest first."""
        found = [rows.job_of(row) for row in self._store.jobs(self._plan, limit)]
        return [self._live[job.id].job if job.id in self._live else job for job in found]

    def revision(self, id_: str) -> tuple[int, Job]:
        """A job and how many times it has changed in this life of the service."""
        live = self._live.get(id_)
        return (live.revision, live.job) if live else (0, self._stored(id_))

    def ahead(self, id_: str) -> int:
        """How many jobs come before a waiting one."""
        with self._changed:
            lanes = (self._land.queue, self._asking.queue)
            return next((lane.index(id_) + 1 for lane in lanes if id_ in lane), 0)

    # -- ending

    def cancel(self, id_: str) -> Job:
        """Stop a job and put away all it had; one that has ended only loses what it kept for later.

        Raises:
            NotFound: there is none of that id.
        """
        live = self._live.get(id_)
        if live is None or live.job.has_ended:
            return self._discard(self.get(id_))
        self._stop(live, Cancelled())
        with self._changed:
            self._changed.wait_for(lambda: live.job.has_ended, timeout=30)
        return live.job

    def settle(self, id_: str, **changes: Any) -> Job:
        """Change what is known of a job that has ended."""
        job = replace(self.get(id_), **changes)
        live = self._live.get(id_)
        if live:
            live.job, live.revision = job, live.revision + 1
        self._store.put_job(rows.row(job))
        return job

    def close(self) -> None:
        """End what runs; what waits is interrupted."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        for live in list(self._live.values()):
            if not live.job.has_ended:
                self._stop(live, JobStopped("closed", is_question=_asks(live.job)), "interrupted")
        for lane in (self._land, self._asking):
            if lane.thread:
                lane.thread.join(timeout=15)
            if lane.is_host_ours:
                lane.host.close()

    # -- the thread that works

    def _work(self, lane: _Lane) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: lane.queue or self._is_closed)
                if self._is_closed:
                    return
                live = self._live[lane.queue.popleft()]
            try:
                self._run(live)
            except OSError as failed:
                LOG.exception("job", kind=live.job.kind, failed=type(failed).__name__)
                self._end(live, "failed", error=told(JobStopped("not_started", is_question=_asks(live.job))))

    def _run(self, live: _Live) -> None:
        folder, host = self.spool.folder(live.job.id), self._lane(live.job).host
        request = {"kind": live.job.kind, "who": live.job.who, **live.job.request}
        with self._changed:
            if live.stop:  # cancelled between the queue and here, and its folder is gone
                return
            (folder / REQUEST).write_bytes(orjson.dumps(request))
            host.begin(folder, self._settings)
            live.is_at_work = True
        self._update(live, state="running")
        seconds = self._settings.job_seconds
        late = JobStopped("overdue", seconds, is_question=_asks(live.job))
        clock = threading.Timer(seconds, self._stop, (live, late))
        clock.daemon = True
        clock.start()
        try:
            code = host.listen(lambda *said: self._tell(live, *said))
        finally:
            clock.cancel()
        self._conclude(live, folder, code)

    def _conclude(self, live: _Live, folder: Path, code: int) -> None:
        came = outcome(folder)
        if "result" in came and code == 0:
            if "import_id" in live.job.request:
                self.spool.remove(str(live.job.request["import_id"]))
            self._end(live, "done", result=came["result"])
        elif live.stop:
            self._end(live, _state_of(live.stop, is_closed=self._is_closed), error=told(live.stop))
        elif "error" in came:
            self._end(live, "failed", error=came["error"])
        else:
            LOG.error("job fell", kind=live.job.kind, code=code, words=last_words(folder))
            self._end(live, "failed", error=told(JobStopped("fell", is_question=_asks(live.job))))

    def _tell(self, live: _Live, stage: str, done: int, total: int) -> None:
        is_due = monotonic() - live.saved_at > SAVED_EVERY_SECONDS
        self._update(live, is_saved=is_due, stage=stage, done=done, total=total)

    def _update(self, live: _Live, *, is_saved: bool = True, **changes: Any) -> None:
        with self._changed:
            live.job, live.revision = replace(live.job, **changes), live.revision + 1
            self._changed.notify_all()
        if is_saved:
            live.saved_at = monotonic()
            self._store.put_job(rows.row(live.job))

    def _end(self, live: _Live, state: State, **changes: Any) -> None:
        if state != "done" or not changes.get("result", {}).get("kept"):
            self.spool.remove(live.job.id)
        changes |= {"state": state, "ended_at": now()}
        if not self._stored(live.job.id).has_ended:  # a later life of the service may have had the last word
            self._store.put_job(rows.row(replace(live.job, **changes)))
        self._update(live, is_saved=False, **changes)
        with self._changed:
            ended = [id_ for id_, one in self._live.items() if one.job.has_ended]
            for id_ in ended[:-REMEMBERED]:
                del self._live[id_]

    def _stop(self, live: _Live, why: LuodiError, state: State | None = None) -> None:
        with self._changed:
            live.stop = live.stop or why
            queue = self._lane(live.job).queue
            is_waiting = live.job.id in queue
            if is_waiting:
                queue.remove(live.job.id)
        if is_waiting or not live.is_at_work:
            self._end(live, state or _state_of(why, is_closed=self._is_closed), error=told(why))
        else:
            self._lane(live.job).host.stop(self.spool.folder(live.job.id))

    def _lane(self, job: Job) -> _Lane:
        return self._asking if _asks(job) else self._land

    # -- what earlier lives left

    def _stored(self, id_: str) -> Job:
        job = rows.job_of(self._store.job(id_))
        if job.plan != self._plan:
            raise NotFound("任务", "job", id_)
        return job

    def _interrupt_old(self) -> None:
        known = self.list(limit=1000)
        for job in known:
            if not job.has_ended:
                error = told(JobStopped("restarted", is_question=_asks(job)))
                ended = replace(job, state="interrupted", ended_at=now(), error=error)
                self._store.put_job(rows.row(ended))
        self.spool.sweep(self._settings.spool_hours, {job.id for job in known if job.state == "done"})

    def _discard(self, job: Job) -> Job:
        if job.state == "done" and self.spool.folder(job.id).is_dir():
            self.spool.remove(job.id)
            return self.settle(job.id, state="cancelled", error=told(Cancelled()))
        return job


def _asks(job: Job) -> bool:
    """Whether a job leaves the land as it is."""
    return job.kind in QUESTIONS


def told(error: LuodiError) -> dict[str, Any]:
    """An error as a job keeps it: the members of its problem document.

    >>> told(Cancelled())["code"]
    'cancelled'
    """
    said = {"code": error.code, "detail": error.zh, "detail_en": error.en}
    return said | {"remedy": error.remedy_zh, "remedy_en": error.remedy_en}


def _state_of(why: LuodiError, *, is_closed: bool) -> State:
    if isinstance(why, Cancelled):
        return "cancelled"
    return "interrupted" if is_closed else "failed"
