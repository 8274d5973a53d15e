"""Weight vectors that might have been meant: around the given ones, or anywhere within ranges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.errors import BadBrief

Floats = NDArray[np.float64]
# steps of the walk between two vectors kept: enough to forget where it stood
STEPS_PER_WISH = 4


def around(weights: Sequence[float], count: int, *, certainty: float = 50.0, seed: int = 1) -> Floats:
    """Vectors of a Dirichlet distribution whose mean are the given weights.

    Args:
        weights: At least 0, summing to 1.
        count: How many.
        certainty: Sum of the distribution's parameters: 50 gives a weight of 0.2 a standard
            deviation of 0.056, 10 one of 0.12.
        seed: The same seed, the same vectors.

    Returns:
        count × wishes; a weight of 0 stays 0.

    Raises:
        BadBrief: the certainty is not positive.
    """
    given = np.asarray(weights, np.float64)
    if not np.isfinite(certainty) or certainty <= 0:
        raise BadBrief("certainty", certainty, "须为正数。", "must be positive.")
    drawn = np.random.default_rng(seed).standard_gamma(
        np.maximum(certainty * given, 1e-12), (count, len(given))
    )
    drawn[:, given == 0] = 0.0
    return drawn / drawn.sum(axis=1, keepdims=True)


def within(low: Sequence[float], high: Sequence[float], count: int, *, seed: int = 1) -> Floats:
    """Vectors spread evenly over the weights that keep to ranges and sum to 1 (hit-and-run walk).

    Raises:
        BadBrief: no weights that sum to 1 keep to the ranges.

    Examples:
        >>> drawn = within([0.5, 0.0, 0.0], [0.6, 0.5, 0.5], 1000)
        >>> bool((drawn[:, 0] >= 0.5 - 1e-12).all()), bool(np.allclose(drawn.sum(axis=1), 1))
        (True, True)
    """
    least, most = np.asarray(low, np.float64), np.minimum(np.asarray(high, np.float64), 1.0)
    if (least > most).any() or least.sum() > 1 + 1e-12 or most.sum() < 1 - 1e-12:
        seen = [(float(a), float(b)) for a, b in zip(least, most, strict=True)]
        raise BadBrief("ranges", seen, "没有合计为 1 的权重。", "no weights within them sum to 1.")
    room = most.sum() - least.sum()
    at = least + (most - least) * ((1 - least.sum()) / room if room > 0 else 0.0)
    rng, kept = np.random.default_rng(seed), np.empty((count, len(at)))
    wishes = len(at)
    for vector in range(count):
        for _ in range(STEPS_PER_WISH * wishes if wishes > 1 else 0):
            # weight moves from one wish to another, any amount that both ranges allow
            a, b = rng.choice(wishes, 2, replace=False)
            down, up = max(least[a] - at[a], at[b] - most[b]), min(most[a] - at[a], at[b] - least[b])
            step = rng.uniform(down, up) if up > down else 0.0
            at[a], at[b] = at[a] + step, at[b] - step
        kept[vector] = at
    return kept
