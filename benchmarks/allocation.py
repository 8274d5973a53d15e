"""Many projects on made-up land, heavily contended: ours over all eligible sites, HiGHS over a shortlist."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from benchmarks.apart import Outcome, interleaved, median
from benchmarks.results import Row, row
from geo import allocate
from geo.allocate import Bids
from geo.allocate.kernel import best
from geo.allocate.programme import programme, whole

SHORTLIST = 150  # candidates of each project that the bare solver is given
ELIGIBLE = 0.15  # of the parcels, for a project
PATIENCE_S = 600.0
LIMIT_S, MOST_GAP = 180.0, 0.005
SPARE_S = 10.0  # the solver may look at the clock a little late
FEW, MANY, SMALL = 97, 1_000, 5_000
Ints = NDArray[np.int64]


def assignments(sizes: list[int]) -> list[Row]:
    """Single parcels: at least 5 times faster than HiGHS and 50 times faster than CP-SAT."""
    return [one for size in sizes for one in _against("assign", size, "single", {"highs": 5, "cpsat": 50})]


def allocations(sizes: list[int]) -> list[Row]:
    """Parcels and assemblies: all priced and proven within 5 times the bare solver on a shortlist."""
    return [one for size in sizes for one in _against("allocate", size, "joined", {"highs": 1 / 5})]


def crowds(sizes: list[int]) -> list[Row]:
    """A project for every ten parcels, with assemblies: a small gap in time, and what offices reach."""
    rows = []
    for size in sizes:
        (ours,) = interleaved([("allocation", "ours", size // 10, size, "joined", LIMIT_S - SPARE_S)], (1,))
        one = ours[0]
        gap_share = one["gap"] / one["value"]
        holds = gap_share <= MOST_GAP and one["s"] <= LIMIT_S
        told = {name: one[name] for name in ("projects", "proven", "value", "bids", "first_come", "greedy")}
        rows.append(
            row(
                "crowd", size, "greedy", ours_s=one["s"], peer_s=one["greedy_s"], peak_mb=one["peak_mb"],
                ratio=round(one["value"] / one["greedy"], 5), goal="差距 ≤ 0.5 %, 180 s", holds=holds,
                gap_share=round(gap_share, 8), first_come_s=one["first_come_s"], **told,
            )
        )  # fmt: skip
    return rows


def _against(job: str, size: int, kind: str, peers: dict[str, float]) -> list[Row]:
    """Ours against peers that take so many times as long at least, or so much less at most."""
    asked = (FEW if size <= SMALL else MANY, size, kind)
    modules = {"cpsat": "constraint"}
    jobs = [(modules.get(name, "allocation"), name, *asked) for name in ("ours", *peers)]
    ours, *others = interleaved(jobs, (3,) * len(jobs))
    return [
        _row(job, size, ours, name, peer, goal)
        for (name, goal), peer in zip(peers.items(), others, strict=True)
    ]


def _row(job: str, size: int, ours: list[Outcome], name: str, peer: list[Outcome], goal: float) -> Row:
    ours_s, peer_s = median(ours), median(peer)
    told = {name: ours[-1][name] for name in ("projects", "proven", "value", "bids", "first_come", "greedy")}
    agreement = abs(ours[-1]["value"] - peer[-1]["value"]) <= 1e-6 * ours[-1]["value"]
    ratio, words = (peer_s / ours_s, f"≥ {goal} 倍") if goal > 1 else (ours_s / peer_s, f"≤ {1 / goal:g} 倍")
    return row(
        job, size, name, ours_s=ours_s, peer_s=peer_s, ratio=round(ratio, 2),
        peak_mb=int(max(one["peak_mb"] for one in ours)), goal=words, holds=peer_s >= goal * ours_s,
        peer_peak_mb=int(max(one["peak_mb"] for one in peer)), agreement=agreement, **told,
    )  # fmt: skip


def ours(projects: str, parcels: str, kind: str, seconds: str = str(PATIENCE_S)) -> Outcome:
    """Laid out, solved, every bid priced, proven."""
    allocate.solve(made(5, 400, kind))  # compiled loops are loaded
    known = made(int(projects), int(parcels), kind)
    begun = time.perf_counter()
    solved = allocate.solve(known, seconds=float(seconds))
    marks = [begun, time.perf_counter()]
    worth = []
    for way in (allocate.first_come, allocate.greedy):
        worth.append(float(known.value[way(known)].sum()))
        marks.append(time.perf_counter())
    taken_s, first_s, dear_s = np.diff(marks).round(4).tolist()
    return {
        "s": taken_s, "value": solved.value, "gap": solved.gap, "proven": solved.proven,
        "bids": len(known.value), "solved": solved.held, "first_come": worth[0], "greedy": worth[1],
        "first_come_s": first_s, "greedy_s": dear_s, "projects": known.projects, "rounds": solved.rounds,
    }  # fmt: skip


def highs(projects: str, parcels: str, kind: str) -> Outcome:
    """The solver alone on a shortlist, which proves nothing of what was left out."""
    known = made(int(projects), int(parcels), kind)
    asked = programme(known, best(known.first, known.value, SHORTLIST), 0.0)
    begun = time.perf_counter()
    found = whole(asked, PATIENCE_S)
    taken_s = time.perf_counter() - begun
    value = 0.0 if found.taken is None else float(known.value[found.taken].sum())
    return {"s": round(taken_s, 4), "value": value, "bids": len(asked.chosen)}


def made(projects: int, parcels: int, kind: str) -> Bids:
    """Parcels in a square; ``kind`` "single", or "joined": as many sites of 2–4 parcels in a row again.

    What a site is worth is half the same for all, so that all want the same land.
    """
    rng = np.random.default_rng(7)
    starts, rows = np.arange(parcels + 1), np.arange(parcels)
    sizes = np.ones(parcels, np.int64)
    if kind == "joined":
        head, more = rng.integers(0, parcels - 4, parcels), rng.integers(2, 5, parcels)
        nth = np.arange(more.sum()) - np.repeat(np.cumsum(more) - more, more)
        rows = np.concatenate([rows, np.repeat(head, more) + nth])
        sizes = np.concatenate([sizes, more])
        starts = np.concatenate([[0], np.cumsum(sizes)])
    common = rng.normal(0, 1, parcels)
    worth = np.add.reduceat(common[rows], starts[:-1]) / sizes
    own = [np.flatnonzero(rng.random(len(sizes)) < ELIGIBLE).astype(np.int32) for _ in range(projects)]
    count = len(own)
    first = np.cumsum([0, *map(len, own)]).astype(np.int64)
    site = np.concatenate(own, dtype=np.int64)
    del own
    # in place: ten thousand projects have 300 million bids
    value = np.empty(len(site))
    for low, high in pairwise(first):
        value[low:high] = 60 + 8 * worth[site[low:high]] + 8 * rng.normal(0, 1, high - low)
    np.maximum(value, 0, out=value)
    return Bids(
        parcels=parcels,
        site_start=starts.astype(np.int64),
        site_rows=rows.astype(np.int64),
        first=first,
        site=site,
        value=value,
        beyond=np.full(count, -np.inf),
        reach_mu=np.zeros(count),
        uses=np.zeros((0, len(sizes))),
        least=np.zeros(0),
        most=np.zeros(0),
    )
