"""Single parcels, nothing but land scarce: the assignment problem by SciPy's solver, and its prices."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from geo.allocate.bids import Bids
from geo.allocate.prices import Prices

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# SciPy takes a weight of zero for no edge: all weights are moved up, and every matching by the same sum
MOVED = 1.0
SAME = 1e-11


def assigned(known: Bids, chosen: Ints) -> tuple[Ints, Prices]:
    """The best assignment among the chosen bids and the least prices that support it.

    Prices rise until nobody would rather have another's land (longest ways in the residual graph, by
    Bellman and Ford); land that nobody takes is free.
    """
    owner = np.searchsorted(known.first, chosen, side="right") - 1
    parcel = known.site_rows[known.site_start[known.site[chosen]]]
    lots, place = np.unique(parcel, return_inverse=True)
    # every project may also stay without land, on a lot of its own that is worth nothing
    alone = np.arange(known.projects)
    weights = np.concatenate([known.value[chosen], np.zeros(known.projects)]) + MOVED
    rows = np.concatenate([owner, alone])
    columns = np.concatenate([place, len(lots) + alone])
    graph = csr_array((weights, (rows, columns)), shape=(known.projects, len(lots) + known.projects))
    found = min_weight_full_bipartite_matching(graph, maximize=True)[1]
    won = np.flatnonzero(found[owner] == place)
    price = np.zeros(len(lots) + known.projects)
    own = np.zeros(known.projects)
    own[owner[won]] = known.value[chosen[won]]
    is_taken = np.zeros(len(lots), np.bool_)
    is_taken[place[won]] = True
    fought = np.flatnonzero(is_taken[place])
    bidder, lot, worth = owner[fought], place[fought], known.value[chosen[fought]]
    for _ in range(known.projects):
        raised = price.copy()
        np.maximum.at(raised, lot, worth - own[bidder] + price[found[bidder]])
        if (raised - price <= SAME).all():
            break
        price = raised
    land = np.zeros(known.parcels)
    land[lots] = price[: len(lots)]
    return chosen[won], Prices(land, np.zeros(0), np.zeros(0), 0.0)
