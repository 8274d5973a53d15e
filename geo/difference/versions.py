"""The difference between two versions as a document, and as a layer with one feature for each parcel."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.difference.rows import Compared, Edit, Reshaped, compare
from geo.units import mu_from_m2

KINDS = ("added", "removed", "changed_attribute", "changed_shape")


@dataclass(frozen=True, slots=True)
class Counts:
    """Parcels of each kind; one that was both reshaped and edited counts in both."""

    added: int
    removed: int
    reshaped: int
    edited: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Difference:
    """From one version to another; ``area_mu`` is what the land bank grew by.

    ``counts`` are of everything, whether or not the lists were cut; ``columns`` is attribute -> parcels
    whose value differs.
    """

    before: int
    after: int
    counts: Counts
    area_mu: float
    columns: dict[str, int]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    reshaped: tuple[Reshaped, ...]
    edits: tuple[Edit, ...]


def between(
    before: gpd.GeoDataFrame,
    after: gpd.GeoDataFrame,
    numbers: tuple[int, int] = (0, 0),
    most: int | None = None,
) -> Difference:
    """Compare two versions' parcels.

    Args:
        before: Indexed by parcel id, with ``area_m2``.
        after: The same, in the same coordinate system.
        numbers: Of the versions, for the record.
        most: Entries of each list, the first by id; all of them unless given.

    Returns:
        What differs, ids in order; a version compared with itself gives nothing.

    Examples:
        >>> from tests.shapes import parcels, square
        >>> old = parcels(a=square(10), b=square(10, 20)).assign(area_m2=100.0, name=["甲", "乙"])
        >>> new = parcels(b=square(10, 21), c=square(10)).assign(area_m2=100.0, name=["乙乙", "丙"])
        >>> found = between(old, new)
        >>> found.added, found.removed, found.reshaped[0].parcel_id, found.edits[0].after
        (('c',), ('a',), 'b', '乙乙')
    """
    found = compare(before, after)
    grown_m2 = float(after["area_m2"].sum()) - float(before["area_m2"].sum())
    return Difference(
        before=numbers[0],
        after=numbers[1],
        counts=counts(found),
        area_mu=round(mu_from_m2(grown_m2), 6),
        columns={name: int(flags.sum()) for name, flags in found.is_edited.items()},
        added=ids(found.added, most),
        removed=ids(found.removed, most),
        reshaped=found.reshaped(most),
        edits=found.edits(most),
    )


def layer(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Every parcel that differs as one feature: as it is after, or as it was before it was removed.

    Returns:
        Indexed by parcel id: ``kind`` (a reshaped parcel is ``changed_shape`` even when it was edited
        too), ``edited`` (``attribute: old → new``, one to a line), ``before_m2``, ``after_m2`` (NaN where
        there is none), ``differs_m2``, and the parcel's attributes.
    """
    found = compare(before, after)
    touched = found.is_reshaped | found.has_edit
    gone, come, changed = before.loc[found.removed], after.loc[found.added], found.after.iloc[touched]
    kinds = np.where(found.is_reshaped[touched], "changed_shape", "changed_attribute")
    whole = pd.concat([come, gone, changed])
    said: dict[str, list[str]] = {}
    for edit in found.edits():
        said.setdefault(edit.parcel_id, []).append(
            f"{edit.column}: {_text(edit.before)} → {_text(edit.after)}"
        )
    differs = {one.parcel_id: one.differs_m2 for one in found.reshaped()}
    own = [name for name in whole.columns if name not in {"geometry", "area_m2", "lon", "lat"}]
    told = {
        "kind": np.concatenate([np.full(len(come), "added"), np.full(len(gone), "removed"), kinds]),
        "edited": ["\n".join(said.get(str(id_), ())) for id_ in whole.index],
        "before_m2": before["area_m2"].reindex(whole.index).to_numpy(),
        "after_m2": after["area_m2"].reindex(whole.index).to_numpy(),
        "differs_m2": [differs.get(str(id_), 0.0) for id_ in whole.index],
    }
    frame = pd.DataFrame(told, index=whole.index).join(pd.DataFrame(whole[own]))
    return gpd.GeoDataFrame(frame, geometry=whole.geometry, crs=after.crs).sort_index()


def counts(found: Compared) -> Counts:
    """How many parcels of each kind."""
    reshaped, edited = found.is_reshaped, found.has_edit
    return Counts(
        added=len(found.added),
        removed=len(found.removed),
        reshaped=int(reshaped.sum()),
        edited=int(edited.sum()),
        unchanged=int((~reshaped & ~edited).sum()),
    )


def ids(found: pd.Index, most: int | None = None) -> tuple[str, ...]:
    """Ids in order, at most so many."""
    if found.is_monotonic_increasing:
        return tuple(map(str, found[:most]))
    return tuple(sorted(map(str, found)) if most is None else nsmallest(most, map(str, found)))


def _text(value: str | float | None) -> str:
    return "—" if value is None else f"{value:g}" if isinstance(value, float) else value
