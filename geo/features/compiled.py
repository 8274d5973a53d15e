"""Loops compiled by numba: the decorator that survives read-only installs, and rows on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from threading import Lock
from typing import Any, TypeVar, cast

import numba
import numpy as np

Loop = TypeVar("Loop", bound=Callable[..., Any])
Result = TypeVar("Result")
_ALONE = Lock()

# Below this many rows a second thread costs more than it brings.
ROWS_PER_THREAD = 20_000


def compiled(loop: Loop) -> Loop:
    """Compile a loop at its first call; keep the machine code on disk where it can be written.

    numba looks for ``NUMBA_CACHE_DIR``, then ``__pycache__`` beside the source, then the user's cache
    folder, and refuses to load the module when it may write to none of them. Then the loop is
    compiled anew in every process (some seconds once), and nothing else changes.
    """
    try:
        made = numba.njit(cache=True, nogil=True, error_model="numpy")(loop)
        # the code is compiled by then: a disk that is full is told where land is written, not here
        cache = made._cache  # type: ignore[attr-defined]  # noqa: SLF001 (numba has no other door)
        cache.save_overload = _tried(cache.save_overload)
    except RuntimeError:  # numba: no place to cache
        made = numba.njit(nogil=True, error_model="numpy")(loop)
    return cast("Loop", made)


def _tried(save: Callable[..., None]) -> Callable[..., None]:
    """The same, but what the disk refuses is left out."""

    def saved(*given: object) -> None:
        with suppress(OSError):
            save(*given)

    return saved


def over_rows(
    loop: Callable[..., Result], rows: int, *arrays: object, rows_per_thread: int = ROWS_PER_THREAD
) -> list[Result]:
    """Call ``loop(*arrays, first, last)`` so that every row of 0..rows is done once, on all cores.

    The loop must write only to its own rows, so that the outcome does not depend on the cut. Named
    tuples go in as plain ones: numba's cache must not depend on where a class lives.

    Returns:
        What the calls returned, in the order of the rows.
    """
    arrays = tuple(tuple(one) if isinstance(one, tuple) else one for one in arrays)
    workers = max(1, min(cores(), rows // rows_per_thread))
    # a second question at the same time has its core in the thread that asks
    if workers == 1 or not _ALONE.acquire(blocking=False):
        return [loop(*arrays, np.int64(0), np.int64(rows))]
    try:
        cuts = np.linspace(0, rows, 4 * workers + 1).astype(np.int64)
        # no rows first, so that two threads never compile the same loop
        loop(*arrays, cuts[0], cuts[0])
        return list(_pool().map(lambda k: loop(*arrays, cuts[k], cuts[k + 1]), range(len(cuts) - 1)))
    finally:
        _ALONE.release()


@cache
def _pool() -> ThreadPoolExecutor:
    """Threads for slices of rows, started once."""
    return ThreadPoolExecutor(cores(), thread_name_prefix="rows")


def _forked() -> None:
    """A forked process has none of its parent's threads, and its locks as they stood."""
    global _ALONE  # noqa: PLW0603 (the lock of the parent may be taken for ever)
    _ALONE = Lock()
    _pool.cache_clear()


os.register_at_fork(after_in_child=_forked)


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
