"""What changes between versions: holds, decisions, answers, jobs and the trail, in any SQL database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, Row, desc, func, select, text
from sqlalchemy.exc import IntegrityError

from geo.errors import AlreadyHeld, NotFound, Overtaken
from geo.model import Decision, Hold
from geo.store.tables import answers, audit, decisions, holds, jobs, versions

# columns of a job that hold a document
DOCUMENTS = ("request", "result", "error")
STANDING = text(
    "SELECT (SELECT max(number) FROM versions WHERE plan = :plan),"
    " (SELECT count(*) FROM holds WHERE plan = :plan),"
    " (SELECT count(released_at) FROM holds WHERE plan = :plan)"
)
# a word of both databases: the first to come stays
REMEMBER = text(
    "INSERT INTO answers (id, plan, version, question, document)"
    " VALUES (:id, :plan, :version, :question, :document) ON CONFLICT (id) DO NOTHING"
)


def now() -> str:
    """The present moment, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Records:
    """Rows beside the land (``geo.store.base.Store`` says what each method promises).

    Args:
        engine: The database, its schema up to date.
        writing: Opens a transaction that no other writer of that plan can be in.
        clock: Gives the moment recorded with each change.
    """

    def __init__(
        self,
        engine: Engine,
        writing: Callable[[str], AbstractContextManager[Connection]],
        clock: Callable[[], str],
    ) -> None:
        self.engine, self._writing, self._clock = engine, writing, clock

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    # -- holds

    def hold(
        self,
        plan_id: str,
        parcel_ids: Iterable[str],
        *,
        project: str,
        who: str,
        until: str = "",
        version: int | None = None,
    ) -> list[Hold]:
        """Promise parcels to a project, all or none; the unique index is what refuses."""
        ids = list(dict.fromkeys(parcel_ids))
        made = [Hold(uuid4().hex, id_, project, who, self._clock(), until, "") for id_ in ids]
        with self._writing(plan_id) as connection:
            newest = select(func.max(versions.c.number)).where(versions.c.plan == plan_id)
            current = connection.execute(newest).scalar() or 0
            if version not in {None, current}:
                raise Overtaken(version or 0, current)
            for one in made:
                values = {
                    "id": one.id,
                    "plan": plan_id,
                    "parcel_id": one.parcel_id,
                    "project": project,
                    "who": who,
                    "since": one.since,
                    "until": until,
                    "released_at": None,
                }
                try:
                    with connection.begin_nested():
                        connection.execute(holds.insert().values(**values))
                except IntegrityError as taken:
                    raise AlreadyHeld(
                        one.parcel_id, self._holder(connection, plan_id, one.parcel_id)
                    ) from taken
            self._audit(connection, who, "hold", project, {"parcels": ids, "until": until})
        return made

    def release(self, hold_id: str, *, who: str) -> Hold:
        """End a hold."""
        with self._writing("") as connection:
            active = (holds.c.id == hold_id) & holds.c.released_at.is_(None)
            row = connection.execute(select(holds).where(active)).first()
            if row is None:
                raise NotFound("有效预留", "active hold", hold_id)
            at = self._clock()
            connection.execute(holds.update().where(active).values(released_at=at))
            self._audit(connection, who, "release", row.project, {"parcel": row.parcel_id})
        return _hold(row, at)

    def holds(self, plan_id: str, *, active: bool = True) -> list[Hold]:
        """Holds in the order they were made."""
        query = select(holds).where(holds.c.plan == plan_id).order_by(holds.c.since, holds.c.parcel_id)
        if active:
            query = query.where(holds.c.released_at.is_(None))
        with self.engine.connect() as connection:
            return [_hold(row, row.released_at or "") for row in connection.execute(query)]

    def standing(self, plan_id: str) -> tuple[int, int, int]:
        """Newest version, holds made, holds released."""
        with self.engine.connect() as connection:
            newest, made, released = connection.execute(STANDING, {"plan": plan_id}).one()
        return int(newest or 0), int(made), int(released)

    # -- decisions

    def decide(self, plan_id: str, decision: Decision) -> Decision:
        """Keep what a planner said; the newest about a rule and a parcel counts."""
        made = decision if decision.at else replace(decision, at=self._clock())
        with self._writing(plan_id) as connection:
            connection.execute(decisions.insert().values(plan=plan_id, **asdict(made)))
            self._audit(connection, made.who, "decide", f"{plan_id}/{made.rule}", asdict(made))
        return made

    def decisions(self, plan_id: str) -> list[Decision]:
        """The newest decision of each rule and parcel that was not withdrawn, by rule and parcel."""
        standing = (decisions.c.plan == plan_id) & decisions.c.withdrawn_at.is_(None)
        query = select(decisions).where(standing).order_by(decisions.c.id)
        with self.engine.connect() as connection:
            newest = {(row.rule, row.parcel_id): _decision(row) for row in connection.execute(query)}
        return [newest[key] for key in sorted(newest)]

    def withdraw(self, plan_id: str, rule: str, parcel_id: str = "", *, who: str) -> Decision:
        """Take a decision back, whatever was decided before it too."""
        same = (
            (decisions.c.plan == plan_id) & (decisions.c.rule == rule) & (decisions.c.parcel_id == parcel_id)
        )
        standing = same & decisions.c.withdrawn_at.is_(None)
        with self._writing(plan_id) as connection:
            row = connection.execute(select(decisions).where(standing).order_by(desc(decisions.c.id))).first()
            if row is None:
                raise NotFound("处理决定", "decision", f"{rule}/{parcel_id}" if parcel_id else rule)
            connection.execute(decisions.update().where(standing).values(withdrawn_at=self._clock()))
            self._audit(connection, who, "withdraw", f"{plan_id}/{rule}", {"parcel": parcel_id})
        return _decision(row)

    # -- jobs

    def put_job(self, job: Mapping[str, Any]) -> None:
        """Keep the state of a job: a new one, or the named columns of one that is there."""
        values = {
            name: json.dumps(cell, ensure_ascii=False) if name in DOCUMENTS else cell
            for name, cell in job.items()
        }
        with self._writing("jobs") as connection:
            is_new = connection.execute(select(jobs.c.id).where(jobs.c.id == job["id"])).first() is None
            change = jobs.insert() if is_new else jobs.update().where(jobs.c.id == job["id"])
            connection.execute(change.values(**values))

    def job(self, job_id: str) -> dict[str, Any]:
        """One job."""
        with self.engine.connect() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job_id)).first()
        if row is None:
            raise NotFound("任务", "job", job_id)
        return _job(row)

    def jobs(self, plan_id: str, limit: int = 100) -> list[dict[str, Any]]:
        """Jobs of a plan, newest first."""
        own = select(jobs).where(jobs.c.plan == plan_id)
        query = own.order_by(desc(jobs.c.created_at), desc(jobs.c.id)).limit(limit)
        with self.engine.connect() as connection:
            return [_job(row) for row in connection.execute(query)]

    # -- answers and the trail

    def remember(self, answer_id: str, plan_id: str, version: int, question: str, document: bytes) -> None:
        """Keep an answer; a second time changes nothing."""
        self.remember_all(plan_id, [(answer_id, version, question, document)])

    def remember_all(self, plan_id: str, told: Sequence[tuple[str, int, str, bytes]]) -> None:
        """Keep answers in one transaction; a second time changes nothing."""
        names = ("id", "version", "question", "document")
        rows = [{"plan": plan_id, **dict(zip(names, one, strict=True))} for one in told]
        with self._writing(plan_id) as connection:
            connection.execute(REMEMBER, rows)

    def recall(self, answer_id: str) -> bytes:
        """The document of an answer."""
        with self.engine.connect() as connection:
            row = connection.execute(select(answers.c.document).where(answers.c.id == answer_id)).first()
        if row is None:
            raise NotFound("推荐记录", "answer", answer_id)
        return bytes(row.document)

    def audit_log(self, *, limit: int = 100, before: int | None = None) -> list[Mapping[str, Any]]:
        """Who did what, newest first."""
        query = select(audit).order_by(desc(audit.c.id)).limit(limit)
        if before is not None:
            query = query.where(audit.c.id < before)
        with self.engine.connect() as connection:
            rows = [row._asdict() for row in connection.execute(query)]
        return [{**row, "detail": json.loads(row["detail"])} for row in rows]

    def _holder(self, connection: Connection, plan_id: str, parcel_id: str) -> str:
        active = (holds.c.plan == plan_id) & (holds.c.parcel_id == parcel_id) & holds.c.released_at.is_(None)
        return str(connection.execute(select(holds.c.project).where(active)).scalar_one())

    def _audit(self, connection: Connection, who: str, what: str, subject: str, detail: object) -> None:
        said = json.dumps(detail, ensure_ascii=False)
        connection.execute(
            audit.insert().values(at=self._clock(), who=who, what=what, subject=subject, detail=said)
        )


def _hold(row: Row[Any], released_at: str) -> Hold:
    return Hold(row.id, row.parcel_id, row.project, row.who, row.since, row.until, released_at)


def _decision(row: Row[Any]) -> Decision:
    return Decision(row.rule, row.act, row.parcel_id, row.who, row.at, row.note)


def _job(row: Row[Any]) -> dict[str, Any]:
    return {name: json.loads(cell) if name in DOCUMENTS else cell for name, cell in row._asdict().items()}
