"""Line segments packed into a tree of boxes, and the features of a layer cut into segments."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely

from geo.features.compiled import compiled
from geo.features.flat import Floats, Geometries, Ints, rings_of

# Children of a node, segments of a leaf. Depth then stays under 14 for 100 million segments.
FAN = 4
# Nodes that a walk can have waiting: FAN - 1 more per level, and one.
WAITING = 64
_HILBERT_BITS = 16


class Tree(NamedTuple):
    """Segments in the order of a Hilbert curve, under boxes of boxes.

    ``ends`` is x0, y0, x1, y1 of each segment and ``source`` its number before sorting. ``box``
    holds west, south, east, north of every node, leaves first; level ``v`` is
    ``level[v]:level[v + 1]``, and node ``k`` of a level covers the ``FAN`` from ``k * FAN`` below it.
    """

    ends: Floats
    source: Ints
    box: Floats
    level: Ints


def plant(ends: Floats) -> Tree:
    """The tree of some segments (x0, y0, x1, y1)."""
    low, high = np.minimum(ends[:, :2], ends[:, 2:]), np.maximum(ends[:, :2], ends[:, 2:])
    if not len(ends):
        return Tree(ends, np.zeros(0, np.int64), np.empty((0, 4)), np.zeros(1, np.int64))
    source = np.argsort(_hilbert((low + high) / 2, low.min(axis=0), high.max(axis=0)), kind="stable")
    boxes, level = [_grouped(np.column_stack([low, high])[source])], [0]
    level.append(len(boxes[0]))
    while len(boxes[-1]) > 1:
        boxes.append(_grouped(boxes[-1]))
        level.append(level[-1] + len(boxes[-1]))
    return Tree(np.ascontiguousarray(ends[source]), source, np.concatenate(boxes), np.array(level))


def segments_of(features: Geometries) -> Floats:
    """Every point, line and outline of some features as segments; a point is a segment of no length."""
    flat = shapely.get_parts(shapely.get_parts(features))  # twice: collections hold multi-geometries
    points, lines, areas = (flat[shapely.get_dimensions(flat) == dimension] for dimension in range(3))
    spots = shapely.get_coordinates(points)
    steps = _steps(*shapely.get_coordinates(lines, return_index=True))
    return np.concatenate([np.hstack([spots, spots]), steps, outlines(areas)])


def outlines(areas: Geometries) -> Floats:
    """The boundaries of some areas as segments with the inside to the left."""
    rings = rings_of(areas)
    return _steps(rings.xy, np.repeat(np.arange(len(rings.ring) - 1), np.diff(rings.ring)))


def _steps(xy: Floats, line: Ints) -> Floats:
    """Consecutive vertices of the same line, joined."""
    joined = line[:-1] == line[1:]
    return np.hstack([xy[:-1][joined], xy[1:][joined]])


def _grouped(boxes: Floats) -> Floats:
    """The boxes around each ``FAN`` consecutive boxes."""
    starts = np.arange(0, len(boxes), FAN)
    return np.hstack([np.minimum.reduceat(boxes[:, :2], starts), np.maximum.reduceat(boxes[:, 2:], starts)])


def _hilbert(centres: Floats, low: Floats, high: Floats) -> Ints:
    """Place of each point along a Hilbert curve over the whole box."""
    size = max(float((high - low).max()), 1e-9)
    cells = ((centres - low) / size * ((1 << _HILBERT_BITS) - 1)).astype(np.int64)
    place = np.empty(len(cells), np.int64)
    _walk_hilbert(cells, place)
    return place


@compiled
def _walk_hilbert(cells: Ints, place: Ints) -> None:
    """Hilbert distance of integer cells by rotating and flipping quadrants, coarse to fine."""
    for k in range(len(cells)):
        x, y, found = cells[k, 0], cells[k, 1], 0
        half = 1 << (_HILBERT_BITS - 1)
        while half > 0:
            right, upper = (x & half) > 0, (y & half) > 0
            found += half * half * ((3 * right) ^ upper)
            if not upper:
                if right:
                    x, y = half - 1 - (x & (half - 1)), half - 1 - (y & (half - 1))
                x, y = y, x
            x, y = x & (half - 1), y & (half - 1)
            half >>= 1
        place[k] = found
