"""Line segments packed into a tree of boxes, and the features of a layer cut into segments."""

from __future__ import annotations

import numpy as np
import shapely

from geo.features.compiled import compiled
from geo.features.flat import Geometries, outlines
from geo.features.kernels import FAN, Floats, Ints, Tree

_HILBERT_BITS = 16


def plant(edge: Floats) -> Tree:
    """The tree of some segments (x0, y0, x1, y1)."""
    if not len(edge):
        none = np.zeros(0, np.int64)
        return Tree(edge, none, np.empty((0, 4)), none, none)
    box = np.hstack([np.minimum(edge[:, :2], edge[:, 2:]), np.maximum(edge[:, :2], edge[:, 2:])])
    source = np.argsort(_hilbert(box), kind="stable")
    # level by level: leaves around FAN segments, nodes around FAN nodes, until one is left
    levels, below = [_grouped(box[source])], 0
    first, last = [np.zeros(len(levels[0]), np.int64)], [np.zeros(len(levels[0]), np.int64)]
    while len(levels[-1]) > 1:
        size = len(levels[-1])
        levels.append(_grouped(levels[-1]))
        first.append(below + np.arange(0, size, FAN))
        last.append(np.minimum(first[-1] + FAN, below + size))
        below += size
    return Tree(edge[source], source, np.concatenate(levels), np.concatenate(first), np.concatenate(last))


def segments_of(features: Geometries) -> Floats:
    """Every point, line and outline of some features as segments; a point is a segment of no length."""
    flat = shapely.get_parts(shapely.get_parts(features))  # twice: collections hold multi-geometries
    points, lines, areas = (flat[shapely.get_dimensions(flat) == dimension] for dimension in range(3))
    spots = shapely.get_coordinates(points)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    joined = line[:-1] == line[1:]
    steps = np.hstack([xy[:-1][joined], xy[1:][joined]])
    return np.concatenate([np.hstack([spots, spots]), steps, outlines(areas).edge])


def _grouped(boxes: Floats) -> Floats:
    """The boxes around each ``FAN`` consecutive boxes."""
    starts = np.arange(0, len(boxes), FAN)
    return np.hstack([np.minimum.reduceat(boxes[:, :2], starts), np.maximum.reduceat(boxes[:, 2:], starts)])


def _hilbert(box: Floats) -> Ints:
    """Place of the middle of each box along a Hilbert curve over all of them."""
    low, high = box[:, :2].min(axis=0), box[:, 2:].max(axis=0)
    size = max(float((high - low).max()), 1e-9)
    middle = (box[:, :2] + box[:, 2:]) / 2 - low
    cells = (middle * ((1 << _HILBERT_BITS) - 1) / size).astype(np.int64)
    place = np.empty(len(cells), np.int64)
    _walk_hilbert(cells, place)
    return place


@compiled
def _walk_hilbert(cells: Ints, place: Ints) -> None:
    """Place of integer cells along a Hilbert curve, by rotating and flipping quadrants."""
    for k in range(len(cells)):
        x, y, found, half = cells[k, 0], cells[k, 1], 0, 1 << (_HILBERT_BITS - 1)
        while half > 0:
            right, upper = (x & half) > 0, (y & half) > 0
            found += half * half * ((3 * right) ^ upper)
            x, y = x & (half - 1), y & (half - 1)
            if not upper:
                if right:
                    x, y = half - 1 - x, half - 1 - y
                x, y = y, x
            half >>= 1
        place[k] = found
