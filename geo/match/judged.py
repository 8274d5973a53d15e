"""Rows judged from packed columns: what ``score`` keeps of them, without the table."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from geo.match.cells import Cells
from geo.match.judging import measure
from geo.match.packed import Packed, room
from geo.match.program import LimitProgram, WishProgram, limit_program, wish_program
from geo.match.scores import Scores
from geo.model import Question

Rows = NDArray[np.int64]


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
    chosen = np.arange(len(cells)) if rows is None else np.ascontiguousarray(rows, np.int64)
    limits, wishes = programs or (limit_program(question, packed), wish_program(question, packed))
    number, count = len(question.wishes), len(chosen)
    gap, failed = np.empty((count, len(question.limits))), np.zeros(count, np.uint64)
    satisfaction, best_term = np.empty((number, count)), np.zeros((number, count), np.intp)
    total = np.zeros(count)
    # plain tuples: numba's cache must not depend on where a class lives
    measure(
        room(packed),
        cast("LimitProgram", tuple(limits)),
        cast("WishProgram", tuple(wishes)),
        chosen,
        (gap, failed),
        (satisfaction, best_term, total),
    )
    eligible = np.flatnonzero(failed == 0)
    order = eligible[np.argsort(-total[eligible], kind="stable")]
    return Scores(question, some, gap, failed, satisfaction.T, best_term.T, total, order)
