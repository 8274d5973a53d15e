"""Answers kept for replay before anybody reads them: those that come together share a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from geo.store.base import Store

# id, version, question, document
Row = tuple[str, int, str, bytes]


@dataclass(slots=True, eq=False)
class _Told:
    """Answers of one asker on their way into the store."""

    rows: Sequence[Row]
    is_kept: bool = False


class Keeper:
    """One for each store; may be called from any thread.

    Whoever gets to write writes for all that wait: a disk that takes a hundred transactions in a second
    keeps the answers of a thousand requests.
    """

    def __init__(self, store: Store, plan_id: str) -> None:
        self._store, self._plan_id = store, plan_id
        self._waiting: list[_Told] = []
        self._joining, self._writing = Lock(), Lock()

    @property
    def waiting(self) -> int:
        """How many askers' answers nobody writes yet."""
        with self._joining:
            return len(self._waiting)

    def keep(self, rows: Sequence[Row]) -> None:
        """Return when all answers are in the store.

        Raises:
            DiskFull: there was no room for any of them.
        """
        own = _Told(rows)
        with self._joining:
            self._waiting.append(own)
        with self._writing:
            if not own.is_kept:
                self._keep_with_all_that_wait(own)

    def _keep_with_all_that_wait(self, own: _Told) -> None:
        with self._joining:
            together, self._waiting = self._waiting, []
        try:
            self._store.remember_all(self._plan_id, [row for one in together for row in one.rows])
            for one in together:
                one.is_kept = True
        finally:
            if not own.is_kept:
                # each of the others tries for itself, and is told for itself
                with self._joining:
                    self._waiting += [one for one in together if one is not own]
