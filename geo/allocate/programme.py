"""The integer programme of chosen bids in HiGHS, and its linear relaxation with prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack, vstack

from geo.allocate.bids import Bids
from geo.allocate.prices import Prices

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """Max Σ value·x over ``chosen`` bids, each project and each contested parcel at most once.

    ``matrix`` @ (x, shortfalls) ≤ ``right``; rows are projects, then ``contested`` parcels, then quotas
    (most, then least turned round).
    """

    known: Bids
    chosen: Ints
    contested: Ints
    matrix: csr_array
    right: Floats
    objective: Floats
    penalty: float
    limited: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What the solver found: bids taken, None where it found nothing in time, and its bound."""

    taken: Ints | None
    bound: float


def programme(known: Bids, chosen: Ints, penalty: float) -> Programme:
    """Lay out the programme of some bids; a shortfall of a least quota costs ``penalty`` per 亩."""
    owner = np.searchsorted(known.first, chosen, side="right") - 1
    site = known.site[chosen]
    size = known.site_start[site + 1] - known.site_start[site]
    column = np.repeat(np.arange(len(chosen)), size)
    offset = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    parcel = known.site_rows[np.repeat(known.site_start[site], size) + offset]
    # a parcel that only one project bids for is no constraint: the project's own row holds it
    wanted = np.unique(np.column_stack([parcel, owner[column]]), axis=0)[:, 0]
    contested = np.flatnonzero(np.bincount(wanted, minlength=known.parcels) > 1).astype(np.int64)
    place = np.full(known.parcels, -1, np.int64)
    place[contested] = np.arange(len(contested))
    kept = place[parcel] >= 0
    rows = np.concatenate([owner, known.projects + place[parcel[kept]]])
    columns = np.concatenate([np.arange(len(chosen)), column[kept]])
    shape = (known.projects + len(contested), len(chosen))
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    right, objective, limited = (
        np.ones(shape[0]),
        known.value[chosen],
        np.flatnonzero(np.isfinite(known.most)),
    )
    if len(known.least):
        uses = known.uses[:, site]
        matrix = vstack([matrix, csr_array(uses[limited]), csr_array(-uses)])
        slack = csr_array(
            (-np.ones(len(known.least)), (np.arange(-len(known.least), 0) + matrix.shape[0],
                                         np.arange(len(known.least)))),
            shape=(matrix.shape[0], len(known.least)),
        )  # fmt: skip
        matrix = hstack([matrix, slack])
        right = np.concatenate([right, known.most[limited], -known.least])
        objective = np.concatenate([objective, np.full(len(known.least), -penalty)])
    return Programme(known, chosen, contested, csr_array(matrix), right, objective, penalty, limited)


def relaxed(asked: Programme, seconds: float) -> tuple[Floats, Prices] | None:
    """The linear relaxation: shares of the chosen bids, and prices; None where time ran out.

    Prices are cut to their range: whatever they are, they prove what they prove.
    """
    solver: Any = linprog  # its stubs know arrays only, no sparse ones
    done = solver(
        -asked.objective,
        A_ub=asked.matrix,
        b_ub=asked.right,
        bounds=(0, None),
        method="highs-ds",
        options={"time_limit": max(0.01, seconds)},
    )
    if done.x is None or done.status != 0:
        return None
    price = np.maximum(0.0, -done.ineqlin.marginals)
    known, begin = asked.known, asked.known.projects
    land = np.zeros(known.parcels)
    land[asked.contested] = price[begin : begin + len(asked.contested)]
    quotas = price[begin + len(asked.contested) :]
    most = np.zeros(len(known.least))
    most[asked.limited] = quotas[: len(asked.limited)]
    least = np.minimum(asked.penalty, quotas[len(asked.limited) :])
    return done.x[: len(asked.chosen)], Prices(land, most, least, asked.penalty)


def whole(asked: Programme, seconds: float) -> Outcome:
    """The integer programme, to gap 0 or as far as time allows."""
    count = len(asked.objective)
    integral = np.zeros(count, np.int64)
    integral[: len(asked.chosen)] = 1
    upper = np.where(integral == 1, 1.0, np.inf)
    done: Any = milp(
        -asked.objective,
        integrality=integral,
        bounds=Bounds(np.zeros(count), upper),
        constraints=LinearConstraint(asked.matrix, -np.inf, asked.right),
        options={"time_limit": max(0.01, seconds), "mip_rel_gap": 0.0},
    )
    bound = np.inf if done.mip_dual_bound is None else -float(done.mip_dual_bound)
    if done.x is None:
        return Outcome(None, bound)
    return Outcome(asked.chosen[done.x[: len(asked.chosen)] > 0.5], bound)  # noqa: PLR2004 (x is 0 or 1)
