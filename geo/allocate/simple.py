"""What offices do without a programme: first come, first served; and the dearest bid first."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

from geo.allocate.bids import Bids

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class _Land:
    """Which sites are still to be had while they are given away one by one."""

    def __init__(self, known: Bids) -> None:
        self.known = known
        self.free = np.ones(known.sites, np.bool_)
        self.left = known.most.copy()
        owner = np.repeat(np.arange(known.sites), np.diff(known.site_start))
        order = np.argsort(known.site_rows, kind="stable")
        self.at = np.searchsorted(known.site_rows[order], np.arange(known.parcels + 1))
        self.of = owner[order]

    def best(self, project: int) -> int:
        """The bid of a project for its best free site that quotas allow, -1 for none."""
        low, high = self.known.first[project], self.known.first[project + 1]
        site = self.known.site[low:high]
        good = self.free[site]
        if len(self.left):
            good &= (self.known.uses[:, site] <= self.left[:, None]).all(axis=0)
        worth = np.where(good, self.known.value[low:high], -np.inf)
        if not len(worth) or worth.max() <= 0:
            return -1
        return int(low + worth.argmax())

    def take(self, bid: int) -> None:
        """Give a site away: none that shares land with it is free any more."""
        site = int(self.known.site[bid])
        for row in self.known.rows(site).tolist():
            self.free[self.of[self.at[row] : self.at[row + 1]]] = False
        self.left = self.left - self.known.uses[:, site]


def first_come(known: Bids) -> Ints:
    """Each project in its turn takes the best site that is left."""
    land, taken = _Land(known), []
    for project in range(known.projects):
        bid = land.best(project)
        if bid >= 0:
            land.take(bid)
            taken.append(bid)
    return np.array(taken, np.int64)


def greedy(known: Bids) -> Ints:
    """The dearest bid of all is served first, then the dearest of those left."""
    land, taken = _Land(known), []
    waiting = [
        (-float(known.value[bid]), j, bid) for j in range(known.projects) if (bid := land.best(j)) >= 0
    ]
    heapq.heapify(waiting)
    while waiting:
        _, project, bid = heapq.heappop(waiting)
        now = land.best(project)
        if now == bid:
            land.take(bid)
            taken.append(bid)
        elif now >= 0:
            heapq.heappush(waiting, (-float(known.value[now]), project, now))
    return np.sort(np.array(taken, np.int64))
