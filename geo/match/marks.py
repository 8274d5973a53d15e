"""The compiled loops that mark the rows a limit excludes: each becomes vector instructions.

They are kept apart for that: a mark made in the same loop as a look-up is made row by row.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled
from geo.match.program import LimitProgram

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]
Byte = np.uint8
Numbers = NDArray[Any]  # of any width
Columns = tuple[NDArray[np.float32], NDArray[np.float64], NDArray[np.uint8], NDArray[np.uint16]]

# Words of a column that are looked up in one number.
WORD_BITS = 64


@compiled
def mark(
    columns: Columns, limits: LimitProgram, one: int, low: int, size: int, fails: Bytes, which: Bytes
) -> int:
    """Count one limit's failures in a block; a row's ``fails`` grows by one and ``which`` is set."""
    kind, column, edge, sign = limits[0][one], limits[1][one], limits[3][one], limits[2][one]
    lost, name, bads, names = limits[6][limits[4][one] :], np.uint8(one), fails[:size], which[:size]
    if kind == 0:
        return int(_beyond(columns[0][column, low : low + size], np.float32(edge), sign, name, bads, names))
    if kind == 1:
        return int(_beyond(columns[1][column, low : low + size], edge, sign, name, bads, names))
    if kind == 2:  # noqa: PLR2004
        return int(_unlisted(columns[2][column, low : low + size], lost, name, bads, names))
    return int(_unlisted(columns[3][column, low : low + size], lost, name, bads, names))


@compiled
def _beyond(values: Numbers, edge: Any, sign: int, name: Byte, fails: Bytes, which: Bytes) -> int:
    found = 0
    if sign > 0:
        for i in range(len(values)):
            bad = values[i] > edge
            fails[i] += bad
            which[i] = name if bad else which[i]
            found += bad
    else:
        for i in range(len(values)):
            bad = values[i] < edge
            fails[i] += bad
            which[i] = name if bad else which[i]
            found += bad
    return found


@compiled
def _unlisted(words: Numbers, lost: Floats, name: Byte, fails: Bytes, which: Bytes) -> int:
    found, last = 0, np.uint64(0)
    for i in range(len(words)):
        last = max(last, np.uint64(words[i]))
    if last < WORD_BITS:
        barred = np.uint64(0)
        for word in range(int(last) + 1):
            barred |= np.uint64(lost[word] > 0) << np.uint64(word)
        for i in range(len(words)):
            bad = np.uint8((barred >> np.uint64(words[i])) & np.uint64(1))
            fails[i] += bad
            which[i] = name if bad else which[i]
            found += int(bad)
        return found
    table, bads = (lost > 0).astype(np.uint8), np.empty(len(words), np.uint8)
    for i in range(len(words)):
        bads[i] = table[words[i]]
    for i in range(len(words)):
        fails[i] += bads[i]
        which[i] = name if bads[i] else which[i]
        found += int(bads[i])
    return found
