"""The order of the stages, and nothing else: land in, a version, a question, an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo import ledger, match, validate
from geo import plan as planning
from geo.codes import CodeTable
from geo.criteria import question as compiling
from geo.errors import EmptyBank, ImportRefused, NotFound
from geo.explain import answer as answering
from geo.features import table as features
from geo.ledger import LandRow
from geo.match import Scores
from geo.model import Answer, Brief, Plan, Progress, Provenance, Report, Version, Why, silent
from geo.read import How, read_layer
from geo.store import difference as differing
from geo.store.base import Store
from geo.store.difference import Difference


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """A version of the land bank with its plan, ready for questions. ``held``: parcel id -> project."""

    plan: Plan
    version: Version
    parcels: gpd.GeoDataFrame
    table: pd.DataFrame
    codes: CodeTable
    held: Mapping[str, str] = field(default_factory=dict)

    def row(self, parcel_id: str) -> int:
        """Position of a parcel in the table.

        Raises:
            NotFound: the version has no such parcel.
        """
        if parcel_id not in self.table.index:
            raise NotFound("地块", "parcel", parcel_id)
        return int(self.table.index.get_indexer(pd.Index([parcel_id]))[0])


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """What an import found and the version it made; none after a dry run or when it was refused."""

    report: Report
    provenance: Provenance
    quarantine: gpd.GeoDataFrame
    version: Version | None

    @property
    def is_refused(self) -> bool:
        """Whether no row was left to commit; the report says why, row by row."""
        return self.report.accepted == 0


def open_land(store: Store, plan: Plan, number: int | None = None) -> Land:
    """The current (or a numbered) version, with everything that is held now.

    Raises:
        EmptyBank: nothing was imported yet.
        NotFound: no such version.
    """
    version = store.current(plan.id) if number is None else store.version(plan.id, number)
    if version is None:
        raise EmptyBank(plan.id)
    parcels = store.parcels(plan.id, version.number)
    table = store.table(plan.id, version.number)
    if version.plan_sha256 != plan.sha256:
        # the plan was edited since: measure again rather than answer from old layers
        table = features.build(parcels, plan)
    held = {hold.parcel_id: hold.project for hold in store.holds(plan.id)}
    return with_held(Land(plan, version, parcels, table, planning.code_table(plan)), held)


def with_held(land: Land, held: Mapping[str, str]) -> Land:
    """The same land with other holds."""
    marked = land.table.assign(held=pd.Series(held, dtype=object).reindex(land.table.index).fillna(""))
    return Land(land.plan, land.version, land.parcels, marked, land.codes, dict(sorted(held.items())))


def ensure_loaded(store: Store, plan: Plan, *, who: str = "luodi", progress: Progress = silent) -> Land:
    """The current version; on an empty bank the plan's bundled parcels are imported first.

    Raises:
        EmptyBank: nothing was imported and the plan brings no parcels.
        ImportRefused: the bundled parcels break every rule.
    """
    if store.current(plan.id) is None:
        if not plan.parcels_file:
            raise EmptyBank(plan.id)
        bundled = Path(plan.root) / plan.parcels_file
        note = f"{plan.name} {plan.edition}"
        done = import_file(store, plan, bundled, How(), who=who, note=note, progress=progress)
        if done.is_refused:
            raise ImportRefused(str(bundled), done.report.rejected, done.report.rows)
    return open_land(store, plan)


def import_file(
    store: Store,
    plan: Plan,
    path: Path,
    how: How,
    *,
    who: str,
    note: str = "",
    dry_run: bool = False,
    progress: Progress = silent,
) -> Imported:
    """Read, check, measure and commit a file of parcels: all of it, or nothing.

    Args:
        store: Where versions live.
        plan: Whose land bank, tolerances and layers.
        path: The file.
        how: How to read it.
        who: Recorded with the version.
        note: Recorded with the version.
        dry_run: Stop after the report.
        progress: Told every stage.

    Raises:
        BadInput: the file as a whole cannot be used; names what to do. Nothing was written.
    """
    progress("read", 0, 1)
    raw = read_layer(path, how, plan)
    progress("validate", 0, 1)
    checked = validate.check(raw, plan)
    if dry_run or not len(checked.parcels):
        return Imported(checked.report, raw.provenance, checked.quarantine, None)
    table = features.build(checked.parcels, plan, progress)
    progress("commit", 0, 1)
    version = store.commit(
        plan.id,
        checked.parcels,
        table,
        checked.report,
        checked.quarantine,
        raw.provenance,
        who=who,
        note=note,
        plan_sha256=plan.sha256,
    )
    progress("commit", 1, 1)
    return Imported(checked.report, raw.provenance, checked.quarantine, version)


def ask(land: Land, brief: Brief) -> Scores:
    """Every parcel of the land judged by a brief.

    Raises:
        BadInput: the brief asks for something the plan does not have, or contradicts itself.
    """
    industry = planning.find_industry(land.plan, brief.industry)
    return match.score(land.table, compiling.question(brief, land.plan, land.codes, industry))


def answer(land: Land, brief: Brief) -> Answer:
    """Ranked, explained suggestions for a brief; the way out when nothing fits."""
    return answering.answer(ask(land, brief), scene(land))


def score_bytes(land: Land, brief: Brief) -> bytes:
    """One byte per parcel in table order, for recolouring a map (see ``match.as_bytes``)."""
    return match.as_bytes(ask(land, brief))


def why(land: Land, brief: Brief, parcel_id: str) -> Why:
    """Why, or why not, this parcel.

    Raises:
        NotFound: the version has no such parcel.
    """
    return compare(land, brief, [parcel_id])[0]


def compare(land: Land, brief: Brief, parcel_ids: Iterable[str]) -> tuple[Why, ...]:
    """Several parcels under one brief, in the order given.

    Raises:
        NotFound: the version lacks one of them.
    """
    rows = [land.row(parcel_id) for parcel_id in parcel_ids]
    scores = ask(land, brief)
    return tuple(answering.why(scores, scene(land), row) for row in rows)


def land_by(land: Land, group: str) -> tuple[LandRow, ...]:
    """The ledger of the land by axis, zone, park, use or status."""
    return ledger.land_by(land.table, group)


def scene(land: Land) -> answering.Scene:
    """What explanations read beside the scores."""
    return answering.Scene(land.plan, land.version, land.parcels, land.codes, tuple(land.held))


def difference(store: Store, plan: Plan, before: int, after: int) -> Difference:
    """What changed from one version to another.

    Raises:
        NotFound: no such version.
    """
    old, new = (store.parcels(plan.id, store.version(plan.id, number).number) for number in (before, after))
    return differing.difference(old, new, (before, after))
