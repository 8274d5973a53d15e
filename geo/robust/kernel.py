"""The compiled count of ranks: every weight vector ranks the candidates that can still matter to it.

With weights w = w̄ + d and sum(d) = 0, a candidate's score is s·w̄ + (s - mean(s))·d, at most
s·w̄ + |s - mean(s)|·|d| (Cauchy and Schwarz). Candidates come by falling s·w̄, so that a vector
looks at few of them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Rounding of a bound and of a sum of a few products in [0, 1].
ROUNDING = 1e-9


@compiled
def count_ranks(  # noqa: PLR0913, PLR0917 (arrays, not tuples, keep the loop fast)
    rows: Floats, middle: Floats, spread: Floats, widest: Floats, row: Ints,
    weights: Floats, far: Floats, most: int, first: int, last: int,
) -> NDArray[np.int32]:  # fmt: skip
    """How often each candidate comes at each of the first ranks under the weights ``first:last``.

    Args:
        rows: Satisfaction, candidates × wishes, by falling ``middle``.
        middle: Score under the mean weights.
        spread: Length of a candidate's satisfaction less its mean.
        widest: The largest spread from here on.
        row: Position in the table: equal scores are ranked by it.
        weights: Weight vectors, each summing to 1.
        far: Length of each vector less the mean one.
        most: How many ranks.
        first: First vector.
        last: Past the last.

    Returns:
        Candidates × ranks.
    """
    found = np.zeros((len(rows), most), np.int32)
    best, score = np.empty(most, np.int64), np.empty(most)
    for vector in range(first, last):
        held, reach = 0, far[vector]
        weight = weights[vector]
        for i in range(len(rows)):
            bar = score[most - 1] - ROUNDING if held == most else -1.0
            if middle[i] + widest[i] * reach < bar:
                break
            if middle[i] + spread[i] * reach < bar:
                continue
            total = 0.0
            for j in range(len(weight)):
                total += weight[j] * rows[i, j]
            at = held
            while at > 0 and (
                score[at - 1] < total or (score[at - 1] == total and row[best[at - 1]] > row[i])
            ):
                at -= 1
            if at < most:
                held = min(held + 1, most)
                for k in range(held - 1, at, -1):
                    best[k], score[k] = best[k - 1], score[k - 1]
                best[at], score[at] = i, total
        for rank in range(held):
            found[best[rank], rank] += 1
    return found
