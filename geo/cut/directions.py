"""Directions worth trying: those of a site's own edges, and a fan between them."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
# edges shorter than this say nothing of a site's direction
SHORT_M = 5.0
# directions closer than this are one [rad]
SAME = np.radians(0.2)


def of_edges(site: BaseGeometry, turn: float) -> Floats:
    """Directions of the edges modulo ``turn`` [rad], longest first, each once.

    >>> np.degrees(of_edges(shapely.box(0, 0, 30, 10), np.pi)).round().tolist()
    [0.0, 90.0]
    """
    xy = [shapely.get_coordinates(ring) for ring in shapely.get_rings(site)]
    steps = np.concatenate([np.diff(ring, axis=0) for ring in xy]) if xy else np.empty((0, 2))
    length = np.hypot(*steps.T)
    steps, length = steps[length >= SHORT_M], length[length >= SHORT_M]
    angle = np.mod(np.arctan2(steps[:, 1], steps[:, 0]), turn)
    order = np.lexsort((angle, -length.round(6)))
    kept: list[float] = []
    for one in angle[order]:
        if all(_apart(one, other, turn) > SAME for other in kept):
            kept.append(float(one))
    return np.array(kept)


def fan(site: BaseGeometry, turn: float, step_deg: float) -> Floats:
    """The edges' directions, then every ``step_deg`` between them."""
    own = of_edges(site, turn)
    even = np.radians(np.arange(0, np.degrees(turn) - 1e-9, step_deg))
    new = [one for one in even if all(_apart(one, other, turn) > SAME for other in own)]
    return np.concatenate([own, new])


def bearing_deg(angle: float) -> float:
    """A direction counted from east counter-clockwise [rad] as degrees clockwise from north, 0–180.

    >>> bearing_deg(0.0), bearing_deg(np.pi / 2)
    (90.0, 0.0)
    """
    return float(round((90 - np.degrees(angle)) % 180, 2) % 180)


def _apart(one: float, other: float, turn: float) -> float:
    gap = abs(one - other) % turn
    return min(gap, turn - gap)
