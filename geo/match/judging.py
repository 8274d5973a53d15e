"""The compiled loops that judge rows by wishes, wish by wish."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled
from geo.match.lanes import bytes_at, doubles, shorts, singles
from geo.match.program import WishProgram

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Numbers = NDArray[Any]  # of any width

# Rows whose values stay in the first cache from one piece of a curve to the next.
FEW = 256


@compiled
def judge(count: int, wishes: WishProgram, wish: int, rows: Ints, found: Floats) -> None:
    """Satisfaction of one wish on some of ``count`` rows: the best of its terms."""
    found[: len(rows)] = -1.0
    for term in range(wishes[0][wish], wishes[0][wish + 1]):
        kind, address, factor = wishes[1][term], wishes[2][term], wishes[3][term]
        a, b, none = wishes[4][term], wishes[5][term], wishes[6][wish]
        x, y, slope, given = wishes[7][a:b], wishes[8][a:b], wishes[9][a:b], wishes[10][a:b]
        if kind == 0:
            _by_points(singles(address, count), rows, x, y, slope, none, factor, found)
        elif kind == 1:
            _by_points(doubles(address, count), rows, x, y, slope, none, factor, found)
        elif kind == 2:  # noqa: PLR2004
            _by_words(bytes_at(address, count), rows, given, factor, found)
        else:
            _by_words(shorts(address, count), rows, given, factor, found)


@compiled
def judge_all(count: int, wishes: WishProgram, rows: Ints, found: Floats) -> None:
    """The same of every wish: wishes × rows."""
    for wish in range(len(found)):
        judge(count, wishes, wish, rows, found[wish])


@compiled
def _by_points(
    values: Numbers,
    rows: Ints,
    x: Floats,
    y: Floats,
    slope: Floats,
    none: float,
    factor: float,
    found: Floats,
) -> None:
    """Linear between the points, level outside; the sums are those of numpy's ``interp``.

    One piece of the curve after another over some rows, so that each becomes vector instructions.
    """
    value, got = np.empty(FEW), np.empty(FEW)
    start, base, rise, end, level = x[0], y[0], slope[0], x[-1], y[-1]
    for low in range(0, len(rows), FEW):
        some, best = rows[low : low + FEW], found[low : low + FEW]
        for i in range(len(some)):
            value[i] = values[np.uint64(some[i])]
        for i in range(len(some)):
            got[i] = rise * (value[i] - start) + base if value[i] > start else base
        for j in range(1, len(x) - 1):
            bend, low_y, steep = x[j], y[j], slope[j]
            for i in range(len(some)):
                got[i] = steep * (value[i] - bend) + low_y if value[i] >= bend else got[i]
        for i in range(len(some)):
            one = level if value[i] >= end else got[i]
            one = factor * (none if np.isnan(value[i]) else one)
            best[i] = max(best[i], one)


@compiled
def _by_words(words: Numbers, rows: Ints, given: Floats, factor: float, found: Floats) -> None:
    for i in range(len(rows)):
        found[i] = max(found[i], factor * given[words[rows[i]]])


@compiled
def score_rows(count: int, wishes: WishProgram, rows: Ints, total: Floats, scratch: Floats) -> None:
    """Summed wish by wish, in the order the parts are shown, so that the parts add up to the last bit."""
    total[: len(rows)] = 0.0
    if len(rows) == 0:
        return
    for wish in range(len(wishes[11])):
        judge(count, wishes, wish, rows, scratch)
        full = wishes[11][wish]
        for i in range(len(rows)):
            total[i] += full * scratch[i]
