"""The best rows, the nearest misses and the counts, without keeping every part of every row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import over_rows
from geo.match.judging import judge_all
from geo.match.kernels import scan
from geo.match.packed import Packed, room
from geo.match.program import LimitProgram, WishProgram, limit_program, wish_program
from geo.model import Question

Ints = NDArray[np.int64]
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
    known = np.array([-1.0, np.inf])
    parts = over_rows(
        scan, len(packed), room(packed), limits, wishes, most, known, rows_per_thread=ROWS_PER_THREAD
    )
    rows, score = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
    near_rows, cost, near_score = (np.concatenate([part[i] for part in parts]) for i in (2, 3, 4))
    best = _first(rows, most, (rows, -score))
    near = _first(near_rows, most, (near_rows, -near_score, cost))
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


def _first(rows: Ints, most: int, keys: tuple[NDArray[np.generic], ...]) -> NDArray[np.intp]:
    """Where the first ``most`` of the rows found stand, by the last key first; -1 is no row."""
    order = np.lexsort(keys)
    return order[rows[order] >= 0][:most]
