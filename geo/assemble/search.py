"""The best assemblies of a ground, one different from the other, with the proof or the gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.assemble.ground import Ground, is_of_the_whole
from geo.assemble.kernel import best_sets
from geo.match import points
from geo.model import Progress, silent

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """Node sets (positions in the ground), best first, and how sure they are.

    ``proven``: each is the best among those that overlap no earlier one too much. ``bound`` is a score
    that no set left out exceeds: that of the first answer when proven.
    """

    sets: tuple[tuple[int, ...], ...]
    scores: tuple[float, ...]
    explored: int
    proven: bool
    bound: float


def search(land: Ground, progress: Progress = silent) -> Found:
    """Find up to ``k`` assemblies, no two with more in common than the ask allows.

    With any overlap allowed one search keeps the best ``k``; otherwise each answer is the best that
    keeps its distance from those before it; ``progress`` is told how many answers there are.
    """
    progress("search", 0, land.ask.k)
    if land.ask.overlap >= 1:
        return _once(land, [], land.ask.k, land.ask.effort)
    sets: list[tuple[int, ...]] = []
    scores: list[float] = []
    explored, proven, bound = 0, True, -np.inf
    while len(sets) < land.ask.k and explored < land.ask.effort:
        one = _once(land, sets, 1, land.ask.effort - explored)
        explored += one.explored
        proven &= one.proven
        bound = max(bound, one.bound) if not sets or not one.proven else bound
        if not one.sets:
            break
        sets += one.sets
        scores += one.scores
        progress("search", len(sets), land.ask.k)
    else:
        proven &= len(sets) == land.ask.k
    best = scores[0] if scores else -np.inf
    return Found(tuple(sets), tuple(scores), explored, proven, max(bound, best))


def _once(land: Ground, chosen: list[tuple[int, ...]], most: int, effort: int) -> Found:
    areas = np.array([land.area_mu[list(members)].sum() for members in chosen], np.float64)
    starts = np.cumsum([0, *map(len, chosen)]).astype(np.int64)
    taken = (starts, np.array([node for members in chosen for node in members], np.int64), areas)
    size, sets, scores, explored, left = best_sets(
        _nodes(land), _edges(land), _curve(land), _knobs(land), taken, most, effort
    )
    count = int(np.count_nonzero(np.isfinite(scores)))
    found = tuple(tuple(map(int, sets[i, : size[i]])) for i in range(count))
    best = float(scores[0]) if count else -np.inf
    # what was not looked at can only matter if it may beat the worst that is kept
    proven = bool(count == most and scores[most - 1] >= left) or not np.isfinite(left)
    return Found(found, tuple(map(float, scores[:count])), int(explored), proven, max(best, float(left)))


def _nodes(land: Ground) -> tuple[Floats, Floats, Floats, Ints, NDArray[np.bool_], Ints]:
    points = land.points * (1 - land.ask.shape_weight - land.ask.holders_weight)
    return land.area_mu, points, land.perimeter_m, land.holder, land.failed != 0, land.rows


def _edges(land: Ground) -> tuple[Ints, Ints, Floats]:
    return land.start, land.other, land.shared_m


def _curve(land: Ground) -> tuple[Floats, Floats]:
    for wish in land.question.wishes:
        if is_of_the_whole(wish):
            xs, ys = np.array(wish.curve.points, np.float64).T
            return np.ascontiguousarray(xs), np.ascontiguousarray(ys)
    return np.empty(0), np.empty(0)


def _knobs(land: Ground) -> Floats:
    ask = land.ask
    shares = 1 - ask.shape_weight - ask.holders_weight
    area = sum(wish.weight for wish in land.question.wishes if is_of_the_whole(wish))
    low, high = land.window_mu
    return np.array(
        [
            low,
            high if np.isfinite(high) else 1e18,
            ask.least,
            ask.most,
            ask.tolerate,
            points(1.0, area) * shares,
            points(1.0, ask.shape_weight),
            points(1.0, ask.holders_weight),
            ask.overlap,
        ],
        np.float64,
    )
