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
def has_spike(
    xy: Floats, start: Ints, width_m: float, found: NDArray[np.bool_], first: int, last: int
) -> None:
    """Whether the boundary of each area has a spike no wider at its root than ``width_m``.

    The vertices ``start[k]:start[k + 1]`` are those of area ``k``, ring after ring, each ring closed.
    """
    spike = np.empty(4)
    for area in range(first, last):
        ring, k = start[area], start[area]
        while k < start[area + 1] - 1:
            after = _next(xy, ring, k)
            if not _goes_on(xy, k, after, width_m):
                u, v, w = xy[k], xy[k + 1], xy[after + 1]
                if _spike(u, v, v, w, width_m, spike):
                    found[area] = True
                # a blunt tip: the leg back begins one short edge later
                back = _next(xy, ring, after)
                if np.hypot(v[0] - w[0], v[1] - w[1]) <= width_m and _spike(
                    u, v, w, xy[back + 1], width_m, spike
                ):
                    found[area] = True
            # the edge that closes a ring is followed by the first of the next
            k += 1
            if after == ring:
                k += 1
                ring = k


@compiled
def _next(xy: Floats, ring: int, k: int) -> int:
    """The edge after the edge ``k`` of the ring that begins at ``ring``; edges bear their start's number."""
    return ring if xy[k + 1, 0] == xy[ring, 0] and xy[k + 1, 1] == xy[ring, 1] else k + 1


@compiled
def _goes_on(xy: Floats, k: int, after: int, width_m: float) -> bool:
    """Whether the way plainly goes on after an edge: the next is no short tip and does not turn back."""
    ux, uy = xy[k + 1, 0] - xy[k, 0], xy[k + 1, 1] - xy[k, 1]
    wx, wy = xy[after + 1, 0] - xy[after, 0], xy[after + 1, 1] - xy[after, 1]
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
