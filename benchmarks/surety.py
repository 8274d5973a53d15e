"""Ten thousand weight vectors: who comes first how often, by us and by a matrix product and argpartition."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.apart import Outcome
from geo import robust

VECTORS, WISHES, KEPT = 10_000, 12, 10
# vectors that the obvious way ranks at once: all at once would need gigabytes
AT_ONCE = 500


def ours(size: str) -> Outcome:
    """The compiled count."""
    rows, vectors = _made(int(size))
    robust.acceptability(rows[:50], vectors[:50], KEPT)
    begun = time.perf_counter()
    found = robust.acceptability(rows, vectors, KEPT)
    return {"s": round(time.perf_counter() - begun, 4), "top": np.round(found.top * VECTORS).sum()}


def obvious(size: str) -> Outcome:
    """A matrix product, argpartition and a sort of the first, in bites that fit the memory."""
    rows, vectors = _made(int(size))
    begun = time.perf_counter()
    counts = np.zeros(len(rows))
    for low in range(0, VECTORS, AT_ONCE):
        scores = rows @ vectors[low : low + AT_ONCE].T
        top = np.argpartition(-scores, KEPT, axis=0)[:KEPT]
        counts += np.bincount(top.ravel(), minlength=len(rows))
    taken = time.perf_counter() - begun
    same = np.abs(counts - np.round(robust.acceptability(rows, vectors, KEPT).top * VECTORS)).sum()
    return {"s": round(taken, 4), "top": counts.sum(), "differs": float(same)}


def _made(size: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    weights = rng.random(WISHES)
    weights /= weights.sum()
    return rng.random((size, WISHES)), robust.around(weights.tolist(), VECTORS, certainty=50)
