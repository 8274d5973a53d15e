"""Which boxes meet one of some others, told without looking at every pair."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.features.compiled import compiled, over_rows

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
    found = np.zeros(len(boxes), dtype=bool)
    over_rows(_covering, len(boxes), boxes, origin, size, covered, found)
    close = np.flatnonzero(found)
    theirs, ours = (np.asarray(shapely.box(*some.T), dtype=object) for some in (asked, boxes[close]))
    met = shapely.STRtree(theirs).query(ours)[0]
    found[close] = False
    found[close[met]] = True
    return found


@compiled
def _covering(
    boxes: Boxes,
    origin: Boxes,
    size: float,
    covered: NDArray[np.int32],
    found: NDArray[np.bool_],
    first: int,
    last: int,
) -> None:
    """Which boxes cover a marked cell of the grid; one with NaN lies nowhere."""
    for row in range(first, last):
        west, south = (boxes[row, 0] - origin[0]) / size, (boxes[row, 1] - origin[1]) / size
        east, north = (boxes[row, 2] - origin[0]) / size, (boxes[row, 3] - origin[1]) / size
        if west < CELLS + 1 and south < CELLS + 1 and east >= 0 and north >= 0:
            i, j = int(max(west, 0.0)), int(max(south, 0.0))
            k, m = int(min(east, CELLS)) + 1, int(min(north, CELLS)) + 1
            found[row] = covered[k, m] - covered[i, m] - covered[k, j] + covered[i, j] > 0


def _cells(boxes: Boxes, origin: Boxes, size: float) -> NDArray[np.int32]:
    """First and last cell of each box along both sides."""
    return np.floor((boxes - np.tile(origin, 2)) / size).astype(np.int32)


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
