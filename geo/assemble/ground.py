"""The ground of a search: parcels that may join, ranked, and the boundaries that join them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from geo import match
from geo.assemble.fabric import Fabric
from geo.errors import BadBrief
from geo.model import AssemblyAsk, Question, Wish
from geo.units import mu_from_m2

# limits of the whole, not of a member
OF_THE_WHOLE = frozenset({"area_mu", "area_m2"})
AREA_WISH = "area_mu"
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ground:
    """Candidates as nodes, ranked by falling points, ties in table order.

    ``rows`` are positions in the table; ``failed`` the bits of the limits that a tolerated node
    fails; ``points`` what the wishes but area give it (0 … 100 · their weight). ``start``/``other``/
    ``shared_m`` are the CSR of joins.
    """

    question: Question
    ask: AssemblyAsk
    considered: int
    rows: Ints
    failed: NDArray[np.uint64]
    area_mu: Floats
    points: Floats
    perimeter_m: Floats
    holder: Ints
    start: Ints
    other: Ints
    shared_m: Floats
    window_mu: tuple[float, float]

    def __len__(self) -> int:
        """Candidates."""
        return len(self.rows)

    def components(self) -> Ints:
        """Number of the connected piece that each node belongs to."""
        count = len(self.rows)
        graph = csr_matrix((np.ones(len(self.other), bool), self.other, self.start), shape=(count, count))
        return connected_components(graph, directed=False)[1].astype(np.int64)


def ground(
    packed: match.Packed,
    table: pd.DataFrame,
    question: Question,
    woven: Fabric,
    ask: AssemblyAsk,
) -> Ground:
    """Lay out the search.

    Args:
        packed: The columns of ``table``.
        table: Feature table of the version, with ``held``.
        question: Compiled brief; its limits on area bind the whole, all others every member.
        woven: Who adjoins whom, for the rows of ``table``.
        ask: What is asked beside the brief.

    Raises:
        BadBrief: the ask contradicts itself.
        UnknownName: a limit or wish looks at a column that the table does not have.
    """
    check(ask)
    low, high = window(question)
    of_members = sum(
        1 << bit for bit, limit in enumerate(question.limits) if limit.column not in OF_THE_WHOLE
    )
    firm = sum(1 << bit for bit, limit in enumerate(question.limits) if limit.firm)
    failed = match.failed_bits(packed, question) & np.uint64(of_members)
    area = table["area_mu"].to_numpy(np.float64)
    open_to_talk = (failed & np.uint64(firm)) == 0 if ask.tolerate else failed == 0
    rows = np.flatnonzero(open_to_talk & (area <= high) & (area > 0))
    points = _points(packed, rows, question)
    order = np.lexsort((rows, -points))
    rows, points = rows[order], points[order]
    start, other, shared = _joins(rows, len(table), woven, ask.min_shared_m)
    return Ground(
        question, ask, len(table), rows, failed[rows], area[rows], points, woven.perimeter_m[rows],
        woven.holder[rows], start, other, shared, (low, high),
    )  # fmt: skip


def check(ask: AssemblyAsk) -> None:
    """Refuse what cannot be asked.

    Raises:
        BadBrief: naming the field.
    """
    most = 12
    rules = {
        "least": (1 <= ask.least <= ask.most, "须在 1 与 most 之间。", "must lie between 1 and most."),
        "most": (1 <= ask.most <= most, f"须在 1 与 {most} 之间。", f"must lie between 1 and {most}."),
        "k": (ask.k >= 1, "至少为 1。", "at least 1."),
        "overlap": (0 <= ask.overlap <= 1, "须在 0 与 1 之间。", "must lie between 0 and 1."),
        "min_shared_m": (ask.min_shared_m > 0, "须大于 0 米。", "must exceed 0 m."),
        "tolerate": (0 <= ask.tolerate <= ask.most, "须在 0 与 most 之间。", "must lie between 0 and most."),
        "shape_weight": (0 <= ask.shape_weight < 1, "须在 0 与 1 之间。", "must lie in [0, 1)."),
        "holders_weight": (
            ask.holders_weight >= 0 and ask.shape_weight + ask.holders_weight < 1,
            "与 shape_weight 之和须小于 1。",
            "together with shape_weight must stay below 1.",
        ),
        "effort": (ask.effort >= 1, "至少为 1。", "at least 1."),
    }
    for name, (is_good, said, said_en) in rules.items():
        if not is_good:
            raise BadBrief(f"assembly.{name}", getattr(ask, name), said, said_en)


def is_of_the_whole(wish: Wish) -> bool:
    """Whether a wish is judged on the whole: its area, by a curve."""
    return wish.measure == AREA_WISH and not wish.terms and bool(wish.curve.points)


def window(question: Question) -> tuple[float, float]:
    """Least and most area of the whole [亩] by the question's limits."""
    low, high = 0.0, np.inf
    for limit in question.limits:
        if limit.column in OF_THE_WHOLE and limit.op in {"min", "max"}:
            mu = limit.number if limit.column == "area_mu" else mu_from_m2(limit.number)
            low, high = (max(low, mu), high) if limit.op == "min" else (low, min(high, mu))
    return low, float(high)


def _points(packed: match.Packed, rows: Ints, question: Question) -> Floats:
    satisfaction = match.parts(packed, question, rows)
    total = np.zeros(len(rows))
    for at, wish in enumerate(question.wishes):
        if not is_of_the_whole(wish):
            total += match.points(1.0, wish.weight) * satisfaction[:, at]
    return total


def _joins(rows: Ints, count: int, woven: Fabric, least_m: float) -> tuple[Ints, Ints, Floats]:
    node = np.full(count, -1, np.int64)
    node[rows] = np.arange(len(rows))
    a, b = node[woven.i], node[woven.j]
    # the borders of rejected parcels go first: they are most of them
    kept = (a >= 0) & (b >= 0)
    a, b, shared = a[kept], b[kept], woven.free_m[kept]
    wide = shared >= least_m
    a, b, shared = a[wide], b[wide], shared[wide]
    both = (np.concatenate([a, b]), np.concatenate([b, a]))
    graph = coo_matrix((np.concatenate([shared, shared]), both), shape=(len(rows), len(rows))).tocsr()
    graph.sort_indices()
    return graph.indptr.astype(np.int64), graph.indices.astype(np.int64), graph.data
