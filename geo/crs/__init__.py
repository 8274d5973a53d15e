"""The only place that reprojects: metres inside, degrees at the door, GCJ-02 and BD-09 undone exactly."""

from geo.crs.offers import Candidate, crs_candidates
from geo.crs.parameters import Parameters, from_old_datum
from geo.crs.shifts import (
    Datum,
    bd09_to_gcj02,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    undo,
    undone,
    wgs84_to_gcj02,
)
from geo.crs.systems import (
    LON_LAT,
    Floats,
    Pair,
    coordinates_to,
    has_finite,
    is_metric,
    is_old,
    is_placeholder,
    label,
    named,
    parse,
    shapes_to,
    to_lonlat,
    to_metric,
)

__all__ = [
    "LON_LAT",
    "Candidate",
    "Datum",
    "Floats",
    "Pair",
    "Parameters",
    "bd09_to_gcj02",
    "coordinates_to",
    "crs_candidates",
    "from_old_datum",
    "gcj02_to_bd09",
    "gcj02_to_wgs84",
    "has_finite",
    "is_metric",
    "is_old",
    "is_placeholder",
    "label",
    "named",
    "parse",
    "shapes_to",
    "to_lonlat",
    "to_metric",
    "undo",
    "undone",
    "wgs84_to_gcj02",
]
