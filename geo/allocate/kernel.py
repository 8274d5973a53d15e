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
    cheapest = cost.min() if len(cost) else 0.0
    for project in range(len(most)):
        gain = 0.0
        for bid in range(first[project], first[project + 1]):
            # most bids would not gain that much on the cheapest site either
            if value[bid] - cheapest > gain:
                gain = max(gain, value[bid] - cost[site[bid]])
        most[project] = gain
    return most


@compiled
def above(first: Ints, site: Ints, value: Floats, cost: Floats, low: Floats, most: int) -> Ints:
    """Bids that gain more than ``low`` of their project, in their order; no more than the first ``most``."""
    count = 0
    cheapest = cost.min() if len(cost) else 0.0
    found = np.empty(1024, np.int64)
    for project in range(len(first) - 1):
        if low[project] == np.inf:
            continue
        for bid in range(first[project], first[project + 1]):
            if value[bid] - cheapest > low[project] and value[bid] - cost[site[bid]] > low[project]:
                if count == most:
                    return found[:count]
                if count == len(found):
                    grown = np.empty(2 * count, np.int64)
                    grown[:count] = found
                    found = grown
                found[count] = bid
                count += 1
    return found[:count]


@compiled
def best(first: Ints, value: Floats, count: int) -> Ints:
    """The ``count`` best bids of every project, the first of equals; in their order."""
    found = np.empty(np.minimum(np.diff(first), count).sum(), np.int64)
    kept, worth, total = np.empty(count, np.int64), np.empty(count), 0
    for project in range(len(first) - 1):
        have = 0
        for bid in range(first[project], first[project + 1]):
            if have == count and value[bid] <= worth[count - 1]:
                continue
            # best first; the least good one falls out when all places are taken
            at, have = min(have, count - 1), min(have + 1, count)
            while at > 0 and worth[at - 1] < value[bid]:
                kept[at], worth[at] = kept[at - 1], worth[at - 1]
                at -= 1
            kept[at], worth[at] = bid, value[bid]
        found[total : total + have] = np.sort(kept[:have])
        total += have
    return found
