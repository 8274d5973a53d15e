"""What changed between two versions of the land: parcels that came, went, were reshaped or edited."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.units import mu_from_m2

# corners that moved less than this have not moved
SAME_M = 0.001
# columns computed from the shape
COMPUTED = frozenset({"geometry", "area_m2", "lon", "lat"})


@dataclass(frozen=True, slots=True)
class Edit:
    """One attribute of one parcel that differs."""

    parcel_id: str
    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """From one version to another; ``area_mu`` is what the land bank grew by."""

    before: int
    after: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    reshaped: tuple[str, ...]
    edits: tuple[Edit, ...]
    area_mu: float


def difference(
    before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, numbers: tuple[int, int] = (0, 0)
) -> Difference:
    """Compare two versions' parcels.

    Args:
        before: Indexed by parcel id, with ``area_m2``.
        after: The same.
        numbers: Of the versions, for the record.

    Returns:
        What differs, ids in order; a version compared with itself gives nothing.

    Examples:
        >>> from tests.shapes import parcels, square
        >>> old = parcels(a=square(10), b=square(10, 20)).assign(area_m2=100.0, name=["甲", "乙"])
        >>> new = parcels(b=square(10, 21), c=square(10)).assign(area_m2=100.0, name=["乙乙", "丙"])
        >>> found = difference(old, new)
        >>> found.added, found.removed, found.reshaped, found.edits[0].after
        (('c',), ('a',), ('b',), '乙乙')
    """
    both = before.index.intersection(after.index).sort_values()
    old, new = before.loc[both], after.loc[both]
    same = shapely.equals_exact(
        shapely.normalize(old.geometry.to_numpy()), shapely.normalize(new.geometry.to_numpy()), SAME_M
    )
    grown_m2 = float(after["area_m2"].sum()) - float(before["area_m2"].sum())
    return Difference(
        before=numbers[0],
        after=numbers[1],
        added=_ids(after.index.difference(before.index)),
        removed=_ids(before.index.difference(after.index)),
        reshaped=_ids(both[~np.asarray(same, dtype=bool)]),
        edits=_edits(old, new),
        area_mu=round(mu_from_m2(grown_m2), 6),
    )


def _ids(found: pd.Index) -> tuple[str, ...]:
    return tuple(sorted(map(str, found)))


def _edits(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> tuple[Edit, ...]:
    """Cells that differ, by parcel and then by column; a column that one version lacks is empty there."""
    columns = sorted({*old.columns, *new.columns} - COMPUTED)
    found = []
    for column in columns:
        a, b = _texts(old, column), _texts(new, column)
        changed = np.flatnonzero(a != b)
        found += [Edit(str(old.index[at]), column, a[at] or None, b[at] or None) for at in changed]
    return tuple(sorted(found, key=lambda edit: (edit.parcel_id, edit.column)))


def _texts(frame: gpd.GeoDataFrame, column: str) -> np.ndarray:
    """A column as text, "" for nothing."""
    if column not in frame.columns:
        return np.full(len(frame), "", dtype=object)
    cells = frame[column]
    return np.array(
        ["" if empty else str(cell) for cell, empty in zip(cells, cells.isna(), strict=True)], object
    )
