"""The compiled loops that mark the rows a limit excludes, a bit for each."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled
from geo.match.lanes import LANES, above, below, how_many, lacking
from geo.match.program import LimitProgram

Bits = NDArray[np.uint64]
NONE, ALL = np.uint64(0), ~np.uint64(0)
# more than rounding in single precision takes away
SLACK = 1e-6


@compiled
def mark(rows: int, limits: LimitProgram, one: int, low: int, size: int, bad: Bits) -> int:
    """Set the bits of those of ``low:low + size`` that one limit excludes; how many they are."""
    kind, address, sign, edge = limits[0][one], limits[1][one], limits[2][one], limits[3][one]
    bad[:] = NONE
    if kind == 0:
        _beyond(rows, address, np.float32(edge), sign, low, bad)
    elif kind == 1:
        _beyond(rows, address, edge, sign, low, bad)
    for run in range(limits[7][one], limits[7][one + 1]):
        first, last = limits[8][run], limits[9][run]
        if kind == 2:  # noqa: PLR2004
            _between(rows, address, np.uint8(first), np.uint8(last), low, bad)
        else:
            _between(rows, address, np.uint16(first), np.uint16(last), low, bad)
    if limits[10][one] > 0:
        _lacking(rows, address, np.uint8(limits[10][one]), low, bad)
    bad[-1] &= valid(size)
    found = 0
    for word in range(len(bad)):
        found += how_many(bad[word])
    return found


@compiled
def within(rows: int, limits: LimitProgram, one: int, low: int, cost: float, bad: Bits) -> None:
    """Drop bits of rows that would surely cost more than ``cost`` to let in."""
    kind, address, sign, edge = limits[0][one], limits[1][one], limits[2][one], limits[3][one]
    if sign == 0:
        # a word or a bit at least
        if 1 / limits[5][one] > cost:
            bad[:] = NONE
        return
    width = cost * limits[5][one]
    # somewhat farther than that: the sums of a cost are rounded
    far = edge + sign * (width + SLACK * (width + abs(edge)))
    for word in range(len(bad)):
        if bad[word]:
            row = low + LANES * word
            at = min(row, rows - LANES)
            if kind == 0:
                single = np.float32(far)
                some = above(address, at, single) if sign > 0 else below(address, at, single)
            else:
                some = above(address, at, far) if sign > 0 else below(address, at, far)
            bad[word] &= ~(some >> np.uint64(row - at))


@compiled
def valid(size: int) -> np.uint64:
    """The bits of the last word of so many rows that stand for a row."""
    return ALL >> np.uint64(-size & (LANES - 1))


# the last rows of all are looked at together with some before them, whose bits are shifted out


@compiled
def _beyond(rows: int, address: int, edge: Any, sign: int, low: int, bad: Bits) -> None:
    for word in range(len(bad)):
        row = low + LANES * word
        at = min(row, rows - LANES)
        some = above(address, at, edge) if sign > 0 else below(address, at, edge)
        bad[word] = some >> np.uint64(row - at)


@compiled
def _between(rows: int, address: int, first: Any, last: Any, low: int, bad: Bits) -> None:
    for word in range(len(bad)):
        row = low + LANES * word
        at = min(row, rows - LANES)
        some = ~(below(address, at, first) | above(address, at, last))
        bad[word] |= some >> np.uint64(row - at)


@compiled
def _lacking(rows: int, address: int, needed: Any, low: int, bad: Bits) -> None:
    for word in range(len(bad)):
        row = low + LANES * word
        at = min(row, rows - LANES)
        bad[word] = lacking(address, at, needed) >> np.uint64(row - at)
