"""The jobs of the siting engine: match, briefs together, robustness; each against its peers."""

from __future__ import annotations

from benchmarks.apart import Outcome, interleaved, median
from benchmarks.results import Row, row

# a peer that takes minutes beyond this is left out
MILLION = POSTGRES_UP_TO = PANDAS_UP_TO = 1_000_000


def matches(sizes: list[int]) -> list[Row]:
    """One brief: against streaming the columns, PostgreSQL and pandas."""
    rows = []
    for size in sizes:
        peers = [("streamed", "streamed")]
        peers += [("postgres", "by_postgres")] if size <= POSTGRES_UP_TO else []
        peers += [("pandas", "by_pandas")] if size <= PANDAS_UP_TO else []
        jobs = [("matching", "ours", size), *(("matching", function, size) for _, function in peers)]
        ours, *others = interleaved(jobs, (3, 3, *(1 for _ in peers[1:])))
        for (name, _), peer in zip(peers, others, strict=True):
            rows.append(_match_row(size, name, ours, peer))
    return rows


def briefs(sizes: list[int]) -> list[Row]:
    """97 briefs in one pass against 97 passes."""
    rows = []
    for size in sizes:
        jobs = [("matching", "together", size), ("matching", "apart", size)]
        ours, peer = interleaved(jobs, (3, 3))
        rows.append(_row("briefs", size, "apart", ours, peer, 3))
    return rows


def colours(sizes: list[int]) -> list[Row]:
    """A byte per parcel for the map against the same bytes by pandas."""
    rows = []
    for size in sizes:
        ours, peer = interleaved(
            [("matching", "painted", size), ("matching", "painted_by_pandas", size)], (3, 1)
        )
        same = ours[0]["found"] == peer[0]["found"]
        rows.append(_row("colours", size, "pandas", ours, peer, 1, agreement=same))
    return rows


def robustness(sizes: list[int]) -> list[Row]:
    """Ten thousand weight vectors against the matrix product."""
    rows = []
    for size in sizes:
        ours, peer = interleaved([("surety", "ours", size), ("surety", "obvious", size)], (3, 1))
        goal = 5 if size > 2_000 else 1 / 1.5  # noqa: PLR2004
        rows.append(_row("robust", size, "product", ours, peer, goal, differs=peer[0]["differs"]))
    return rows


def assemblies(sizes: list[int]) -> list[Row]:
    """Ten best sets of 2 to 4: against enumeration in Python and a recursive query."""
    rows = []
    for size in sizes:
        jobs = [("assembling", name, size) for name in ("ours", "enumerated", "by_postgis")]
        ours, python, postgis = interleaved(jobs, (3, 1, 1))
        goals = (("enumeration", python, 50), ("recursive", postgis, 1000 if size > 5_000 else 300))  # noqa: PLR2004
        for name, peer, goal in goals:
            same = ours[0]["found"] == peer[0]["found"]
            whole_s = median(ours, "whole_s")
            rows.append(_row("assemble", size, name, ours, peer, goal, agreement=same, whole_s=whole_s))
    return rows


def _match_row(size: int, name: str, ours: list[Outcome], peer: list[Outcome]) -> Row:
    if name == "streamed":
        ours_s, peer_s, limit = median(ours), median(peer), 4 if size > MILLION else 6
        return row(
            "match", size, name, ours_s=ours_s, peer_s=peer_s, ratio=round(ours_s / peer_s, 2),
            peak_mb=_peak(ours), goal=f"≤ {limit} 倍", holds=ours_s <= limit * peer_s,
            bytes_per_parcel=ours[0]["bytes_per_parcel"],
        )  # fmt: skip
    same = ours[0]["found"] == peer[0]["found"]
    # the goals are for a province; a district is answered in no time by anybody
    goal = {"postgres": 20, "pandas": 40}[name] if size >= MILLION else 1
    return _row("match", size, name, ours, peer, goal, agreement=same)


def _row(
    job: str, size: int, name: str, ours: list[Outcome], peer: list[Outcome], goal: float, **said: object
) -> Row:
    ours_s, peer_s = median(ours), median(peer)
    return row(
        job, size, name, ours_s=ours_s, peer_s=peer_s, ratio=round(peer_s / ours_s, 1), peak_mb=_peak(ours),
        goal=f"≥ {round(goal, 2):g} 倍", holds=peer_s >= goal * ours_s, **said,
    )  # fmt: skip


def _peak(outcomes: list[Outcome]) -> int:
    return int(max(one["peak_mb"] for one in outcomes))
