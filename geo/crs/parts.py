"""Work on many rows shared out among threads: the libraries leave the interpreter free."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

# rows of a part: fewer are not worth a thread
PART = 16_384
THREADS = min(4, os.cpu_count() or 1)


def by_parts(work: Callable[[NDArray[Any]], NDArray[Any]], rows: NDArray[Any]) -> NDArray[Any]:
    """What ``work`` gives for all rows, done part by part.

    Args:
        work: Gives one row for each, whatever its neighbours are.
        rows: Shapes or coordinates, few or many.

    Examples:
        >>> by_parts(lambda some: some + some, np.array(["a"] * (PART + 1), dtype=object))[-1]
        'aa'
    """
    if len(rows) <= PART:
        return work(rows)
    parts = [rows[start : start + PART] for start in range(0, len(rows), PART)]
    with ThreadPoolExecutor(THREADS) as pool:
        return np.concatenate(list(pool.map(work, parts)))
