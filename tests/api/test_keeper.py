"""Answers that come together are all kept, and one that cannot be kept harms no other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep

from api.keeper import Keeper
from geo.errors import DiskFull


class Shelf:
    """A store in memory, slow enough that others join; the first transaction fails when it is told to."""

    def __init__(self, *, fails: bool = False) -> None:
        self.kept: dict[str, bytes] = {}
        self.transactions, self.fails = 0, fails
        self.begun, self.open = Event(), Event()

    def remember_all(self, _plan, told):
        self.begun.set()
        self.open.wait(60)
        self.transactions += 1
        if self.fails and self.transactions == 1:
            raise DiskFull("shelf")
        self.kept |= {one[0]: one[3] for one in told}


def test_answers_that_come_while_one_is_written_share_the_next_transaction():
    shelf = Shelf()
    keeper = Keeper(shelf, "plan")

    def tell(at):
        keeper.keep([(f"a{at}", 1, "{}", b"%d" % at)])
        return f"a{at}" in shelf.kept

    with ThreadPoolExecutor(12) as people:
        first = people.submit(tell, 0)
        assert shelf.begun.wait(60)
        others = [people.submit(tell, at) for at in range(1, 12)]
        end = monotonic() + 60
        while keeper.waiting < len(others) and monotonic() < end:
            sleep(0.001)
        shelf.open.set()
        told = [one.result(60) for one in (first, *others)]

    assert all(told), "whoever returned is in the store"
    assert len(shelf.kept) == 12
    assert shelf.transactions == 2


def test_a_full_disk_is_told_to_one_and_the_others_try_again():
    shelf = Shelf(fails=True)
    keeper = Keeper(shelf, "plan")
    with ThreadPoolExecutor(4) as people:
        told = [people.submit(keeper.keep, [(f"a{at}", 1, "{}", b"x")]) for at in range(4)]
        shelf.open.set()

        failed = [one.exception(60) for one in told]

    assert sum(isinstance(one, DiskFull) for one in failed) == 1
    assert len(shelf.kept) == 3


def test_answers_of_one_asker_are_one_transaction():
    shelf = Shelf()
    shelf.open.set()

    Keeper(shelf, "plan").keep([("a", 1, "{}", b"x"), ("b", 1, "{}", b"y")])

    assert (shelf.kept, shelf.transactions) == ({"a": b"x", "b": b"y"}, 1)


def test_an_answer_alone_is_kept_at_once():
    shelf = Shelf()
    shelf.open.set()

    Keeper(shelf, "plan").keep([("a", 1, "{}", b"x")])

    assert shelf.kept == {"a": b"x"}
