"""Several adjoining shapes -> one, without the hairlines that digitised boundaries leave between them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely
from geopandas import GeoSeries
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from geo.edit.cut import width_m
from geo.errors import NotAdjoining
from geo.features.neighbours import SAME_LINE_M, neighbours


def joined(shapes: Mapping[str, BaseGeometry]) -> BaseGeometry:
    """The land of adjoining parcels as one shape.

    Args:
        shapes: By parcel id, in metres.

    Raises:
        NotAdjoining: they fall into groups that share less than a metre of boundary.

    Examples:
        A hairline of 8 mm between two parcels is closed.

        >>> left, right = shapely.box(0, 0, 10, 10), shapely.box(10.008, 0, 20, 10)
        >>> whole = joined({"a": left, "b": right})
        >>> whole.geom_type, len(whole.interiors), round(whole.area, 2)
        ('Polygon', 0, 200.0)
    """
    land = GeoSeries(dict(shapes))
    found = neighbours(land)
    links = coo_array((np.ones(len(found.i)), (found.i, found.j)), shape=(len(land), len(land)))
    groups, of = connected_components(links, directed=False)
    if groups > 1:
        raise NotAdjoining([[str(one) for one in land.index[of == group]] for group in range(groups)])
    parts = land.to_numpy()
    whole = shapely.union_all(parts)
    # a hairline is closed where it runs between two of the parcels
    closed = whole.buffer(SAME_LINE_M, join_style="mitre").buffer(-SAME_LINE_M, join_style="mitre")
    hairlines = [
        scrap
        for scrap in shapely.get_parts(closed.difference(whole))
        if width_m(scrap) <= 2 * SAME_LINE_M and (shapely.distance(parts, scrap) <= SAME_LINE_M).sum() > 1
    ]
    return shapely.union_all([whole, *hairlines]) if hairlines else whole
