"""One byte per row for recolouring a map, in one pass over the packed columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled, over_rows
from geo.match.judging import score_rows
from geo.match.kernels import BLOCK
from geo.match.marks import Columns, mark
from geo.match.packed import Packed
from geo.match.program import LimitProgram, WishProgram, limit_program, wish_program
from geo.model import Question

Bytes = NDArray[np.uint8]


def packed_bytes(packed: Packed, question: Question) -> bytes:
    """What ``as_bytes`` says of the full outcome, without making it.

    Raises:
        UnknownName: a limit or wish looks at a column that the table does not have.
        BadBrief: a limit or curve does not go with its column.
    """
    columns = (packed.singles, packed.doubles, packed.bytes, packed.shorts)
    limits, wishes = limit_program(question, packed), wish_program(question, packed)
    told = np.empty(len(packed), np.uint8)
    over_rows(_paint, len(packed), columns, limits, wishes, told)
    return told.tobytes()


@compiled
def _paint(
    columns: Columns, limits: LimitProgram, wishes: WishProgram, told: Bytes, first: int, last: int
) -> None:
    number = len(limits[0])
    fails, which = np.empty(BLOCK, np.uint8), np.empty(BLOCK, np.uint8)
    left, sums, scratch = np.empty(BLOCK, np.int64), np.empty(BLOCK), np.empty(BLOCK)
    for low in range(first, last, BLOCK):
        size = min(BLOCK, last - low)
        fails[:size] = 0
        # the last limit first, so that the first that fails has the last word
        for one in range(number - 1, -1, -1):
            mark(columns, limits, one, low, size, fails, which)
        alive = 0
        for i in range(size):
            told[low + i] = 0 if fails[i] == 0 else min(101 + which[i], 255)
            left[alive] = low + i
            alive += fails[i] == 0
        score_rows(columns, wishes, left[:alive], sums, scratch)
        for i in range(alive):
            told[left[i]] = np.uint8(np.rint(min(max(sums[i], 0.0), 100.0)))
