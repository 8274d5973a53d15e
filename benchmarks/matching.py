"""A match: the ten best with their parts and counts per limit, by us and by others from the same columns."""

from __future__ import annotations

import hashlib
import io
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import psycopg
from numpy.typing import NDArray

from benchmarks import questions
from benchmarks.apart import Outcome
from geo import match
from geo.model import Limit, Question, Wish
from tests.postgres import server

RUNS = 7
ROUND = 6
SETTINGS = {
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "max_parallel_workers_per_gather": "2",
    "min_parallel_table_scan_size": "0",
    "jit": "off",
}
Floats = NDArray[np.float64]


def ours(size: str) -> Outcome:
    """One pass over packed columns, then every part of the ten."""
    table, question = questions.table(int(size)), questions.question()
    packed = match.pack(table)

    def ask() -> tuple[list[int], list[int], Floats]:
        found = match.top(packed, question)
        return found.rows.tolist(), found.excluded_by.tolist(), match.parts(packed, question, found.rows)

    # the whole table, and what laying it out for questions adds
    whole = table.memory_usage(index=False).sum() / len(table) + packed.bytes_per_row
    return {**_timed(ask), "bytes_per_parcel": round(whole, 1)}


def streamed(size: str) -> Outcome:
    """The limit: the same columns summed, by as many threads."""
    packed = match.pack(questions.table(int(size)))
    match.top(packed, questions.question())  # these columns are laid out, no others
    rows = [one.column for one in packed.laid.values()]

    def ask() -> tuple[list[int], list[int], Floats]:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda row: row.sum(dtype=row.dtype), rows))
        return [], [], np.empty(0)

    return _timed(ask)


def by_pandas(size: str) -> Outcome:
    """Vectorised pandas, one column after another."""
    table, question = questions.table(int(size)), questions.question()

    def ask() -> tuple[list[int], list[int], Floats]:
        failed = pd.DataFrame({limit.id: _fails(limit, table) for limit in question.limits})
        parts = pd.DataFrame({wish.id: _degree(wish, table) for wish in question.wishes})
        total = (parts * [100 * wish.weight for wish in question.wishes]).sum(axis=1)
        best = total[~failed.any(axis=1)].nlargest(questions.KEPT)
        return best.index.tolist(), failed.sum().tolist(), parts.loc[best.index].to_numpy()

    return _timed(ask)


def by_postgres(size: str) -> Outcome:
    """One SQL statement for the ten with their parts, one for the counts, from the same columns."""
    table, question = questions.table(int(size)), questions.question()
    with server(SETTINGS) as url, psycopg.connect(url, autocommit=True) as database:
        _load(database, table)
        best, counts = _sql(question)

        def ask() -> tuple[list[int], list[int], Floats]:
            rows = database.execute(best, prepare=True).fetchall()
            told = database.execute(counts, prepare=True).fetchone()
            parts = np.array([row[2:] for row in rows], np.float64)
            return [int(row[0]) for row in rows], [int(one) for one in told or ()], parts

        return _timed(ask)


def painted(size: str) -> Outcome:
    """A byte per parcel that recolours a map."""
    packed, question = match.pack(questions.table(int(size))), questions.question()
    return _timed_bytes(lambda: match.packed_bytes(packed, question))


def painted_by_pandas(size: str) -> Outcome:
    """The same bytes by vectorised pandas: the score, or which limit is the first to fail."""
    table, question = questions.table(int(size)), questions.question()

    def ask() -> bytes:
        total = pd.Series(0.0, table.index)
        for wish in question.wishes:
            total += 100 * wish.weight * _degree(wish, table)
        told = total.clip(0, 100).round().astype(np.uint8).to_numpy(copy=True)
        for nth, limit in reversed(list(enumerate(question.limits))):
            told[_fails(limit, table).to_numpy()] = 101 + nth
        return told.tobytes()

    return _timed_bytes(ask)


def together(size: str) -> Outcome:
    """97 briefs in one pass."""
    packed, asked = match.pack(questions.table(int(size))), questions.questions(97)

    def ask() -> tuple[list[int], list[int], Floats]:
        found = match.many(packed, asked, questions.KEPT)
        return [row for one in found for row in one.rows.tolist()], [], np.empty(0)

    return _timed(ask, runs=3)


def apart(size: str) -> Outcome:
    """97 briefs one after another."""
    packed, asked = match.pack(questions.table(int(size))), questions.questions(97)

    def ask() -> tuple[list[int], list[int], Floats]:
        found = [match.top(packed, one) for one in asked]
        return [row for one in found for row in one.rows.tolist()], [], np.empty(0)

    return _timed(ask, runs=3)


def _timed(ask: Callable[[], tuple[list[int], list[int], Floats]], runs: int = RUNS) -> Outcome:
    """The median of some runs after a first that does not count; the answer as a checksum."""
    rows, counts, parts = ask()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - begun)
    said = f"{rows} {counts} {np.round(parts, ROUND).tolist()}"
    return {
        "s": round(statistics.median(taken), 6),
        "found": hashlib.sha256(said.encode()).hexdigest() if rows else "",
    }


def _timed_bytes(ask: Callable[[], bytes]) -> Outcome:
    told = [b""]

    def asked() -> tuple[list[int], list[int], Floats]:
        told[0] = ask()
        return [], [], np.empty(0)

    return {**_timed(asked), "found": hashlib.sha256(told[0]).hexdigest()}


def _fails(limit: Limit, table: pd.DataFrame) -> pd.Series:
    values = table[limit.column]
    if limit.op == "one_of":
        return ~values.isin(limit.words)
    if limit.op == "has_all":
        return (values & 1) == 0
    return values > limit.number if limit.op == "max" else values < limit.number


def _degree(wish: Wish, table: pd.DataFrame) -> pd.Series:
    xs, ys = zip(*wish.curve.points, strict=True)
    values = table[wish.measure]
    return pd.Series(np.interp(values, xs, ys), values.index).where(values.notna(), wish.missing)


def _load(database: psycopg.Connection[tuple[object, ...]], table: pd.DataFrame) -> None:
    kinds = {"area_mu": "float8", "use_code": "text", "status": "text", "utilities": "int4"}
    columns = ", ".join(f"{name} {kinds.get(name, 'float4')}" for name in table.columns)
    database.execute(f"CREATE TABLE parcels (id int4, {columns})")
    text = io.StringIO()
    table.to_csv(text, header=False)
    with database.cursor() as cursor, cursor.copy("COPY parcels FROM STDIN (FORMAT csv, NULL '')") as copy:
        copy.write(text.getvalue())
    database.execute("VACUUM ANALYZE parcels")


def _sql(question: Question) -> tuple[str, str]:
    fails = [_sql_fails(limit) for limit in question.limits]
    parts = [_sql_degree(wish) for wish in question.wishes]
    pairs = zip(question.wishes, parts, strict=True)
    total = " + ".join(f"{100 * wish.weight!r} * ({part})" for wish, part in pairs)
    passing = " AND ".join(f"NOT coalesce({fail}, false)" for fail in fails)
    listed = ", ".join(parts)
    order = f"ORDER BY 2 DESC, 1 LIMIT {questions.KEPT}"
    best = f"SELECT id, {total} AS score, {listed} FROM parcels WHERE {passing} {order}"
    counts = ", ".join(f"count(*) FILTER (WHERE {fail})" for fail in fails)
    return best, f"SELECT {counts} FROM parcels"


def _sql_fails(limit: Limit) -> str:
    if limit.op == "one_of":
        words = ", ".join(f"'{word}'" for word in limit.words)
        return f"{limit.column} NOT IN ({words})"
    if limit.op == "has_all":
        return f"({limit.column} & 1) = 0"
    return f"{limit.column} {'>' if limit.op == 'max' else '<'} {limit.number}"


def _sql_degree(wish: Wish) -> str:
    (a, full), (b, middle), (c, none) = wish.curve.points
    value = f"{wish.measure}::float8"
    return (
        f"CASE WHEN {wish.measure} IS NULL THEN {wish.missing} WHEN {value} <= {a} THEN {full}"
        f" WHEN {value} < {b} THEN {full} + ({middle} - {full}) / ({b} - {a}) * ({value} - {a})"
        f" WHEN {value} < {c} THEN {middle} + ({none} - {middle}) / ({c} - {b}) * ({value} - {b})"
        f" ELSE {none} END"
    )
