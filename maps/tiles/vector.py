"""A vector tile of parcels: shapes, rows, ids and uses, nothing that changes with a question."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import shapely

from geo.features.flat import Geometries
from maps.tiles import kernels
from maps.tiles.cutting import Bytes, Floats, Ints
from maps.tiles.ground import Ground, rings

# cells of three centimetres in the closest tile
EXTENT = 16_384
# a stroke of some pixels at the edge is drawn by both tiles
MARGIN = EXTENT // 64
VERSION = 2

Window: TypeAlias = Floats


def tile(ground: Ground, layer: str, z: int, x: int, y: int) -> bytes:
    """A tile as a Mapbox Vector Tile 2.1 with one layer; empty bytes where there is no land.

    Corners are rounded to the same grid in every tile, so that neighbours meet at its edge. What
    rounds to nothing is left out.

    Args:
        ground: The land.
        layer: Name of the layer in the tile.
        z: Zoom; the world is ``2**z`` tiles wide.
        x: Column, from the west.
        y: Line, from the north.

    Returns:
        Features with the row of the land bank as id and the tags ``id`` (number of the parcel) and ``use``.
    """
    found = reaching(ground, z, x, y, MARGIN / EXTENT)
    if not len(found):
        return b""
    window = np.array([2.0**z * EXTENT, float(x * EXTENT), float(y * EXTENT), EXTENT, MARGIN])
    features, values = _written(ground, found, window)
    if not features:
        return b""
    name = layer.encode()
    body = b"".join(
        (
            b"\x78" + _varint(VERSION),
            b"\x0a" + _varint(len(name)) + name,
            features,
            b"\x1a\x02id\x1a\x03use",
            values,
            b"\x28" + _varint(EXTENT),
        )
    )
    return b"\x1a" + _varint(len(body)) + body


def reaching(ground: Ground, z: int, x: int, y: int, margin: float = 0.0) -> Ints:
    """Parcels whose boxes meet a tile and a margin around it [tiles]."""
    west, east = (x - margin) / 2**z, (x + 1 + margin) / 2**z
    north, south = (y - margin) / 2**z, (y + 1 + margin) / 2**z
    count = kernels.reaching(ground.box, ground.block, west, north, east, south, np.empty(0, np.int64))
    found = np.empty(count, np.int64)
    kernels.reaching(ground.box, ground.block, west, north, east, south, found)
    return found


def _written(ground: Ground, found: Ints, window: Window) -> tuple[bytes, bytes]:
    """The features of a tile and their values."""
    seen = np.full(len(ground.use_at), -1, np.int64)
    text = int((ground.id_at[found + 1] - ground.id_at[found]).sum()) + len(ground.use_text)
    values = np.empty(text + 24 * (len(found) + len(seen)), np.uint8)
    out = np.empty(kernels.room(found, ground.geometry, window), np.uint8)
    left, state = np.empty(len(found), np.int64), np.zeros(4, np.int64)
    kernels.encode(found, found, ground.geometry, ground.attributes, window, (seen, out, values, left, state))
    features = out[: state[kernels.AT]].tobytes()
    count = int(state[kernels.LEFT])
    if count:
        # shapes that the edge may cut into several pieces are cut by GEOS
        features += _pieces(ground, found[left[:count]], window, seen, values, state)
    return features, values[: state[kernels.VALUES_AT]].tobytes()


def _pieces(ground: Ground, parcels: Ints, window: Window, seen: Ints, values: Bytes, state: Ints) -> bytes:
    scale, over, above, side, margin = window.tolist()
    pieces = _cut(_shapes(ground, parcels, scale, over, above), -margin, side + margin)
    is_area = ~shapely.is_empty(pieces)
    xy, ring, shell, first = rings(pieces[is_area])
    count = len(first) - 1
    if not count:
        return b""
    owners, numbers = parcels[is_area], np.arange(count)
    geometry = (np.ascontiguousarray(xy), ring, shell, first, shapely.bounds(pieces[is_area]))
    # cut already, so with room to spare
    as_is = np.array([1.0, 0.0, 0.0, side, 2 * margin])
    out = np.empty(kernels.room(numbers, geometry, as_is), np.uint8)
    left = np.empty(count, np.int64)
    state[kernels.AT] = 0
    kernels.encode(numbers, owners, geometry, ground.attributes, as_is, (seen, out, values, left, state))
    return out[: state[kernels.AT]].tobytes()


def _shapes(ground: Ground, parcels: Ints, scale: float, over: float, above: float) -> Geometries:
    """Some parcels as GEOS knows them, in cells of the tile."""
    made = []
    for p in parcels.tolist():
        parts: list[list[Floats]] = []
        for r in range(int(ground.first[p]), int(ground.first[p + 1])):
            corners = ground.xy[ground.ring[r] : ground.ring[r + 1]] * scale - (over, above)
            if ground.shell[r]:
                parts.append([corners])
            else:
                parts[-1].append(corners)
        polygons = [shapely.Polygon(shell, holes) for shell, *holes in parts]
        made.append(polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons))
    shapes = np.array(made, dtype=object)
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken])
    return shapes


def _cut(shapes: Geometries, low: float, high: float) -> Geometries:
    """The areas of shapes within a square; lines and points that the cut leaves are dropped."""
    cut = shapely.intersection(shapes, shapely.box(low, low, high, high))
    mixed = ~np.isin(
        shapely.get_type_id(cut), (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
    )
    for k in np.flatnonzero(mixed):
        parts = shapely.get_parts(cut[k : k + 1])
        parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
        cut[k] = shapely.MultiPolygon(list(parts))
    return cut


def _varint(number: int) -> bytes:
    """A number as protocol buffers write it.

    >>> _varint(300).hex()
    'ac02'
    """
    out = np.empty(10, np.uint8)
    return out[: kernels.put(out, 0, number)].tobytes()
