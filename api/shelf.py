"""Documents made once and kept while they are asked for: a bounded shelf, shared by all threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Shelf:
    """At most ``size`` documents by key; the one unasked for longest makes room.

    Examples:
        >>> shelf = Shelf(size=1)
        >>> shelf.get("a", lambda: b"1"), shelf.get("a", lambda: b"2"), shelf.get("b", lambda: b"3")
        (b'1', b'1', b'3')
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The document of a key, made now if it is not there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return made
