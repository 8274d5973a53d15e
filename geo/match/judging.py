"""The compiled loops that judge rows by wishes, wish by wish."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled
from geo.match.lanes import bytes_at, doubles, shorts, singles
from geo.match.program import LimitProgram, WishProgram

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Numbers = NDArray[Any]  # of any width

# Rows whose values stay in the first cache from one piece of a curve to the next.
FEW = 256
# The least that a failing row lacks, where the difference is too small for its column.
TINY = float(np.finfo(np.float32).tiny)


@compiled
def judge(count: int, wishes: WishProgram, wish: int, rows: Ints, found: Floats) -> None:
    """Satisfaction of one wish on some of ``count`` rows: the best of its terms."""
    found[: len(rows)] = -1.0
    for term in range(wishes[0][wish], wishes[0][wish + 1]):
        _judge_by(count, wishes, wish, term, rows, found)


@compiled
def _judge_by(count: int, wishes: WishProgram, wish: int, term: int, rows: Ints, found: Floats) -> None:
    """What one term of a wish gives, where that is better than what was found."""
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


@compiled
def measure(
    count: int,
    limits: LimitProgram,
    wishes: WishProgram,
    rows: Ints,
    short: tuple[Floats, NDArray[np.uint64]],
    judged: tuple[Floats, NDArray[np.intp], Floats],
) -> None:
    """Everything of some of ``count`` rows.

    ``short`` are what each limit lacks (rows × limits, no data: NaN) and the limits that fail as bits;
    ``judged`` satisfaction (wishes × rows), the first of the best terms, and the sum.
    """
    gap, failed = short
    for one in range(len(limits[0])):
        for i in range(len(rows)):
            gap[i, one] = lacked(count, limits, one, rows[i])
            if gap[i, one] > 0:
                failed[i] |= np.uint64(1) << np.uint64(one)
    satisfaction, best_term, total = judged
    best = np.empty(len(rows))
    for wish in range(len(satisfaction)):
        found, first = satisfaction[wish], wishes[0][wish]
        found[:] = -1.0
        for term in range(first, wishes[0][wish + 1]):
            best[:] = found
            _judge_by(count, wishes, wish, term, rows, found)
            for i in range(len(rows)):
                if found[i] > best[i]:
                    best_term[wish, i] = term - first
        for i in range(len(rows)):
            total[i] += wishes[11][wish] * found[i]


@compiled
def lacked(count: int, limits: LimitProgram, one: int, row: int) -> float:
    """As ``criteria.limits.shortfall``: the difference is made in the column's own precision."""
    kind, address, sign, edge = limits[0][one], limits[1][one], limits[2][one], limits[3][one]
    if sign == 0:
        code = bytes_at(address, count)[row] if kind == 2 else shorts(address, count)[row]  # noqa: PLR2004
        return float(limits[6][limits[4][one] + code])
    if kind == 0:
        single, bound = singles(address, count)[row], np.float32(edge)
        gap = float(single - bound if sign > 0 else bound - single)
        fails = single > bound if sign > 0 else single < bound
    else:
        double = doubles(address, count)[row]
        gap = double - edge if sign > 0 else edge - double
        fails = double > edge if sign > 0 else double < edge
    if fails:
        return max(gap, TINY)
    return gap if np.isnan(gap) else min(gap, 0.0)
