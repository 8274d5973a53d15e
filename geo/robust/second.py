"""A second opinion: how near a candidate is to what would be ideal, and how far from the worst (TOPSIS).

Hwang & Yoon (1981), Multiple Attribute Decision Making, Lecture Notes in Economics 186, ch. 3.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def closeness(
    satisfaction: Floats, weights: Floats, *, ideal: Floats | None = None, worst: Floats | None = None
) -> Floats:
    """The share of the way from the worst to the ideal that a candidate has come, weighted by wish.

    A weighted sum lets a strong wish make up for a weak one in full, distance does not: where the two
    disagree about the first place, that place rests on compensation.

    Args:
        satisfaction: Candidates × wishes.
        weights: Summing to 1.
        ideal: The best of every wish; 1 unless given, so that a new candidate moves nobody.
        worst: The worst of every wish; 0 unless given.

    Returns:
        In [0, 1], larger is better; 0 where the ideal is the worst.

    Examples:
        >>> closeness(np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 0.0]]), np.array([0.5, 0.5])).tolist()
        [1.0, 0.5, 0.0]
    """
    best = np.ones(len(weights)) if ideal is None else ideal
    least = np.zeros(len(weights)) if worst is None else worst
    to_best = np.sqrt((((satisfaction - best) * weights) ** 2).sum(axis=1))
    to_worst = np.sqrt((((satisfaction - least) * weights) ** 2).sum(axis=1))
    whole = to_best + to_worst
    return np.divide(to_worst, whole, out=np.zeros(len(satisfaction)), where=whole > 0)
