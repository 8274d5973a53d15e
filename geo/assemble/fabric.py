"""The fabric of a land bank: who adjoins whom, along how many free metres, and who holds what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

# A line this near to a common boundary runs along it.
ALONG_M = 2.0
# Boundaries this near are one; survey points are good to 5 cm.
SAME_LINE_M = 0.05
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Fabric:
    """Rows are positions in the table.

    Pairs ``i``, ``j`` adjoin along ``shared_m``, of which ``free_m`` have no barrier along them.
    ``holder`` numbers ``holders``, -1 where none is stated.
    """

    i: Ints
    j: Ints
    shared_m: Floats
    free_m: Floats
    perimeter_m: Floats
    holder: Ints
    holders: tuple[str, ...]


def fabric(parcels: gpd.GeoDataFrame, pairs: pd.DataFrame, barriers: Sequence[gpd.GeoSeries] = ()) -> Fabric:
    """Lay out who adjoins whom.

    Args:
        parcels: Parcels in a metric CRS, indexed by id, with the column ``holder`` if it is known.
        pairs: ``a``, ``b`` (ids) and ``shared_m`` of adjoining parcels, each pair once.
        barriers: Centre lines of railways, rivers and main roads, in the same CRS.

    Examples:
        >>> land = gpd.GeoDataFrame(
        ...     {"holder": ["甲", None]},
        ...     index=["a", "b"],
        ...     geometry=[shapely.box(0, 0, 10, 30), shapely.box(10, 0, 20, 30)],
        ... )
        >>> pairs = pd.DataFrame({"a": ["a"], "b": ["b"], "shared_m": [30.0]})
        >>> rail = gpd.GeoSeries([shapely.LineString([(10, 0), (10, 20)])])
        >>> woven = fabric(land, pairs, [rail])
        >>> woven.free_m.round(1).tolist(), woven.perimeter_m.tolist(), woven.holder.tolist()
        ([8.0], [80.0, 80.0], [0, -1])
    """
    i, j = (parcels.index.get_indexer(pd.Index(pairs[end].astype(object))) for end in ("a", "b"))
    shared = pairs["shared_m"].to_numpy(np.float64)
    shapes = parcels.geometry.to_numpy()
    told = parcels["holder"] if "holder" in parcels else pd.Series(None, parcels.index, dtype=object)
    text = told.fillna("").astype(str).str.strip()
    holder, names = pd.factorize(text.where(text != ""))
    lines = [line for series in barriers for line in series.to_numpy() if line is not None]
    return Fabric(
        i=i.astype(np.int64),
        j=j.astype(np.int64),
        shared_m=shared,
        free_m=_free_m(shapes, i, j, shared, np.array(lines, object)),
        perimeter_m=shapely.length(shapes),
        holder=holder.astype(np.int64),
        holders=tuple(map(str, names)),
    )


def _free_m(
    shapes: NDArray[np.object_], i: Ints, j: Ints, shared_m: Floats, lines: NDArray[np.object_]
) -> Floats:
    """Common boundary less what lies within ``ALONG_M`` of a barrier; pairs far from all keep theirs."""
    free = shared_m.copy()
    if not len(lines) or not len(i):
        return free
    beside = np.zeros(len(shapes), bool)
    beside[np.unique(shapely.STRtree(lines).query(shapes, predicate="dwithin", distance=ALONG_M)[0])] = True
    near = np.flatnonzero(beside[i] & beside[j])
    if not len(near):
        return free
    common = shapely.intersection(
        shapely.boundary(shapes[i[near]]), shapely.buffer(shapely.boundary(shapes[j[near]]), SAME_LINE_M)
    )
    barred = shapely.buffer(shapely.union_all(lines), ALONG_M)
    shapely.prepare(barred)
    free[near] = np.minimum(free[near], shapely.length(shapely.difference(common, barred)))
    return free
