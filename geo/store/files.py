"""The embedded store: GeoParquet versions in a workspace folder, and SQLite for what changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import geopandas as gpd
import pandas as pd
from sqlalchemy import Connection, Row, desc, func, select, text
from sqlalchemy.exc import IntegrityError

from geo.errors import AlreadyHeld, NotFound
from geo.model import Hold, Provenance, Report, Version
from geo.store import archive, disk
from geo.store.database import open_database, writing
from geo.store.tables import answers, audit, holds, versions
from geo.units import mu_from_m2

VERSION_FIELDS = tuple(field.name for field in fields(Version))


def now() -> str:
    """The present moment, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class FileStore:
    """A workspace folder (``geo.store.base.Store`` says what each method promises).

    Args:
        home: The folder; made when absent.
        clock: Gives the moment recorded with each change.
    """

    def __init__(self, home: Path, clock: Callable[[], str] = now) -> None:
        self.home = Path(home)
        self.home.mkdir(parents=True, exist_ok=True)
        self._clock = clock
        self._engine = open_database(self.home / "luodi.sqlite")
        with writing(self._engine):  # nobody is importing while we hold the lock
            disk.sweep(self.home / "versions")

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    # -- versions

    def commit(  # noqa: PLR0913 (what belongs to a version)
        self,
        plan_id: str,
        parcels: gpd.GeoDataFrame,
        table: pd.DataFrame,
        report: Report,
        quarantine: gpd.GeoDataFrame,
        provenance: Provenance,
        *,
        who: str,
        note: str,
        plan_sha256: str,
    ) -> Version:
        """Write the files, then one row that makes them the current version."""
        sha256 = disk.content_sha256(parcels)
        folder = Path("versions") / plan_id / f"{uuid4().hex}"
        with writing(self._engine) as connection:
            files = disk.write_version(self.home / folder, parcels, table, quarantine, report, provenance)
            number = self._next(connection, plan_id)
            row = {
                "plan": plan_id,
                "number": number,
                "created_at": self._clock(),
                "who": who,
                "note": note,
                "parcels": len(parcels),
                "area_mu": mu_from_m2(float(parcels["area_m2"].sum())),
                "sha256": sha256,
                "source_file": provenance.file,
                "source_sha256": provenance.sha256,
                "plan_sha256": plan_sha256,
                "folder": folder.as_posix(),
                "files": json.dumps(files, sort_keys=True),
            }
            connection.execute(versions.insert().values(**row))
            detail = {"file": provenance.file, "sha256": provenance.sha256, "parcels": len(parcels)}
            self._audit(connection, who, "import", f"{plan_id}/{number}", detail)
        return self.version(plan_id, number)

    def versions(self, plan_id: str) -> list[Version]:
        """Every version, newest first."""
        query = select(versions).where(versions.c.plan == plan_id).order_by(desc(versions.c.number))
        with self._engine.connect() as connection:
            return [_version(row) for row in connection.execute(query)]

    def current(self, plan_id: str) -> Version | None:
        """The newest version, or None."""
        return next(iter(self.versions(plan_id)), None)

    def version(self, plan_id: str, number: int) -> Version:
        """One version by number."""
        return _version(self._row(plan_id, number))

    def parcels(self, plan_id: str, number: int) -> gpd.GeoDataFrame:
        """Parcels of a version."""
        return gpd.read_parquet(self._folder(plan_id, number) / "parcels.parquet")

    def table(self, plan_id: str, number: int) -> pd.DataFrame:
        """Feature table of a version."""
        return pd.read_parquet(self._folder(plan_id, number) / "table.parquet")

    def report(self, plan_id: str, number: int) -> Report:
        """Report of a version."""
        return disk.read_report(self._folder(plan_id, number) / "report.json")

    def quarantine(self, plan_id: str, number: int) -> gpd.GeoDataFrame:
        """Rejected rows of a version."""
        return gpd.read_parquet(self._folder(plan_id, number) / "quarantine.parquet")

    def rollback(self, plan_id: str, number: int, *, who: str) -> Version:
        """Make an earlier state current again as a new row over the same files."""
        old = self._row(plan_id, number)
        with writing(self._engine) as connection:
            new = self._next(connection, plan_id)
            row = {**old._asdict(), "number": new, "created_at": self._clock(), "who": who}
            row["note"] = f"回退到第 {number} 版 | rolled back to version {number}"
            connection.execute(versions.insert().values(**row))
            self._audit(connection, who, "rollback", f"{plan_id}/{new}", {"to": number})
        return self.version(plan_id, new)

    # -- holds

    def hold(
        self, plan_id: str, parcel_ids: Iterable[str], *, project: str, who: str, until: str = ""
    ) -> list[Hold]:
        """Promise parcels to a project, all or none; the unique index is what refuses."""
        ids = list(dict.fromkeys(parcel_ids))
        made = [Hold(uuid4().hex, id_, project, who, self._clock(), until, "") for id_ in ids]
        with writing(self._engine) as connection:
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
                    connection.execute(holds.insert().values(**values))
                except IntegrityError as taken:
                    raise AlreadyHeld(
                        one.parcel_id, self._holder(connection, plan_id, one.parcel_id)
                    ) from taken
            self._audit(connection, who, "hold", project, {"parcels": ids, "until": until})
        return made

    def release(self, hold_id: str, *, who: str) -> Hold:
        """End a hold."""
        with writing(self._engine) as connection:
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
        with self._engine.connect() as connection:
            return [_hold(row, row.released_at or "") for row in connection.execute(query)]

    # -- answers and the trail

    def remember(self, answer_id: str, plan_id: str, version: int, question: str, document: bytes) -> None:
        """Keep an answer; a second time changes nothing."""
        values = {
            "id": answer_id,
            "plan": plan_id,
            "version": version,
            "question": question,
            "document": document,
        }
        with writing(self._engine) as connection:
            known = select(answers.c.id).where(answers.c.id == answer_id)
            if connection.execute(known).first() is None:
                connection.execute(answers.insert().values(**values))

    def recall(self, answer_id: str) -> bytes:
        """The document of an answer."""
        with self._engine.connect() as connection:
            row = connection.execute(select(answers.c.document).where(answers.c.id == answer_id)).first()
        if row is None:
            raise NotFound("推荐记录", "answer", answer_id)
        return bytes(row.document)

    def audit_log(self, *, limit: int = 100, before: int | None = None) -> list[Mapping[str, Any]]:
        """Who did what, newest first."""
        query = select(audit).order_by(desc(audit.c.id)).limit(limit)
        if before is not None:
            query = query.where(audit.c.id < before)
        with self._engine.connect() as connection:
            rows = [row._asdict() for row in connection.execute(query)]
        return [{**row, "detail": json.loads(row["detail"])} for row in rows]

    # -- care

    def backup(self, file: Path) -> None:
        """Everything in one archive."""
        with writing(self._engine):  # no import may begin while the parts are read
            archive.save(self.home, Path(file))

    def verify(self) -> list[str]:
        """Damaged files and a damaged database, in words."""
        with self._engine.connect() as connection:
            state = connection.execute(text("PRAGMA integrity_check")).scalar_one()
            rows = connection.execute(select(versions)).all()
        found = [] if state == "ok" else [f"luodi.sqlite: {state}"]
        for row in rows:
            wrong = disk.wrong_files(self.home / row.folder, json.loads(row.files))
            found += [
                f"{row.plan} 第 {row.number} 版: {name} 缺失或损坏 | missing or damaged" for name in wrong
            ]
        return found

    def _row(self, plan_id: str, number: int) -> Row[Any]:
        query = select(versions).where(versions.c.plan == plan_id, versions.c.number == number)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise NotFound("版本", "version", f"{plan_id}/{number}")
        return row

    def _folder(self, plan_id: str, number: int) -> Path:
        return self.home / str(self._row(plan_id, number).folder)

    def _next(self, connection: Connection, plan_id: str) -> int:
        query = select(func.max(versions.c.number)).where(versions.c.plan == plan_id)
        return (connection.execute(query).scalar() or 0) + 1

    def _holder(self, connection: Connection, plan_id: str, parcel_id: str) -> str:
        active = (holds.c.plan == plan_id) & (holds.c.parcel_id == parcel_id) & holds.c.released_at.is_(None)
        return str(connection.execute(select(holds.c.project).where(active)).scalar_one())

    def _audit(self, connection: Connection, who: str, what: str, subject: str, detail: object) -> None:
        said = json.dumps(detail, ensure_ascii=False)
        connection.execute(
            audit.insert().values(at=self._clock(), who=who, what=what, subject=subject, detail=said)
        )


def _version(row: Row[Any]) -> Version:
    return Version(**{name: getattr(row, name) for name in VERSION_FIELDS if hasattr(row, name)})


def _hold(row: Row[Any], released_at: str) -> Hold:
    return Hold(row.id, row.parcel_id, row.project, row.who, row.since, row.until, released_at)
