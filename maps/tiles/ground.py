"""Parcels laid out for tiles: corners in the web's square, side by side along the Hilbert curve."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo import crs
from maps.tiles.cutting import Bytes, Flags, Floats, Geometry, Ints
from maps.tiles.kernels import BLOCK, Attributes

WEB = "EPSG:3857"
# half the side of the web's square [m]
HALF_M = np.pi * 6_378_137.0


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Parcels in the order of the Hilbert curve; what is kept of each is what a tile says of it.

    ``xy`` are corners in [0, 1] of the web's square, x eastward and y southward; ring ``r`` has the
    corners ``ring[r]:ring[r + 1]``, the first repeated at the end; parcel ``p`` has the rings
    ``first[p]:first[p + 1]`` and the box ``box[p]``: west, north, east, south. ``block`` are the boxes
    of ``BLOCK`` parcels each. ``row`` is a parcel's row in the land bank, ``use`` the number of its use
    among ``uses``.
    """

    xy: Floats
    ring: Ints
    shell: Flags
    first: Ints
    box: Floats
    block: Floats
    row: Ints
    id_text: Bytes
    id_at: Ints
    use: Ints
    use_text: Bytes
    use_at: Ints

    def __len__(self) -> int:
        """Parcels."""
        return len(self.row)

    @property
    def geometry(self) -> Geometry:
        """What the loops read of shapes."""
        return self.xy, self.ring, self.shell, self.first, self.box

    @property
    def attributes(self) -> Attributes:
        """What the loops read of the rest."""
        return self.row, self.id_text, self.id_at, self.use, self.use_text, self.use_at

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, north, east, south in the web's square; all of it when there is no land."""
        if not len(self):
            return 0.0, 0.0, 1.0, 1.0
        (west, north), (east, south) = self.box[:, :2].min(axis=0), self.box[:, 2:].max(axis=0)
        return float(west), float(north), float(east), float(south)


def lay(parcels: gpd.GeoDataFrame, uses: Iterable[str]) -> Ground:
    """Lay out parcels.

    Args:
        parcels: Polygons and MultiPolygons indexed by parcel id; a row without a shape is on no tile.
        uses: Code of the use of each row.

    Returns:
        The ground, each parcel with the number of its row.

    Raises:
        UnknownCrs: the frame does not say where it is.

    Examples:
        >>> square = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)], index=["a"], crs=4326)
        >>> [round(float(side), 5) for side in lay(square, ["0901"]).bounds]
        [0.5, 0.49722, 0.50278, 0.5]
    """
    shapes = parcels.geometry.to_numpy()
    there = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    row = there[_along_curve(shapes[there])]
    xy, ring, shell, first = rings(shapes[row])
    x, y = crs.coordinates_to(xy[:, 0], xy[:, 1], parcels.crs, WEB)
    web = np.column_stack([0.5 + x / (2 * HALF_M), 0.5 - y / (2 * HALF_M)])
    box = _boxes(web, ring[first])
    words, use = np.unique(np.array(list(uses), dtype=str)[row], return_inverse=True)
    id_text, id_at = texts(np.asarray(parcels.index, dtype=object)[row])
    use_text, use_at = texts(words)
    return Ground(
        web, ring, shell, first, box, _boxes_of(box), row.astype(np.int64),
        id_text, id_at, use.astype(np.int64), use_text, use_at,
    )  # fmt: skip


def rings(shapes: NDArray[np.object_]) -> tuple[Floats, Ints, Flags, Ints]:
    """Corners, where each ring starts, whether it is a shell, where each shape starts among the rings."""
    if not len(shapes):
        return np.empty((0, 2)), np.zeros(1, np.int64), np.empty(0, bool), np.zeros(1, np.int64)
    kind, xy, levels = shapely.to_ragged_array(shapes, include_z=False)
    ring, part = levels[0].astype(np.int64), levels[1].astype(np.int64)
    first = part if kind == shapely.GeometryType.POLYGON else part[levels[2]]
    shell = np.zeros(len(ring) - 1, bool)
    shell[part[:-1][np.diff(part) > 0]] = True
    return np.asarray(xy), ring, shell, first.astype(np.int64)


def texts(words: Sequence[object] | NDArray[np.object_]) -> tuple[Bytes, Ints]:
    """Words as UTF-8 one after another, and where each starts.

    >>> texts(["a", "地"])[1].tolist()
    [0, 1, 4]
    """
    encoded = [str(word).encode() for word in words]
    starts = np.concatenate([[0], np.cumsum([len(word) for word in encoded], dtype=np.int64)])
    return np.frombuffer(b"".join(encoded), np.uint8), starts.astype(np.int64)


def _along_curve(shapes: NDArray[np.object_]) -> NDArray[np.intp]:
    """An order in which neighbours on the ground are neighbours in memory; equals stay in table order."""
    distance = gpd.GeoSeries(shapes).hilbert_distance() if len(shapes) else np.empty(0)
    return np.argsort(np.asarray(distance), kind="stable")


def _boxes(xy: Floats, start: Ints) -> Floats:
    """Least and greatest corner of each run of corners."""
    if len(start) < 2:  # noqa: PLR2004 (no run)
        return np.empty((0, 4))
    return np.column_stack([np.minimum.reduceat(xy, start[:-1]), np.maximum.reduceat(xy, start[:-1])])


def _boxes_of(box: Floats) -> Floats:
    """The boxes of blocks of boxes."""
    if not len(box):
        return box
    starts = np.arange(0, len(box), BLOCK)
    least, greatest = np.minimum.reduceat(box[:, :2], starts), np.maximum.reduceat(box[:, 2:], starts)
    return np.column_stack([least, greatest])
