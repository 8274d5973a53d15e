"""What keeps neighbours apart: railways, rivers and main roads that run along a common boundary."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

# A line this near to a common boundary runs along it.
ALONG_M = 2.0
Floats = NDArray[np.float64]


def free_m(
    a: NDArray[np.object_], b: NDArray[np.object_], shared_m: Floats, lines: NDArray[np.object_]
) -> Floats:
    """Length of each pair's common boundary that no barrier runs along [m].

    Args:
        a: First parcel of every pair, in a metric CRS.
        b: Second parcel of every pair.
        shared_m: Length of their common boundary [m].
        lines: Centre lines of the barriers, in the same CRS.

    Returns:
        ``shared_m`` less what lies within ``ALONG_M`` of a barrier; pairs far from all barriers keep
        it as it is.

    Examples:
        >>> west, east = np.array([shapely.box(0, 0, 10, 30)]), np.array([shapely.box(10, 0, 20, 30)])
        >>> rail = np.array([shapely.LineString([(10, 0), (10, 20)])])
        >>> free_m(west, east, np.array([30.0]), rail).round(1).tolist()
        [8.0]
    """
    free = shared_m.astype(np.float64).copy()
    if not len(lines) or not len(a):
        return free
    tree = shapely.STRtree(lines)
    near = np.unique(tree.query(a, predicate="dwithin", distance=ALONG_M)[0])
    if not len(near):
        return free
    common = shapely.intersection(shapely.boundary(a[near]), shapely.buffer(shapely.boundary(b[near]), 0.05))
    barred = shapely.buffer(shapely.union_all(lines), ALONG_M)
    shapely.prepare(barred)
    free[near] = np.minimum(free[near], shapely.length(shapely.difference(common, barred)))
    return free
