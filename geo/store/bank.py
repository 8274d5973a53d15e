"""Versions of the land: a row in a database and documents on a shelf, both or neither."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import fields
from math import fsum
from pathlib import Path
from typing import Any, BinaryIO

import geopandas as gpd
import pandas as pd
from sqlalchemy import Connection, Engine, Row, desc, func, or_, select

from geo.errors import NotFound, Overtaken
from geo.model import Change, Descent, Progress, Provenance, Report, Version, silent
from geo.store import documents, merge, promises
from geo.store.base import Near
from geo.store.content import changed, content_sha256
from geo.store.documents import Documents
from geo.store.incoming import Incoming
from geo.store.records import Records
from geo.store.shelf import Shelf
from geo.store.stack import Stack
from geo.store.tables import lineage, versions
from geo.units import mu_from_m2

VERSION_FIELDS = tuple(field.name for field in fields(Version))
# changes that lie above a whole before they are laid together
MOST_LAYERS = 8
# a change to more of the whole's rows than this is written as a whole of its own
MOST_CHANGED = 0.25


class Bank(Records):
    """Versions over a shelf (``geo.store.base.Store`` says what each method promises).

    Args:
        engine: The database, its schema up to date.
        writing: Opens a transaction that no other writer of that plan can be in.
        shelf: Where documents stand.
        clock: Gives the moment recorded with each change.
    """

    def __init__(
        self,
        engine: Engine,
        writing: Callable[[str], AbstractContextManager[Connection]],
        shelf: Shelf,
        clock: Callable[[], str],
    ) -> None:
        super().__init__(engine, writing, clock)
        self._shelf = shelf
        with writing("") as connection:  # nobody makes a version while we hold the lock
            shelf.sweep(connection, {row.folder for row in connection.execute(select(versions.c.folder))})

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
        as_of: str = "",
        pairs: pd.DataFrame | None = None,
        over: int | None = None,
        content: str = "",
        progress: Progress = silent,
    ) -> Version:
        """Write the documents, then one row that makes them the current version."""
        progress("commit", 0, 2)
        whole = documents.whole(parcels, table, pairs)
        # rows are hashed while documents are written: both leave the interpreter free for the most part
        with ThreadPoolExecutor(1) as pool:
            summed = pool.submit(lambda: content or content_sha256(parcels))
            incoming = Incoming(
                plan_id=plan_id,
                kind="import",
                base=0,
                lies_on=(),
                documents={**whole, **documents.story(report, quarantine, provenance)},
                parcels=len(parcels),
                area_mu=mu_from_m2(fsum(parcels["area_m2"].tolist())),
                sha256=summed.result,
                provenance=provenance,
                who=who,
                note=note,
                plan_sha256=plan_sha256,
                as_of=as_of,
                over=over,
            )
            progress("commit", 1, 2)
            with self._added(incoming) as (connection, number):
                promised = promises.held(connection, plan_id)
                absent = [one for one in promised if one not in parcels.index]
                if absent and number > 1:
                    promises.refuse_loss(promised, self._some(plan_id, number - 1, absent).index)
                self._shown(connection, plan_id, number, lambda: parcels, None)
        progress("commit", 2, 2)
        return self.version(plan_id, number)

    def commit_change(  # noqa: PLR0913 (what belongs to a version)
        self,
        plan_id: str,
        change: Change,
        report: Report,
        quarantine: gpd.GeoDataFrame,
        provenance: Provenance,
        *,
        who: str,
        note: str,
        plan_sha256: str,
        as_of: str = "",
    ) -> Version:
        """Write the rows that differ, then one row that lays them over the base."""
        current = self.current(plan_id)
        if current is None or current.number != change.base:
            raise Overtaken(change.base, current.number if current else 0)
        row = self._row(plan_id, change.base)
        below = self._stack(row)

        def before() -> gpd.GeoDataFrame:
            touched = [*change.removed, *map(str, change.parcels.index)]
            return below.some(touched) if change.replaced is None else change.replaced

        areas = merge.overlaid(
            below.parcels(["area_m2"]), pd.DataFrame(change.parcels[["area_m2"]]), change.removed
        )
        layers, made = self._layered(below, change)
        incoming = Incoming(
            plan_id=plan_id,
            kind=change.kind,
            base=change.base,
            lies_on=layers,
            documents={**made, **documents.story(report, quarantine, provenance)},
            parcels=len(areas),
            area_mu=mu_from_m2(fsum(areas["area_m2"].tolist())),
            sha256=lambda: changed(current.sha256, before(), change.parcels),
            provenance=provenance,
            who=who,
            note=note,
            plan_sha256=plan_sha256,
            as_of=as_of,
            over=change.base,
        )
        with self._added(incoming) as (connection, number):
            promises.refuse_loss(promises.held(connection, plan_id), promises.lost_by(change))
            for one in change.lineage:
                line = {"parent": one.parent, "child": one.child, "share": one.share}
                told = {"plan": plan_id, "version": number, "kind": change.kind, **line}
                connection.execute(lineage.insert().values(**told))
            self._shown(connection, plan_id, number, lambda: change.parcels, change.removed)
        return self.version(plan_id, number)

    def rollback(self, plan_id: str, number: int, *, who: str) -> Version:
        """Make an earlier state current again as a new row over the same documents."""
        old = self._row(plan_id, number)
        with self._writing(plan_id) as connection:
            new = self._next(connection, plan_id)
            promised = promises.held(connection, plan_id)
            if promised:
                now, then = (self._some(plan_id, one, list(promised)) for one in (new - 1, number))
                promises.refuse_loss(promised, promises.lost_between(now, then))
            row = {**old._asdict(), "number": new, "created_at": self._clock(), "who": who}
            row |= {"kind": "rollback", "base": number}
            row["note"] = f"回退到第 {number} 版 | rolled back to version {number}"
            connection.execute(versions.insert().values(**row))
            self._audit(connection, who, "rollback", f"{plan_id}/{new}", {"to": number})
            self._shown(connection, plan_id, new, self._stack(old).parcels, None)
        return self.version(plan_id, new)

    def versions(self, plan_id: str) -> list[Version]:
        """Every version, newest first."""
        query = select(versions).where(versions.c.plan == plan_id).order_by(desc(versions.c.number))
        with self.engine.connect() as connection:
            return [_version(row) for row in connection.execute(query)]

    def current(self, plan_id: str) -> Version | None:
        """The newest version, or None."""
        query = select(versions).where(versions.c.plan == plan_id).order_by(desc(versions.c.number)).limit(1)
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        return None if row is None else _version(row)

    def version(self, plan_id: str, number: int) -> Version:
        """One version by number."""
        return _version(self._row(plan_id, number))

    def parcels(self, plan_id: str, number: int) -> gpd.GeoDataFrame:
        """Parcels of a version."""
        return self._stack(self._row(plan_id, number)).parcels()

    def near(self, plan_id: str, number: int) -> Near:
        """What gives parcels of a version near some boxes."""
        return self._stack(self._row(plan_id, number)).near()

    def table(self, plan_id: str, number: int) -> pd.DataFrame:
        """Feature table of a version."""
        return self._stack(self._row(plan_id, number)).table()

    def pairs(self, plan_id: str, number: int) -> pd.DataFrame:
        """Neighbours of a version."""
        return self._stack(self._row(plan_id, number)).pairs()

    def report(self, plan_id: str, number: int) -> Report:
        """Report of a version."""
        source = self._document(plan_id, number, documents.REPORT)
        return documents.report(source.read_bytes() if isinstance(source, Path) else source.read())

    def provenance(self, plan_id: str, number: int) -> Provenance:
        """Provenance of a version."""
        source = self._document(plan_id, number, documents.PROVENANCE)
        return documents.provenance(source.read_bytes() if isinstance(source, Path) else source.read())

    def quarantine(self, plan_id: str, number: int) -> gpd.GeoDataFrame:
        """Rejected rows of a version."""
        return gpd.read_parquet(self._document(plan_id, number, documents.QUARANTINE))

    def lineage(self, plan_id: str, parcel_id: str = "") -> list[Descent]:
        """Which parcels came from which, in the order of versions."""
        query = select(lineage).where(lineage.c.plan == plan_id)
        if parcel_id:
            query = query.where(or_(lineage.c.parent == parcel_id, lineage.c.child == parcel_id))
        query = query.order_by(lineage.c.version, lineage.c.parent, lineage.c.child)
        with self.engine.connect() as connection:
            return [_descent(row) for row in connection.execute(query)]

    def make_whole(self) -> None:
        """Keep every version without leaning on another, as releases before changes did."""
        with self.engine.connect() as connection:
            changes = [row for row in self._rows(connection) if json.loads(row.below)]
        for row in changes:
            made = {**documents.whole(*self._stack(row).whole()), **self._retold(row)}
            with self._shelf.drafting(row.plan, made) as draft, self._writing(row.plan) as connection:
                self._shelf.place(connection, draft)
                same = (versions.c.plan == row.plan) & (versions.c.number == row.number)
                where = {"folder": draft.folder, "files": json.dumps(dict(draft.sums), sort_keys=True)}
                connection.execute(versions.update().where(same).values(**where, below="[]"))

    def _retold(self, row: Row[Any]) -> Documents:
        told = {}
        for name in documents.STORY:
            source = self._shelf.open(row.folder, name)
            told[name] = documents.copy(source.read_bytes() if isinstance(source, Path) else source.read())
        return told

    def _shown(
        self,
        connection: Connection,
        plan_id: str,
        number: int,
        parcels: Callable[[], gpd.GeoDataFrame],
        removed: Sequence[str] | None,
    ) -> None:
        """Show a new version to other programs, where the store has a place for that.

        ``parcels`` gives them to a store that shows them, and no other reads them: all of them when
        ``removed`` is None, else those that came or were altered.
        """

    def _wrong_documents(self) -> list[str]:
        """Damaged documents, in words."""
        with self.engine.connect() as connection:
            rows = self._rows(connection)
        found = []
        for row in rows:
            for name in self._shelf.wrong(row.folder, json.loads(row.files)):
                where = f"{row.plan} 第 {row.number} 版 | version {row.number}"
                found.append(f"{where}: {name} 缺失或损坏 | missing or damaged")
        return found

    def _rows(self, connection: Connection) -> list[Row[Any]]:
        """Every version of every plan, oldest first."""
        return list(connection.execute(select(versions).order_by(versions.c.plan, versions.c.number)))

    @contextmanager
    def _added(self, incoming: Incoming) -> Iterator[tuple[Connection, int]]:
        """A transaction in which the version is there; it stays when the block ends well.

        Raises:
            Overtaken: another version has become the current one.
        """
        plan_id = incoming.plan_id
        with (
            self._shelf.drafting(plan_id, incoming.documents) as draft,
            self._writing(plan_id) as connection,
        ):
            number = self._next(connection, plan_id)
            if incoming.over is not None and number - 1 != incoming.over:
                raise Overtaken(incoming.over, number - 1)
            self._shelf.place(connection, draft)
            values = incoming.row(draft) | {"number": number, "created_at": self._clock()}
            connection.execute(versions.insert().values(**values))
            origin = incoming.provenance
            detail = {"file": origin.file, "sha256": origin.sha256, "parcels": incoming.parcels}
            self._audit(connection, incoming.who, incoming.kind, f"{plan_id}/{number}", detail)
            yield connection, number

    def _layered(self, below: Stack, change: Change) -> tuple[tuple[str, ...], Documents]:
        """The change as it is kept: above all layers, above the whole alone, or as a new whole."""
        rows = below.rows()
        differing = sum(rows[1:]) + len(change.parcels) + len(change.removed)
        if differing <= MOST_CHANGED * rows[0] and len(rows) <= MOST_LAYERS:
            return below.folders, documents.change(change)
        together = below.over(change)
        if len(together.parcels) + len(together.removed) <= MOST_CHANGED * rows[0]:
            return below.folders[:1], documents.change(together)
        parcels = merge.overlaid(below.parcels(), change.parcels, change.removed)
        table = merge.overlaid(below.table(), change.table, change.removed)
        return (), documents.whole(parcels, table, below.pairs_with(change))

    def _stack(self, row: Row[Any]) -> Stack:
        return Stack(self._shelf.open, (*json.loads(row.below), row.folder))

    def _some(self, plan_id: str, number: int, ids: list[str]) -> gpd.GeoDataFrame:
        return self._stack(self._row(plan_id, number)).some(ids)

    def _document(self, plan_id: str, number: int, name: str) -> Path | BinaryIO:
        return self._shelf.open(self._row(plan_id, number).folder, name)

    def _row(self, plan_id: str, number: int) -> Row[Any]:
        query = select(versions).where(versions.c.plan == plan_id, versions.c.number == number)
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise NotFound("版本", "version", f"{plan_id}/{number}")
        return row

    def _next(self, connection: Connection, plan_id: str) -> int:
        query = select(func.max(versions.c.number)).where(versions.c.plan == plan_id)
        return (connection.execute(query).scalar() or 0) + 1


def _version(row: Row[Any]) -> Version:
    return Version(**{name: getattr(row, name) for name in VERSION_FIELDS})


def _descent(row: Row[Any]) -> Descent:
    return Descent(row.version, row.kind, row.parent, row.child, row.share)
