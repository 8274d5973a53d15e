"""One byte per row for recolouring a map, in one pass over the packed columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled, over_rows
from geo.match.judging import score_rows
from geo.match.kernels import BLOCK
from geo.match.lanes import LANES, picked
from geo.match.marks import ALL, mark, valid
from geo.match.packed import Packed, room
from geo.match.program import LimitProgram, WishProgram, limit_program, wish_program
from geo.model import Question

Bytes = NDArray[np.uint8]


def packed_bytes(packed: Packed, question: Question) -> bytes:
    """What ``as_bytes`` says of the full outcome, without making it.

    Raises:
        UnknownName: a limit or wish looks at a column that the table does not have.
        BadBrief: a limit or curve does not go with its column.
    """
    limits, wishes = limit_program(question, packed), wish_program(question, packed)
    told = np.empty(len(packed), np.uint8)
    over_rows(_paint, len(packed), room(packed), limits, wishes, told)
    return told.tobytes()


@compiled
def _paint(count: int, limits: LimitProgram, wishes: WishProgram, told: Bytes, first: int, last: int) -> None:
    bits = np.empty((2, BLOCK // LANES), np.uint64)
    left, sums, scratch = np.empty(BLOCK, np.int64), np.empty(BLOCK), np.empty(BLOCK)
    for low in range(first, last, BLOCK):
        size = min(BLOCK, last - low)
        words = (size + LANES - 1) // LANES
        bad, alive = bits[0, :words], bits[1, :words]
        alive[:] = ALL
        alive[-1] = valid(size)
        for one in range(len(limits[0])):
            mark(count, limits, one, low, size, bad)
            # the first limit that fails has the word
            for word in range(words):
                bad[word] &= alive[word]
                alive[word] &= ~bad[word]
            for i in range(picked(bad, low, left)):
                told[left[i]] = min(101 + one, 255)
        number = picked(alive, low, left)
        score_rows(count, wishes, left[:number], sums, scratch)
        for i in range(number):
            told[left[i]] = np.uint8(np.rint(min(max(sums[i], 0.0), 100.0)))
