"""What every store promises, embedded or server: versions of the land, holds, answers, a trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.model import Change, Decision, Descent, Hold, Progress, Provenance, Report, Version, silent


class Near(Protocol):
    """Gives some parcels of a version, in the form of ``Store.parcels``."""

    def __call__(self, boxes: NDArray[np.float64], ids: Sequence[str] = ()) -> gpd.GeoDataFrame:
        """Every parcel whose box meets or touches one of some boxes or whose id is wanted; perhaps others.

        Args:
            boxes: n×4, west, south, east, north [m].
            ids: Wanted wherever they lie; those that the version lacks are not missed.
        """
        ...


class Store(Protocol):
    """One land bank per plan, each an unbroken list of immutable versions."""

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
        """Add a version and make it current: all of it or nothing, whenever the process dies.

        Args:
            plan_id: Whose land bank.
            parcels: All of them, indexed and sorted by parcel id.
            table: Their feature rows, same index.
            report: What the import found.
            quarantine: Rows that it rejected.
            provenance: Where the land came from.
            who: Recorded with the version.
            note: Recorded with the version.
            plan_sha256: The plan that the features were measured against.
            as_of: ISO date that the land is true for, as stated; "" unknown.
            pairs: Neighbours, ``a < b`` by parcel id and ``shared_m`` [m]; None when nobody measured them.
                Quickest with ``a`` and ``b`` Categorical over ``parcels.index``.
            over: The version that must be current, 0 for an empty bank; None for whichever it is.
            content: ``content_sha256`` of the parcels where it is known by now; "" to have it told.
            progress: Told ("commit", steps done, 2); what it raises stops the commit.

        Raises:
            Overtaken: another version than ``over`` is current.
            DiskFull: there was no room; the last version stays current.
        """
        ...

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
        """Add the version that is the base plus the change, at the cost of the change.

        Reading it gives the frames that committing it whole would have given.

        Raises:
            Overtaken: the change's base is not the current version.
            HeldLand: it would take land that somebody holds.
            DiskFull: there was no room; the last version stays current.
        """
        ...

    def versions(self, plan_id: str) -> list[Version]:
        """Every version, newest first."""
        ...

    def current(self, plan_id: str) -> Version | None:
        """The version that answers questions; None on an empty bank."""
        ...

    def version(self, plan_id: str, number: int) -> Version:
        """One version by number; NotFound without it."""
        ...

    def parcels(self, plan_id: str, number: int) -> gpd.GeoDataFrame:
        """Parcels of a version in the plan's metric CRS, indexed and sorted by parcel id."""
        ...

    def near(self, plan_id: str, number: int) -> Near:
        """What gives some parcels of a version without reading the shapes of all.

        Where they lie is read at once, so that it can be done ahead of the first question.

        Args:
            plan_id: Whose land bank.
            number: Of the version.
        """
        ...

    def table(self, plan_id: str, number: int) -> pd.DataFrame:
        """The feature table of a version, same index."""
        ...

    def pairs(self, plan_id: str, number: int) -> pd.DataFrame:
        """Neighbours of a version: ``a < b`` by parcel id and ``shared_m`` [m], sorted by ``a``, ``b``.

        Raises:
            NotFound: the version was committed without them.
        """
        ...

    def lineage(self, plan_id: str, parcel_id: str = "") -> list[Descent]:
        """Which parcels came from which, oldest first; with an id, the lines that it stands in."""
        ...

    def report(self, plan_id: str, number: int) -> Report:
        """What the import of a version found."""
        ...

    def provenance(self, plan_id: str, number: int) -> Provenance:
        """Where the file of a version came from, and how it was understood."""
        ...

    def quarantine(self, plan_id: str, number: int) -> gpd.GeoDataFrame:
        """Rows that the import rejected, with the rule and the reason of each."""
        ...

    def rollback(self, plan_id: str, number: int, *, who: str) -> Version:
        """Make an earlier state current again, as a new version; nothing is deleted."""
        ...

    def decide(self, plan_id: str, decision: Decision) -> Decision:
        """Keep what a planner said about a rule; the moment is filled in where it is ""."""
        ...

    def decisions(self, plan_id: str) -> list[Decision]:
        """The newest standing decision of each rule and parcel, by rule and parcel id."""
        ...

    def withdraw(self, plan_id: str, rule: str, parcel_id: str = "", *, who: str) -> Decision:
        """Take back every decision about a rule and a parcel; NotFound when none stands."""
        ...

    def put_job(self, job: Mapping[str, Any]) -> None:
        """Keep a new job, or the given columns of one that is there.

        A new one needs ``id, plan, kind, state, who, created_at``; ``request``, ``result`` and ``error``
        are whatever JSON can say.
        """
        ...

    def job(self, job_id: str) -> dict[str, Any]:
        """Every column of one job; NotFound without it."""
        ...

    def jobs(self, plan_id: str, limit: int = 100) -> list[dict[str, Any]]:
        """Jobs of a plan, newest first."""
        ...

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
        """Promise parcels to a project: all of them or none.

        No later version takes the land away while it is held: ``commit``, ``commit_change`` and
        ``rollback`` raise ``HeldLand`` where a held parcel would go, or be given other land by an edit.

        Raises:
            AlreadyHeld: somebody holds one of them; names the parcel and the project.
            Overtaken: ``version``, in which the parcels were seen, is not the current one.
        """
        ...

    def release(self, hold_id: str, *, who: str) -> Hold:
        """End a hold; NotFound when none of that id is active."""
        ...

    def holds(self, plan_id: str, *, active: bool = True) -> list[Hold]:
        """Holds in the order they were made; with ``active`` only those that still hold.

        A hold whose ``until`` has passed still holds until somebody releases it: land is never
        freed behind the back of whoever was promised it.
        """
        ...

    def standing(self, plan_id: str) -> tuple[int, int, int]:
        """What decides the land of this moment, at the price of one look.

        The number of the newest version (0 for none), how many holds were ever made, how many released:
        as long as these are the same, so are the version and the holds.
        """
        ...

    def remember(self, answer_id: str, plan_id: str, version: int, question: str, document: bytes) -> None:
        """Keep an answer for replay; the same id twice changes nothing."""
        ...

    def remember_all(self, plan_id: str, told: Sequence[tuple[str, int, str, bytes]]) -> None:
        """Keep several answers in one transaction, as ``remember`` does: id, version, question, document."""
        ...

    def recall(self, answer_id: str) -> bytes:
        """The document of an answer; NotFound without it."""
        ...

    def audit_log(self, *, limit: int = 100, before: int | None = None) -> list[Mapping[str, Any]]:
        """Who did what, newest first; ``before`` continues below an entry's id."""
        ...

    def backup(self, file: Path) -> None:
        """Everything in one archive, with a checksum per file."""
        ...

    def verify(self) -> list[str]:
        """Problems of the stored files and the database, in words; empty when all is well."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
