"""All projects together, or phase by phase; what was locked before stays."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.allocate.bids import Bids, settled
from geo.allocate.solve import Grow, solve

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Allocated:
    """The outcome. ``site`` and ``value`` are by project (-1: none), ``land`` prices by parcel.

    ``bound`` is for the whole when all go together; in turn it bounds each phase after the one before.
    ``quota`` is the price of an 亩: positive where more would be worth having, negative where a least
    quota forces land to be used.
    """

    known: Bids
    site: Ints
    value: Floats
    bound: float
    proven: bool
    short_mu: Floats
    land: Floats
    quota: Floats
    held: int
    rounds: int
    out_of_time: bool


def allocate(
    known: Bids,
    locked: Mapping[int, int],
    turns: Sequence[Ints],
    grow: Grow | None = None,
    seconds: float = 60.0,
) -> Allocated:
    """Give every project its site.

    Args:
        known: The bids; a locked project has one for its site.
        locked: Project -> the site that it has whatever others bid.
        turns: Projects that choose together, in the order of their turns.
        grow: As ``solve`` takes it.
        seconds: Time limit of the whole.
    """
    until, state = time.monotonic() + seconds, _State(known, dict(locked), grow)
    land, bound = np.zeros(known.parcels), 0.0
    proven, late, held, rounds = True, False, 0, 0
    for nth, turn in enumerate(turns):
        is_last = nth == len(turns) - 1
        more = state.more(turn, is_last=is_last)
        solved = solve(state.left(turn, is_last=is_last), more, until - time.monotonic())
        owner = solved.known.owner
        state.taken |= {int(owner[bid]): int(solved.known.site[bid]) for bid in solved.taken}
        land = np.maximum(land, solved.proof.prices.land)
        # where a quota falls short, its penalty is no value: only the gap is told
        worth = float(solved.known.value[solved.taken].sum())
        bound, proven = bound + worth + solved.gap, proven and solved.proven
        late, held, rounds = late or solved.out_of_time, held + solved.held, rounds + solved.rounds
    taken, most, prices = state.taken, state.known, solved.proof.prices
    site = np.full(known.projects, -1, np.int64)
    site[list(taken)] = list(taken.values())
    value = np.array([_value(most, j, site[j]) for j in range(known.projects)])
    short = np.maximum(0.0, most.least - most.uses[:, site[site >= 0]].sum(axis=1))
    bound = max(bound + float(value[list(locked)].sum()), float(value.sum()))
    return Allocated(
        most, site, value, bound, proven, short, land, prices.most - prices.least, held, rounds, late
    )


@dataclass(slots=True)
class _State:
    """The bids known by now, and who has his site already."""

    known: Bids
    taken: dict[int, int]
    grow: Grow | None

    def left(self, turn: Ints, *, is_last: bool) -> Bids:
        return _only(settled(self.known, self.taken), turn, is_last=is_last)

    def more(self, turn: Ints, *, is_last: bool) -> Grow | None:
        if self.grow is None:
            return None
        grow = self.grow

        def grown(_known: Bids, who: Ints) -> Bids | None:
            wider = grow(self.known, who)
            if wider is None:
                return None
            self.known = wider
            return self.left(turn, is_last=is_last)

        return grown


def _only(known: Bids, turn: Ints, *, is_last: bool) -> Bids:
    """Only these projects bid; least quotas count once all have had their turn."""
    mine = np.isin(np.arange(known.projects), turn)
    kept = mine[known.owner]
    return replace(
        known,
        first=np.concatenate([[0], np.cumsum(np.bincount(known.owner[kept], minlength=known.projects))]),
        site=known.site[kept],
        value=known.value[kept],
        beyond=np.where(mine, known.beyond, -np.inf),
        least=known.least if is_last else np.zeros(len(known.least)),
    )


def _value(known: Bids, project: int, site: int) -> float:
    bids = slice(known.first[project], known.first[project + 1])
    found = np.flatnonzero(known.site[bids] == site)
    return float(known.value[bids][found[0]]) if len(found) else 0.0
