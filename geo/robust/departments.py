"""Several departments, each with its weights: how far they agree, and on which land."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """``ranks`` are departments × candidates, from 1. ``concordance`` is Kendall's W, 0 to 1.

    ``accepted`` are the candidates among the first ``k`` of every department, by their worst rank.
    """

    ranks: Ints
    concordance: float
    accepted: tuple[int, ...]


def agreement(satisfaction: Floats, weights: Floats, k: int) -> Agreement:
    """Rank the candidates by each department and see where all agree.

    Args:
        satisfaction: Candidates × wishes.
        weights: Departments × wishes, each summing to 1.
        k: How many of the first count as accepted.

    Returns:
        Ranks with ties in table order; W over all candidates (Kendall & Babington Smith 1939), 1 for
        one department or one candidate.

    Examples:
        >>> rows = np.array([[1.0, 0.8], [0.9, 0.9], [0.0, 0.1]])
        >>> found = agreement(rows, np.array([[1.0, 0.0], [0.0, 1.0]]), 2)
        >>> found.ranks.tolist(), round(found.concordance, 3), found.accepted
        ([[1, 2, 3], [2, 1, 3]], 0.75, (0, 1))
    """
    departments, count = len(weights), len(satisfaction)
    ranks = np.empty((departments, count), np.int64)
    for at, own in enumerate(weights):
        total = np.zeros(count)
        for wish, weight in enumerate(own):
            total += weight * satisfaction[:, wish]
        ranks[at, np.argsort(-total, kind="stable")] = np.arange(1, count + 1)
    sums = ranks.sum(axis=0)
    spread = float(((sums - sums.mean()) ** 2).sum()) if count else 0.0
    full = departments**2 * (count**3 - count)
    worst = ranks.max(axis=0) if departments else np.zeros(count, np.int64)
    accepted = np.flatnonzero(worst <= k)
    order = accepted[np.lexsort((accepted, ranks.sum(axis=0)[accepted], worst[accepted]))]
    return Agreement(ranks, 12 * spread / full if full else 1.0, tuple(map(int, order)))
