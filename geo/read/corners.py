"""Tables of boundary points (界址点) -> one polygon for each parcel."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

RING_NAMES = ("圈号", "环号", "ring", "ring_no", "qh")
_CORNERS = 3


def id_column(frame: pd.DataFrame, stated: str, known: Collection[str]) -> str | None:
    """The column of parcel ids, if there is one and its ids repeat as those of corners do.

    Args:
        frame: The table.
        stated: Its name, if the sender gave it.
        known: Names that such columns have, as ``plain`` writes them.
    """
    names = (
        [stated]
        if stated in frame.columns
        else [str(one) for one in frame.columns if plain(str(one)) in known]
    )
    if not names:
        return None
    counts = frame[names[0]].value_counts()
    return names[0] if len(counts) and counts.median() >= _CORNERS else None


def plain(name: str) -> str:
    """A name without width, case and spaces, as ``geo.validate.names`` compares it."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def ring_column(frame: pd.DataFrame) -> str | None:
    """The column that tells the rings of a parcel apart."""
    return next((str(one) for one in frame.columns if plain(str(one)) in RING_NAMES), None)


def polygons(
    ids: pd.Series, rings: pd.Series, points: NDArray[np.object_]
) -> tuple[NDArray[np.intp], NDArray[np.object_], dict[int, str]]:
    """One polygon for each id, its corners in the order of the rows.

    A ring inside another is a hole, one outside is a further part, whatever its number.

    Returns:
        The first row of each id, in the order of the file; the shapes, None with fewer than three
        corners or where one of them is missing; and for each of those, by position, why.

    Examples:
        >>> corners = shapely.points([(0, 0), (10, 0), (10, 10), (0, 10)])
        >>> first, shapes, lost = polygons(pd.Series(["a"] * 4), pd.Series(["1"] * 4), corners)
        >>> first.tolist(), shapes[0].area, lost
        ([0], 100.0, {})
    """
    rows: list[int] = []
    shapes: list[shapely.Geometry | None] = []
    lost: dict[int, str] = {}
    for member in ids.groupby(ids, sort=False).groups.values():
        at = ids.index.get_indexer(pd.Index(member))
        rows.append(int(at[0]))
        absent = at[shapely.is_missing(points[at])]
        if len(absent):
            # without this corner the parcel would be another
            lost[len(shapes)] = f"第 {int(absent[0]) + 1} 个界址点无坐标 | point {int(absent[0]) + 1}"
            shapes.append(None)
            continue
        numbers = rings.to_numpy(dtype=object)[at]
        lines = [shapely.get_coordinates(points[at][numbers == one]) for one in dict.fromkeys(numbers)]
        shapes.append(assemble(lines))
    whole = np.empty(len(shapes), dtype=object)
    whole[:] = shapes
    return np.array(rows, dtype=np.intp), whole, lost


def assemble(rings: Sequence[NDArray[np.float64]]) -> shapely.Geometry | None:
    """Rings -> a polygon or multipolygon; None without a ring of three corners.

    A ring inside an odd number of others is a hole of the smallest of them. A broken ring is joined as
    it is and repaired with the rest.

    Examples:
        >>> square = np.array([(0, 0), (9, 0), (9, 9), (0, 9)], dtype=float)
        >>> assemble([square, square / 3 + 3]).area, assemble([square, square + 20]).geom_type
        (72.0, 'MultiPolygon')
    """
    lines = [ring for ring in rings if len(ring) >= _CORNERS]
    if len(lines) <= 1:
        return shapely.Polygon(lines[0]) if lines else None
    faces = shapely.make_valid(np.array([shapely.Polygon(line) for line in lines]))
    area = shapely.area(faces)
    around = [
        [other for other in range(len(lines)) if other != at and _covers(faces, area, other, at)]
        for at in range(len(lines))
    ]
    holes: dict[int, list[NDArray[np.float64]]] = {
        at: [] for at, outer in enumerate(around) if len(outer) % 2 == 0
    }
    for at, outer in enumerate(around):
        if at not in holes:
            holes[min((one for one in outer if one in holes), key=lambda one: area[one])].append(lines[at])
    parts = [shapely.Polygon(lines[at], inner) for at, inner in holes.items()]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _covers(faces: NDArray[np.object_], area: NDArray[np.float64], outer: int, inner: int) -> bool:
    """Whether one ring lies within another; of two equal ones the first is the outer."""
    if (area[outer], -outer) <= (area[inner], -inner):
        return False
    return bool(shapely.covers(faces[outer], faces[inner]))
