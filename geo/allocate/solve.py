"""The best allocation and its proof: few bids are solved, all are priced, none that matters is left out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.allocate import simple
from geo.allocate.assignment import assigned
from geo.allocate.bids import Bids
from geo.allocate.kernel import above, best
from geo.allocate.prices import Certificate, Prices, certificate, hopeful
from geo.allocate.programme import Programme, programme, relaxed, whole

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# more bids of a project for these projects, None when there are none to be had
Grow = Callable[[Bids, Ints], Bids | None]

FIRST = 24  # bids of each project to begin with
SURE = 1e-6  # gaps below this share of the value (or this, if it is small) are rounding
SHORT_MU = 1e-6
ROUNDING = 1e-9
# a project that no bid of its own can satisfy is priced again at most so often for missing quotas
TRIES = 4
# bids in one integer programme: more would need more memory than machines have
MOST = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """The bids taken, what they are worth, and a bound on what any allocation is worth.

    ``short_mu`` are the 亩 that each least quota lacks: above 0 they cannot all be met (``proven``), or
    were not within the time. ``priced`` bids were priced, ``held`` of them were in the last programme.
    ``out_of_time``: the time limit ended the search.
    """

    known: Bids
    taken: Ints
    value: float
    bound: float
    proof: Certificate
    short_mu: Floats
    priced: int
    held: int
    rounds: int
    out_of_time: bool

    @property
    def gap(self) -> float:
        """How much more value there may be."""
        return max(0.0, self.bound - self.value)

    @property
    def proven(self) -> bool:
        """Whether no allocation is worth more, but for rounding."""
        return self.gap <= SURE * max(1.0, abs(self.value))


def solve(known: Bids, grow: Grow | None = None, seconds: float = 60.0) -> Solved:
    """Allocate.

    Args:
        known: The bids.
        grow: Gives more bids of projects whose missing sites might matter.
        seconds: Time limit; what was found by then is returned with its bound.

    Returns:
        The optimum, proven over all bids and all missing ones; else the best found and a bound.
    """
    until = time.monotonic() + seconds
    penalty = 1.0 + (float(np.maximum(0.0, _dearest(known)).sum()) if len(known.least) else 0.0)
    most = penalty
    for _ in range(TRIES):
        solved = _solve(known, grow, until, penalty)
        known, short = solved.known, float(solved.short_mu.sum())
        # an allocation that meets all quotas is worth 0 at least: a shortfall dearer than all is a must
        if short <= SHORT_MU or penalty * short >= most or solved.out_of_time:
            return solved
        penalty = 2.0 * most / short
    return replace(solved, bound=solved.value + most)


def _solve(known: Bids, grow: Grow | None, until: float, penalty: float) -> Solved:
    """With one price of shortfalls: solve, see who misses something, let him bid more, again."""
    while True:
        solved = _known_only(known, until, penalty)
        proof = solved.proof
        # the same threshold as for bids: a site further below the best gain can be in no better allocation
        lacking = np.flatnonzero(proof.missing > proof.gain - (proof.bound - solved.value))
        if solved.proven or grow is None or not len(lacking) or time.monotonic() > until:
            return solved
        grown = grow(known, lacking)
        if grown is None:
            return solved
        known = grown


def _known_only(known: Bids, until: float, penalty: float) -> Solved:
    """The best of the bids that are known; what is missing enters the bound."""
    if known.is_assignment:
        taken, proof, held, rounds = _matched(known)
        return _told(known, taken, proof, proof.bound, held, rounds, until, penalty)
    proof, asked, taken, rounds = _priced(known, best(known.first, known.value, FIRST), until, penalty)
    bound = proof.bound
    gap = bound - _worth(known, taken, penalty)
    if gap > SURE * max(1.0, abs(bound)) and time.monotonic() < until:
        taken, bound, asked = _integral(known, asked, proof, taken, until)
    return _told(known, taken, proof, bound, len(asked.chosen), rounds, until, penalty)


def _integral(
    known: Bids, asked: Programme, proof: Certificate, taken: Ints, until: float
) -> tuple[Ints, float, Programme]:
    """Close the gap: the programme of the bids at hand, then of every bid that might beat its answer."""
    first = whole(asked, (until - time.monotonic()) / 2)
    taken = _better(known, taken, first.taken, asked.penalty)
    short = proof.bound - _worth(known, taken, asked.penalty)
    # in exact arithmetic a bid further below its project's best gain can be in no better allocation
    chosen = hopeful(known, proof, short + SURE, MOST + 1)
    if len(chosen) > MOST or time.monotonic() > until:
        bound = proof.bound
    elif np.isin(chosen, asked.chosen).all():
        bound = first.bound
    else:
        asked = programme(known, np.union1d(chosen, taken), asked.penalty)
        last = whole(asked, until - time.monotonic())
        taken, bound = _better(known, taken, last.taken, asked.penalty), last.bound
    # whoever takes a site that is not known gains at most what such a site could
    unknown = proof.bound - (proof.gain - proof.missing).clip(min=0.0).min(initial=np.inf)
    bound = max(bound, _worth(known, taken, asked.penalty), unknown)
    return taken, min(proof.bound, bound), asked


def _priced(
    known: Bids, chosen: Ints, until: float, penalty: float
) -> tuple[Certificate, Programme, Ints, int]:
    """Solve the relaxation of few bids, price all, take in those that would gain; until none would.

    The best allocation met on the way, at the least a simple one, is kept should time run out.
    """
    zero = np.zeros(len(known.least))
    proof = certificate(known, Prices(np.zeros(known.parcels), zero, zero, penalty))
    taken, rounds = _fallback(known, penalty), 0
    while True:
        asked = programme(known, chosen, penalty)
        done = relaxed(asked, until - time.monotonic()) if len(chosen) else None
        if done is None:
            return proof, asked, taken, rounds
        shares, prices = done
        rounds += 1
        now = certificate(known, prices)
        proof = now if now.bound < proof.bound else proof
        if _is_whole(shares):
            taken = _better(known, taken, chosen[shares > 0.5], penalty)  # noqa: PLR2004 (a share is 0 or 1)
        gained = _entering(known, now, chosen)
        if not len(gained) or time.monotonic() > until:
            return proof, asked, taken, rounds
        chosen = np.union1d(chosen, gained)


def _matched(known: Bids) -> tuple[Ints, Certificate, int, int]:
    """Single parcels: the same by the assignment solver."""
    chosen, rounds = best(known.first, known.value, FIRST), 0
    while True:
        taken, prices = assigned(known, chosen)
        rounds += 1
        proof = certificate(known, prices)
        gained = _entering(known, proof, chosen)
        if not len(gained):
            return taken, proof, len(chosen), rounds
        chosen = np.union1d(chosen, gained)


def _entering(known: Bids, proof: Certificate, chosen: Ints) -> Ints:
    """Bids left out that gain more than every chosen one of their project; the best few of each.

    Prices will move about as far as these gain more: what is so near to gaining comes in with them.
    """
    owner = np.searchsorted(known.first, chosen, side="right") - 1
    have = np.zeros(known.projects)
    np.maximum.at(have, owner, known.value[chosen] - proof.cost[known.site[chosen]])
    more = float((proof.gain - have).max(initial=0.0))
    if more <= ROUNDING:
        return np.empty(0, np.int64)
    low = have - more
    better = above(known.first, known.site, known.value, proof.cost, low, len(known.value))
    better = better[~np.isin(better, chosen)]
    owner = np.searchsorted(known.first, better, side="right") - 1
    order = np.lexsort((better, -(known.value[better] - proof.cost[known.site[better]]), owner))
    nth = np.arange(len(order)) - np.searchsorted(owner[order], owner[order])
    return np.sort(better[order[nth < FIRST]])


def _fallback(known: Bids, penalty: float) -> Ints:
    taken = simple.first_come(known)
    return _better(known, taken, simple.greedy(known), penalty)


def _better(known: Bids, one: Ints, other: Ints | None, penalty: float) -> Ints:
    if other is None or _worth(known, other, penalty) <= _worth(known, one, penalty):
        return one
    return other


def _is_whole(shares: Floats) -> bool:
    return bool((np.minimum(shares, 1 - shares) < SURE).all())


def _dearest(known: Bids) -> Floats:
    dearest = known.beyond.copy()
    np.maximum.at(dearest, known.owner, known.value)
    return dearest


def _lacking_mu(known: Bids, taken: Ints) -> Floats:
    return np.maximum(0.0, known.least - known.uses[:, known.site[taken]].sum(axis=1))


def _worth(known: Bids, taken: Ints, penalty: float) -> float:
    return float(known.value[taken].sum() - penalty * _lacking_mu(known, taken).sum())


def _told(
    known: Bids, taken: Ints, proof: Certificate, bound: float, held: int, rounds: int, until: float,
    penalty: float,
) -> Solved:  # fmt: skip
    short = _lacking_mu(known, taken)
    late = time.monotonic() > until
    worth = _worth(known, taken, penalty)
    return Solved(known, taken, worth, bound, proof, short, len(known.value), held, rounds, late)
