"""Briefs that wait are answered together, in the order they came, and one that fails harms no other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import chain
from threading import Event, Semaphore

import pytest

from api.counter import MOST_TOGETHER, Counter
from tests.loops import run

AT_ONCE = 2


class Clerk:
    """Answers a number with its double, an odd one alone with an error; waits until the door is open."""

    def __init__(self) -> None:
        self.lots: list[list[int]] = []
        self.begun, self.open = Semaphore(0), Event()

    def __call__(self, given: Sequence[int]) -> list[int]:
        self.lots.append(list(given))
        self.begun.release()
        self.open.wait(60)
        for one in given:
            if one % 2:
                raise ValueError(one)
        return [2 * one for one in given]


async def _ask_all(counter: Counter[int, int], clerk: Clerk, numbers: Sequence[int]) -> list[object]:
    asked = []
    for at, number in enumerate(numbers):
        asked.append(asyncio.ensure_future(counter.ask(number)))
        # the first keep the clerks busy, each with one; whoever comes then has to wait
        if at < AT_ONCE:
            await asyncio.to_thread(clerk.begun.acquire)
    await asyncio.sleep(0)
    clerk.open.set()
    return await asyncio.gather(*asked, return_exceptions=True)


def test_those_that_wait_are_answered_together_and_the_first_first():
    clerk = Clerk()
    numbers = list(range(0, 2 * (AT_ONCE + MOST_TOGETHER + 3), 2))

    told = run(_ask_all(Counter(*[clerk] * AT_ONCE), clerk, numbers))

    assert told == [2 * one for one in numbers]
    assert sorted(clerk.lots[:AT_ONCE]) == [[one] for one in numbers[:AT_ONCE]]
    assert sorted(map(len, clerk.lots[AT_ONCE:])) == [3, MOST_TOGETHER]
    assert list(chain.from_iterable(sorted(clerk.lots))) == numbers


def test_one_that_fails_is_told_so_and_the_others_are_answered():
    clerk = Clerk()

    told = run(_ask_all(Counter(*[clerk] * AT_ONCE), clerk, [0, 2, 4, 5, 6]))

    assert [one for one in told if isinstance(one, int)] == [0, 4, 8, 12]
    assert [one.args for one in told if isinstance(one, ValueError)] == [(5,)]


def test_who_went_away_keeps_nobody_else_from_an_answer():
    clerk = Clerk()
    counter = Counter(*[clerk] * AT_ONCE)

    async def story() -> int:
        gone = [asyncio.ensure_future(counter.ask(number)) for number in (0, 2, 4, 1)]
        await asyncio.sleep(0)
        for one in gone:
            one.cancel()
        clerk.open.set()
        return await counter.ask(6)

    assert run(story()) == 12


def test_a_later_event_loop_is_answered_too():
    clerk = Clerk()
    clerk.open.set()
    counter = Counter(*[clerk] * AT_ONCE)

    assert [run(counter.ask(one)) for one in (2, 4)] == [4, 8]
    with pytest.raises(ValueError, match="7"):
        run(counter.ask(7))
