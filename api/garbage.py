"""When Python looks for garbage: what a service has open stays, and is not looked through again and again."""

from __future__ import annotations

import gc

# An answer makes a thousand objects and leaves none behind. Looking after every 700, as Python does unless
# told, made one request in a hundred wait half as long again.
NEW_OBJECTS = 20_000
_AT_FIRST = gc.get_threshold()


def settle() -> None:
    """What is there now stays: half a million objects of libraries and land take a tenth of a second."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *_AT_FIRST[1:])


def unsettle() -> None:
    """Look as Python does."""
    gc.set_threshold(*_AT_FIRST)
    gc.unfreeze()
