"""From a measured value to a degree of satisfaction in [0, 1], on scales fixed by the plan."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_numeric_dtype

from geo.criteria.columns import column
from geo.errors import BadBrief
from geo.model import Curve, Wish

Floats = NDArray[np.float64]


def satisfaction(curve: Curve, values: pd.Series, missing: float) -> Floats:
    """Judge a column by a curve.

    Args:
        curve: Linear between its points and level outside them, or by category.
        values: Numbers (NaN: no data) or categories ("" or NaN: no data unless listed).
        missing: What a row without data gets, in [0, 1].

    Returns:
        Satisfaction in [0, 1], one per row; it depends on that row's value alone.

    Examples:
        >>> near = Curve(points=((300, 1.0), (2000, 0.0)))
        >>> satisfaction(near, pd.Series([100, 1150, 9000, np.nan]), missing=0.5).tolist()
        [1.0, 0.5, 0.0, 0.5]
        >>> ready = Curve(categories={"net": 1.0, "clearing": 0.4}, otherwise=0.0)
        >>> satisfaction(ready, pd.Series(["net", "clearing", "idle"]), missing=0.5).tolist()
        [1.0, 0.4, 0.0]
    """
    if curve.categories:
        return _by_category(curve, values, missing)
    numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    xs, ys = np.array(curve.points, dtype=np.float64).T
    judged = np.interp(numbers, xs, ys)
    return np.where(np.isnan(numbers), missing, judged)


def judge(wish: Wish, table: pd.DataFrame) -> tuple[Floats, NDArray[np.intp]]:
    """Satisfaction of a wish for every row, and which of its terms gave it.

    Returns:
        Satisfaction per row, and the index into ``wish.terms`` of the best term (the first among
        equals; 0 for a wish without terms).

    Raises:
        UnknownName: the table lacks a measure.
        BadBrief: a curve of points judges a measure that is no number.
    """
    for measure, curve in ((term.measure, term.curve) for term in wish.terms or (wish,)):
        if curve.points and not is_numeric_dtype(column(table, measure)):
            words = (f"{measure} 不是数值, 不能按点评分。", f"{measure} is no number to be judged by points.")
            remedy = ("请改用 categories。", "Use categories.")
            raise BadBrief(f"curves.{wish.id}", curve.points, *words, *remedy)
    if not wish.terms:
        judged = satisfaction(wish.curve, column(table, wish.measure), wish.missing)
        return judged, np.zeros(len(table), dtype=np.intp)
    stack = np.column_stack(
        [
            term.factor * satisfaction(term.curve, column(table, term.measure), wish.missing)
            for term in wish.terms
        ]
    )
    best = stack.argmax(axis=1)
    return np.take_along_axis(stack, best[:, None], axis=1)[:, 0], best


def _by_category(curve: Curve, values: pd.Series, missing: float) -> Floats:
    texts = values.astype(object).where(values.notna(), "").astype(str)
    judged = texts.map(lambda text: curve.categories.get(text, curve.otherwise)).to_numpy(dtype=np.float64)
    unknown = (texts == "").to_numpy() & ("" not in curve.categories)
    return np.where(unknown, missing, judged)


def area_curve(target_mu: float | None, min_mu: float | None, max_mu: float | None) -> Curve | None:
    """How well an area [亩] answers a brief; None when the brief says nothing of area.

    Full marks within 5 % of the target (or anywhere in the window when there is no target), none at
    half and at twice of it. The scale depends on the brief alone.

    >>> area_curve(100, None, None).points
    ((50.0, 0.0), (95.0, 1.0), (105.0, 1.0), (200.0, 0.0))
    """
    if target_mu:
        return _trapezium(0.5 * target_mu, 0.95 * target_mu, 1.05 * target_mu, 2 * target_mu)
    if min_mu and max_mu:
        return _trapezium(0.5 * min_mu, min_mu, max_mu, 2 * max_mu)
    if min_mu:
        return _trapezium(0.5 * min_mu, min_mu, 2 * min_mu, 6 * min_mu)
    if max_mu:
        return _trapezium(0.1 * max_mu, 0.5 * max_mu, max_mu, 2 * max_mu)
    return None


def _trapezium(zero_low: float, full_low: float, full_high: float, zero_high: float) -> Curve:
    points = ((zero_low, 0.0), (full_low, 1.0), (full_high, 1.0), (zero_high, 0.0))
    # a window of one value has a single full point
    rounded = tuple((float(round(x, 9)), y) for x, y in points)
    return Curve(tuple(p for i, p in enumerate(rounded) if i == 0 or p[0] > rounded[i - 1][0]))
