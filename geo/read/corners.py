"""Tables of boundary points (界址点) -> one polygon for each parcel."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.validate.names import aliases, plain

RING_NAMES = ("圈号", "环号", "ring", "ring_no", "qh")
_CORNERS = 3


def id_column(frame: pd.DataFrame, stated: str) -> str | None:
    """The column of parcel ids, if there is one and its ids repeat as those of corners do."""
    known = {alias for alias, (ours, _factor) in aliases().items() if ours == "parcel_id"}
    names = (
        [stated]
        if stated in frame.columns
        else [str(one) for one in frame.columns if plain(str(one)) in known]
    )
    if not names:
        return None
    counts = frame[names[0]].value_counts()
    return names[0] if len(counts) and counts.median() >= _CORNERS else None


def ring_column(frame: pd.DataFrame) -> str | None:
    """The column that tells the rings of a parcel apart."""
    return next((str(one) for one in frame.columns if plain(str(one)) in RING_NAMES), None)


def polygons(
    ids: pd.Series, rings: pd.Series, points: NDArray[np.object_]
) -> tuple[NDArray[np.intp], NDArray[np.object_]]:
    """One polygon for each id, its corners in the order of the rows.

    A ring inside the first is a hole, one outside is a further part, whatever its number.

    Returns:
        The first row of each id, in the order of the file, and the shapes; None with fewer than three
        corners.

    Examples:
        >>> corners = shapely.points([(0, 0), (10, 0), (10, 10), (0, 10)])
        >>> first, shapes = polygons(pd.Series(["a"] * 4), pd.Series(["1"] * 4), corners)
        >>> first.tolist(), shapes[0].area
        ([0], 100.0)
    """
    rows, shapes = [], []
    for member in ids.groupby(ids, sort=False).groups.values():
        at = ids.index.get_indexer(pd.Index(member))
        rows.append(int(at[0]))
        shapes.append(_polygon(rings.to_numpy(dtype=object)[at], points[at]))
    whole = np.empty(len(shapes), dtype=object)
    whole[:] = shapes
    return np.array(rows, dtype=np.intp), whole


def _polygon(rings: NDArray[np.object_], points: NDArray[np.object_]) -> shapely.Geometry | None:
    known = ~shapely.is_missing(points)
    shape: shapely.Geometry | None = None
    for number in dict.fromkeys(rings[known]):
        corners = shapely.get_coordinates(points[known & (rings == number)])
        if len(corners) < _CORNERS:
            continue
        part = shapely.Polygon(corners)
        if shape is None:
            shape = part
        else:
            # validity is asked first: a broken ring is joined as it is and repaired with the rest
            inside = shapely.is_valid([shape, part]).all() and shapely.contains(shape, part)
            shape = shapely.difference(shape, part) if inside else _side_by_side(shape, part)
    return shape


def _side_by_side(some: shapely.Geometry, part: shapely.Polygon) -> shapely.MultiPolygon:
    """Parts of one parcel; overlaps are left to the repair."""
    return shapely.multipolygons([*shapely.get_parts([some]), part])
