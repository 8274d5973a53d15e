"""A draft -> a change of the land bank: checked as an import is, measured, its lineage written down."""

from __future__ import annotations

import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries

from geo import validate
from geo.edit import check, inherit
from geo.edit.bank import Bank, Edited, Order
from geo.edit.draft import Draft, drafted
from geo.features.measure import Measured, remeasure
from geo.model import Change, Lineage, Progress, Provenance, RawLayer, silent

# neighbours of an edit lie within a metre of it
BESIDE_M = 1.0
# shares of land to a millionth
SHARE_DIGITS = 6


def edited(bank: Bank, order: Order, progress: Progress = silent) -> Edited:
    """Carry out an edit on paper: nothing is written.

    The new parcels pass the rules of the import, take no land of others beyond the plan's tolerance, and
    are measured; of everything else nothing is measured again.

    Args:
        bank: The land as it is.
        order: What is to be done.
        progress: Told ("validate", …) and ("features", …).

    Raises:
        NotFound: a parcel is not there.
        HeldLand: its land is promised, and the order is not about attributes alone.
        BadInput: the order cannot be meant; the subclass says why and what to do.
    """
    draft = drafted(order, bank)
    progress("validate", 0, 1)
    before, near = bank.parcels.geometry.loc[list(draft.parents)], _near(bank, draft)
    found = validate.check(_raw(draft, bank.plan.crs), bank.plan, beside=near.drop(index=list(draft.parents)))
    check.passes(found.report)
    parcels = found.parcels.reindex(columns=bank.parcels.columns)
    if draft.kind != "update":
        check.takes_no_land(bank, before, parcels.geometry)
    if draft.kind in {"split", "redraw"}:
        check.is_land(bank, before, parcels.geometry)
    progress("validate", 1, 1)
    removed = tuple(sorted(set(draft.parents) - set(draft.rows)))
    # every figure is of its own parcel, or of a pair of which one is new: old pairs are not needed
    old = Measured(bank.table.loc[near.index], pd.DataFrame(columns=["a", "b", "shared_m"]))
    measured = remeasure(near, old, parcels, removed, bank.plan, progress)
    lineage = () if draft.kind == "update" else _lineage(before, parcels.geometry)
    return Edited(
        change=Change(bank.version, draft.kind, removed, parcels, measured.table, measured.pairs, lineage),
        report=found.report,
        quarantine=found.quarantine,
        before_m2=float(before.area.sum()),
        after_m2=float(parcels.geometry.area.sum()),
    )


def _near(bank: Bank, draft: Draft) -> GeoDataFrame:
    """The parcels of the draft and all that touch the box around it."""
    shapes = [bank.shape(parcel_id) for parcel_id in draft.parents]
    west, south, east, north = shapely.total_bounds([*shapes, *draft.shapes.values()])
    box = shapely.box(west - BESIDE_M, south - BESIDE_M, east + BESIDE_M, north + BESIDE_M)
    return bank.parcels.loc[sorted({*draft.parents, *bank.near(box)})]


def _raw(draft: Draft, crs: str) -> RawLayer:
    """The new parcels as a layer that an import would read."""
    table = inherit.frame(draft.rows)
    frame = GeoDataFrame(table, geometry=[draft.shapes[id_] for id_ in table["parcel_id"]], crs=crs)
    # the datum counts as stated: what lies in the bank was asked about when it came in
    return RawLayer(frame, Provenance(draft.kind, "", "edit", "", crs, "stated", "wgs84", "", len(frame)))


def _lineage(before: GeoSeries, after: GeoSeries) -> tuple[Lineage, ...]:
    """Which share of each new parcel's land was whose; what drawing leaves of a neighbour does not count."""
    found = []
    for child, shape in after.items():
        shared = shapely.area(shapely.intersection(before.to_numpy(), shape))
        for parent, area in zip(before.index, shared, strict=True):
            share = min(1.0, round(float(area) / shape.area, SHARE_DIGITS))
            if area > check.SLACK_M * shape.length or parent == child:
                found.append(Lineage(str(parent), str(child), share))
    return tuple(sorted(found, key=lambda one: (one.parent, one.child)))
