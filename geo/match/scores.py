"""A question put to the table: which rows are out and by which limit, and how the others rank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.criteria import curves, limits
from geo.errors import BadBrief
from geo.match.cells import Cells
from geo.model import Question

MAX_LIMITS = 64


@dataclass(frozen=True, slots=True)
class Scores:
    """The whole outcome of a match, every part kept; rows are those of ``cells``.

    ``gap`` is rows × limits, how far each limit is missed in its unit (NaN: no data); ``failed`` has
    bit j set where limit j excludes the row; ``satisfaction`` is rows × wishes in [0, 1];
    ``best_term`` says which term of a wish gave it; ``score`` is 0–100, for excluded rows too;
    ``order`` lists the eligible rows, best first, ties in table order.
    """

    question: Question
    cells: Cells
    gap: NDArray[np.float64]
    failed: NDArray[np.uint64]
    satisfaction: NDArray[np.float64]
    best_term: NDArray[np.intp]
    score: NDArray[np.float64]
    order: NDArray[np.intp]

    @property
    def table(self) -> pd.DataFrame:
        """The table that was matched."""
        return self.cells.frame

    @property
    def eligible(self) -> NDArray[np.bool_]:
        """Rows that no limit excludes."""
        return self.failed == 0


def score(table: pd.DataFrame, question: Question) -> Scores:
    """Match a table against a question.

    Args:
        table: The feature table of a version with the column ``held``, indexed by parcel id.
        question: Compiled brief.

    Returns:
        The outcome; a row's score depends on that row alone, so adding a parcel reorders nobody.

    Raises:
        UnknownName: a limit or wish looks at a column that the table does not have.
        BadBrief: more limits than a bitset of 64 holds.
    """
    if len(question.limits) > MAX_LIMITS:
        raise BadBrief("limits", len(question.limits), "最多 64 项。", "at most 64.")
    gap = np.zeros((len(table), len(question.limits)))
    failed = np.zeros(len(table), dtype=np.uint64)
    for bit, limit in enumerate(question.limits):
        gap[:, bit] = limits.shortfall(limit, table)
        failed |= (gap[:, bit] > 0).astype(np.uint64) << np.uint64(bit)
    satisfaction = np.zeros((len(table), len(question.wishes)))
    best_term = np.zeros((len(table), len(question.wishes)), dtype=np.intp)
    for column, wish in enumerate(question.wishes):
        satisfaction[:, column], best_term[:, column] = curves.judge(wish, table)
    total = summed(satisfaction, question)
    eligible = np.flatnonzero(failed == 0)
    order = eligible[np.argsort(-total[eligible], kind="stable")]
    return Scores(question, Cells(table), gap, failed, satisfaction, best_term, total, order)


def points(satisfaction: float, weight: float) -> float:
    """What one wish adds to the score of 0–100."""
    return 100 * weight * satisfaction


def excluded_by(scores: Scores) -> dict[str, int]:
    """How many rows each limit excludes, whether or not others do too."""
    return {
        limit.id: int(np.count_nonzero(scores.failed >> np.uint64(bit) & np.uint64(1)))
        for bit, limit in enumerate(scores.question.limits)
    }


def excluded_only_by(scores: Scores) -> dict[str, int]:
    """How many rows each limit alone excludes: what it would bring back if it were dropped."""
    return {
        limit.id: int(np.count_nonzero(scores.failed == np.uint64(1 << bit)))
        for bit, limit in enumerate(scores.question.limits)
    }


def as_bytes(scores: Scores) -> bytes:
    """One byte per row in table order, for recolouring a map.

    0–100 is the rounded score of an eligible row; 101 + j (at most 255) a row whose first failed
    limit is j.
    """
    byte = np.rint(np.clip(scores.score, 0, 100)).astype(np.uint8)
    out = scores.failed != 0
    lowest = scores.failed & (~scores.failed + np.uint64(1))
    first = np.log2(np.where(out, lowest, 1).astype(np.float64)).astype(np.int64)
    byte[out] = np.minimum(101 + first[out], 255).astype(np.uint8)
    return byte.tobytes()


def summed(satisfaction: NDArray[np.float64], question: Question) -> NDArray[np.float64]:
    """Scores of 0–100 from satisfaction (rows × wishes)."""
    # wish by wish, in the order the parts are shown, so that the parts add up to the last bit
    total = np.zeros(len(satisfaction))
    for column, wish in enumerate(question.wishes):
        total += points(1.0, wish.weight) * satisfaction[:, column]
    return total
