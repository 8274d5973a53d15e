"""DXF out: every ring a closed polyline on the layer of its land use, the parcel's id written inside."""

from __future__ import annotations

import re
from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import shapely

from geo.write.about import About
from geo.write.exchange import rings

# R12 is read by every CAD; its text is in the code page of its head
_RELEASE, _CODE_PAGE, _ENCODING = "AC1009", "ANSI_936", "gb18030"
LABELS, NOTES, HOLES = "LUODI_ID", "LUODI_NOTE", "_HOLE"
_TEXT_BYTES = 240
Pair = tuple[int, str]


def dxf(parcels: gpd.GeoDataFrame, about: About) -> bytes:
    """Parcels as closed polylines, a layer for each land-use code; ids as text at a point inside.

    Args:
        parcels: Indexed by parcel id, with ``use_code``; in metres.
        about: Said in comments at the head and as text beside the drawing.
    """
    shapes = np.asarray(parcels.geometry.values)
    layers = [_layer(code) for code in parcels["use_code"].astype(str)]
    found = sorted({*layers, *(name + HOLES for name in layers), LABELS, NOTES})
    west, south, east, north = shapely.total_bounds(shapes)
    height = max(1.0, (north - south) / 400)
    pairs: list[Pair] = [(999, line) for line in about.lines()]
    pairs += [(0, "SECTION"), (2, "HEADER"), (9, "$ACADVER"), (1, _RELEASE)]
    pairs += [(9, "$DWGCODEPAGE"), (3, _CODE_PAGE)]
    pairs += [(9, "$EXTMIN"), *_at(west, south), (9, "$EXTMAX"), *_at(east, north), (0, "ENDSEC")]
    pairs += [(0, "SECTION"), (2, "TABLES"), (0, "TABLE"), (2, "LAYER"), (70, str(len(found)))]
    for name in found:
        pairs += [(0, "LAYER"), (2, name), (70, "0"), (62, "7"), (6, "CONTINUOUS")]
    pairs += [(0, "ENDTAB"), (0, "ENDSEC"), (0, "SECTION"), (2, "ENTITIES")]
    points = shapely.get_coordinates(shapely.point_on_surface(shapes))
    for parcel_id, shape, layer, (x, y) in zip(
        parcels.index.astype(str), shapes, layers, points, strict=True
    ):
        pairs += _outlines(shape, layer)
        pairs += _text(LABELS, x, y, height, parcel_id)
    for number, line in enumerate(about.lines(), start=1):
        pairs += _text(NOTES, west, south - 2 * height * number, height, line)
    pairs += [(0, "ENDSEC"), (0, "EOF")]
    return "".join(f"{code}\r\n{value}\r\n" for code, value in pairs).encode(_ENCODING)


def _outlines(shape: shapely.Geometry, layer: str) -> Iterator[Pair]:
    """A closed polyline for each ring; holes on a layer of their own."""
    for part in shapely.get_parts(shape):
        for number, ring in enumerate(rings(part)):
            name = layer + HOLES if number else layer
            yield from ((0, "POLYLINE"), (8, name), (66, "1"), (70, "1"), *_at(0, 0))
            for x, y in ring.tolist():
                yield from ((0, "VERTEX"), (8, name), *_at(x, y))
            yield from ((0, "SEQEND"), (8, name))


def _text(layer: str, x: float, y: float, height: float, text: str) -> list[Pair]:
    shown = re.sub(r"[\x00-\x1f\x7f]+", " ", text)
    while len(shown.encode(_ENCODING)) > _TEXT_BYTES:
        shown = shown[:-1]
    return [(0, "TEXT"), (8, layer), *_at(x, y), (40, f"{height:.3f}"), (1, shown)]


def _at(x: float, y: float) -> list[Pair]:
    return [(10, f"{x:.4f}"), (20, f"{y:.4f}"), (30, "0.0")]


def _layer(code: str) -> str:
    """A layer's name: R12 knows capitals, digits and three signs.

    >>> _layer("100101"), _layer("M1/M2"), _layer("")
    ('100101', 'M1_M2', '0')
    """
    return re.sub(r"[^A-Z0-9$_-]", "_", code.upper())[:26] or "0"
