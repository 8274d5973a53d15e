"""Two states of the land, parcel by parcel: which came, went, were reshaped, and which cells differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.features.shape import same_shape

Flags = NDArray[np.bool_]
Cell = str | float | None

# columns computed from the shape
COMPUTED = frozenset({"geometry", "area_m2", "lon", "lat"})


@dataclass(frozen=True, slots=True)
class Edit:
    """One attribute of one parcel that differs; None stands for nothing."""

    parcel_id: str
    column: str
    before: Cell
    after: Cell


@dataclass(frozen=True, slots=True)
class Reshaped:
    """A parcel whose outline differs; ``differs_m2`` is the land that only one of the two covers [㎡]."""

    parcel_id: str
    before_m2: float
    after_m2: float
    differs_m2: float


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Two frames side by side.

    ``come`` is the later one, whole. ``before`` and ``after`` are the parcels that both have, in the order
    of ``both``; ``is_reshaped`` and each of ``is_edited`` (by column) say which of them differ.
    """

    added: pd.Index
    removed: pd.Index
    both: pd.Index
    come: gpd.GeoDataFrame
    before: gpd.GeoDataFrame
    after: gpd.GeoDataFrame
    is_reshaped: Flags
    is_edited: Mapping[str, Flags]

    @property
    def has_edit(self) -> Flags:
        """Which parcels differ in at least one attribute."""
        some = np.zeros(len(self.both), dtype=bool)
        for flags in self.is_edited.values():
            some |= flags
        return some

    @property
    def unchanged(self) -> pd.Index:
        """Parcels that differ in nothing."""
        return self.both[~(self.is_reshaped | self.has_edit)]

    @property
    def touched(self) -> pd.Index:
        """Parcels of the later state that are new, or differ."""
        stays = self.unchanged
        return self.come.index.difference(stays) if len(stays) else self.come.index

    def edits(self, most: int | None = None) -> tuple[Edit, ...]:
        """Cells that differ, by parcel and then by column; at most so many of them."""
        found: list[tuple[int, str]] = []
        for column, flags in self.is_edited.items():
            found += [(int(at), column) for at in np.flatnonzero(flags)[:most]]
        return tuple(self._edit(at, column) for at, column in sorted(found)[:most])

    def reshaped(self, most: int | None = None) -> tuple[Reshaped, ...]:
        """Parcels whose outline differs, by id; at most so many of them."""
        at = np.flatnonzero(self.is_reshaped)[:most]
        old, new = (frame.geometry.to_numpy()[at] for frame in (self.before, self.after))
        areas = (shapely.area(old), shapely.area(new), shapely.area(shapely.symmetric_difference(old, new)))
        ids = map(str, self.both[at])
        return tuple(
            Reshaped(id_, *(round(float(m2), 3) for m2 in row)) for id_, *row in zip(ids, *areas, strict=True)
        )

    def _edit(self, at: int, column: str) -> Edit:
        old, new = (_cell(frame, column, at) for frame in (self.before, self.after))
        return Edit(str(self.both[at]), column, old, new)


def compare(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, only: set[str] | None = None) -> Compared:
    """Two states of the land, both indexed by parcel id.

    Args:
        before: Parcels.
        after: Parcels in the same coordinate system.
        only: Attributes to look at; all of them unless given. One that a state lacks is empty there.

    Examples:
        >>> from tests.shapes import parcels, square
        >>> old = parcels(a=square(10), b=square(10, 20)).assign(name=["甲", "乙"])
        >>> new = parcels(b=square(10, 21), c=square(10)).assign(name=["乙乙", "丙"])
        >>> found = compare(old, new)
        >>> list(found.added), list(found.removed), found.edits()[0].after, found.reshaped()[0].differs_m2
        (['c'], ['a'], '乙乙', 20.0)
    """
    both = before.index.intersection(after.index).sort_values()
    old = before if both.equals(before.index) else before.loc[both]
    new = after if both.equals(after.index) else after.loc[both]
    columns = sorted(({*old.columns, *new.columns} if only is None else only) - COMPUTED)
    return Compared(
        added=after.index.difference(before.index),
        removed=before.index.difference(after.index),
        both=both,
        come=after,
        before=old,
        after=new,
        is_reshaped=~same_shape(old.geometry.to_numpy(), new.geometry.to_numpy()),
        is_edited={name: flags for name in columns if (flags := _differ(old, new, name)).any()},
    )


def _differ(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, column: str) -> Flags:
    """Where a column differs; nothing and an empty text are the same."""
    a, b = (_values(frame, column) for frame in (old, new))
    if a.dtype != b.dtype and not (a.dtype.kind in "biuf" and b.dtype.kind in "biuf"):
        a, b = a.astype(object), b.astype(object)
    if a.dtype == object:
        a, b = _texts(a), _texts(b)
        return np.asarray(a != b, dtype=bool)
    missing = pd.isna(a) & pd.isna(b)
    return np.asarray((a != b) & ~missing, dtype=bool)


def _values(frame: gpd.GeoDataFrame, column: str) -> NDArray[np.generic]:
    if column not in frame.columns:
        return np.full(len(frame), None, dtype=object)
    return np.asarray(frame[column].to_numpy())


def _texts(cells: NDArray[np.generic]) -> NDArray[np.object_]:
    """Cells as text, "" for nothing."""
    plain = np.array([cell if isinstance(cell, str) else str(cell) for cell in cells], dtype=object)
    plain[pd.isna(cells)] = ""
    return plain


def _cell(frame: gpd.GeoDataFrame, column: str, at: int) -> Cell:
    if column not in frame.columns:
        return None
    value = frame[column].iloc[at]
    if pd.isna(value) or value == "":
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return float(value) if isinstance(value, float | int | np.number) else str(value)
