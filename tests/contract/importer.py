"""A process that bears importers for the tests that kill them: ``python -m tests.contract.importer ADDRESS``.

Each line it reads makes it fork an importer, so that thirty of them need not load Python thirty times. An
importer says ``importer`` and its process id, then ``version`` and the number of every version that the
store has acknowledged.
"""

from __future__ import annotations

import itertools
import os
import sys

from tests.contract.land import PLAN, at, change, commit_change, commit_land, land


def work(address):
    """Import for ever: a whole bank, then a change to it, then the next."""
    say("importer", os.getpid())
    store = at(address)
    for turn in itertools.count():
        number = commit_land(store, land(*[f"P{turn}-{i:03}" for i in range(800)]), pairs=None).number
        say("version", number)
        parcels = store.parcels(PLAN, number)
        altered = parcels.iloc[:9].assign(use_code="0601")
        say("version", commit_change(store, change(parcels.iloc[:9], altered, number)).number)


def say(what, number):
    """One line to whoever listens."""
    sys.stdout.write(f"{what} {number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    for _ in sys.stdin:
        if os.fork() == 0:
            work(sys.argv[1])
        os.wait()
