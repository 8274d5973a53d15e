"""Spikes: where a boundary runs out and back along nearly the same line, outwards or inwards."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# A spike is at least so long, in metres and in widths of its root: 20 widths are an angle of 3°.
LEAST_M = 1.0
LEAST_WIDTHS = 20.0


class Spike(NamedTuple):
    """A spike as it was cut off."""

    tip: tuple[float, float]
    length_m: float
    area_m2: float


@compiled
def has_spike(edges: Floats, start: Ints, width_m: float, found: NDArray[np.bool_]) -> None:
    """Whether the boundary of each area has a spike no wider at its root than ``width_m``.

    The edges ``start[k]:start[k + 1]`` are those of area ``k``, ring after ring, each ring in order.
    """
    spike = np.empty(4)
    for area in range(len(found)):
        first = start[area]
        for k in range(start[area], start[area + 1]):
            if _goes_on(edges, k, first, width_m):
                first = k + 1 if _closes(edges, k, first) else first
                continue
            # the ring closes where an edge ends at the first one's start
            last_of_ring = _closes(edges, k, first)
            after = first if last_of_ring else k + 1
            u, v, w = edges[k, :2], edges[k, 2:], edges[after, 2:]
            if _spike(u, v, v, w, width_m, spike):
                found[area] = True
            elif (v[0] - w[0]) ** 2 + (v[1] - w[1]) ** 2 <= width_m * width_m:
                # a blunt tip: the leg back begins one short edge later
                back = first if _closes(edges, after, first) else after + 1
                if _spike(u, v, w, edges[back, 2:], width_m, spike):
                    found[area] = True
            if last_of_ring:
                first = k + 1


@compiled
def _closes(edges: Floats, k: int, first: int) -> bool:
    """Whether an edge is the last of the ring that begins with the edge ``first``."""
    return bool(edges[k, 2] == edges[first, 0] and edges[k, 3] == edges[first, 1])


@compiled
def _goes_on(edges: Floats, k: int, first: int, width_m: float) -> bool:
    """Whether the way plainly goes on after an edge: the next is no short tip and does not turn back."""
    after = first if _closes(edges, k, first) else k + 1
    ux, uy = edges[k, 2] - edges[k, 0], edges[k, 3] - edges[k, 1]
    wx, wy = edges[after, 2] - edges[after, 0], edges[after, 3] - edges[after, 1]
    return bool(wx * wx + wy * wy > width_m * width_m and ux * wx + uy * wy >= 0.0)


@compiled
def _spike(u: Floats, v: Floats, v2: Floats, w: Floats, width_m: float, spike: Floats) -> bool:
    """Whether the way from U to V (on to V2) and to W goes out and back; then where its root is cut.

    ``spike``: the point on the longer leg beside the end of the shorter, the length, and the ㎡ between.
    """
    out, back = np.hypot(u[0] - v[0], u[1] - v[1]), np.hypot(w[0] - v2[0], w[1] - v2[1])
    if min(out, back) < LEAST_M:
        return False
    # the end of the shorter leg, seen from the tip's end of the longer one
    if out <= back:
        px, py, ox, oy, dx, dy, length = u[0], u[1], v2[0], v2[1], w[0] - v2[0], w[1] - v2[1], back
    else:
        px, py, ox, oy, dx, dy, length = w[0], w[1], v[0], v[1], u[0] - v[0], u[1] - v[1], out
    along = ((px - ox) * dx + (py - oy) * dy) / length
    across = abs((px - ox) * dy - (py - oy) * dx) / length
    if across > width_m or along < LEAST_M or along < LEAST_WIDTHS * across:
        return False
    spike[0], spike[1] = ox + dx * along / length, oy + dy * along / length
    spike[2] = along
    blunt = np.hypot(v[0] - v2[0], v[1] - v2[1])
    spike[3] = (across + blunt) / 2.0 * along
    return True


def without_spikes(ring: Floats, width_m: float) -> tuple[Floats, list[Spike]]:
    """A closed ring without its spikes, each cut back to the end of its shorter leg.

    >>> needle = [(0, 0), (10, 0), (10, 5), (30, 5.02), (10, 5.04), (10, 10), (0, 10), (0, 0)]
    >>> ring, spikes = without_spikes(np.array(needle, dtype=float), 0.1)
    >>> [(round(one.length_m), round(one.area_m2, 1)) for one in spikes]
    [(20, 0.4)]
    >>> float(ring[:, 0].max().round(3)), len(ring)
    (10.0, 7)
    """
    xy, found = [point for point in ring[:-1]], []  # noqa: C416 - rows, to be inserted and removed
    at, spike = 0, np.empty(4)
    while at < len(xy) and len(xy) > 3:  # noqa: PLR2004 - a triangle has no spike
        count = len(xy)
        u, v, v2, w = (xy[(at + step) % count] for step in range(4))
        tip = 0
        if _spike(u, v, v, v2, width_m, spike):
            tip = 1
        elif np.hypot(*(v - v2)) <= width_m and _spike(u, v, v2, w, width_m, spike):
            tip = 2
        if not tip:
            at += 1
            continue
        found.append(Spike((float(v[0]), float(v[1])), float(spike[2]), float(spike[3])))
        gone = {(at + step) % count for step in range(1, tip + 1)}
        root = spike[:2].copy()
        # the root's point takes the tip's place
        kept = [point if k != (at + 1) % count else root for k, point in enumerate(xy)]
        xy = [point for k, point in enumerate(kept) if k not in gone or k == (at + 1) % count]
        xy = _without_repeats(xy)
        at = 0
    return np.array([*xy, xy[0]]), found


def _without_repeats(xy: list[Floats]) -> list[Floats]:
    """Points of an open ring, those that repeat the one before to the millimetre left out."""
    return [point for k, point in enumerate(xy) if np.abs(point - xy[k - 1]).max() > 0.001]  # noqa: PLR2004
