"""Land in: a file read, checked, measured and compared with the bank; then, on somebody's word, a version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo import difference as differing
from geo import validate
from geo.difference import Mode, Outlook
from geo.errors import ImportRefused, WouldRemove
from geo.features.measure import Measured, measure, remeasure
from geo.flow import against
from geo.flow.ahead import Ahead
from geo.flow.steady import steady
from geo.model import Change, Decision, Plan, Progress, Provenance, Report, Version, VersionKind, silent
from geo.model.freshness import told
from geo.read import How, read_layer
from geo.store.base import Store

KINDS: Mapping[Mode, VersionKind] = {"replace": "import", "update": "update"}


@dataclass(frozen=True, slots=True, eq=False)
class Intake:
    """A file as it would go in, compared with version ``base`` (0: an empty bank); nothing is written yet.

    ``rows``, ``table``, ``pairs`` and ``replaced`` are what a ``Change`` holds, or, where ``is_whole``,
    every parcel of the state to come with all that is measured on it, and nothing replaced. ``content``
    is ``content_sha256`` of the rows where that is known by now.
    """

    base: int
    mode: Mode
    as_of: str
    plan_sha256: str
    is_whole: bool
    report: Report
    provenance: Provenance
    quarantine: gpd.GeoDataFrame
    outlook: Outlook
    removed: tuple[str, ...]
    rows: gpd.GeoDataFrame
    table: pd.DataFrame
    pairs: pd.DataFrame
    replaced: gpd.GeoDataFrame
    content: str = ""

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


@steady()
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


@steady()
def dry_run(
    store: Store,
    plan: Plan,
    path: Path,
    how: How,
    *,
    mode: Mode = "replace",
    as_of: str = "",
    decisions: Sequence[Decision] | None = None,
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
        decisions: What planners said of findings; those kept in the store unless given.
        progress: Told every stage; may raise ``Cancelled``.

    Raises:
        BadInput: the file as a whole cannot be used; names what to do.
    """
    as_of = told(as_of, datetime.now().astimezone().date())
    # the bank as it is now, and the file as it came
    progress("read", 0, 1)
    # the bank is read while the file is, in a process of its own
    with ThreadPoolExecutor(1) as pool:
        known = pool.submit(against.bank_of, store, plan, mode)
        raw = read_layer(path, how, plan)
        bank = known.result()
    progress("validate", 0, 1)
    is_update = mode == "update" and bank.version is not None
    kept = store.decisions(plan.id) if decisions is None else decisions
    beside = bank.beside if is_update else None
    with Ahead(plan, progress) as ahead:
        # in an empty bank every parcel is new: no comparison has to say which are to be measured
        begin = ahead.begin if bank.version is None else None
        checked = validate.check(raw, plan, decisions=kept, beside=beside, progress=progress, settled=begin)
        bank = bank.knowing(checked.parcels.index)
        # side by side; what did not change keeps the bank's row and its features
        progress("compare", 0, 1)
        if is_update:
            found = against.compared(bank, checked.parcels, against.columns_of(raw, plan), as_of)
        else:
            found = differing.compare(bank.parcels, checked.parcels)
        due = against.due(bank, found, mode)
        measured = ahead.measured(due.rows) or _measured(bank, due, plan, progress)
        content = ahead.summed(due.rows)
    outlook = differing.outlook(
        found,
        bank.table,
        measured.table if due.is_whole and bank.version is None else measured.table.loc[found.touched],
        base=bank.number,
        mode=mode,
        rejected=[one.parcel_id for one in checked.report.findings if one.severity == "error"],
        held={hold.parcel_id: hold.project for hold in store.holds(plan.id)},
    )
    return Intake(
        base=bank.number,
        mode=mode,
        as_of=as_of or against.found_as_of(checked.parcels, bank, mode),
        plan_sha256=plan.sha256,
        is_whole=due.is_whole,
        report=checked.report,
        provenance=raw.provenance,
        quarantine=checked.quarantine,
        outlook=outlook,
        removed=due.removed,
        rows=due.rows,
        table=measured.table,
        pairs=measured.pairs,
        replaced=bank.parcels.iloc[:0] if due.is_whole else against.replaced(bank, due),
        content=content,
    )


@steady()
def commit(
    store: Store, plan: Plan, intake: Intake, *, who: str, note: str = "", progress: Progress = silent
) -> Version:
    """Make an intake the current version, in one transaction.

    Args:
        store: Where versions live.
        plan: Whose land bank.
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
    progress("commit", 0, 2)
    if intake.is_whole:
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
            as_of=intake.as_of,
            pairs=intake.pairs,
            over=intake.base,
            content=intake.content,
            progress=progress,
        )
    else:
        version = store.commit_change(
            plan.id,
            Change(
                intake.base,
                KINDS[intake.mode],
                intake.removed,
                intake.rows,
                intake.table,
                intake.pairs,
                replaced=intake.replaced,
            ),
            intake.report,
            intake.quarantine,
            intake.provenance,
            who=who,
            note=note,
            plan_sha256=intake.plan_sha256,
            as_of=intake.as_of,
        )
    progress("commit", 2, 2)
    return version


def refuse_removal(intake: Intake) -> None:
    """Stop where parcels would go.

    Raises:
        WouldRemove: they would.
    """
    if intake.removes:
        outlook = intake.outlook
        raise WouldRemove(intake.removes, outlook.parcels_before, outlook.samples.removed)


def _measured(bank: against.Bank, due: against.Due, plan: Plan, progress: Progress) -> Measured:
    """Of every parcel, or only of what the change touches."""
    if due.is_whole:
        return measure(due.rows, plan, progress)
    none = pd.DataFrame({"a": pd.Series(dtype="str"), "b": pd.Series(dtype="str")})
    none["shared_m"] = pd.Series(dtype="float32")
    if not len(due.rows):
        return Measured(bank.table.iloc[:0], none)
    # who adjoined whom before is not asked: the store keeps it
    return remeasure(bank.parcels, Measured(bank.table, none), due.rows, due.removed, plan, progress)
