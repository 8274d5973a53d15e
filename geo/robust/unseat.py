"""What it takes to unseat the first: the interval of each weight that keeps it, the nearest that does not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Leads that differ by less change with no weight.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Interval:
    """A wish's weight may move within ``low``..``high``, the others in proportion, and the first stays.

    ``at_low`` and ``at_high`` are the candidates that would pass it beyond; None at 0 or 1.
    """

    wish: int
    weight: float
    low: float
    high: float
    at_low: int | None
    at_high: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Unseating:
    """The nearest weights under which ``challenger`` draws level: ``moved`` of the whole changes hands."""

    challenger: int
    weights: Floats
    moved: float


def intervals(satisfaction: Floats, weights: Floats, first: int) -> tuple[Interval, ...]:
    """For each wish, how far its weight may move, the others in proportion, before another is better.

    Args:
        satisfaction: Candidates × wishes.
        weights: Summing to 1.
        first: The candidate in the first place under ``weights``.

    Examples:
        >>> rows = np.array([[1.0, 0.0], [0.0, 1.0]])
        >>> intervals(rows, np.array([0.7, 0.3]), 0)[0]
        Interval(wish=0, weight=0.7, low=0.5, high=1.0, at_low=1, at_high=None)
    """
    lead = satisfaction[first] - satisfaction
    return tuple(_interval(lead, weights, wish) for wish in range(len(weights)))


def nearest(satisfaction: Floats, weights: Floats, first: int) -> Unseating | None:
    """The weights nearest to the given ones, by the sum moved, that let another draw level.

    To draw level a challenger needs weight moved to where it leads most from where it leads least:
    moving ε gains ε times the difference of the two leads, so the worst places give first.

    Returns:
        The least move over all challengers (ties by table order), or None when no weights unseat it.

    Examples:
        >>> rows = np.array([[1.0, 0.2], [0.4, 0.8]])
        >>> found = nearest(rows, np.array([0.7, 0.3]), 0)
        >>> found.challenger, found.weights.round(3).tolist(), round(found.moved, 3)
        (1, [0.5, 0.5], 0.2)
    """
    gain = satisfaction - satisfaction[first]
    need = -(gain @ weights)
    to = gain.argmax(axis=1)
    best = gain[np.arange(len(gain)), to]
    # places that give, those where the challenger trails most first
    order = np.argsort(gain, axis=1, kind="stable")
    rise = best[:, None] - np.take_along_axis(gain, order, axis=1)
    share = np.broadcast_to(weights, gain.shape)[np.arange(len(gain))[:, None], order]
    before = np.cumsum(rise * share, axis=1) - rise * share
    taken = np.clip(np.where(rise > 0, (need[:, None] - before) / np.where(rise > 0, rise, 1), 0), 0, share)
    moved = taken.sum(axis=1)
    reached = (taken * rise).sum(axis=1) >= need - 1e-12
    reached[first] = False
    if not reached.any():
        return None
    challenger = int(np.where(reached, moved, np.inf).argmin())
    changed = weights.astype(np.float64).copy()
    changed[order[challenger]] -= taken[challenger]
    changed[to[challenger]] += moved[challenger]
    return Unseating(challenger, changed, float(max(0.0, moved[challenger])))


def _interval(lead: Floats, weights: Floats, wish: int) -> Interval:
    own = float(weights[wish])
    others = weights.astype(np.float64).copy()
    others[wish] = 0.0
    rest = others.sum()
    if rest <= 0:
        return Interval(wish, own, own, own, None, None)
    # the lead is a + b·x when the wish weighs x and the others share 1 - x
    a = lead @ (others / rest)
    b = lead[:, wish] - a
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = np.where(np.abs(b) > ROUNDING, -a / b, np.nan)
    # here the lead is not negative: whoever gains below is passed at most here, and the other way round
    below = np.where(b > ROUNDING, np.minimum(cross, own), -np.inf)
    above = np.where(b < -ROUNDING, np.maximum(cross, own), np.inf)
    low, high = float(np.nanmax(below, initial=-np.inf)), float(np.nanmin(above, initial=np.inf))
    return Interval(
        wish,
        own,
        max(0.0, low),
        min(1.0, high),
        int(np.nanargmax(below)) if low > 0 else None,
        int(np.nanargmin(above)) if high < 1 else None,
    )
