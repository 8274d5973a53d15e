"""What an edit reads, and what it gives: the land it starts from, the orders, the checked change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd
from geopandas import GeoDataFrame
from shapely.geometry.base import BaseGeometry

from geo.errors import NotFound
from geo.model import Change, Plan, Report

# stated attributes by column, as people type them; None for "nothing is known"
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True, eq=False)
class Bank:
    """A version of the land, open for an edit.

    ``parcels``: as ``validate`` gives them; ``table``: what was measured on them. ``held``: parcel id ->
    project. ``near``: ids of the parcels that touch an area (``geo.live.LiveIndex.touching``).
    ``retired``: ids that parcels had before they were split or merged; no child is numbered so again.
    """

    plan: Plan
    version: int
    parcels: GeoDataFrame
    table: pd.DataFrame
    held: Mapping[str, str]
    near: Callable[[BaseGeometry], Iterable[str]]
    retired: Collection[str] = ()

    def shape(self, parcel_id: str) -> BaseGeometry:
        """The land of a parcel.

        Raises:
            NotFound: there is no such parcel.
        """
        if parcel_id not in self.parcels.index:
            raise NotFound("地块", "parcel", parcel_id)
        return self.parcels.geometry.iloc[self.parcels.index.get_loc(parcel_id)]

    def has(self, parcel_id: str) -> bool:
        """Whether there is a parcel of this id."""
        return parcel_id in self.parcels.index


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """拆分: one parcel along a ``line``, or into ``parts``, in metres of the plan.

    ``rest``: land that no part claims becomes the last child. ``ids`` of the children
    in their order, all of them or none; ``stated``: attributes of the first ones.
    """

    parcel_id: str
    line: BaseGeometry | None = None
    parts: tuple[BaseGeometry, ...] = ()
    rest: bool = False
    ids: tuple[str, ...] = ()
    stated: tuple[Values, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Merge:
    """合并: adjoining parcels into one.

    Attributes in which they differ come from ``stated``, then from the parcel ``like``. ``into``: the id
    of the whole; without one the parcels' own, joined by "+".
    """

    parcel_ids: tuple[str, ...]
    into: str = ""
    stated: Values = field(default_factory=dict)
    like: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Redraw:
    """改界: new shapes of parcels, in metres of the plan; several at once move a common boundary."""

    shapes: Mapping[str, BaseGeometry]
    stated: Mapping[str, Values] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Alter:
    """改属性: attributes of parcels whose land stays as it is, so that holds stay too."""

    stated: Mapping[str, Values]


Order = Split | Merge | Redraw | Alter


@dataclass(frozen=True, slots=True, eq=False)
class Edited:
    """An edit ready to be committed: the change, what the checks found, the land before and after [㎡]."""

    change: Change
    report: Report
    quarantine: GeoDataFrame
    before_m2: float
    after_m2: float
