"""Measure: ``python -m benchmarks [JOB…] [SIZE…]``; all jobs by default."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import product

from benchmarks import (
    agreement,
    allocation,
    cluster,
    contiguity,
    engine,
    files,
    paging,
    raw,
    results,
    serving,
    tiling,
)
from benchmarks.apart import Outcome, interleaved, median
from benchmarks.edits import KINDS
from benchmarks.results import Row, row

HUNDRED_K, MILLION = 100_000, 1_000_000
# Beyond this the peers take hours.
PEERS_UP_TO = 200_000
MOST_MB = 6 * 1024
MOST_DECK_S = 3.0
PLATE_MB = 1024


def features(sizes: list[int]) -> list[Row]:
    """The feature table and the neighbours alone, against GeoPandas and PostGIS."""
    rows = []
    for size in sizes:
        _made_ready(size)
        jobs = [("features", "ours", size), ("by_geopandas", "theirs", size), ("by_postgis", "theirs", size)]
        ours, *peers = interleaved(jobs, (3, 1, 1))
        rows += [_faster("features", size, ours, name, peer, 1) for name, peer in _named(peers)]
    return rows


def imports(sizes: list[int]) -> list[Row]:
    """A file to a committed version, against the same features by peers, and against bare reading."""
    rows = []
    for size in sizes:
        files.bank(size)
        with_peers = size <= PEERS_UP_TO
        jobs: list[tuple[object, ...]] = [("bank", "whole", size), ("bank", "bare", size)]
        if with_peers:
            _made_ready(size)
            jobs += [
                ("by_geopandas", "theirs", size),
                ("by_postgis", "theirs", size),
                ("features", "ours", size),
            ]
        ours, bare, *peers = interleaved(jobs, (5, 5, 1, 1, 1)[: len(jobs)])
        rows.append(_limited(size, ours, bare))
        goals = {"geopandas": 10, "postgis": 15}
        rows += [_faster("import", size, ours, name, peer, goals[name]) for name, peer in _named(peers[:2])]
    if {HUNDRED_K, MILLION} <= set(sizes):
        rows.append(_linear(rows))
    return rows


def updates(sizes: list[int]) -> list[Row]:
    """A monthly file of 1 % of the parcels, against importing all of them."""
    rows = []
    for size in sizes:
        files.update(size)
        ours, whole = interleaved([("bank", "update", size), ("bank", "whole", size)][::-1], (5, 5))[::-1]
        ours_s, whole_s = median(ours), median(whole)
        rows.append(
            row(
                "update", size, "import", ours_s=ours_s, peer_s=whole_s, ratio=round(ours_s / whole_s, 4),
                peak_mb=_peak(ours), goal="≤ 0.1", holds=ours_s <= 0.1 * whole_s, stages=ours[-1]["stages"],
            )
        )  # fmt: skip
    return rows


def edits(sizes: list[int]) -> list[Row]:
    """A hundred splits and two hundred lookups, against a tree built anew and against PostGIS."""
    rows = []
    for size in sizes:
        jobs = [("edits", "ours", size), ("edits", "rebuilt", size), ("edits", "postgis", size)]
        ours, *peers = interleaved(jobs, (3, 1, 1))
        for name, goal, peer in zip(("rebuilt", "postgis_edits"), (10, 1), peers, strict=True):
            ours_s, peer_s = median(ours), median(peer)
            rows.append(
                row(
                    "edits", size, name, ours_s=ours_s, peer_s=peer_s, ratio=round(peer_s / ours_s, 1),
                    peak_mb=_peak(ours), goal=f"≥ {goal} 倍", holds=peer_s >= goal * ours_s,
                    batches=ours[0]["batches"], **_by_kind(ours, ""), **_by_kind(peer, "peer_"),
                    agreement=len({one["found"] for one in (*ours, *peer)}) == 1,
                )
            )  # fmt: skip
    return rows


def _by_kind(outcomes: list[Outcome], prefix: str) -> dict[str, float]:
    """Seconds of a batch's change and of its lookups."""
    return {prefix + name: median(outcomes, name) for name in ("changed_s", *(f"{k}_s" for k in KINDS))}


def decks(sizes: list[int]) -> list[Row]:
    """Twelve slides of the bundled district, against as much drawn by python-pptx alone."""
    rows = []
    for size in sizes:
        ours, bare = interleaved([("decking", "ours", size), ("decking", "bare", size)], (3, 3))
        ours_s, bare_s = median(ours), median(bare)
        rows.append(
            row(
                "deck", ours[-1]["parcels"], "pptx", ours_s=ours_s, peer_s=bare_s,
                ratio=round(bare_s / ours_s, 2), peak_mb=_peak(ours), goal="≤ 3 s",
                holds=ours_s <= MOST_DECK_S, slides=ours[-1]["slides"], kb=ours[-1]["kb"],
            )
        )  # fmt: skip
    return rows


def plates(sizes: list[int]) -> list[Row]:
    """A3 plates with all furniture, against the bare parcels drawn by GeoPandas."""
    rows = []
    for size, (job, form) in product(sizes, (("plate", "png"), ("plate_pdf", "pdf"))):
        ours, peer = interleaved(
            [("plating", "ours", size, form), ("plating", "plotted", size, form)], (3, 1)
        )
        ours_s, peer_s, most_s = median(ours), median(peer), 2 if size < HUNDRED_K else 6
        holds = ours_s <= most_s and _peak(ours) <= PLATE_MB
        rows.append(
            row(
                job, size, "plotted", ours_s=ours_s, peer_s=peer_s, ratio=round(peer_s / ours_s, 2),
                peak_mb=_peak(ours), goal=f"≤ {most_s} s, ≤ 1 GiB", holds=holds,
            )
        )  # fmt: skip
    return rows


JOBS: dict[str, tuple[Callable[[list[int]], list[Row]], list[int]]] = {
    "import": (imports, [HUNDRED_K, MILLION]),
    "features": (features, [5_000]),
    "update": (updates, [MILLION]),
    "edits": (edits, [MILLION]),
    "api": (serving.rates, [HUNDRED_K]),
    "cluster": (cluster.matches, [HUNDRED_K, MILLION, 10 * MILLION]),
    "match": (engine.matches, [5_000, HUNDRED_K, MILLION, 10 * MILLION]),
    "briefs": (engine.briefs, [MILLION]),
    "colours": (engine.colours, [MILLION]),
    "raw": (raw.matches, [HUNDRED_K]),
    "robust": (engine.robustness, [2_000, HUNDRED_K]),
    "assemble": (engine.assemblies, [5_000, HUNDRED_K]),
    "assemble8": (contiguity.assemblies, [5_000, MILLION]),
    "tiles": (tiling.encoders, [MILLION]),
    "panning": (tiling.pannings, [MILLION]),
    "first": (paging.openings, [603]),
    "page": (paging.clicks, [603, 5_000, HUNDRED_K, MILLION]),
    "plate": (plates, [5_000, HUNDRED_K]),
    "assign": (allocation.assignments, [HUNDRED_K]),
    "allocate": (allocation.allocations, [5_000, HUNDRED_K]),
    "crowd": (allocation.crowds, [HUNDRED_K]),
    "deck": (decks, [603]),
}


def _made_ready(size: int) -> None:
    """What the peers measure is what an import let in."""
    if not files.workspace(size).exists():
        interleaved([("bank", "whole", size)], (1,))


def _named(peers: list[list[Outcome]]) -> list[tuple[str, list[Outcome]]]:
    return list(zip(("geopandas", "postgis"), peers, strict=False))


def _faster(job: str, size: int, ours: list[Outcome], name: str, peer: list[Outcome], goal: int) -> Row:
    """Ours against a peer that measures the same features, checked to say the same."""
    ours_s, peer_s = median(ours), median(peer)
    return row(
        job, size, name, ours_s=ours_s, peer_s=peer_s, ratio=round(peer_s / ours_s, 1), peak_mb=_peak(ours),
        goal=f"≥ {goal} 倍", holds=peer_s >= goal * ours_s, agreement=agreement.check(name, size),
    )  # fmt: skip


def _limited(size: int, ours: list[Outcome], bare: list[Outcome]) -> Row:
    """Ours against what no import can do without; the goal counts at a million."""
    ours_s, bare_s, peak_mb, counts = median(ours), median(bare), _peak(ours), size >= MILLION
    said = {name: ours[-1][name] for name in ("stages", "told", "accepted", "repaired")}
    return row(
        "import", size, "bare", ours_s=ours_s, peer_s=bare_s, ratio=round(ours_s / bare_s, 2),
        peak_mb=peak_mb, cpu_s=median(ours, "cpu_s"), goal="≤ 4 倍, ≤ 6 GiB" if counts else "≤ 6 GiB",
        holds=(ours_s <= 4 * bare_s or not counts) and peak_mb <= MOST_MB, **said,
    )  # fmt: skip


def _linear(rows: list[Row]) -> Row:
    """Time per parcel at a million against that at a hundred thousand."""
    small, large = (
        next(one["ours_s"] for one in rows if (one["size"], one["peer"]) == (size, "bare"))
        for size in (HUNDRED_K, MILLION)
    )
    expected = small * MILLION / HUNDRED_K
    return row(
        "import", MILLION, "linear", ours_s=large, peer_s=expected, ratio=round(large / expected, 2),
        goal="≤ 1.2 倍", holds=large <= 1.2 * expected,
    )  # fmt: skip


def _peak(outcomes: list[Outcome]) -> int:
    return int(max(one["peak_mb"] for one in outcomes))


def main(words: list[str]) -> None:
    """Run the jobs named, or all; keep and print their figures."""
    names = [word for word in words if not word.isdigit()] or list(JOBS)
    sizes = [int(word) for word in words if word.isdigit()]
    for name in names:
        if name not in JOBS:
            sys.exit(f"没有任务 {name}; 可选 | no such job, there are: {', '.join(JOBS)}")
        job, usual = JOBS[name]
        print(f"{name} …", flush=True)
        rows = job(sizes or usual)
        results.save(rows)
        print(results.table(rows), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
