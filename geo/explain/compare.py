"""Sites against sites: the difference split by wish, who is beaten by nobody, and who is like whom."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.explain.words import english
from geo.match import Scores, points
from geo.model import Comparison, Difference, Twin, TwinPart

# rows compared with all others at once: bounds the memory of the pairwise table
BLOCK = 512
# parts of a sentence that are worth a word
MOST_PARTS = 4
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def differences(scores: Scores, rows: Sequence[int]) -> Comparison:
    """Every pair of some rows, the better one first, the difference of scores split exactly by wish.

    Args:
        scores: The full outcome.
        rows: Positions in it, two or more.

    Returns:
        The pairs in the order of the rows, and which rows are beaten by none of the others: no other
        is at least as good in every wish and better in one.
    """
    chosen = np.asarray(rows, np.intp)
    pairs = [
        _difference(scores, *((a, b) if scores.score[a] >= scores.score[b] else (b, a)))
        for at, a in enumerate(rows)
        for b in rows[at + 1 :]
    ]
    kept = non_dominated(scores.satisfaction[chosen])
    names = [str(scores.table.index[row]) for row in rows]
    best = tuple(name for name, is_kept in zip(names, kept, strict=True) if is_kept)
    return Comparison(tuple(names), tuple(pairs), best)


def non_dominated(satisfaction: Floats) -> Bools:
    """Rows that no other row equals or beats in every wish while beating it in one.

    >>> non_dominated(np.array([[1.0, 0.0], [0.5, 0.5], [0.4, 0.5]])).tolist()
    [True, True, False]
    """
    count = len(satisfaction)
    kept = np.ones(count, bool)
    # who sums highest cannot be dominated by who comes later: compare with the kept before only
    order = np.argsort(-satisfaction.sum(axis=1), kind="stable")
    front: list[int] = []
    for low in range(0, count, BLOCK):
        for row in order[low : low + BLOCK]:
            others = satisfaction[front]
            beaten = (others >= satisfaction[row]).all(axis=1) & (others > satisfaction[row]).any(axis=1)
            kept[row] = not beaten.any()
            if kept[row]:
                front.append(int(row))
    return kept


def twins(scores: Scores, row: int, k: int) -> tuple[Twin, ...]:
    """像这块地的还有哪些: the rows whose satisfaction is nearest to one row's, wish by wish.

    The distance is the weighted sum over wishes of the difference of satisfaction, in points of the
    score (0: alike in every wish, 100: opposite in all), so that it splits exactly by wish.

    Returns:
        Up to ``k`` others, nearest first, ties in table order.
    """
    weights = np.array([points(1.0, wish.weight) for wish in scores.question.wishes])
    parts = weights * np.abs(scores.satisfaction - scores.satisfaction[row])
    far = parts.sum(axis=1)
    far[row] = np.inf
    order = np.argsort(far, kind="stable")[:k]
    return tuple(
        Twin(
            parcel_id=str(scores.table.index[other]),
            distance=float(far[other]),
            score=float(scores.score[other]),
            eligible=bool(scores.failed[other] == 0),
            area_mu=float(scores.table["area_mu"].iloc[other]),
            parts=tuple(
                TwinPart(wish.id, wish.label, wish.label_en, float(parts[other, at]))
                for at, wish in enumerate(scores.question.wishes)
            ),
        )
        for other in order
        if np.isfinite(far[other])
    )


def _difference(scores: Scores, better: int, worse: int) -> Difference:
    gains = tuple(
        TwinPart(
            wish.id,
            wish.label,
            wish.label_en,
            points(1.0, wish.weight)
            * float(scores.satisfaction[better, at] - scores.satisfaction[worse, at]),
        )
        for at, wish in enumerate(scores.question.wishes)
    )
    first, second = (str(scores.table.index[row]) for row in (better, worse))
    lead = float(scores.score[better] - scores.score[worse])
    told = sorted((gain for gain in gains if round(gain.points, 1)), key=lambda gain: -abs(gain.points))
    zh = ", ".join(f"{gain.label} {_signed(gain.points)}" for gain in told[:MOST_PARTS])
    en = ", ".join(f"{gain.label_en} {_signed(gain.points)}" for gain in told[:MOST_PARTS])
    return Difference(
        better=first,
        worse=second,
        lead=lead,
        parts=gains,
        text=f"{first} 比 {second} 高 {lead:.1f} 分: {zh or '各项相同'}",
        text_en=english(f"{first} leads {second} by {lead:.1f} points: {en or 'alike in all'}"),
    )


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")
