"""Where briefs wait: those that came first are answered first, and those that wait are answered together."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Generic, TypeVar

# so many at most: whoever comes next must not wait long for them
MOST_TOGETHER = 4

Given = TypeVar("Given")
Told = TypeVar("Told")
Clerk = Callable[[Sequence[Given]], Sequence[Told]]


@dataclass(frozen=True, slots=True, eq=False)
class _Asked(Generic[Given, Told]):
    """A brief, and where its answer is awaited."""

    given: Given
    told: asyncio.Future[Told]


class Counter(Generic[Given, Told]):
    """Answers what is asked from any event loop, in a thread for each clerk.

    Args:
        clerks: Each answers several at once, in their order; where one fails, each is asked alone. The
            first is asked where all are free.
    """

    def __init__(self, *clerks: Clerk[Given, Told]) -> None:
        self._waiting: deque[_Asked[Given, Told]] = deque()
        self._free = list(reversed(clerks))
        self._threads = ThreadPoolExecutor(len(clerks), thread_name_prefix="counter")
        self._lock = Lock()

    async def ask(self, given: Given) -> Told:
        """The answer; what answering it raises is raised here."""
        asked: _Asked[Given, Told] = _Asked(given, asyncio.get_running_loop().create_future())
        with self._lock:
            self._waiting.append(asked)
            if self._free:
                self._threads.submit(self._work, self._free.pop())
        return await asked.told

    def _work(self, clerk: Clerk[Given, Told]) -> None:
        """Answer until nobody waits."""
        while True:
            with self._lock:
                together = [self._waiting.popleft() for _ in range(min(MOST_TOGETHER, len(self._waiting)))]
                if not together:
                    self._free.append(clerk)
                    return
            self._serve(clerk, together)

    def _serve(self, clerk: Clerk[Given, Told], together: Sequence[_Asked[Given, Told]]) -> None:
        try:
            told = clerk([one.given for one in together])
        except Exception as failed:  # noqa: BLE001 (told to whoever asked)
            if len(together) == 1:
                _call(together, partial(_fail, together[0].told, failed))
                return
            for one in together:
                self._serve(clerk, [one])
        else:
            _call(together, partial(_tell, together, told))


def _call(together: Sequence[_Asked[Given, Told]], done: Callable[[], None]) -> None:
    """Have an answer handed over where it is awaited; once for all that are awaited there."""
    for loop in dict.fromkeys(one.told.get_loop() for one in together):
        with suppress(RuntimeError):  # the loop went down meanwhile: nobody waits there
            loop.call_soon_threadsafe(done)


def _tell(together: Sequence[_Asked[Given, Told]], told: Sequence[Told]) -> None:
    here = asyncio.get_running_loop()
    for asked, answer in zip(together, told, strict=True):
        if asked.told.get_loop() is here and not asked.told.done():
            asked.told.set_result(answer)


def _fail(asked: asyncio.Future[Told], failed: Exception) -> None:
    if not asked.done():
        asked.set_exception(failed)
