"""The compiled loop of a match: blocks of rows through all limits, then the best of what is left.

It takes plain tuples, because numba's cache on disk remembers argument types by name. Which rows a limit
excludes is a bit for each; only the rows that matter are then looked at one by one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled
from geo.match.judging import judge, lacked, score_rows
from geo.match.lanes import LANES, how_many, picked
from geo.match.marks import ALL, NONE, mark, valid, within
from geo.match.program import LimitProgram, WishProgram

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bits = NDArray[np.uint64]

# Rows that go through all limits together: their bits stay in the first cache.
BLOCK = 4096
# The same when many questions share a block: satisfaction of every wish on it stays in the second cache.
SHARED_BLOCK = 1024
# So many rows are judged before any other is dropped for them; then twice as many each time, up to a block.
FIRST = 256
# Sums in another order differ by less than this; what is closer to the worst of the best is summed again.
ROUNDING = 1e-7


@compiled
def scan(
    count: int,
    limits: LimitProgram,
    at_work: Ints,
    wishes: WishProgram,
    most: int,
    known: Floats,
    first: int,
    last: int,
) -> tuple[Ints, Floats, Ints, Floats, Floats, Ints, Ints, int]:
    """The best rows of ``first:last`` of ``count``, the nearest misses, and counts per limit.

    ``at_work`` are the limits that may exclude anybody; at the others nobody looks.
    ``known`` is shared by all slices: a score that the last of the best reaches at least, a cost that the
    last of the near misses keeps to. What cannot be among them is left out; who writes last is no matter.

    Returns:
        Rows and scores of the best, best first, ties by row; rows, costs and scores of the near
        misses (rows that one limit alone excludes, unless it is firm), cheapest first; how many
        rows each limit excludes, and how many it alone; how many are eligible.
    """
    number = len(limits[0])
    best_row, best_cost, best_score = np.full(most, -1, np.int64), np.zeros(most), np.full(most, -1.0)
    near_row, near_cost, near_score = best_row.copy(), np.full(most, np.inf), best_score.copy()
    by, only = np.zeros(number, np.int64), np.zeros(number, np.int64)
    bad = np.empty((len(at_work), BLOCK // LANES), np.uint64)
    pair = np.empty((2, BLOCK // LANES), np.uint64)
    single = np.empty(BLOCK, np.int64)
    # what is worth a judgement waits until there is enough of it: few rows at a time cost more each
    left, sums, judged = np.empty(2 * BLOCK, np.int64), np.empty(2 * BLOCK), np.empty(2 * BLOCK)
    close, costs, scratch = np.empty(2 * BLOCK, np.int64), np.empty(2 * BLOCK), np.empty(2 * BLOCK)
    bars = near_cost.copy()
    alive, cheap, eligible, enough = 0, 0, 0, FIRST
    for low in range(first, last, BLOCK):
        size = min(BLOCK, last - low)
        words = (size + LANES - 1) // LANES
        once, twice = pair[0, :words], pair[1, :words]
        for i in range(len(at_work)):
            by[at_work[i]] += mark(count, limits, at_work[i], low, size, bad[i, :words])
        _tallied(bad[:, :words], ALL, size, once, twice)
        more = picked(once, low, left[alive:])
        eligible += more
        alive += more
        for i in range(len(at_work)):
            one, own = at_work[i], bad[i, :words]
            only[one] += _alone(own, twice)
            if limits[5][one] < np.inf and most > 0:
                within(count, limits, one, low, min(bars[-1], known[1]), own)
                some = single[: picked(own, low, single)]
                cheap += _cheap(count, limits, one, some, close[cheap:], costs[cheap:], bars, known)
        if alive >= enough or low + size == last:
            alive = _hopeful(count, wishes, left, sums, judged, alive, best_score, known[0])
            sums[:alive] = 0.0
            _rank(count, wishes, left[:alive], sums, scratch, judged, (best_row, best_cost, best_score))
            alive, enough = 0, min(2 * enough, BLOCK)
            known[0] = max(known[0], best_score[-1]) if most > 0 else known[0]
        if cheap >= BLOCK or low + size == last:
            cheap = _within(close, costs, cheap, bars)
            _rank(count, wishes, close[:cheap], costs, scratch, judged, (near_row, near_cost, near_score))
            cheap = 0
    return best_row, best_score, near_row, near_cost, near_score, by, only, eligible


@compiled
def scan_many(
    count: int,
    limits: LimitProgram,
    wishes: WishProgram,
    asked: tuple[Bits, Ints, Ints, Floats, Floats],
    most: int,
    first: int,
    last: int,
) -> tuple[Ints, Floats, Ints, Ints, Ints]:
    """Several questions over ``first:last`` of ``count``: what they share is judged once per block.

    ``limits`` (at most 64) and ``wishes`` are the different ones of all questions. ``asked`` has per
    question its limits as bits and where its wishes begin in the other arrays; these say, per wish in
    the order of its parts, which one it is, its full points and what can still come after it.

    Returns:
        Rows and scores of the best (questions × most), rows excluded per limit whatever the
        question, rows that one limit alone excludes (questions × limits), rows eligible.
    """
    masks, begin, which, full, rest = asked
    number, questions = len(limits[0]), len(masks)
    rows, scores = np.full((questions, most), -1, np.int64), np.full((questions, most), -1.0)
    zero = np.zeros(most)
    by, only = np.zeros(number, np.int64), np.zeros((questions, number), np.int64)
    eligible = np.zeros(questions, np.int64)
    bad = np.empty((number, SHARED_BLOCK // LANES), np.uint64)
    pair = np.empty((2, SHARED_BLOCK // LANES), np.uint64)
    everyone, left = np.empty(SHARED_BLOCK, np.int64), np.empty(SHARED_BLOCK, np.int64)
    sums, judged = np.empty(SHARED_BLOCK), np.empty((len(wishes[6]), SHARED_BLOCK))
    for low in range(first, last, SHARED_BLOCK):
        size = min(SHARED_BLOCK, last - low)
        words = (size + LANES - 1) // LANES
        once, twice = pair[0, :words], pair[1, :words]
        for i in range(size):
            everyone[i] = low + i
        for one in range(number):
            by[one] += mark(count, limits, one, low, size, bad[one, :words])
        for wish in range(len(wishes[6])):
            judge(count, wishes, wish, everyone[:size], judged[wish])
        for question in range(questions):
            mask = masks[question]
            _tallied(bad[:, :words], mask, size, once, twice)
            alive = picked(once, 0, left)
            eligible[question] += alive
            _tallied_alone(bad[:, :words], mask, twice, only[question])
            own = slice(begin[question], begin[question + 1])
            if most > 0:
                bests = scores[question]
                alive = _hopeful_shared(judged, which[own], full[own], rest[own], left, sums, alive, bests)
                for i in range(alive):
                    _put(low + left[i], 0.0, sums[i], rows[question], zero, bests)
    return rows, scores, by, only, eligible


@compiled
def _tallied(bad: Bits, mask: np.uint64, size: int, once: Bits, twice: Bits) -> None:
    """Bits of the rows that no limit of ``mask`` excludes, and of those that two or more do."""
    once[:] = NONE
    twice[:] = NONE
    for one in range(len(bad)):
        if (mask >> np.uint64(one)) & np.uint64(1):
            for word in range(len(once)):
                twice[word] |= once[word] & bad[one, word]
                once[word] |= bad[one, word]
    for word in range(len(once)):
        once[word] = ~once[word]
    once[-1] &= valid(size)


@compiled
def _tallied_alone(bad: Bits, mask: np.uint64, twice: Bits, only: Ints) -> None:
    """Add per limit of ``mask`` the rows that it alone excludes."""
    for one in range(len(bad)):
        if (mask >> np.uint64(one)) & np.uint64(1):
            for word in range(len(twice)):
                only[one] += how_many(bad[one, word] & ~twice[word])


@compiled
def _alone(bad: Bits, twice: Bits) -> int:
    """Keep of a limit's bits those of the rows that no other limit excludes; how many they are."""
    found = 0
    for word in range(len(bad)):
        bad[word] &= ~twice[word]
        found += how_many(bad[word])
    return found


@compiled
def _hopeful_shared(
    judged: Floats,
    which: Ints,
    full: Floats,
    rest: Floats,
    left: Ints,
    sums: Floats,
    alive: int,
    best: Floats,
) -> int:
    """Keep of ``left[:alive]`` what may be among the best; wishes in the order of the parts."""
    sums[:alive] = 0.0
    for step in range(len(which)):
        points, bar = full[step], best[len(best) - 1] - ROUNDING - rest[step]
        found = judged[which[step]]
        kept = 0
        for i in range(alive):
            total = sums[i] + points * found[left[i]]
            left[kept], sums[kept] = left[i], total
            kept += total >= bar
        alive = kept
    return alive


@compiled
def _cheap(
    count: int,
    limits: LimitProgram,
    one: int,
    rows: Ints,
    close: Ints,
    costs: Floats,
    bars: Floats,
    known: Floats,
) -> int:
    """Of some rows that fail a limit, those that may be among the cheapest to let in, and their costs.

    ``bars`` are the least costs so far, in their order.
    """
    scale = limits[5][one]
    kept, bar = 0, min(bars[-1], known[1])
    for i in range(len(rows)):
        row = rows[i]
        short = lacked(count, limits, one, row)
        cost = short / scale
        if cost <= bar:
            close[kept], costs[kept] = row, cost
            kept += 1
            at = len(bars) - 1
            while at > 0 and bars[at - 1] > cost:
                bars[at] = bars[at - 1]
                at -= 1
            bars[at] = min(bars[at], cost)
            bar = min(bar, bars[-1])
    known[1] = bar
    return kept


@compiled
def _within(rows: Ints, costs: Floats, count: int, bars: Floats) -> int:
    """Keep of the first ``count`` rows those that still may be among the cheapest."""
    kept = 0
    for i in range(count):
        rows[kept], costs[kept] = rows[i], costs[i]
        kept += costs[i] <= bars[-1]
    return kept


@compiled
def _hopeful(
    count: int,
    wishes: WishProgram,
    left: Ints,
    sums: Floats,
    judged: Floats,
    alive: int,
    best: Floats,
    known: float,
) -> int:
    """Keep of ``left[:alive]`` what may be among the best: weightiest wish first, the hopeless dropped."""
    if len(best) == 0:
        return 0
    sums[:alive] = 0.0
    least = max(best[-1], known) - ROUNDING
    for step in range(len(wishes[12])):
        if alive == 0:
            break
        wish = wishes[12][step]
        full, bar = wishes[11][wish], least - wishes[13][step]
        judge(count, wishes, wish, left[:alive], judged)
        kept = 0
        for i in range(alive):
            total = sums[i] + full * judged[i]
            left[kept], sums[kept] = left[i], total
            kept += total >= bar
        alive = kept
    return alive


@compiled
def _rank(
    count: int,
    wishes: WishProgram,
    rows: Ints,
    costs: Floats,
    total: Floats,
    scratch: Floats,
    kept: tuple[Ints, Floats, Floats],
) -> None:
    """Score some rows and insert them into a list."""
    score_rows(count, wishes, rows, total, scratch)
    for i in range(len(rows)):
        _put(rows[i], costs[i], total[i], kept[0], kept[1], kept[2])


@compiled
def _put(row: int, cost: float, score: float, rows: Ints, costs: Floats, scores: Floats) -> None:
    """Insert a row into a list kept by cost, then by falling score, then by row; the last falls out."""
    at = len(rows)
    while at > 0 and (
        rows[at - 1] < 0
        or costs[at - 1] > cost
        or (costs[at - 1] == cost and scores[at - 1] < score)
        or (costs[at - 1] == cost and scores[at - 1] == score and rows[at - 1] > row)
    ):
        at -= 1
    if at == len(rows):
        return
    for i in range(len(rows) - 1, at, -1):
        rows[i], costs[i], scores[i] = rows[i - 1], costs[i - 1], scores[i - 1]
    rows[at], costs[at], scores[at] = row, cost, score
