"""Which boxes meet one of some others, told without looking at every pair."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

Boxes = NDArray[np.float64]
# cells of the grid along each side
CELLS = 1024


def meeting(boxes: Boxes, asked: Boxes) -> NDArray[np.bool_]:
    """Which boxes meet or touch one of those asked about.

    A grid over what is asked has its cells marked where a box of that lies; sums from its corner then say
    at once how many marked cells any other box covers. Only the few that cover one are looked at closely.

    Args:
        boxes: n×4, west, south, east, north; NaN where there is none.
        asked: m×4, in the same unit.

    Returns:
        One flag per row of ``boxes``.

    >>> asked = np.array([[0.0, 0, 10, 10], [80, 80, 90, 90]])
    >>> meeting(np.array([[10.0, 10, 12, 12], [40, 40, 50, 50], [70, 70, 95, 81]]), asked).tolist()
    [True, False, True]
    """
    asked = asked[np.isfinite(asked).all(axis=1)]
    if not len(asked):
        return np.zeros(len(boxes), dtype=bool)
    origin = asked[:, :2].min(axis=0)
    size = max(float((asked[:, 2:].max(axis=0) - origin).max()) / CELLS, 1e-6)
    covered = _sums(_marked(_cells(asked, origin, size)))
    known = np.asarray(np.isfinite(boxes).all(axis=1))
    west, south, east, north = _cells(np.where(known[:, None], boxes, 0.0), origin, size).T
    inside = (east >= west) & (north >= south) & known
    # outside of the grid a box has its end before its beginning
    east, north = np.maximum(east, west - 1) + 1, np.maximum(north, south - 1) + 1
    count = covered[east, north] - covered[west, north] - covered[east, south] + covered[west, south]
    found = np.asarray(inside & (count > 0), dtype=bool)
    close = np.flatnonzero(found)
    theirs, ours = (np.asarray(shapely.box(*some.T), dtype=object) for some in (asked, boxes[close]))
    met = shapely.STRtree(theirs).query(ours)[0]
    found[np.setdiff1d(close, close[met])] = False
    return found


def _cells(boxes: Boxes, origin: Boxes, size: float) -> NDArray[np.int32]:
    """First and last cell of each box along both sides; the last before the first outside of the grid."""
    ends = np.floor((boxes - np.tile(origin, 2)) / size)
    return np.column_stack([ends[:, :2].clip(0, CELLS + 1), ends[:, 2:].clip(-1, CELLS)]).astype(np.int32)


def _marked(cells: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Cells that some box covers."""
    steps = np.zeros((CELLS + 2, CELLS + 2), dtype=np.int32)
    west, south, east, north = cells.T
    for i, j, step in (
        (west, south, 1),
        (east + 1, south, -1),
        (west, north + 1, -1),
        (east + 1, north + 1, 1),
    ):
        np.add.at(steps, (i, j), step)
    covering = steps.cumsum(axis=0).cumsum(axis=1)
    return np.asarray(covering > 0, dtype=bool)[:-1, :-1]


def _sums(marked: NDArray[np.bool_]) -> NDArray[np.int32]:
    """How many cells are marked before each row and column."""
    sums = np.zeros((CELLS + 2, CELLS + 2), dtype=np.int32)
    sums[1:, 1:] = marked.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    return sums
