"""约束代价: for each limit, and each pair, the least loosening that admits 1, 5 or 20 parcels more."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from geo.criteria.limits import token_bits
from geo.explain import relax
from geo.explain.limits import shown_value
from geo.explain.words import number
from geo.match import Scores
from geo.model import Limit, LimitPrice

WANTED = (1, 5, 20)
# words of one limit that are tried together when both limits of a pair list words
MOST_WORDS = 3
MOST_SETTINGS = 5000
Rows = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Step:
    """How far one limit moves: a row whose value is the new bound, or words to accept or to drop."""

    cost: float
    row: int = -1
    words: tuple[str, ...] = ()


def prices(scores: Scores, wanted: Sequence[int] = WANTED) -> tuple[LimitPrice, ...]:
    """The price of every limit that is not firm, and of every pair that is cheaper than either alone.

    Args:
        scores: The full outcome of the question.
        wanted: How many parcels more.

    Returns:
        By number wanted, cheapest first. What is said is really admitted, and no smaller loosening of
        the same limits admits as many. Where both limits of a pair list words, at most three of one
        are tried together.
    """
    alone = _by_failures(scores)
    open_bits = [bit for bit, limit in enumerate(scores.question.limits) if not limit.firm]
    found = []
    for count in wanted:
        single = {bit: _single(scores, bit, alone.get(1 << bit, _none()), count) for bit in open_bits}
        told: list[tuple[tuple[int, ...], tuple[Step, ...]]] = []
        told += [((bit,), (step,)) for bit, step in single.items() if step is not None]
        for a, b in combinations(open_bits, 2):
            steps = _pair(scores, (a, b), _rows_of(alone, a, b), count)
            best = min((step.cost for step in (single[a], single[b]) if step is not None), default=np.inf)
            if steps is not None and min(s.cost for s in steps) > 0 and sum(s.cost for s in steps) < best:
                told.append(((a, b), steps))
        priced = [_price(scores, bits, steps, count) for bits, steps in told]
        found += sorted(priced, key=lambda one: (one.cost, [step.limit for step in one.loosenings]))
    return tuple(found)


def _by_failures(scores: Scores) -> dict[int, Rows]:
    """Rows by the set of limits they fail, for sets of one and two."""
    failed = scores.failed
    few = np.flatnonzero((failed != 0) & (np.bitwise_count(failed) <= 2))  # noqa: PLR2004 (a pair)
    if not len(few):
        return {}
    order = few[np.argsort(failed[few], kind="stable")]
    sets, start = np.unique(failed[order], return_index=True)
    return {int(bits): rows for bits, rows in zip(sets, np.split(order, start[1:]), strict=True)}


def _rows_of(alone: dict[int, Rows], a: int, b: int) -> Rows:
    """Rows that fail one of two limits, or both, and no other."""
    parts = [alone.get(bits, _none()) for bits in (1 << a, 1 << b, 1 << a | 1 << b)]
    return np.sort(np.concatenate(parts))


def _none() -> Rows:
    return np.empty(0, np.intp)


def _single(scores: Scores, bit: int, rows: Rows, wanted: int) -> Step | None:
    """The least step of one limit that admits ``wanted`` of these rows; rows it passes cost nothing."""
    limit, gap = scores.question.limits[bit], _gaps(scores, bit, rows)
    if np.count_nonzero(gap == 0) >= wanted:
        return Step(0.0)
    if len(rows) < wanted:
        return None
    if limit.op == "has_all":
        lacking = _lacking(scores, limit, rows)
        for words in _token_sets(limit):
            if np.count_nonzero((lacking & ~token_bits(words)) == 0) >= wanted:
                return Step(len(words) / limit.scale, words=words)
        return None
    if limit.op == "one_of":
        values = scores.table[limit.column].iloc[rows].astype(str).to_numpy()
        said, counts = np.unique(values[gap > 0], return_counts=True)
        order = np.lexsort((said, -counts))
        reached = np.cumsum(counts[order]) + np.count_nonzero(gap == 0)
        take = int(np.searchsorted(reached, wanted)) + 1
        words = tuple(sorted(map(str, said[order[:take]])))
        return Step(take / limit.scale, words=words)
    nth = np.lexsort((rows, gap))[wanted - 1]
    return Step(float(gap[nth]) / limit.scale, row=int(rows[nth]))


def _pair(scores: Scores, bits: tuple[int, int], rows: Rows, wanted: int) -> tuple[Step, Step] | None:
    """The cheapest steps of two limits that together admit ``wanted`` rows."""
    if len(rows) < wanted:
        return None
    a, b = bits
    if _is_numeric(scores, a) and _is_numeric(scores, b):
        return _sweep(scores, bits, rows, wanted)
    best = None
    for first, other, turned in ((a, b, False), (b, a, True)):
        if _is_numeric(scores, first):
            continue
        for step, passed in _settings(scores, first, rows):
            second = _single(scores, other, rows[passed], wanted)
            if second is None:
                continue
            cost = step.cost + second.cost
            if best is None or cost < best[0] - 1e-12:
                best = (cost, (second, step) if turned else (step, second))
    return best[1] if best else None


def _sweep(scores: Scores, bits: tuple[int, int], rows: Rows, wanted: int) -> tuple[Step, Step] | None:
    """Two bounds: for each first bound, in turn, the second that admits enough of what it lets in."""
    one, other = (_gaps(scores, bit, rows) for bit in bits)
    scale = [scores.question.limits[bit].scale for bit in bits]
    order, best = np.lexsort((other, one)), (np.inf, -1, -1)
    nearest: list[tuple[float, int]] = []  # the wanted least second gaps so far, largest first
    for position, at in enumerate(order):
        heapq.heappush(nearest, (-other[at], -int(at)))
        if len(nearest) > wanted:
            heapq.heappop(nearest)
        is_last = position + 1 == len(order) or one[order[position + 1]] > one[at]
        if len(nearest) == wanted and is_last:
            cost = one[at] / scale[0] - nearest[0][0] / scale[1]
            if cost < best[0] - 1e-12:
                best = (cost, int(at), -nearest[0][1])
    if best[1] < 0:
        return None
    steps = [(one[best[1]], rows[best[1]], scale[0]), (other[best[2]], rows[best[2]], scale[1])]
    first, second = (Step(float(gap) / by, row=int(row)) for gap, row, by in steps)
    return first, second


def _settings(scores: Scores, bit: int, rows: Rows) -> Iterator[tuple[Step, NDArray[np.bool_]]]:
    """Ways to loosen a limit of words, cheapest first, and which rows then pass it."""
    limit = scores.question.limits[bit]
    if limit.op == "has_all":
        lacking = _lacking(scores, limit, rows)
        for words in _token_sets(limit):
            yield Step(len(words) / limit.scale, words=words), (lacking & ~token_bits(words)) == 0
        return
    gap = _gaps(scores, bit, rows)
    values = scores.table[limit.column].iloc[rows].astype(str).to_numpy()
    said = np.unique(values[gap > 0])
    tried = 0
    for size in range(1, MOST_WORDS + 1):
        for words in combinations(map(str, said), size):
            tried += 1
            if tried > MOST_SETTINGS:
                return
            yield Step(size / limit.scale, words=words), (gap == 0) | np.isin(values, words)


def _token_sets(limit: Limit) -> Iterator[tuple[str, ...]]:
    for size in range(1, len(limit.words) + 1):
        yield from combinations(limit.words, size)


def _lacking(scores: Scores, limit: Limit, rows: Rows) -> NDArray[np.int64]:
    bits = scores.table[limit.column].iloc[rows].to_numpy().astype(np.int64)
    lost = token_bits(limit.words) & ~bits
    return np.where(_gaps(scores, scores.question.limits.index(limit), rows) > 0, lost, 0)


def _gaps(scores: Scores, bit: int, rows: Rows) -> Floats:
    """How far rows miss a limit; 0 where they pass it or nobody knows."""
    return np.maximum(np.nan_to_num(scores.gap[rows, bit], nan=0.0), 0.0)


def _is_numeric(scores: Scores, bit: int) -> bool:
    return scores.question.limits[bit].op in {"min", "max", "before"}


def _price(scores: Scores, bits: tuple[int, ...], steps: tuple[Step, ...], wanted: int) -> LimitPrice:
    moved = {bit: _to(scores, bit, step) for bit, step in zip(bits, steps, strict=True)}
    lets_in = relax.admitted(scores, moved) & (scores.failed != 0)
    count, land = int(np.count_nonzero(lets_in)), float(scores.table["area_mu"].to_numpy()[lets_in].sum())
    told = [
        relax.loosening(scores, bit, moved[bit], step.cost) for bit, step in zip(bits, steps, strict=True)
    ]
    said = [relax.said(scores, bit, one) for bit, one in zip(bits, told, strict=True)]
    return LimitPrice(
        wanted=wanted,
        loosenings=tuple(told),
        cost=round(sum(step.cost for step in steps), 9),
        admits=count,
        area_mu=round(land, 6),
        text=f"{'; '.join(zh for zh, _ in said)} → 增加 {count} 宗, {number(land, '亩')}",
        text_en=f"{'; '.join(en for _, en in said)} → {count} more parcels, {land:.1f} mu",
    )


def _to(scores: Scores, bit: int, step: Step) -> float | str:
    limit = scores.question.limits[bit]
    if step.row >= 0:
        return shown_value(limit, scores.table[limit.column].iloc[step.row])
    if limit.op == "has_all":
        return " ".join(word for word in limit.words if word not in step.words)
    return " ".join(step.words)
