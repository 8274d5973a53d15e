"""Answers kept for replay before anybody reads them: those that come together share a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from geo.store.base import Store


@dataclass(slots=True, eq=False)
class _Told:
    """An answer on its way into the store."""

    row: tuple[str, int, str, bytes]
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
        """How many answers nobody writes yet."""
        with self._joining:
            return len(self._waiting)

    def keep(self, answer_id: str, version: int, question: str, document: bytes) -> None:
        """Return when the answer is in the store.

        Raises:
            DiskFull: there was no room.
        """
        own = _Told((answer_id, version, question, document))
        with self._joining:
            self._waiting.append(own)
        with self._writing:
            if not own.is_kept:
                self._keep_with_all_that_wait(own)

    def _keep_with_all_that_wait(self, own: _Told) -> None:
        with self._joining:
            together, self._waiting = self._waiting, []
        try:
            self._store.remember_all(self._plan_id, [one.row for one in together])
            for one in together:
                one.is_kept = True
        finally:
            if not own.is_kept:
                # each of the others tries for itself, and is told for itself
                with self._joining:
                    self._waiting += [one for one in together if one is not own]
