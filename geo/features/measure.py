"""All that is measured on a version of the land, whole or only where it changed: table and neighbours."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray

from geo.features import attributes
from geo.features import table as tables
from geo.features.flat import Shapes, flatten
from geo.features.ids import among
from geo.features.neighbours import SAME_LINE_M, neighbours
from geo.model import Plan, Progress, silent
from geo.schema import STATUSES


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What is measured on parcels.

    ``table``: see ``geo.features.table.build``. ``pairs``: parcels that share at least a metre of
    boundary, one row per pair, with ``a`` and ``b`` (parcel ids, ``a < b``) and ``shared_m`` [m, float32],
    sorted by ``a``, then ``b``.
    """

    table: pd.DataFrame
    pairs: pd.DataFrame


def measure(parcels: GeoDataFrame, plan: Plan, progress: Progress = silent) -> Measured:
    """Measure every parcel, and who adjoins whom.

    Args:
        parcels: As ``geo.validate`` gives them: in the plan's metric CRS, sorted by ``parcel_id``.
        plan: Axes, areas, constraints and layers in the same CRS.
        progress: Told ("features", steps done, steps in all).

    Raises:
        NotMetric: The parcels are not in metres.
        UnknownName: A measure names a layer or an axis that the plan does not have.

    Examples:
        >>> from shapely import box
        >>> from tests.geo.features.land import parcels, plan
        >>> measured = measure(parcels(a=box(0, 0, 9, 9), b=box(9, 0, 18, 9)), plan())
        >>> measured.table["area_m2"].to_dict(), measured.pairs.to_numpy().tolist()
        ({'a': 81.0, 'b': 81.0}, [['a', 'b', 9.0]])
    """
    steps = 1

    def one_more(stage: str, done: int, total: int) -> None:
        nonlocal steps
        steps = total + 1
        progress(stage, done, steps)

    land = flatten(parcels.geometry)
    with ThreadPoolExecutor(1) as pool:
        adjoining = pool.submit(_pairs, land)
        table = tables.build(parcels, plan, one_more, land=land)
        pairs = adjoining.result()
    progress("features", steps, steps)
    return Measured(table, pairs)


def remeasure(
    old_parcels: GeoDataFrame,
    old: Measured,
    parcels_changed: GeoDataFrame,
    removed: Collection[str],
    plan: Plan,
    progress: Progress = silent,
) -> Measured:
    """Measure only what a change touches.

    Every figure depends on its own parcel and the plan, a shared length on its two parcels: so nothing
    else can have changed, and ``joined`` to the rest this equals ``measure`` of the new state.

    Args:
        old_parcels: The parcels before; those whose boxes meet a changed one suffice.
        old: What was measured on them against this same plan.
        parcels_changed: Rows added or altered, sorted by id.
        removed: Ids that are gone; an altered parcel is not among them.
        plan: As for ``measure``.
        progress: As for ``measure``.

    Returns:
        Rows of the changed parcels, and those pairs of the new state that touch one of them.
    """

    def adjoining() -> pd.DataFrame:
        near = _near(old_parcels.geometry, parcels_changed.geometry, _gone(removed, parcels_changed.index))
        land = pd.concat([near, parcels_changed.geometry]).sort_index()
        return _pairs(land, among(land.index, parcels_changed.index))

    with ThreadPoolExecutor(1) as pool:
        pairs = pool.submit(adjoining)
        table = tables.build(parcels_changed, plan, progress)
        # a column of which the change says nothing is of the kind it was
        table = table.apply(lambda column: attributes.alike(column, old.table[column.name]))
        return Measured(table, pairs.result())


def joined(old: Measured, changed: Measured, removed: Collection[str]) -> Measured:
    """A version's measures with a change folded in: equal to those of a full recompute.

    Args:
        old: All that was measured before.
        changed: What ``remeasure`` gave.
        removed: Ids that are gone.
    """
    index = changed.table.index
    gone = _gone(removed, index)
    kept = np.flatnonzero(~among(old.table.index, gone))
    whole = old.table.index[kept].append(index)
    order = np.asarray(whole.argsort())
    rows = old.table.iloc[kept]
    columns = {name: _joined(name, rows[name], changed.table[name]).array[order] for name in rows.columns}
    table = pd.DataFrame(columns, index=whole[order])
    rest = old.pairs[~(old.pairs["a"].isin(gone) | old.pairs["b"].isin(gone)).to_numpy()]
    pairs = pd.concat([rest, changed.pairs], ignore_index=True)
    # by place in the index rather than by text: a comparison of numbers
    a, b = (table.index.get_indexer(pairs[end].array) for end in ("a", "b"))
    return Measured(table, pairs.iloc[np.lexsort((b, a))].reset_index(drop=True))


def _gone(removed: Collection[str], changed: pd.Index) -> pd.Index:
    """Ids of which nothing that was measured before holds any more."""
    return changed.append(pd.Index(list(removed), dtype=changed.dtype))


def _joined(name: str, one: pd.Series, two: pd.Series) -> pd.Series:
    """Two parts of a column; the names of axes, zones and parks are the plan's, used or not."""
    if name in {"axis", "zone", "park"}:
        return pd.concat([one, two])
    return attributes.joined(one, two, STATUSES if name == "status" else ())


def _near(parcels: GeoSeries, changed: GeoSeries, gone: pd.Index) -> GeoSeries:
    """Parcels that stay and whose boxes meet one of a changed parcel."""
    west, south, east, north = shapely.bounds(changed.to_numpy()).T
    within = 2 * SAME_LINE_M
    boxes = shapely.box(west - within, south - within, east + within, north + within)
    found = parcels.iloc[np.unique(parcels.sindex.query(boxes)[1])]
    return found[~among(found.index, gone)]


def _pairs(shapes: Shapes, touched: NDArray[np.bool_] | None = None) -> pd.DataFrame:
    """Pairs of neighbours by id, the shapes being sorted by it; only those with one ``touched``, if given."""
    found, ids = neighbours(shapes), pd.Index(shapes.index, name=None)
    kept = slice(None) if touched is None else touched[found.i] | touched[found.j]
    a, b, shared_m = found.i[kept], found.j[kept], found.shared_m[kept]
    return pd.DataFrame({"a": ids.take(a), "b": ids.take(b), "shared_m": shared_m})
