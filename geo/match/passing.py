"""Which limits every row fails, without judging any wish."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.match.packed import Packed
from geo.match.program import limit_program
from geo.model import Question


def failed_bits(packed: Packed, question: Question) -> NDArray[np.uint64]:
    """Bit j of a row is set where limit j of the question excludes it, as in ``Scores.failed``.

    Raises:
        UnknownName: a limit looks at a column that the table does not have.
        BadBrief: a limit does not go with its column.
    """
    program = limit_program(question, packed)
    failed = np.zeros(len(packed), np.uint64)
    for bit, limit in enumerate(question.limits):
        values = packed.column(limit.column)
        if program.sign[bit] == 0:
            bad = (program.lost[program.at[bit] :] > 0)[values]
        else:
            edge = values.dtype.type(program.threshold[bit])
            bad = values > edge if program.sign[bit] > 0 else values < edge
        failed |= bad.astype(np.uint64) << np.uint64(bit)
    return failed


def open_rows(packed: Packed, question: Question) -> NDArray[np.int64]:
    """Rows that fail no firm limit, in table order."""
    firm = sum(1 << bit for bit, limit in enumerate(question.limits) if limit.firm)
    return np.flatnonzero(failed_bits(packed, question) & np.uint64(firm) == 0).astype(np.int64)
