"""Versions side by side, and the first version of an empty bank."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from geo import crs
from geo import difference as differing
from geo.difference import Difference
from geo.errors import EmptyBank, ImportRefused
from geo.flow.intake import import_file
from geo.flow.land import Land, open_land
from geo.model import Plan, Progress, silent
from geo.read import How
from geo.store.base import Store


def difference(store: Store, plan: Plan, before: int, after: int, most: int | None = None) -> Difference:
    """What changed from one version to another; ``most`` entries of each list.

    Raises:
        NotFound: no such version.
    """
    return differing.between(*_both(store, plan, before, after), (before, after), most)


def difference_layer(store: Store, plan: Plan, before: int, after: int) -> gpd.GeoDataFrame:
    """The same as one feature for each parcel that differs (see ``geo.difference.layer``).

    Raises:
        NotFound: no such version.
    """
    return differing.layer(*_both(store, plan, before, after))


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
        if done.version is None:
            raise ImportRefused(str(bundled), done.report.rejected, done.report.rows)
    return open_land(store, plan)


def _both(store: Store, plan: Plan, before: int, after: int) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    old, new = (store.parcels(plan.id, store.version(plan.id, number).number) for number in (before, after))
    # a version may have been measured when the plan had another coordinate system
    return (old if old.crs == new.crs else crs.to_metric(old, new.crs)), new
