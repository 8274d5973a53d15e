"""KML out: a placemark for each parcel, its columns as typed data, in WGS84 longitude and latitude."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

import geopandas as gpd
import numpy as np
import shapely

from geo import crs
from geo.write.about import About

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_STYLE = (
    '<Style id="parcel"><LineStyle><color>ff7a4a1f</color><width>1.2</width></LineStyle>'
    "<PolyStyle><color>66d8a06a</color></PolyStyle></Style>"
)
_KINDS = {"f": "double", "i": "int", "u": "int"}
# a tenth of a millimetre on the ground
_DEGREES = 9


def kml(parcels: gpd.GeoDataFrame, about: About) -> bytes:
    """Parcels as KML 2.2.

    Args:
        parcels: Indexed by parcel id; every other column becomes data of the placemark.
        about: Said in the document's description.
    """
    shapes = np.asarray(crs.to_lonlat(parcels).geometry.values)
    # a placemark has a name of its own, which readers take for the column
    frame = parcels.drop(columns=[parcels.geometry.name, *({"name"} & set(parcels.columns))])
    names = parcels["name"].astype(str) if "name" in parcels.columns else [""] * len(parcels)
    kinds = {name: _KINDS.get(frame[name].dtype.kind, "string") for name in frame.columns}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document id="luodi">',
        f"<name>{_said(about.plan)}</name>",
        f"<description>{_said(chr(10).join(about.lines()))}</description>",
        _STYLE,
        '<Schema name="parcels" id="parcels">',
        *(
            f"<SimpleField name={_quoted(name)} type={_quoted(kinds.get(name, 'string'))}/>"
            for name in ("parcel_id", *frame.columns)
        ),
        "</Schema><Folder><name>parcels</name>",
    ]
    for parcel_id, name, row, shape in zip(
        frame.index.astype(str), names, frame.itertuples(index=False), shapes, strict=True
    ):
        cells = zip(("parcel_id", *frame.columns), (parcel_id, *row), strict=True)
        data = "".join(
            f"<SimpleData name={_quoted(column)}>{_said(value)}</SimpleData>"
            for column, value in cells
            if value is not None and value == value and value != ""  # noqa: PLR0124 - NaN is not itself
        )
        lines += [
            f"<Placemark>{f'<name>{_said(name)}</name>' if name else ''}<styleUrl>#parcel</styleUrl>",
            f'<ExtendedData><SchemaData schemaUrl="#parcels">{data}</SchemaData></ExtendedData>',
            *_geometry(shape),
            "</Placemark>",
        ]
    lines.append("</Folder></Document></kml>")
    return ("\n".join(lines) + "\n").encode()


def _geometry(shape: shapely.Geometry) -> Iterator[str]:
    parts = shapely.get_parts(shape)
    yield "<MultiGeometry>" if len(parts) > 1 else ""
    for part in parts:
        yield "<Polygon>"
        yield f"<outerBoundaryIs><LinearRing>{_line(part.exterior)}</LinearRing></outerBoundaryIs>"
        for hole in part.interiors:
            yield f"<innerBoundaryIs><LinearRing>{_line(hole)}</LinearRing></innerBoundaryIs>"
        yield "</Polygon>"
    yield "</MultiGeometry>" if len(parts) > 1 else ""


def _line(ring: shapely.LinearRing) -> str:
    pairs = shapely.get_coordinates(ring).tolist()
    return f"<coordinates>{' '.join(f'{x:.{_DEGREES}f},{y:.{_DEGREES}f}' for x, y in pairs)}</coordinates>"


def _said(value: object) -> str:
    return escape(_ILLEGAL.sub("", str(value)))


def _quoted(name: str) -> str:
    return quoteattr(_ILLEGAL.sub("", name))
