"""Rows judged from packed columns: what ``score`` keeps of them, without the table."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from geo.criteria.limits import EMPTY_IS_A_VALUE
from geo.match.cells import Cells
from geo.match.judging import judge_all
from geo.match.packed import Packed, room
from geo.match.program import LimitProgram, WishProgram, limit_program, wish_program
from geo.match.scores import Scores, summed
from geo.model import Limit, Question
from geo.schema import UTILITIES_UNKNOWN

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
TINY = np.finfo(np.float32).tiny


def judged(
    packed: Packed,
    cells: Cells,
    question: Question,
    rows: Rows | None = None,
    programs: tuple[LimitProgram, WishProgram] | None = None,
) -> Scores:
    """The outcome of some rows, or of all.

    Args:
        packed: Columns of a version, with ``held`` when the question asks for it.
        cells: The table that was packed.
        question: Compiled brief.
        rows: Positions in the table; the outcome's rows are in this order.
        programs: Those of the question, where they were made already.

    Returns:
        What ``score`` gives for these rows of the table, to the bit.

    Raises:
        UnknownName: a limit or wish looks at a column that the table does not have.
        BadBrief: a limit or curve does not go with its column.
    """
    some = cells if rows is None else cells.take(rows)
    count = len(some)
    program, wishes = programs or (limit_program(question, packed), wish_program(question, packed))
    gap, failed = np.zeros((count, len(question.limits))), np.zeros(count, np.uint64)
    for bit, limit in enumerate(question.limits):
        gap[:, bit] = _shortfall(packed, program, bit, limit, rows)
        failed |= (gap[:, bit] > 0).astype(np.uint64) << np.uint64(bit)
    satisfaction, best_term = _satisfied(
        packed, wishes, np.arange(count, dtype=np.int64) if rows is None else rows
    )
    total = summed(satisfaction, question)
    eligible = np.flatnonzero(failed == 0)
    order = eligible[np.argsort(-total[eligible], kind="stable")]
    return Scores(question, some, gap, failed, satisfaction, best_term, total, order)


def _values(packed: Packed, column: str, rows: Rows | None) -> NDArray[Any]:
    values = packed.column(column)
    return values if rows is None else values[rows]


def _shortfall(packed: Packed, program: LimitProgram, bit: int, limit: Limit, rows: Rows | None) -> Floats:
    """As ``criteria.limits.shortfall``: the sums are made in the column's own precision."""
    values = _values(packed, limit.column, rows)
    if program.sign[bit] == 0:
        return _lacking(packed, program, bit, limit, values)
    if limit.op == "before":
        return values.astype(np.float64) - program.threshold[bit]
    edge = limit.number
    gap = np.asarray(values - edge if limit.op == "max" else edge - values, dtype=np.float64)
    failing = values > edge if limit.op == "max" else values < edge
    gap = np.where(failing, np.maximum(gap, TINY), np.minimum(gap, 0.0))
    return np.where(np.isnan(values), np.nan, gap)


def _lacking(packed: Packed, program: LimitProgram, bit: int, limit: Limit, values: NDArray[Any]) -> Floats:
    if limit.op == "has_all":
        short = program.lost[program.at[bit] :][:256].copy()
        short[UTILITIES_UNKNOWN] = np.nan
        return short[values]
    words = packed.words[limit.column]
    short = program.lost[program.at[bit] :][: len(words) + 1].copy()
    short[-1] = np.nan
    if limit.column not in EMPTY_IS_A_VALUE and "" in words:
        short[words.index("")] = np.nan
    return short[values]


def _satisfied(packed: Packed, program: WishProgram, rows: Rows) -> tuple[Floats, NDArray[np.intp]]:
    """Satisfaction, and the term that gave it: rows × wishes."""
    number = len(program.kind)
    # every term as a wish of its own
    alone = program._replace(
        first=np.arange(number + 1, dtype=np.int64),
        missing=np.repeat(program.missing, np.diff(program.first)),
    )
    found = np.empty((number, len(rows)))
    # a plain tuple: numba's cache must not depend on where a class lives
    judge_all(room(packed), cast("WishProgram", tuple(alone)), np.ascontiguousarray(rows, np.int64), found)
    satisfaction = found[program.first[:-1]]
    best_term = np.zeros(satisfaction.shape, np.intp)
    for wish in np.flatnonzero(np.diff(program.first) > 1):
        terms = found[program.first[wish] : program.first[wish + 1]]
        satisfaction[wish], best_term[wish] = terms.max(axis=0), terms.argmax(axis=0)
    return satisfaction.T, best_term.T
