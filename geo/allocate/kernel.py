"""The compiled passes over all bids: what each project gains at given prices, and which bids matter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@compiled
def gains(first: Ints, site: Ints, value: Floats, cost: Floats) -> Floats:
    """The most that each project gains over the cost of a site, at least 0."""
    most = np.zeros(len(first) - 1)
    for project in range(len(most)):
        for bid in range(first[project], first[project + 1]):
            most[project] = max(most[project], value[bid] - cost[site[bid]])
    return most


@compiled
def above(first: Ints, site: Ints, value: Floats, cost: Floats, low: Floats, most: int) -> Ints:
    """Bids that gain more than ``low`` of their project, in their order; no more than the first ``most``."""
    count = 0
    found = np.empty(1024, np.int64)
    for project in range(len(first) - 1):
        if low[project] == np.inf:
            continue
        for bid in range(first[project], first[project + 1]):
            if value[bid] - cost[site[bid]] > low[project]:
                if count == most:
                    return found[:count]
                if count == len(found):
                    grown = np.empty(2 * count, np.int64)
                    grown[:count] = found
                    found = grown
                found[count] = bid
                count += 1
    return found[:count]
