"""Prices of land and quotas, and the bound that they prove: weak duality, whoever found the prices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.allocate.bids import Bids
from geo.allocate.kernel import above, gains

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Non-negative prices: of parcels, and of an 亩 under each quota's most and least.

    A shortfall of a least quota costs ``penalty`` per 亩, so ``least`` never exceeds it.
    """

    land: Floats
    most: Floats
    least: Floats
    penalty: float


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """What prices prove about all bids.

    No allocation is worth more than ``bound``; one that takes a bid which gains ``short`` less than
    ``gain`` of its project is worth at most ``bound - short``. ``cost`` is what each site costs.
    ``missing`` is what a project could at most gain on a site that is not known (-inf: all are).
    """

    prices: Prices
    cost: Floats
    gain: Floats
    missing: Floats
    bound: float


def certificate(known: Bids, prices: Prices) -> Certificate:
    """Price every bid.

    The bound is the Lagrangian dual: the worth of all land and quotas at these prices, and what each
    project gains over them on its best site. It holds for any non-negative prices, so the solver's
    tolerances do not enter it.
    """
    cost = (
        np.add.reduceat(prices.land[known.site_rows], known.site_start[:-1]) if known.sites else np.empty(0)
    )
    if len(known.least):
        cost += (prices.most - prices.least) @ known.uses
    gain = gains(known.first, known.site, known.value, cost)
    # a site that nobody listed costs at least nothing, but it may earn what a least quota pays
    missing = known.beyond + (prices.least.max() if len(prices.least) else 0.0) * known.reach_mu
    finite = np.isfinite(known.most)
    bound = float(
        prices.land.sum()
        + prices.most[finite] @ known.most[finite]
        - prices.least @ known.least
        + np.maximum(gain, missing).sum()
    )
    return Certificate(prices, cost, gain, missing, bound)


def hopeful(known: Bids, proof: Certificate, short: float, most: int) -> Ints:
    """Bids that gain no less than ``short`` below the best of their project: others cannot matter.

    Only the first ``most`` of them.
    """
    return above(known.first, known.site, known.value, proof.cost, proof.gain - short, most)
