"""A question of raw geometry: by features that an import measured, by PostGIS that measures as it asks."""

from __future__ import annotations

import statistics
import time

import psycopg

from benchmarks import by_postgis, features, land
from benchmarks.apart import Outcome, interleaved, median
from benchmarks.results import Row, row
from geo import match
from geo.features.measure import measure
from geo.model import Brief, Curve, Limit, Plan, Question, Wish
from tests.postgres import server

RUNS, KEPT, GOAL = 7, 10, 500
LIMITS = {"over_farmland_m2": 1.0, "over_redline_m2": 1.0, "over_city_m2": 1.0, "road_m": 5_000.0}
WISHES = {"metro_m": 0.4, "chain_food_m": 0.3, "axis_axis0_m": 0.3}
NEAR_M, FAR_M = 300.0, 30_000.0


def matches(sizes: list[int]) -> list[Row]:
    """Ours from measured features, PostGIS from the shapes; ``measured_s`` is what measuring takes, once."""
    rows = []
    for size in sizes:
        ours, peer = interleaved([("raw", "ours", size), ("raw", "theirs", size)], (3, 1))
        ours_s, peer_s = median(ours), median(peer)
        same = (ours[0]["ids"], ours[0]["counts"]) == (peer[0]["ids"], peer[0]["counts"])
        rows.append(
            row(
                "raw", size, "postgis_raw", ours_s=ours_s, peer_s=peer_s, ratio=round(peer_s / ours_s),
                peak_mb=int(max(one["peak_mb"] for one in ours)), goal=f"≥ {GOAL} 倍",
                holds=same and peer_s >= GOAL * ours_s, agreement=same, measured_s=median(ours, "measured_s"),
            )
        )  # fmt: skip
    return rows


def question() -> Question:
    """Four limits and three wishes on land that lies where it may."""
    curve = Curve(points=((NEAR_M, 1.0), (FAR_M, 0.0)))
    limits = tuple(Limit(name, "", "", name, "max", most, "") for name, most in LIMITS.items())
    wishes = tuple(Wish(name, "", "", name, "m", curve, weight) for name, weight in WISHES.items())
    return Question(Brief("any", k=KEPT), limits, wishes)


def ours(size: str) -> Outcome:
    """The columns of a version, asked."""
    parcels, plan = features.parcels(size), land.plan(int(size))
    measure(parcels.iloc[:100], plan)
    begun = time.perf_counter()
    packed = match.pack(measure(parcels, plan).table)
    measured_s, asked, taken = time.perf_counter() - begun, question(), []
    found = match.top(packed, asked)
    for _ in range(RUNS):
        begun = time.perf_counter()
        found = match.top(packed, asked)
        taken.append(time.perf_counter() - begun)
    return {
        "s": round(statistics.median(taken), 6),
        "measured_s": round(measured_s, 3),
        "ids": sorted(map(str, packed.table.index[found.rows])),
        "counts": found.excluded_by.tolist(),
    }


def theirs(size: str) -> Outcome:
    """One statement: the limits of all parcels, the wishes of those that pass."""
    parcels, plan = features.parcels(size), land.plan(int(size))
    with server(by_postgis.SETTINGS) as url, psycopg.connect(url, autocommit=True) as database:
        by_postgis.load(database, parcels, plan)
        begun = time.perf_counter()
        rows = database.execute(_sql(plan)).fetchall()
        taken_s = time.perf_counter() - begun
    counts = [int(one) for one in rows[0][1:]]
    return {"s": round(taken_s, 3), "ids": sorted(str(one[0]) for one in rows), "counts": counts}


def _sql(plan: Plan) -> str:
    said = by_postgis.columns(plan)
    limits = ", ".join(f"{said[name]} AS {name}" for name in LIMITS)
    passing = " AND ".join(f"{name} <= {most}" for name, most in LIMITS.items())
    counts = ", ".join(f"(SELECT count(*) FROM told WHERE {name} > {most})" for name, most in LIMITS.items())
    score = " + ".join(
        f"{weight} * least(1, greatest(0, ({FAR_M} - {said[name]}) / {FAR_M - NEAR_M}))"
        for name, weight in WISHES.items()
    )
    return (
        f"WITH told AS MATERIALIZED (SELECT p.id, p.geom, {limits} FROM parcels p), "
        f"best AS (SELECT p.id, {score} AS score FROM told p WHERE {passing} "
        f"ORDER BY 2 DESC, 1 LIMIT {KEPT}) "
        f"SELECT id, {counts} FROM best"
    )
