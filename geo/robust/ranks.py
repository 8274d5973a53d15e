"""Rank acceptability (SMAA): the share of weight vectors that give a parcel each of the first ranks.

Lahdelma & Salminen (2001), SMAA-2: Stochastic multicriteria acceptability analysis for group decision
making, Operations Research 49(3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import over_rows
from geo.robust.kernel import count_ranks

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Acceptability:
    """``share`` is candidates × ranks: how often of ``vectors`` a candidate comes at each of them."""

    share: Floats
    vectors: int

    @property
    def first(self) -> Floats:
        """Probability of rank 1."""
        return self.share[:, 0] if self.share.shape[1] else np.zeros(len(self.share))

    @property
    def top(self) -> Floats:
        """Probability of being among the first ranks."""
        return self.share.sum(axis=1)


def acceptability(satisfaction: Floats, weights: Floats | Iterable[Floats], k: int) -> Acceptability:
    """How often each candidate comes at each of the first ``k`` ranks.

    Args:
        satisfaction: Candidates × wishes, in [0, 1].
        weights: Vectors × wishes, each summing to 1; or batches of them, of which one at a time is
            held, so that memory does not grow with their number.
        k: Ranks to tell.

    Returns:
        The ranks that sorting all candidates by score, ties in table order, gives for every vector.

    Examples:
        >>> near, cheap = [1.0, 0.0], [0.0, 1.0]
        >>> found = acceptability(np.array([near, cheap]), np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7]]), 1)
        >>> found.first.round(3).tolist()
        [0.667, 0.333]
    """
    batches = [weights] if isinstance(weights, np.ndarray) else weights
    most = min(k, len(satisfaction))
    counts, vectors = np.zeros((len(satisfaction), most), np.int64), 0
    for batch in batches:
        counts += _counted(np.ascontiguousarray(satisfaction, np.float64), batch, most)
        vectors += len(batch)
    return Acceptability(counts / max(1, vectors), vectors)


def _counted(satisfaction: Floats, weights: Floats, most: int) -> NDArray[np.int64]:
    if not len(satisfaction) or not len(weights):
        return np.zeros((len(satisfaction), most), np.int64)
    mean = weights.mean(axis=0)
    middle = satisfaction @ mean
    order = np.lexsort((np.arange(len(middle)), -middle))
    rows = np.ascontiguousarray(satisfaction[order])
    spread = np.linalg.norm(rows - rows.mean(axis=1, keepdims=True), axis=1)
    widest = np.maximum.accumulate(spread[::-1])[::-1].copy()
    far = np.linalg.norm(weights - mean, axis=1)
    # vectors that look far are the slow ones: spread evenly over the cores by their order
    parts = over_rows(
        count_ranks, len(weights), rows, middle[order], spread, widest, order.astype(np.int64),
        np.ascontiguousarray(weights, np.float64), far, most,
    )  # fmt: skip
    counts = np.zeros((len(rows), most), np.int64)
    counts[order] = np.sum(parts, axis=0)
    return counts
