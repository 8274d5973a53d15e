"""What a file means against the land bank: which rows it speaks of, what stays, and what is true when."""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import crs
from geo import difference as differing
from geo.difference import COMPUTED, Compared, Mode
from geo.errors import BadAsOf
from geo.features import table as features
from geo.features.ids import among
from geo.features.neighbours import SAME_LINE_M
from geo.features.shape import same_shape
from geo.model import Plan, RawLayer, Version
from geo.model.freshness import last_day, stated
from geo.store.base import Store
from geo.validate import names
from geo.validate.log import Log

# columns that checking fills in where a file has none: never taken over from the bank
FILLED = frozenset({"use_system", "use_edition"})
# beyond where checking looks for neighbours, measuring may find one more [m]
REACH_M = 2 * SAME_LINE_M + 1


@dataclass(frozen=True, slots=True, eq=False)
class Bank:
    """The current version as an intake reads it; frames without rows on an empty bank.

    ``is_measured``: its stored features are those of the plan as it is now. ``nearby``: where the parcels
    come from that an update touches, which then are all of ``parcels``; without it they are every one.
    """

    version: Version | None
    parcels: gpd.GeoDataFrame
    table: pd.DataFrame
    is_measured: bool = False
    nearby: Nearby | None = None

    @property
    def number(self) -> int:
        """Of the version; 0 on an empty bank."""
        return self.version.number if self.version else 0

    @property
    def beside(self) -> gpd.GeoDataFrame | Nearby:
        """What an update comes to lie beside, or gives it."""
        return self.parcels if self.nearby is None else self.nearby

    def knowing(self, ids: pd.Index) -> Bank:
        """The bank with all parcels in hand that an update of these ids, checked against it, can touch."""
        return self if self.nearby is None else replace(self, parcels=self.nearby.read(ids, self.table.index))

    def every(self) -> gpd.GeoDataFrame:
        """Every parcel."""
        return self.parcels if self.nearby is None else self.nearby.every()

    def alike(self, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame | None:
        """Rows in the bank's columns and types, so that they can lie among its own; None if they cannot."""
        own, theirs = (frame.dtypes.drop("geometry") for frame in (self.parcels, rows))
        if set(own.index) != set(theirs.index):
            return None
        other = {name: dtype for name, dtype in own.items() if theirs[name] != dtype}
        if any(theirs[name].kind != "M" or dtype.kind != "M" for name, dtype in other.items()):
            return None
        return rows.astype(other)[list(self.parcels.columns)]


class Nearby:
    """The parcels of a version that an update comes to lie beside, read as soon as it is known where that is.

    Args:
        store: Where the version is.
        plan_id: Whose land bank.
        number: Of the version.
    """

    def __init__(self, store: Store, plan_id: str, number: int) -> None:
        self._store, self._plan_id, self._number = store, plan_id, number
        self._near = store.near(plan_id, number)
        self._found: gpd.GeoDataFrame | None = None

    def __call__(self, boxes: NDArray[np.float64]) -> gpd.GeoDataFrame:
        """Parcels near some boxes (n×4) [m], and those that measuring will want to know beside them."""
        wide = boxes + REACH_M * np.array([-1, -1, 1, 1])
        self._found = self._near(wide)
        return self._found

    def read(self, ids: pd.Index, known: pd.Index) -> gpd.GeoDataFrame:
        """What was asked for, and the parcels of these ids wherever they lie, of all those ``known``."""
        found = self._found
        missing = ids if found is None else ids[~among(ids, found.index)]
        missing = missing[among(missing, known)]
        if found is not None and not len(missing):
            return found
        more = self._near(np.empty((0, 4)), list(map(str, missing)))
        if found is None or not len(more):
            return more if found is None else found
        more = more[~among(more.index, found.index)]
        return gpd.GeoDataFrame(pd.concat([found, more]).sort_index(), crs=found.crs)

    def every(self) -> gpd.GeoDataFrame:
        """All parcels of the version."""
        return self._store.parcels(self._plan_id, self._number)


@dataclass(frozen=True, slots=True, eq=False)
class Due:
    """What a commit has to write: rows that come and ids that go, or every parcel of the state to come."""

    rows: gpd.GeoDataFrame
    removed: tuple[str, ...]
    is_whole: bool


def bank_of(store: Store, plan: Plan, mode: Mode) -> Bank:
    """The current version, in the coordinate system and by the axes and parks of the plan as it is now.

    For an update only what it touches is read, where the stored features are the plan's.
    """
    version = store.current(plan.id)
    none = gpd.GeoDataFrame({"area_m2": []}, geometry=[], crs=plan.crs, index=pd.Index([], dtype="str"))
    if version is None:
        return Bank(None, none, pd.DataFrame())
    if version.plan_sha256 == plan.sha256:
        table = store.table(plan.id, version.number)
        if mode == "update":
            nearby = Nearby(store, plan.id, version.number)
            return Bank(version, none, table, is_measured=True, nearby=nearby)
        return Bank(version, store.parcels(plan.id, version.number), table, is_measured=True)
    parcels = store.parcels(plan.id, version.number)
    if parcels.crs != plan.crs:
        parcels = crs.to_metric(parcels, plan.crs)
    return Bank(version, parcels, features.build(parcels, plan))


def compared(bank: Bank, come: gpd.GeoDataFrame, columns: set[str], as_of: str = "") -> Compared:
    """An update against the rows of the bank that it speaks of, in the columns that it has."""
    known = bank.parcels.iloc[np.flatnonzero(among(bank.parcels.index, come.index))]
    return differing.compare(known, completed(come, known, columns, as_of), columns)


def due(bank: Bank, found: Compared, mode: Mode) -> Due:
    """What has to be written: only what differs, where the bank's own rows can stay beside it."""
    come = found.come
    # nothing would stay, or nothing can
    rows = bank.alike(come.loc[found.touched]) if bank.is_measured else None
    if rows is not None and (mode == "update" or len(found.unchanged)):
        return Due(rows, tuple(map(str, found.removed)), is_whole=False)
    if bank.version is None:
        return Due(come, (), is_whole=True)
    stay = found.unchanged
    land = bank.every()
    if mode == "update":
        stay = land.index.difference(come.index).union(stay)
    parts = [part for part in (land.loc[stay], come.loc[found.touched]) if len(part)]
    land = gpd.GeoDataFrame(pd.concat(parts), crs=come.crs) if parts else come
    return Due(land.sort_index(), (), is_whole=True)


def replaced(bank: Bank, due: Due) -> gpd.GeoDataFrame:
    """The bank's rows that a change alters or removes."""
    goes = due.rows.index.append(pd.Index(due.removed, dtype=due.rows.index.dtype))
    return bank.parcels.iloc[np.flatnonzero(among(bank.parcels.index, goes))]


def columns_of(raw: RawLayer, plan: Plan) -> set[str]:
    """Our names of the columns that a file has."""
    attributes = pd.DataFrame(raw.frame.drop(columns=raw.frame.geometry.name))
    cut = raw.provenance.driver == "ESRI Shapefile"
    return set(names.table(attributes, plan, Log(len(attributes)), cut=cut).columns) - {"parcel_id"}


def completed(
    come: gpd.GeoDataFrame, known: gpd.GeoDataFrame, columns: set[str], as_of: str
) -> gpd.GeoDataFrame:
    """Rows of an update, with the bank's values where the file has no column.

    A stated area goes with its outline, and a row's own date with what it says: neither is taken over.

    Args:
        come: The file's parcels.
        known: Those of them that the bank has, as it has them.
        columns: That the file has.
        as_of: The date somebody stated for the file, "" for none.
    """
    come = come.copy()
    for name in known.columns.difference([*columns, *COMPUTED, *FILLED]):
        if name not in come:
            come[name] = known[name].iloc[:0].reindex(come.index)
        come.loc[known.index, name] = known[name]
    if "area_stated_m2" not in columns:
        same = same_shape(known.geometry.to_numpy(), come.geometry[known.index].to_numpy())
        come.loc[known.index[~same], "area_stated_m2"] = np.nan
    if "as_of" not in columns and as_of:
        come["as_of"] = as_of
    return come


def found_as_of(come: gpd.GeoDataFrame, bank: Bank, mode: Mode) -> str:
    """The date that nobody stated at the door: the bank's for an update, else the earliest of the rows'.

    "" when a row has none, or one that is no date.
    """
    if mode == "update" and bank.version is not None:
        return bank.version.as_of
    try:
        told = [stated(str(text)) for text in come["as_of"].unique()] if "as_of" in come else []
    except BadAsOf:
        return ""
    return min(told, key=last_day) if told and all(told) else ""
