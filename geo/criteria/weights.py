"""How much each wish counts: an industry's preset, a brief's own weights, or AHP judgements."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from geo.errors import BadBrief, InconsistentPairs

# Random index of Saaty (1980), The Analytic Hierarchy Process, for n = 1 … 15.
RANDOM_INDEX = (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
ACCEPTED_RATIO = 0.1

Pair = tuple[str, str, float]


def normalised(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights that sum to 1, the zero ones left out, in the order given.

    Raises:
        BadBrief: a weight is negative or not finite, or none is positive.

    Examples:
        >>> normalised({"metro": 3, "price": 1, "area": 0})
        {'metro': 0.75, 'price': 0.25}
    """
    for wish, weight in weights.items():
        if not math.isfinite(weight) or weight < 0:
            raise BadBrief(
                f"weights.{wish}", weight, "权重须为非负数。", "weights must be non-negative numbers."
            )
    total = sum(weights.values())
    if total <= 0:
        raise BadBrief(
            "weights", dict(weights), "至少一项权重须大于零。", "at least one weight must be above zero."
        )
    return {wish: weight / total for wish, weight in weights.items() if weight > 0}


def from_pairs(pairs: Sequence[Pair], *, force: bool = False) -> tuple[dict[str, float], float]:
    """Priorities from complete pairwise judgements (AHP, principal eigenvector).

    Args:
        pairs: (a, b, r): a matters r times as much as b; every unordered pair exactly once.
        force: Accept judgements whose consistency ratio is above 0.1.

    Returns:
        Weights that sum to 1 in order of first mention, and the consistency ratio.

    Raises:
        BadBrief: a ratio is not positive, or a pair is missing, doubled or with itself.
        InconsistentPairs: the ratio exceeds 0.1 and ``force`` is not set.

    Examples:
        >>> weights, ratio = from_pairs([("a", "b", 3.0)])
        >>> {name: round(w, 6) for name, w in weights.items()}, ratio
        ({'a': 0.75, 'b': 0.25}, 0.0)
    """
    names = list(dict.fromkeys(name for a, b, _ in pairs for name in (a, b)))
    matrix = _matrix(names, pairs)
    eigenvalues, vectors = np.linalg.eig(matrix)
    main = int(np.argmax(eigenvalues.real))
    priorities = np.abs(vectors[:, main].real)
    priorities /= priorities.sum()
    ratio = consistency_ratio(float(eigenvalues[main].real), len(names))
    if ratio > ACCEPTED_RATIO and not force:
        raise InconsistentPairs(ratio, ACCEPTED_RATIO)
    return dict(zip(names, map(float, priorities), strict=True)), ratio


def consistency_ratio(largest_eigenvalue: float, n: int) -> float:
    """(λmax − n) / (n − 1) over the random index; 0 for two criteria or fewer.

    >>> round(consistency_ratio(3.0536, 3), 3)
    0.046
    """
    if not RANDOM_INDEX[min(n, len(RANDOM_INDEX)) - 1]:
        return 0.0
    index = (largest_eigenvalue - n) / (n - 1)
    return max(0.0, index / RANDOM_INDEX[min(n, len(RANDOM_INDEX)) - 1])


def _matrix(names: list[str], pairs: Sequence[Pair]) -> np.ndarray:
    at = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(names), len(names)))
    np.fill_diagonal(matrix, 1.0)
    for a, b, ratio in pairs:
        if a == b or not np.isfinite(ratio) or ratio <= 0 or matrix[at[a], at[b]]:
            raise BadBrief(
                "pairs",
                (a, b, ratio),
                "须是两个不同偏好的正数比较, 且每对只给一次。",
                "needs two different wishes, a positive ratio, each pair once.",
            )
        matrix[at[a], at[b]], matrix[at[b], at[a]] = ratio, 1 / ratio
    missing = [(a, b) for a in names for b in names if a < b and not matrix[at[a], at[b]]]
    if missing:
        text = "; ".join(f"{a}–{b}" for a, b in missing[:5])
        raise BadBrief("pairs", text, "缺少这些两两比较。", "these comparisons are missing.")
    return matrix
