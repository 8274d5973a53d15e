"""Edits of parcels: drawn and checked against the land as it is, then a version, then the land after it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from geopandas import GeoDataFrame

from geo import edit
from geo.edit import Edited, Family, Order, lineage
from geo.features.measure import Measured, joined, measure
from geo.flow.land import Land, made_ready, with_held
from geo.live import LiveIndex
from geo.model import VERSION_KINDS, Descent, Plan, Progress, Provenance, Version, silent
from geo.store.base import Store
from geo.store.content import content_sha256

# 中文 | English of what was done: an edit updates attributes and nothing else
DONE = {**VERSION_KINDS, "update": ("改属性", "alter")}


def draw(
    land: Land, live: LiveIndex, order: Order, descents: Iterable[Descent] = (), progress: Progress = silent
) -> Edited:
    """An edit on paper (see ``geo.edit.edited``).

    Args:
        land: The current version, with everything that is held now.
        live: Its parcels by place.
        order: What is to be done.
        descents: The bank's lineage, so that no child is numbered like an earlier parcel.
        progress: Told every stage.
    """
    retired = {row.parent for row in descents} | {row.child for row in descents}
    bank = edit.Bank(
        land.plan, land.version.number, land.parcels, land.table, land.held, live.touching, retired
    )
    return edit.edited(bank, order, progress)


def commit_edit(
    store: Store, plan: Plan, done: Edited, *, who: str, note: str = "", as_of: str = ""
) -> Version:
    """Make an edit the current version, in one transaction.

    Args:
        store: Where versions live.
        plan: The plan that it was measured against.
        done: From ``draw``.
        who: Recorded with the version.
        note: Recorded with the version; by default what was done to which parcels.
        as_of: The date that the land is true for.

    Raises:
        Overtaken: the bank has another version by now than the edit started from.
        HeldLand: somebody was promised the land meanwhile.
        DiskFull: there was no room; the last version stays current.
    """
    change = done.change
    told = told_edit(done)
    digest = content_sha256(change.parcels)
    source = Provenance(told, "", "edit", "", plan.crs, "stated", "", digest, len(change.parcels))
    return store.commit_change(
        plan.id,
        change,
        done.report,
        done.quarantine,
        source,
        who=who,
        note=note or told,
        plan_sha256=plan.sha256,
        as_of=as_of,
    )


def renew(store: Store, land: Land, *, who: str) -> Version:
    """The same parcels measured against the plan as it is now: an edit changes only rows of one plan.

    Raises:
        Overtaken: the bank has another version by now.
    """
    plan, old = land.plan, land.version
    measured = measure(land.parcels, plan)
    source = Provenance(
        old.source_file, "", "plan", "", plan.crs, "stated", "", old.source_sha256, len(land.parcels)
    )
    return store.commit(
        plan.id,
        land.parcels,
        measured.table,
        store.report(plan.id, old.number),
        store.quarantine(plan.id, old.number),
        source,
        who=who,
        note="规划改动后重新量算 | measured anew after the plan changed",
        plan_sha256=plan.sha256,
        as_of=old.as_of,
        pairs=measured.pairs,
        over=old.number,
    )


def told_edit(done: Edited) -> str:
    """What was done to which parcels, in a line of both languages."""
    change = done.change
    parents = ", ".join(sorted({*change.removed, *(row.parent for row in change.lineage)}))
    children = ", ".join(map(str, change.parcels.index))
    zh, en = DONE[change.kind]
    moved = children if parents in {"", children} else f"{parents} → {children}"
    return f"{zh} {moved} | {en}"


def after(land: Land, done: Edited, version: Version) -> Land:
    """The land as the committed edit left it, without reading it again."""
    change = done.change
    gone = {*change.removed, *change.parcels.index}
    kept = land.parcels[~land.parcels.index.isin(gone)]
    parcels = GeoDataFrame(pd.concat([kept, change.parcels]), crs=land.parcels.crs).sort_index()
    nobody = change.pairs.iloc[:0]
    whole = joined(
        Measured(land.table.drop(columns="held"), nobody), Measured(change.table, nobody), change.removed
    )
    table = whole.table.loc[parcels.index]
    fresh = made_ready(land.plan, version, parcels, table, land.codes)
    return with_held(fresh, land.held)


def family(store: Store, land: Land, parcel_id: str) -> Family:
    """Ancestors and descendants of a parcel that is there, or was before an edit.

    Raises:
        NotFound: the bank neither has nor had such a parcel.
    """
    plan_id, there = land.plan.id, parcel_id in land.parcels.index
    return lineage.family(parcel_id, store.versions(plan_id), store.lineage(plan_id), there=there)
