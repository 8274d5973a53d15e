"""Land in: a file read, checked, measured and compared with the bank; then, on somebody's word, a version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from geo import crs, validate
from geo import difference as differing
from geo.difference import COMPUTED, Compared, Mode, Outlook
from geo.errors import BadAsOf, ImportRefused, Overtaken, WouldRemove
from geo.features import table as features
from geo.model import Plan, Progress, Provenance, RawLayer, Report, Version, silent
from geo.model.freshness import last_day, stated
from geo.read import How, read_layer
from geo.store.base import Store
from geo.validate import names
from geo.validate.log import Log

# columns that checking fills in where a file has none: never taken over from the bank
FILLED = frozenset({"use_system", "use_edition"})


@dataclass(frozen=True, slots=True, eq=False)
class Bank:
    """The current version as an intake reads it; frames without rows on an empty bank."""

    version: Version | None
    parcels: gpd.GeoDataFrame
    table: pd.DataFrame

    @property
    def number(self) -> int:
        """Of the version; 0 on an empty bank."""
        return self.version.number if self.version else 0


@dataclass(frozen=True, slots=True, eq=False)
class Intake:
    """A file as it would go in, compared with version ``base``; nothing is written yet.

    ``rows`` are the parcels of the state to come with their features in ``table``.
    """

    base: int
    mode: Mode
    as_of: str
    plan_sha256: str
    report: Report
    provenance: Provenance
    quarantine: gpd.GeoDataFrame
    outlook: Outlook
    rows: gpd.GeoDataFrame
    table: pd.DataFrame

    @property
    def is_refused(self) -> bool:
        """Whether no row was left to commit; the report says why, row by row."""
        return self.report.accepted == 0

    @property
    def removes(self) -> int:
        """How many parcels of the bank would go."""
        return self.outlook.counts.removed


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """What an import found and the version it made; none when it was refused."""

    report: Report
    provenance: Provenance
    quarantine: gpd.GeoDataFrame
    outlook: Outlook
    version: Version | None

    @property
    def is_refused(self) -> bool:
        """Whether no row was left to commit; the report says why, row by row."""
        return self.version is None


def import_file(  # noqa: PLR0913 (one option each)
    store: Store,
    plan: Plan,
    path: Path,
    how: How,
    *,
    who: str,
    note: str = "",
    mode: Mode = "replace",
    as_of: str = "",
    may_remove: bool = False,
    progress: Progress = silent,
) -> Imported:
    """A dry run and its commit: all of the file, or nothing.

    Args:
        store: Where versions live.
        plan: Whose land bank, tolerances and layers.
        path: The file.
        how: How to read it.
        who: Recorded with the version.
        note: Recorded with the version.
        mode: Whether the file is the whole bank, or holds only what is added or altered.
        as_of: The date the land is true for, where the sender states one.
        may_remove: Somebody has said that parcels which the file lacks may go.
        progress: Told every stage; may raise ``Cancelled``.

    Raises:
        BadInput: the file as a whole cannot be used; names what to do. Nothing was written.
        WouldRemove: parcels would go, and nobody said that they may.
        Overtaken: another version was committed meanwhile.
    """
    intake = dry_run(store, plan, path, how, mode=mode, as_of=as_of, progress=progress)
    version = None
    if not intake.is_refused:
        if not may_remove:
            refuse_removal(intake)
        version = commit(store, plan, intake, who=who, note=note, progress=progress)
    return Imported(intake.report, intake.provenance, intake.quarantine, intake.outlook, version)


def dry_run(
    store: Store,
    plan: Plan,
    path: Path,
    how: How,
    *,
    mode: Mode = "replace",
    as_of: str = "",
    progress: Progress = silent,
) -> Intake:
    """Read, check and measure a file, and say what it would do to the land bank. Nothing is written.

    Args:
        store: Where versions live.
        plan: Whose land bank, tolerances and layers.
        path: The file.
        how: How to read it.
        mode: "replace": the file is the whole bank. "update": its rows are added or altered, all others
            stay, and so do attributes of altered parcels that the file has no column for.
        as_of: The date the land is true for, such as 2024-05. Where nobody states one, that of the
            file's rows counts if each has one (the earliest); an update keeps the bank's.
        progress: Told every stage; may raise ``Cancelled``.

    Raises:
        BadInput: the file as a whole cannot be used; names what to do.
    """
    as_of = told_as_of(as_of)
    # the bank as it is now, and the file as it came
    bank = _bank(store, plan)
    progress("read", 0, 1)
    raw = read_layer(path, how, plan)
    progress("validate", 0, 1)
    checked = validate.check(raw, plan)
    come = checked.parcels
    # an update speaks only of its own rows and columns
    columns = None
    if mode == "update" and bank.version is not None:
        columns = _columns(raw, plan)
        come = _completed(come, bank.parcels, columns, as_of)
    known = bank.parcels if mode == "replace" else bank.parcels.loc[bank.parcels.index.isin(come.index)]
    # side by side; what did not change keeps the bank's row
    progress("compare", 0, 1)
    found = differing.compare(known, come, columns)
    rows = _settled(found, bank, come, mode)
    table = features.build(rows, plan, progress) if len(rows) else bank.table.iloc[:0]
    touched = come.index.difference(found.both[~(found.is_reshaped | found.has_edit)])
    outlook = differing.outlook(
        found,
        bank.table,
        table.loc[touched],
        base=bank.number,
        mode=mode,
        rejected=[one.parcel_id for one in checked.report.findings if one.severity == "error"],
        held={hold.parcel_id: hold.project for hold in store.holds(plan.id)},
    )
    return Intake(
        base=bank.number,
        mode=mode,
        as_of=as_of or _found_as_of(checked.parcels, bank, mode),
        plan_sha256=plan.sha256,
        report=checked.report,
        provenance=raw.provenance,
        quarantine=checked.quarantine,
        outlook=outlook,
        rows=rows,
        table=table,
    )


def commit(
    store: Store, plan: Plan, intake: Intake, *, who: str, note: str = "", progress: Progress = silent
) -> Version:
    """Make an intake the current version, in one transaction.

    Args:
        store: Where versions live.
        plan: The plan that the intake was measured against.
        intake: From ``dry_run``.
        who: Recorded with the version.
        note: Recorded with the version.
        progress: Told; may raise ``Cancelled``.

    Raises:
        ImportRefused: the intake has no row to commit.
        Overtaken: the bank has another version by now than the intake was compared with.
        DiskFull: there was no room; the last version stays current.
    """
    if intake.is_refused:
        raise ImportRefused(intake.provenance.file, intake.report.rejected, intake.report.rows)
    current = store.current(plan.id)
    if (current.number if current else 0) != intake.base:
        raise Overtaken(intake.base, current.number if current else 0)
    progress("commit", 0, 1)
    version = store.commit(
        plan.id,
        intake.rows,
        intake.table,
        intake.report,
        intake.quarantine,
        intake.provenance,
        who=who,
        note=note,
        plan_sha256=intake.plan_sha256,
    )
    progress("commit", 1, 1)
    return version


def refuse_removal(intake: Intake) -> None:
    """Stop where parcels would go.

    Raises:
        WouldRemove: they would.
    """
    if intake.removes:
        outlook = intake.outlook
        raise WouldRemove(intake.removes, outlook.parcels_before, outlook.samples.removed)


def told_as_of(text: str, today: date | None = None) -> str:
    """A stated date as we keep it.

    Raises:
        BadAsOf: it is no date, or its period begins after today.

    Examples:
        >>> told_as_of("2024-5", date(2024, 5, 3))
        '2024-05'
    """
    kept = stated(text)
    now = (today or date.today()).isoformat()  # noqa: DTZ011 (the sender's own calendar)
    if kept and kept > now[: len(kept)]:
        raise BadAsOf(kept, "在今天之后。", "it lies after today.")
    return kept


def _bank(store: Store, plan: Plan) -> Bank:
    version = store.current(plan.id)
    if version is None:
        none = gpd.GeoDataFrame({"area_m2": []}, geometry=[], crs=plan.crs, index=pd.Index([], dtype="str"))
        return Bank(None, none, pd.DataFrame())
    parcels = store.parcels(plan.id, version.number)
    if parcels.crs != plan.crs:
        parcels = crs.to_metric(parcels, plan.crs)
    table = store.table(plan.id, version.number)
    if version.plan_sha256 != plan.sha256:
        # the plan was edited since: before and after are told by the same axes and parks
        table = features.build(parcels, plan)
    return Bank(version, parcels, table)


def _columns(raw: RawLayer, plan: Plan) -> set[str]:
    """Our names of the columns that a file has."""
    attributes = pd.DataFrame(raw.frame.drop(columns=raw.frame.geometry.name))
    cut = raw.provenance.driver == "ESRI Shapefile"
    return set(names.table(attributes, plan, Log(len(attributes)), cut=cut).columns) - {"parcel_id"}


def _completed(
    come: gpd.GeoDataFrame, bank: gpd.GeoDataFrame, columns: set[str], as_of: str
) -> gpd.GeoDataFrame:
    """Rows of an update, with the bank's values where the file has no column.

    A stated area goes with its outline, and a row's own date with what it says: neither is taken over.
    """
    come = come.copy()
    both = come.index.intersection(bank.index)
    kept = bank.loc[both]
    for name in bank.columns.difference([*columns, *COMPUTED, *FILLED]):
        if name not in come:
            come[name] = bank[name].iloc[:0].reindex(come.index)
        come.loc[both, name] = kept[name]
    reshaped = differing.compare(kept, come.loc[both], set()).is_reshaped
    if "area_stated_m2" not in columns:
        come.loc[both[reshaped], "area_stated_m2"] = np.nan
    if "as_of" not in columns and as_of:
        come["as_of"] = as_of
    return come


def _settled(found: Compared, bank: Bank, come: gpd.GeoDataFrame, mode: Mode) -> gpd.GeoDataFrame:
    """Every parcel of the state to come."""
    if bank.version is None:
        return come
    unchanged = found.both[~(found.is_reshaped | found.has_edit)]
    stay = unchanged if mode == "replace" else bank.parcels.index.difference(come.index).union(unchanged)
    return gpd.GeoDataFrame(
        pd.concat([bank.parcels.loc[stay], come.loc[come.index.difference(unchanged)]]), crs=come.crs
    ).sort_index()


def _found_as_of(come: gpd.GeoDataFrame, bank: Bank, mode: Mode) -> str:
    """The date that nobody stated at the door: the bank's for an update, else the earliest of the rows'."""
    if mode == "update" and bank.version is not None:
        return bank.version.as_of
    try:
        told = [stated(str(text)) for text in come["as_of"].unique()] if "as_of" in come else []
    except BadAsOf:
        return ""
    return min(told, key=last_day) if told and all(told) else ""
