"""Land that is promised: no new version may take it from under a hold, whoever commits it, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from geopandas import GeoDataFrame
from sqlalchemy import Connection, select

from geo.errors import HeldLand
from geo.features.shape import same_shape
from geo.model import Change
from geo.store.tables import holds

# kinds of versions that give a parcel other land under its id
RESHAPING = frozenset({"split", "merge", "redraw"})


def held(connection: Connection, plan_id: str) -> dict[str, str]:
    """Parcel id -> project of every active hold, as this transaction sees them."""
    active = (holds.c.plan == plan_id) & holds.c.released_at.is_(None)
    query = select(holds.c.parcel_id, holds.c.project).where(active).order_by(holds.c.parcel_id)
    return {row.parcel_id: row.project for row in connection.execute(query)}


def refuse_loss(promised: Mapping[str, str], lost: Iterable[str]) -> None:
    """Stop where promised land would be lost.

    Raises:
        HeldLand: names the first parcel and its project.
    """
    for parcel_id in sorted(promised.keys() & set(lost)):
        raise HeldLand(parcel_id, promised[parcel_id])


def lost_by(change: Change) -> list[str]:
    """Parcels that a change takes away; one that edits shapes takes those too that keep their id."""
    altered = change.parcels.index if change.kind in RESHAPING else ()
    return [*change.removed, *map(str, altered)]


def lost_between(now: GeoDataFrame, then: GeoDataFrame) -> list[str]:
    """Parcels that another state does not have, or has with other land."""
    both = now.index.intersection(then.index)
    one, other = (frame.geometry.loc[both].to_numpy() for frame in (now, then))
    return [*now.index.difference(both), *both[~same_shape(one, other)]]
