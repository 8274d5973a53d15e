"""Shapes as they come -> valid polygons in metres, turned the same way; or out, with the reason."""

from __future__ import annotations

import re

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from geo import crs as coordinates
from geo.units import show_mu
from geo.validate import sound
from geo.validate.log import FILE, Log

Shapes = NDArray[np.object_]
Rows = NDArray[np.intp]

_POINT, _LINE, _RING, _POLYGON, _POINTS, _LINES, _POLYGONS, _COLLECTION = range(8)
_CORNERS = 4  # of a closed line, its end repeating its beginning
_SPOT = re.compile(r"\[(\S+) (\S+)\]")
# what GEOS says of invalid polygons
_REASONS = {
    "Self-intersection": "自相交",
    "Ring Self-intersection": "环自相交",
    "Hole lies outside shell": "洞在外环之外",
    "Holes are nested": "洞中有洞",
    "Interior is disconnected": "内部被切断",
    "Nested shells": "外环互相嵌套",
    "Duplicate Rings": "环重复",
    "Too few points in geometry component": "点数不足",
}
_NAMES = {_POINT: "Point", _LINE: "LineString", _POINTS: "MultiPoint", _LINES: "MultiLineString"}


def polygons(shapes: Shapes, source: pyproj.CRS, target: str, log: Log) -> Shapes:
    """Valid polygons and multipolygons in ``target``, exterior rings counter-clockwise; None where out.

    Args:
        shapes: As read, in ``source``.
        source: Their CRS.
        target: The plan's metric CRS.
        log: Told what was dropped, repaired or put out.
    """
    flat = _only_polygons(_upright(shapes, log), log)
    possible = coordinates.has_finite(flat, source)
    bad = np.flatnonzero(~possible & ~shapely.is_missing(flat))
    log.add("coordinates_impossible", bad, [_bounds(flat[row]) for row in bad])
    flat[~possible] = None
    moved = coordinates.shapes_to(flat, source, target)
    if coordinates.parse(source) != coordinates.parse(target):
        lost = np.flatnonzero(~coordinates.has_finite(moved, target) & ~shapely.is_missing(moved))
        log.add("coordinates_impossible", lost, [_bounds(flat[row]) for row in lost])
        moved[lost] = None
    return _repaired(moved, log)


def _upright(shapes: Shapes, log: Log) -> Shapes:
    """Missing shapes are put out, heights are noted."""
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    log.add("shape_missing", np.flatnonzero(missing & ~log.rejected))
    log.rejected |= missing
    raised = shapely.has_z(shapes) | shapely.has_m(shapes)
    kept = shapes.copy()
    if raised.any():
        log.add("height_dropped", [FILE], [int(raised.sum())])
        kept[raised] = shapely.force_2d(shapes[raised])
    kept[missing] = None
    return kept


def _only_polygons(shapes: Shapes, log: Log) -> Shapes:
    """Polygons stay, closed lines become the area inside, the polygons of collections are kept."""
    kinds = shapely.get_type_id(shapes)
    kept = shapes.copy()
    mixed = np.flatnonzero(kinds == _COLLECTION)
    inner = [_polygons_of(shape) for shape in shapes[mixed]]
    kept[mixed] = [
        whole if shapely.is_empty(part) else part for part, whole in zip(inner, shapes[mixed], strict=True)
    ]
    lines = np.flatnonzero(np.isin(kinds, (_LINE, _RING)))
    closed = lines[shapely.is_ring(shapes[lines]) & (shapely.get_num_coordinates(shapes[lines]) >= _CORNERS)]
    kept[closed] = [shapely.Polygon(shapely.get_coordinates(line)) for line in shapes[closed]]
    log.add("line_closed", closed)
    kinds = shapely.get_type_id(kept)
    out = np.flatnonzero(~np.isin(kinds, (_POLYGON, _POLYGONS)) & ~shapely.is_missing(kept))
    log.add("shape_not_polygon", out, [_NAMES.get(int(kinds[row]), "GeometryCollection") for row in out])
    kept[out] = None
    return kept


def _repaired(shapes: Shapes, log: Log) -> Shapes:
    """Valid, and turned the same way; what was invalid is named with its reason and what it became."""
    valid, turned = sound.valid_and_turned(shapes)
    invalid = np.flatnonzero(~valid & ~shapely.is_missing(shapes))
    reasons = shapely.is_valid_reason(shapes[invalid]) if len(invalid) else np.array([], dtype=object)
    areas = dict(zip(invalid.tolist(), shapely.area(shapes[invalid]), strict=True))
    # "structure" keeps the area of overlapping parts once; "linework" would make holes of it
    made = shapely.make_valid(shapes[invalid], method="structure", keep_collapsed=False)
    odd = np.flatnonzero((shapely.get_type_id(made) != _POLYGON) | shapely.is_empty(made))
    made[odd] = [_polygons_of(shape) for shape in made[odd]]
    shapes[invalid] = made
    hollow = (shapely.area(shapes) <= 0) & ~shapely.is_missing(shapes)
    was = dict(zip(invalid.tolist(), reasons, strict=True))
    empty = np.flatnonzero(hollow)
    log.add("shape_empty", empty, [was.get(int(row), "0 ㎡") for row in empty])
    mended = [int(row) for row in invalid if not hollow[row]]
    seen = [was[row].split("[")[0].strip() for row in mended]
    log.add(
        "shape_repaired",
        mended,
        seen,
        at=np.array([_spot(was[row]) for row in mended], dtype="float64").reshape(-1, 2),
        reason=[_REASONS.get(one, one) for one in seen],
        before=[show_mu(areas[row]) for row in mended],
        area=[show_mu(shapes[row].area) for row in mended],
    )
    shapes[empty] = None
    shapes[~turned] = shapely.orient_polygons(shapes[~turned])
    return shapes


def only_polygons(shapes: Shapes) -> Shapes:
    """The polygonal part of each shape, turned as all parcels are."""
    return shapely.orient_polygons(np.array([_polygons_of(shape) for shape in shapes], dtype=object))


def _polygons_of(shape: shapely.Geometry) -> shapely.Geometry:
    """The polygonal part of any shape; an empty polygon where there is none."""
    parts = np.array([shape], dtype=object)
    while np.isin(shapely.get_type_id(parts), (_POLYGONS, _COLLECTION)).any():
        parts = shapely.get_parts(parts)
    flat = parts[(shapely.get_type_id(parts) == _POLYGON) & ~shapely.is_empty(parts)]
    if not len(flat):
        return shapely.Polygon()
    return flat[0] if len(flat) == 1 else shapely.multipolygons(flat)


def _spot(reason: str) -> tuple[float, float]:
    """The place that GEOS gives with its reason; NaN where it gives none.

    >>> _spot("Self-intersection[50 50.5]")
    (50.0, 50.5)
    """
    found = _SPOT.search(reason)
    return (float(found.group(1)), float(found.group(2))) if found else (np.nan, np.nan)


def _bounds(shape: shapely.Geometry) -> str:
    return ", ".join(f"{value:.6g}" for value in shapely.bounds(shape))
