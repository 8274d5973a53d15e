"""The hand-kept tables of ``data/erqi_source``: what was digitised or drawn, row by row."""

from __future__ import annotations

import csv
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo import crs

SOURCES = Path(__file__).parent / "erqi_source"
LONLAT = "EPSG:4326"  # CGCS2000 and WGS84 differ by less than the rounding
METRIC = "EPSG:4547"  # CGCS2000 / 3-degree Gauss-Kruger CM 114E

# What the short marks of the tables' source columns mean.
MARKS = {
    "B": "shfshanyue/china-geojson boundary, GCJ-02 undone",
    "M": "Naptie/openmetro stations 2026-09, GCJ-02 undone",
    "R": "antct/city-vein bus lines, checked with POI addresses",
    "P": "POI addresses, medians",
}

Coordinates = NDArray[np.float64]
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """Rows of ``erqi_source/<name>.csv`` in file order, every value as text."""
    with (SOURCES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def metric_point(row: Row) -> shapely.Point:
    """The row's ``lon``, ``lat`` as a point in metres."""
    x, y = crs.coordinates_to(np.array([float(row["lon"])]), np.array([float(row["lat"])]), LONLAT, METRIC)
    return shapely.Point(x[0], y[0])


def metric_coordinates(text: str) -> Coordinates:
    """``"lon lat, lon lat"`` as an array of x, y [m]."""
    lon_lat = np.array([pair.split() for pair in text.split(",")], dtype=float)
    x, y = crs.coordinates_to(lon_lat[:, 0], lon_lat[:, 1], LONLAT, METRIC)
    return np.column_stack([x, y])


def metric_line(text: str) -> LineString:
    """``"lon lat, lon lat"`` as a line in metres."""
    return LineString(metric_coordinates(text))


def metric_polygon(text: str, smooth: int = 0) -> Polygon:
    """``"lon lat, lon lat"`` as a polygon in metres; ``smooth`` rounds make it look natural."""
    ring = metric_coordinates(text)
    if smooth:
        rng = np.random.Generator(np.random.PCG64(zlib.crc32(text.encode())))
        for _ in range(smooth):
            ring = _ragged(ring, rng)
        ring = _cut_corners(ring)
    return Polygon(ring)


def _ragged(ring: Coordinates, rng: np.random.Generator) -> Coordinates:
    """An open ring with the middle of every edge pushed out or in by up to a fifth of its length."""
    along = np.roll(ring, -1, axis=0) - ring
    outward = np.column_stack([along[:, 1], -along[:, 0]])
    middles = ring + along / 2 + outward * rng.uniform(-0.2, 0.2, size=(len(ring), 1))
    return np.stack([ring, middles], axis=1).reshape(-1, 2)


def _cut_corners(ring: Coordinates) -> Coordinates:
    """One round of Chaikin's corner cutting on an open ring."""
    following = np.roll(ring, -1, axis=0)
    pairs = [0.75 * ring + 0.25 * following, 0.25 * ring + 0.75 * following]
    return np.stack(pairs, axis=1).reshape(-1, 2).astype(np.float64)


def to_degrees(shape: BaseGeometry, decimals: int = 9) -> BaseGeometry:
    """A shape in metres as longitude and latitude, rounded (9 decimals: 0.1 mm)."""

    def turn(points: Coordinates) -> Coordinates:
        lon, lat = crs.coordinates_to(points[:, 0], points[:, 1], METRIC, LONLAT)
        degrees: Coordinates = np.column_stack([lon, lat]).round(decimals)
        return degrees

    return shapely.transform(shape, turn)


def to_metric(shape: BaseGeometry) -> BaseGeometry:
    """A shape in longitude and latitude in metres."""

    def turn(points: Coordinates) -> Coordinates:
        x, y = crs.coordinates_to(points[:, 0], points[:, 1], LONLAT, METRIC)
        return np.column_stack([x, y])

    return shapely.transform(shape, turn)


def district() -> Polygon:
    """The district's outline in metres (coarse, error up to 300 m)."""
    lon_lat = [f"{row['lon']} {row['lat']}" for row in rows("boundary")]
    return metric_polygon(",".join(lon_lat))


def provenance(row: Row) -> dict[str, Any]:
    """``basis``, ``accuracy_m`` and ``source`` of a row, marks written out."""
    accuracy = row.get("accuracy_m", "")
    words = row["source"]
    head = words.split(" ")[0].rstrip(",;")
    if head in MARKS:
        words = f"{words}: {MARKS[head]}"
    return {
        "basis": row["basis"],
        "accuracy_m": float(accuracy) if accuracy else None,
        "source": words,
    }
