"""The compiled loops that judge rows by wishes, wish by wish."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled
from geo.match.marks import Columns
from geo.match.program import WishProgram

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Numbers = NDArray[Any]  # of any width


@compiled
def judge(columns: Columns, wishes: WishProgram, wish: int, rows: Ints, found: Floats) -> None:
    """Satisfaction of one wish on some rows: the best of its terms."""
    found[: len(rows)] = -1.0
    for term in range(wishes[0][wish], wishes[0][wish + 1]):
        kind, place, factor = wishes[1][term], wishes[2][term], wishes[3][term]
        a, b, none = wishes[4][term], wishes[5][term], wishes[6][wish]
        x, y, slope, given = wishes[7][a:b], wishes[8][a:b], wishes[9][a:b], wishes[10][a:b]
        if kind == 0:
            _by_points(columns[0][place], rows, x, y, slope, none, factor, found)
        elif kind == 1:
            _by_points(columns[1][place], rows, x, y, slope, none, factor, found)
        elif kind == 2:  # noqa: PLR2004
            _by_words(columns[2][place], rows, given, factor, found)
        else:
            _by_words(columns[3][place], rows, given, factor, found)


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
    for i in range(len(rows)):
        value = float(values[rows[i]])
        got = none if np.isnan(value) else _bent(value, x, y, slope)
        found[i] = max(found[i], factor * got)


@compiled
def _by_words(words: Numbers, rows: Ints, given: Floats, factor: float, found: Floats) -> None:
    for i in range(len(rows)):
        found[i] = max(found[i], factor * given[words[rows[i]]])


@compiled
def _bent(value: float, x: Floats, y: Floats, slope: Floats) -> float:
    """Linear between the points, level outside; the sums are those of numpy's ``interp``."""
    if value <= x[0]:
        return float(y[0])
    if value >= x[-1]:
        return float(y[-1])
    j = 0
    while value >= x[j + 1]:
        j += 1
    return float(slope[j] * (value - x[j]) + y[j])


@compiled
def score_rows(columns: Columns, wishes: WishProgram, rows: Ints, total: Floats, scratch: Floats) -> None:
    """Summed wish by wish, in the order the parts are shown, so that the parts add up to the last bit."""
    count = len(rows)
    total[:count] = 0.0
    if count == 0:
        return
    for wish in range(len(wishes[11])):
        judge(columns, wishes, wish, rows, scratch)
        full = wishes[11][wish]
        for i in range(count):
            total[i] += full * scratch[i]
