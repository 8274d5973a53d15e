"""Which parcel is here: a version's parcels in a packed tree, what changed since in a small live one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from threading import RLock
from typing import Literal

import numpy as np
import shapely
from geopandas import GeoSeries
from numpy.typing import NDArray
from rtree.index import Index
from shapely.geometry.base import BaseGeometry

from geo.errors import NotFound

Shapes = NDArray[np.object_]
Ids = NDArray[np.object_]
Rows = NDArray[np.intp]
Box = tuple[float, float, float, float]

# beyond this many changes, and this share of the version, everything is packed anew
LEAST_CHANGES, MOST_SHARE = 1000, 0.05
# no place on a plane of metres lies beyond; nothing is near to what is no place
FARTHEST_M = 1e9


@dataclass(frozen=True, slots=True)
class Near:
    """A parcel and how far its edge is; 0 where the place lies in it."""

    parcel_id: str
    distance_m: float


class LiveIndex:
    """The parcels of a land bank by place, right after every edit.

    The version lies in an STRtree, built once. An edit marks the rows that it replaces as gone and puts
    the new shapes into an rtree, so that it costs microseconds whatever the number of parcels. When
    changes have piled up, all is packed into a new STRtree. Every method may be called from any thread.

    Args:
        shapes: Polygons in one metric CRS by parcel id, each id once.
        pack_after: Changes after which all is packed anew; by default a share of the version.

    Examples:
        >>> live = LiveIndex({"a": shapely.box(0, 0, 10, 10), "b": shapely.box(10, 0, 20, 10)})
        >>> live.at(5, 5), live.at(10, 5)
        (('a',), ('a', 'b'))
        >>> live.replace(["a"], {"a-1": shapely.box(0, 0, 5, 10), "a-2": shapely.box(5, 0, 10, 10)})
        >>> live.at(3, 5), live.nearest(30, 5, 2)
        (('a-1',), (Near(parcel_id='b', distance_m=10.0), Near(parcel_id='a-2', distance_m=20.0)))
    """

    def __init__(
        self, shapes: GeoSeries | Mapping[str, BaseGeometry], *, pack_after: int | None = None
    ) -> None:
        self._lock = RLock()
        self._pack_after = pack_after
        ids, polygons = _columns(shapes)
        order = np.argsort(ids, kind="stable")
        self._pack(ids[order], polygons[order])

    def __len__(self) -> int:
        with self._lock:
            return len(self._ids) - self._gone_count + len(self._changed)

    def __contains__(self, parcel_id: object) -> bool:
        with self._lock:
            return parcel_id in self._key or self._row(str(parcel_id)) >= 0

    def at(self, x: float, y: float) -> tuple[str, ...]:
        """Ids of the parcels that cover a point [m], in order; on a shared edge both."""
        with self._lock:
            return self._found(shapely.points(x, y), "intersects", (x, y, x, y))

    def within(self, area: BaseGeometry) -> tuple[str, ...]:
        """Ids of the parcels that lie wholly inside an area, its edge included, in order."""
        with self._lock:
            return self._found(area, "covers", area.bounds)

    def touching(self, area: BaseGeometry) -> tuple[str, ...]:
        """Ids of the parcels that have a point in common with an area, in order."""
        with self._lock:
            return self._found(area, "intersects", area.bounds)

    def nearest(self, x: float, y: float, k: int = 1) -> tuple[Near, ...]:
        """The ``k`` parcels nearest to a point [m], nearest first, equally far ones by id."""
        with self._lock:
            if k < 1 or not len(self) or not max(abs(x), abs(y)) < FARTHEST_M:
                return ()
            point = shapely.Point(x, y)
            # a circle that should hold k of them; twice as wide until it does
            radius = float(shapely.distance(point, shapely.box(*self._extent))) + self._spacing * sqrt(k)
            while True:
                ids, shapes = self._near(shapely.box(x - radius, y - radius, x + radius, y + radius))
                metres = shapely.distance(shapes, point)
                # what a square around the circle does not hold is farther than the circle
                if (metres <= radius).sum() >= k or len(ids) == len(self):
                    break
                radius *= 2
            order = np.lexsort((ids.astype(str), metres))[:k]
            return tuple(Near(str(ids[one]), float(metres[one])) for one in order)

    def replace(self, removed: Iterable[str], shapes: GeoSeries | Mapping[str, BaseGeometry]) -> None:
        """Take parcels out and put others in, all at once for whoever looks.

        Args:
            removed: Ids that are gone.
            shapes: New parcels, and new shapes of parcels that stay.

        Raises:
            NotFound: an id to be removed is not there; nothing was changed.
        """
        gone = list(dict.fromkeys(removed))
        ids, polygons = _columns(shapes)
        with self._lock:
            for parcel_id in gone:
                if parcel_id not in self:
                    raise NotFound("地块", "parcel", parcel_id)
            for parcel_id in (*gone, *(one for one in ids if one in self)):
                self._take_out(str(parcel_id))
            boxes = shapely.bounds(polygons).reshape(-1, 4).tolist()
            for parcel_id, shape, box in zip(ids, polygons, boxes, strict=True):
                self._put_in(str(parcel_id), shape, box)
            if len(self._changed) + self._gone_count > self._limit:
                self._pack(*self._all())

    # -- the two trees

    def _pack(self, ids: Ids, shapes: Shapes) -> None:
        """Everything into one STRtree, ids ascending; an empty rtree beside it."""
        self._ids, self._shapes = ids, shapes
        self._tree = shapely.STRtree(shapes)
        self._gone = np.zeros(len(ids), dtype=bool)
        self._gone_count = 0
        self._live = Index()
        self._changed: dict[int, tuple[str, BaseGeometry]] = {}
        self._key: dict[str, int] = {}
        self._next_key = 0
        west, south, east, north = shapely.total_bounds(shapes) if len(ids) else (0.0, 0.0, 0.0, 0.0)
        self._extent = (float(west), float(south), float(east), float(north))
        self._spacing = max(sqrt((east - west) * (north - south) / max(1, len(ids))), 1.0)
        by_share = max(LEAST_CHANGES, int(MOST_SHARE * len(ids)))
        self._limit = by_share if self._pack_after is None else self._pack_after

    def _row(self, parcel_id: str) -> int:
        """Row of a parcel that the packed tree still answers for; -1 without one."""
        row = int(np.searchsorted(self._ids, parcel_id))
        there = row < len(self._ids) and self._ids[row] == parcel_id and not self._gone[row]
        return row if there else -1

    def _take_out(self, parcel_id: str) -> None:
        key = self._key.pop(parcel_id, None)
        if key is not None:
            _, shape = self._changed.pop(key)
            self._live.delete(key, shape.bounds)
            return
        row = self._row(parcel_id)
        if row >= 0:  # an id named twice is gone already
            self._gone[row] = True
            self._gone_count += 1

    def _put_in(self, parcel_id: str, shape: BaseGeometry, box: list[float]) -> None:
        key, self._next_key = self._next_key, self._next_key + 1
        self._live.insert(key, box)
        self._changed[key] = (parcel_id, shape)
        self._key[parcel_id] = key
        west, south, east, north = box
        was = self._extent
        self._extent = (min(was[0], west), min(was[1], south), max(was[2], east), max(was[3], north))

    def _all(self) -> tuple[Ids, Shapes]:
        """Every parcel that is there, ids ascending."""
        kept = ~self._gone
        ids, shapes = self._ids[kept], self._shapes[kept]
        more_ids, more = _columns(dict(sorted(self._changed.values())) if self._changed else {})
        where = np.searchsorted(ids, more_ids)
        return np.insert(ids, where, more_ids), np.insert(shapes, where, more)

    def _found(
        self, area: BaseGeometry, predicate: Literal["intersects", "covers"], box: Box
    ) -> tuple[str, ...]:
        rows: Rows = self._tree.query(area, predicate=predicate)
        found = [str(self._ids[row]) for row in rows.tolist() if not self._gone[row]]
        if self._changed and box[0] <= box[2]:  # no box, no place
            near = [self._changed[key] for key in self._live.intersection(box)]
            judge = shapely.covers if predicate == "covers" else shapely.intersects
            found += [parcel_id for parcel_id, shape in near if judge(area, shape)]
        return tuple(sorted(found))

    def _near(self, box: BaseGeometry) -> tuple[Ids, Shapes]:
        """Ids and shapes of all whose boxes meet a box."""
        rows: Rows = self._tree.query(box)
        rows = rows[~self._gone[rows]]
        near = dict(self._changed[key] for key in self._live.intersection(box.bounds))
        more_ids, more = _columns(near)
        return np.concatenate([self._ids[rows], more_ids]), np.concatenate([self._shapes[rows], more])


def _columns(shapes: GeoSeries | Mapping[str, BaseGeometry]) -> tuple[Ids, Shapes]:
    """Ids and shapes side by side."""
    if isinstance(shapes, GeoSeries):
        return shapes.index.to_numpy(dtype=object), shapes.to_numpy()
    ids, polygons = np.empty(len(shapes), dtype=object), np.empty(len(shapes), dtype=object)
    ids[:], polygons[:] = list(shapes), list(shapes.values())
    return ids, polygons
