"""The best set of 2 to 8 adjoining parcels: branch and bound on all land, a programme on one piece of it."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from benchmarks import assembling
from benchmarks.apart import Outcome, interleaved, median
from benchmarks.results import Row, row
from geo import assemble, match

MOST, LOW, HIGH = 8, 240.0, 320.0
ASK = replace(assembling.ASK, most=MOST, k=1)
PEER_UP_TO, PIECE = 5_000, 200  # parcels of a piece that the programme is given
PATIENCE_S = 300.0
SAME = 1e-6
TIMES = 100
Floats = NDArray[np.float64]


def assemblies(sizes: list[int]) -> list[Row]:
    """On the peer's piece and on all land; the peer only where it is to finish."""
    rows = []
    for size in sizes:
        with_peer = size <= PEER_UP_TO
        jobs = [("contiguity", "ours", size), ("contiguity", "programme", size)]
        ours, *others = interleaved(jobs[: 1 + with_peer], (3, 3)[: 1 + with_peer])
        told = {name: ours[0][name] for name in ("candidates", "explored", "proven", "score", "members")}
        ours_s, peak_mb, whole_s = median(ours), _peak(ours), median(ours, "whole_s")
        if not others:
            rows.append(
                row(
                    "assemble8", size, "alone_assembled", ours_s=ours_s, peer_s=0, ratio=0, peak_mb=peak_mb,
                    goal="≤ 2 GiB", holds=peak_mb <= 2048 and ours[0]["proven"], whole_s=whole_s, **told,  # noqa: PLR2004
                )
            )  # fmt: skip
            continue
        peer = others[0]
        peer_s, best = median(peer), peer[0]["score"]
        rows.append(
            row(
                "assemble8", size, "flow", ours_s=ours_s, peer_s=peer_s, ratio=round(peer_s / ours_s, 1),
                peak_mb=peak_mb, goal=f"≥ {TIMES} 倍", holds=peer_s >= TIMES * ours_s,
                agreement=abs(best - ours[0]["score"]) <= SAME * best and peer[0]["proven"],
                peer_peak_mb=_peak(peer), peer_candidates=peer[0]["candidates"],
                peer_solves=peer[0]["solves"], whole_s=whole_s, **told,
            )
        )  # fmt: skip
    return rows


def ours(size: str) -> Outcome:
    """The best of all land over nodes and edges laid out; ``whole_s`` is with limits, scores, layout."""
    found, figures = assembling.searched(*assembling.made(int(size), LOW, HIGH), ASK)
    return {**figures, "score": found.scores[0], "members": len(found.sets[0])}


def programme(size: str) -> Outcome:
    """The textbook's programme on the piece that holds our answer, which only it is told.

    A binary for every parcel and for the root, a flow of one good from the root that every member takes
    one of; the mean score is a quotient, which W. Dinkelbach (1967), On nonlinear fractional programming,
    Management Science 13(7), brings to a few linear programmes.
    """
    table, woven, question = assembling.made(int(size), LOW, HIGH)
    ground = assemble.ground(match.pack(table), table, question, woven, ASK)
    piece = ground.components()
    nodes = np.flatnonzero(piece == piece[assemble.search(ground).sets[0][0]])
    if len(nodes) > PIECE:
        return {"s": 0.0, "score": 0.0, "candidates": len(nodes), "solves": 0, "proven": False}
    begun = time.perf_counter()
    area, points = ground.area_mu[nodes], ground.points[nodes]
    constraints, width = _flows(ground, nodes)
    integral = np.zeros(width, np.int64)
    integral[: 2 * len(nodes)] = 1
    upper = np.where(integral == 1, 1.0, float(MOST))
    best, solves, proven = 0.0, 0, False
    while time.perf_counter() - begun < PATIENCE_S:
        objective = np.zeros(width)
        objective[: len(nodes)] = area * (points - best)
        done = milp(
            -objective, integrality=integral, bounds=Bounds(np.zeros(width), upper),
            constraints=constraints, options={"time_limit": PATIENCE_S, "mip_rel_gap": 0.0},
        )  # fmt: skip
        solves += 1
        if done.status != 0:
            break
        taken = done.x[: len(nodes)] > 0.5  # noqa: PLR2004 (a parcel is in or out)
        score = float(area[taken] @ points[taken] / area[taken].sum())
        if score <= best + SAME * SAME:
            proven = True
            break
        best = score
    return {
        "s": round(time.perf_counter() - begun, 4), "score": best, "candidates": len(nodes), "solves": solves,
        "proven": proven,
    }  # fmt: skip


def _flows(ground: assemble.Ground, nodes: NDArray[np.intp]) -> tuple[LinearConstraint, int]:
    """Columns: who is in, who is the root, what runs along each join in each direction."""
    count = len(nodes)
    place = np.full(len(ground), -1)
    place[nodes] = np.arange(count)
    tail = np.repeat(np.arange(count), np.diff(ground.start)[nodes])
    head = place[np.concatenate([ground.other[ground.start[one] : ground.start[one + 1]] for one in nodes])]
    flow, width = 2 * count + np.arange(len(tail)), 2 * count + len(tail)
    every, ones = np.arange(count), np.ones(count)

    def laid(parts: list[tuple[NDArray[np.int64], NDArray[np.int64], Floats]], rows: int) -> csr_array:
        at, column, value = (np.concatenate(one) for one in zip(*parts, strict=True))
        return csr_array((value, (at, column)), shape=(rows, width))

    zero = np.zeros(count, np.int64)
    sums = [(zero, every, ones), (zero + 1, every, ground.area_mu[nodes]), (zero + 2, count + every, ones)]
    # what a member keeps: one, of what runs in and out, or of what only a root is given
    keeps = [(every, every, ones), (every, count + every, -MOST * ones)]
    runs = [(head, flow, -np.ones(len(tail))), (tail, flow, np.ones(len(tail)))]
    lone = [(every, count + every, ones), (every, every, -ones)]
    each = np.arange(len(tail))
    within = [(each, flow, np.ones(len(tail))), (each, head, (1.0 - MOST) * np.ones(len(tail)))]
    blocks = [laid(sums, 3), laid(keeps + runs, count), laid(lone, count), laid(within, len(tail))]
    low = np.concatenate([[ASK.least, LOW, 1], np.full(count + count + len(tail), -np.inf)])
    high = np.concatenate([[MOST, HIGH, 1], np.zeros(count + count + len(tail))])
    return LinearConstraint(vstack(blocks), low, high), width


def _peak(outcomes: list[Outcome]) -> int:
    return int(max(one["peak_mb"] for one in outcomes))
