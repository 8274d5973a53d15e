"""Which coordinate systems bare numbers could be in: offered, never applied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geo.crs.shifts import Datum, undone_pairs
from geo.crs.systems import LON_LAT, Floats, coordinates_to, parse

# EPSG's rows of CGCS2000: the code of the first zone of each kind, zones 25–45 (3°) and 13–23 (6°)
_THREE_DEGREES, _THREE_DEGREES_PREFIXED, _ZONES_3 = 4534, 4513, range(25, 46)
_SIX_DEGREES, _SIX_DEGREES_PREFIXED, _ZONES_6 = 4502, 4491, range(13, 24)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A way to read bare numbers that puts ``share`` of them inside the boundary."""

    crs: str
    share: float
    swapped: bool = False
    datum: Datum = ""

    @property
    def options(self) -> str:
        """What to type: ``--crs EPSG:4526``, with ``--swap-xy`` or ``--datum`` where needed."""
        words = [f"--crs {self.crs}"]
        words += ["--swap-xy"] if self.swapped else []
        words += [f"--datum {self.datum}"] if self.datum else []
        return " ".join(words)


def crs_candidates(
    numbers: Floats, boundary: shapely.Geometry, plan_crs: str = "", *, least: float = 0.01
) -> tuple[Candidate, ...]:
    """Which systems would put these numbers inside the boundary: offered, never applied.

    Args:
        numbers: Coordinates as in the file, one ``x, y`` pair a row; a sample of them is tried.
        boundary: The plan's boundary in longitude and latitude.
        plan_crs: A further system to try.
        least: Least share of pairs inside.

    Returns:
        The fitting systems, best first; shifted datums only where they fit better than unshifted.
    """
    finite = numbers[np.isfinite(numbers).all(axis=1)]
    if not len(finite):
        return ()
    x, y = finite[:: max(1, len(finite) // 2000)].T
    shapely.prepare(boundary)
    found = []
    for swapped in (False, True):
        east, north = (y, x) if swapped else (x, y)
        for crs in _near(boundary, plan_crs):
            lon, lat = coordinates_to(east, north, crs, LON_LAT)
            share = _inside(boundary, lon, lat)
            found.append(Candidate(crs, share, swapped))
            if parse(crs).is_geographic or crs == "EPSG:3857":
                shifted = [
                    Candidate(crs, _inside(boundary, *undone_pairs(lon, lat, datum)), swapped, datum)
                    for datum in ("gcj02", "bd09")
                ]
                found += [one for one in shifted if one.share > share + 0.02]
    return tuple(sorted((one for one in found if one.share >= least), key=lambda one: -one.share))


def _near(boundary: shapely.Geometry, plan_crs: str) -> list[str]:
    """Systems that data of a place may be in: 3° and 6° zones by its meridian, degrees, web, UTM."""
    lon, lat = shapely.get_coordinates(shapely.centroid(boundary))[0]
    names = ["EPSG:4490", "EPSG:3857", *([plan_crs] if plan_crs else [])]
    zone = round(lon / 3)
    for first in (_THREE_DEGREES, _THREE_DEGREES_PREFIXED):
        names += [f"EPSG:{first + n - 25}" for n in (zone, zone - 1, zone + 1) if n in _ZONES_3]
    zone = int(lon // 6) + 1
    for first in (_SIX_DEGREES, _SIX_DEGREES_PREFIXED):
        names += [f"EPSG:{first + zone - 13}"] if zone in _ZONES_6 else []
    names.append(f"EPSG:{(32600 if lat >= 0 else 32700) + int((lon + 180) // 6) + 1}")
    return list(dict.fromkeys(names))


def _inside(boundary: shapely.Geometry, lon: Floats, lat: Floats) -> float:
    """Share of the pairs inside the boundary."""
    return float(np.mean(shapely.contains_xy(boundary, lon, lat)))
