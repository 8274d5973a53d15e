"""The best rows, the nearest misses and the counts, without keeping every part of every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import over_rows
from geo.match.judging import judge_all
from geo.match.kernels import scan
from geo.match.packed import Packed, room
from geo.match.program import LimitProgram, WishProgram, limit_program, wish_program
from geo.model import Limit, Question

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Found = tuple[Ints, Floats, Ints, Floats, Floats, Ints, Ints, int]
# a core for another question is worth more than half a millisecond of this one
ROWS_PER_THREAD = 100_000


@dataclass(frozen=True, slots=True)
class Near:
    """Rows that one limit alone excludes, cheapest loosening first, then by score, then in table order."""

    rows: Ints
    cost: NDArray[np.float64]
    score: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Top:
    """What ``score`` would say of the best rows: positions in the table, best first, ties in table order.

    ``excluded_by`` and ``only`` count rows by limit, in the order of the question's limits; ``programs``
    are what the compiled loops ran.
    """

    question: Question
    considered: int
    eligible: int
    rows: Ints
    score: NDArray[np.float64]
    near: Near
    excluded_by: Ints
    only: Ints
    programs: tuple[LimitProgram, WishProgram]


def top(packed: Packed, question: Question, k: int | None = None) -> Top:
    """Match packed columns against a question.

    Args:
        packed: Columns of a version, with ``held`` when the question asks for it.
        question: Compiled brief.
        k: How many rows; the brief's ``k`` unless given.

    Returns:
        The same rows, scores and counts as the full outcome of ``score``, to the bit.

    Raises:
        UnknownName: a limit or wish looks at a column that the table does not have.
        BadBrief: a limit or curve does not go with its column.
    """
    limits, wishes = limit_program(question, packed), wish_program(question, packed)
    most = min(len(packed), question.brief.k if k is None else k)
    at_work = [bit for bit, limit in enumerate(question.limits) if _may_exclude(packed, limits, bit, limit)]
    program = (limits, np.array(at_work, np.int64), wishes)
    known = np.array([-1.0, np.inf])
    parts = over_rows(scan, len(packed), room(packed), *program, most, known, rows_per_thread=ROWS_PER_THREAD)
    rows, score, near_rows, cost, near_score = parts[0][:5] if len(parts) == 1 else _merged(parts, most)
    best, near = rows >= 0, near_rows >= 0
    return Top(
        question=question,
        considered=len(packed),
        eligible=sum(part[7] for part in parts),
        rows=rows[best],
        score=score[best],
        near=Near(near_rows[near], cost[near], near_score[near]),
        excluded_by=np.sum([part[5] for part in parts], axis=0),
        only=np.sum([part[6] for part in parts], axis=0),
        programs=(limits, wishes),
    )


def parts(packed: Packed, question: Question, rows: Ints) -> NDArray[np.float64]:
    """Satisfaction of every wish on some rows: rows × wishes, as in ``Scores.satisfaction``."""
    # a plain tuple: numba's cache must not depend on where a class lives
    program = cast("WishProgram", tuple(wish_program(question, packed)))
    chosen = np.ascontiguousarray(rows, np.int64)
    found = np.empty((len(question.wishes), len(chosen)))
    judge_all(room(packed), program, chosen, found)
    return found.T


def _may_exclude(packed: Packed, limits: LimitProgram, bit: int, limit: Limit) -> bool:
    """Whether some value that occurs fails a limit: where none does, no row need be looked at."""
    spread = packed.spread(limit.column)
    if limits.sign[bit] == 0:
        return bool((limits.lost[limits.at[bit] + spread] > 0).any())
    # in the column's own precision, as the rows are compared
    edge = spread.dtype.type(limits.threshold[bit])
    return bool(spread[1] > edge if limits.sign[bit] > 0 else spread[0] < edge)


def _merged(parts: Sequence[Found], most: int) -> tuple[Ints, Floats, Ints, Floats, Floats]:
    """The lists of several slices as one; what is no row comes last, as in each of them."""
    rows, score, near_rows, cost, near_score = (np.concatenate([part[i] for part in parts]) for i in range(5))
    best = np.lexsort((rows, -score))[:most]
    near = np.lexsort((near_rows, -near_score, cost))[:most]
    return rows[best], score[best], near_rows[near], cost[near], near_score[near]
