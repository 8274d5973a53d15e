"""Overlaps and gaps strip by strip from west to east, so that memory does not grow with the land."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Checks
from geo.validate.topology.gaps import HOLE_M, Gaps, gaps, together
from geo.validate.topology.overlaps import Overlaps, make_ready, overlaps

Shapes = NDArray[np.object_]
Rows = NDArray[np.intp]

Strip = tuple[float, float, Rows]

# parcels of a strip: some 200 MiB of edges and tables
LEAST, PER_STRIP = 20_000, 125_000
_AT_ONCE = 2


def searched(
    shapes: Shapes, checks: Checks, fixed: NDArray[np.bool_], per_strip: int | None = None
) -> tuple[Overlaps, Gaps]:
    """Overlaps and gaps of polygons.

    Args:
        shapes: Valid polygons and multipolygons in metres.
        checks: Their tolerances.
        fixed: Polygons of which two are not compared with each other.
        per_strip: How many are looked at together, besides those that reach in from other strips; as many
            as keep all threads busy and memory small unless given.
    """
    per_strip = per_strip or max(LEAST, min(PER_STRIP, len(shapes) // _AT_ONCE + 1))
    west = shapely.bounds(shapes)[:, 0]

    def found(strip: Strip) -> tuple[Overlaps, Gaps]:
        start, end, some = strip
        here = shapes[some]
        ready = make_ready(here)
        over = overlaps(here, checks.overlap_m2, fixed[some], ready)
        apart = gaps(here, checks.gap_m, checks.gap_m2, checks.sliver_m, ready)
        # of what several strips see, each finding belongs to one
        first, second = some[over.first], some[over.second]
        mine = np.maximum(west[first], west[second])
        mine = (mine >= start) & (mine < end)
        shared = Overlaps(first[mine], second[mine], over.shared_m2[mine])
        mine = (apart.x >= start) & (apart.x < end)
        return shared, apart._replace(first=some[apart.first], second=some[apart.second]).only(mine)

    # two at a time: the compiled loops and shapely leave the interpreter free
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        shared, between = zip(*pool.map(found, _strips(shapes, per_strip)), strict=True)
    first, second, shared_m2 = (np.concatenate(column) for column in zip(*shared, strict=True))
    order = np.lexsort((second, first))
    return Overlaps(first[order], second[order], shared_m2[order]), together(*between)


def _strips(shapes: Shapes, per_strip: int) -> Iterator[Strip]:
    """From and to of each strip in x, and the polygons that reach into it or nearly so."""
    box = shapely.bounds(shapes)
    west, east = box[:, 0], box[:, 2]
    cuts = np.sort(west)[per_strip::per_strip]
    ends = [-np.inf, *np.unique(cuts).tolist(), np.inf]
    for start, end in pairwise(ends):
        yield start, end, np.flatnonzero((west <= end + HOLE_M) & (east >= start - HOLE_M))
