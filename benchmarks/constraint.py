"""The peer that comes with OR-Tools, in a module of its own: nothing else needs them."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.allocation import PATIENCE_S, SHORTLIST, made
from benchmarks.apart import Outcome
from geo.allocate.kernel import best
from geo.allocate.programme import programme

MILLIONTHS, CORES = 1_000_000, 2


def cpsat(projects: str, parcels: str, kind: str) -> Outcome:
    """OR-Tools' CP-SAT on the same shortlist, told the same worths in millionths, on both cores."""
    known = made(int(projects), int(parcels), kind)
    asked = programme(known, best(known.first, known.value, SHORTLIST), 0.0)
    worths = np.round(asked.objective * MILLIONTHS).astype(np.int64)
    begun = time.perf_counter()
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in range(len(asked.chosen))]
    for row_start, row_end in pairwise(asked.matrix.indptr.tolist()):
        model.add_at_most_one(taken[at] for at in asked.matrix.indices[row_start:row_end])
    model.maximize(cp_model.LinearExpr.weighted_sum(taken, worths.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = CORES
    solver.parameters.max_time_in_seconds = PATIENCE_S
    status = solver.solve(model)
    taken_s = time.perf_counter() - begun
    won = [at for at, one in enumerate(taken) if solver.boolean_value(one)]
    value = float(asked.objective[won].sum())
    return {"s": round(taken_s, 4), "value": value, "bids": len(taken), "proven": status == cp_model.OPTIMAL}
