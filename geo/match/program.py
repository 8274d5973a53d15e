"""A question as numbers that a compiled loop can run over packed columns."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.criteria.limits import EMPTY_IS_A_VALUE, token_bits
from geo.errors import BadBrief
from geo.match.packed import Packed
from geo.match.scores import MAX_LIMITS, points
from geo.model import Curve, Limit, Question, Wish
from geo.schema import UTILITIES_UNKNOWN

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class LimitProgram(NamedTuple):
    """One entry per limit; a column is told by its kind and the address of its first value.

    A number fails above ``threshold`` (``sign`` 1) or below it (-1); a word where one of the runs of
    codes ``first:first + 1`` has it, from ``low`` to ``high``; a bitset that lacks one of the bits
    ``needed``. A word's or bitset's shortfall is ``lost`` from ``at`` on, NaN for no data. ``scale`` makes
    a shortfall a cost; inf for a firm limit.
    """

    kind: Ints
    address: Ints
    sign: Ints
    threshold: Floats
    at: Ints
    scale: Floats
    lost: Floats
    first: Ints
    low: Ints
    high: Ints
    needed: Ints


class WishProgram(NamedTuple):
    """One entry per wish, whose terms are ``first[w]:first[w + 1]``; the best term counts.

    A number is judged by the points ``start:end`` of ``x``, ``y`` and ``slope``; a word by ``given``
    from ``start`` on. ``order`` lists the wishes by falling weight, ``rest`` what can still come
    after each of them in that order.
    """

    first: Ints
    kind: Ints
    address: Ints
    factor: Floats
    start: Ints
    end: Ints
    missing: Floats
    x: Floats
    y: Floats
    slope: Floats
    given: Floats
    full: Floats
    order: Ints
    rest: Floats


def limit_program(question: Question, packed: Packed) -> LimitProgram:
    """The limits of a question.

    Raises:
        UnknownName: a limit looks at a column that is not packed.
        BadBrief: a limit compares words with a number, or there are more than 64 limits.
    """
    if len(question.limits) > MAX_LIMITS:
        raise BadBrief("limits", len(question.limits), "最多 64 项。", "at most 64.")
    rows: list[tuple[int, int, int, float, int, float, int]] = []
    lost: list[float] = []
    first, low, high = [0], _codes(), _codes()
    for limit in question.limits:
        values, kind, address = packed.find(limit.column)
        scale = np.inf if limit.firm else limit.scale
        if values.dtype.kind == "f" and limit.op in {"min", "max", "before"}:
            sign = -1 if limit.op == "min" else 1
            rows.append((kind, address, sign, _number(limit), 0, scale, 0))
        elif limit.op == "has_all" and values.dtype == np.uint8:
            rows.append((kind, address, 0, 0.0, len(lost), scale, token_bits(limit.words)))
            lost += _lacking(limit)
        else:
            rows.append((kind, address, 0, 0.0, len(lost), scale, 0))
            own = _barred(limit, packed)
            lost += own
            # the runs of barred codes; no data is never barred, so that each has an end
            barred = [short > 0 for short in own]
            low += [code for code, bad in enumerate(barred) if bad and not (code and barred[code - 1])]
            high += [code for code, bad in enumerate(barred) if bad and not barred[code + 1]]
        first.append(len(low))
    kinds, addresses, signs, thresholds, at, scales, needed = zip(*rows, strict=True) if rows else ((),) * 7
    return LimitProgram(
        np.array(kinds, np.int64),
        np.array(addresses, np.int64),
        np.array(signs, np.int64),
        np.array(thresholds, np.float64),
        np.array(at, np.int64),
        np.array(scales, np.float64),
        np.array(lost, np.float64),
        np.array(first, np.int64),
        np.array(low, np.int64),
        np.array(high, np.int64),
        np.array(needed, np.int64),
    )


def wish_program(question: Question, packed: Packed) -> WishProgram:
    """The wishes of a question.

    Raises:
        UnknownName: a wish looks at a column that is not packed.
        BadBrief: a curve of points judges words, or categories judge a number.
    """
    first, x, y, slope, given = [0], _list(), _list(), _list(), _list()
    terms: list[tuple[int, int, float, int, int]] = []
    for wish in question.wishes:
        for measure, curve, factor in _terms(wish):
            values, kind, address = packed.find(measure)
            _check(
                wish, curve, measure, is_number=values.dtype.kind == "f", has_words=measure in packed.words
            )
            if curve.categories:
                start = len(given)
                given += _given(wish, curve, packed, measure)
                terms.append((kind, address, factor, start, len(given)))
            else:
                start = len(x)
                x += [float(at) for at, _ in curve.points]
                y += [float(got) for _, got in curve.points]
                slope += [
                    (d - b) / (c - a) for (a, b), (c, d) in pairwise(zip(x[start:], y[start:], strict=True))
                ]
                slope.append(0.0)
                terms.append((kind, address, factor, start, len(x)))
        first.append(len(terms))
    kinds, addresses, factors, starts, ends = zip(*terms, strict=True) if terms else ((),) * 5
    full = np.array([points(1.0, wish.weight) for wish in question.wishes], np.float64)
    order = np.argsort(-full, kind="stable")
    return WishProgram(
        np.array(first, np.int64),
        np.array(kinds, np.int64),
        np.array(addresses, np.int64),
        np.array(factors, np.float64),
        np.array(starts, np.int64),
        np.array(ends, np.int64),
        np.array([wish.missing for wish in question.wishes], np.float64),
        np.array(x, np.float64),
        np.array(y, np.float64),
        np.array(slope, np.float64),
        np.array(given, np.float64),
        full,
        order.astype(np.int64),
        full[order].sum() - np.cumsum(full[order]),
    )


def _list() -> list[float]:
    return []


def _codes() -> list[int]:
    return []


def _number(limit: Limit) -> float:
    if limit.op == "before":
        return float(np.datetime64(limit.day, "D").astype(np.int64))
    return limit.number


def _lacking(limit: Limit) -> list[float]:
    """How many of the tokens asked each bitset lacks; NaN for no data."""
    needed = token_bits(limit.words)
    missing = [float((needed & ~bits).bit_count()) for bits in range(256)]
    missing[UTILITIES_UNKNOWN] = np.nan
    return missing


def _barred(limit: Limit, packed: Packed) -> list[float]:
    """Which words of the column fail: 1 for each, 0 where it passes, NaN for no data."""
    if limit.op != "one_of" or limit.column not in packed.words:
        words = (f"{limit.column} 不能这样比较。", f"{limit.column} cannot be compared like this.")
        raise BadBrief(f"limits.{limit.id}", limit.op, *words)
    listed = set(limit.admits or limit.words)
    empty = limit.column in EMPTY_IS_A_VALUE
    told = packed.words[limit.column]
    return [*(float(word not in listed) if empty or word else np.nan for word in told), np.nan]


def _terms(wish: Wish) -> list[tuple[str, Curve, float]]:
    if not wish.terms:
        return [(wish.measure, wish.curve, 1.0)]
    return [(term.measure, term.curve, term.factor) for term in wish.terms]


def _check(wish: Wish, curve: Curve, measure: str, *, is_number: bool, has_words: bool) -> None:
    if curve.categories and not has_words:
        words = (f"{measure} 是数值, 不能按类别评分。", f"{measure} is a number, not one of categories.")
        raise BadBrief(f"curves.{wish.id}", dict(curve.categories), *words)
    if not is_number and curve.points:
        words = (f"{measure} 不是数值, 不能按点评分。", f"{measure} is no number to be judged by points.")
        remedy = ("请改用 categories。", "Use categories.")
        raise BadBrief(f"curves.{wish.id}", curve.points, *words, *remedy)


def _given(wish: Wish, curve: Curve, packed: Packed, measure: str) -> list[float]:
    """Satisfaction of every word of the column, then of no data."""
    judge: Callable[[str], float] = lambda word: curve.categories.get(word, curve.otherwise)  # noqa: E731
    none = judge("") if "" in curve.categories else wish.missing
    return [*(none if word == "" else judge(word) for word in packed.words[measure]), none]
