"""Long work on many rows: memory is kept between steps, and nobody looks for cycles that rows never form."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock

# What glibc calls its settings (malloc.h). Once any is set it no longer adjusts itself to large blocks, so
# that what it is given back is where that would have ended.
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD, _MMAP_MAX = -1, -2, -3, -4
_USUAL = (
    (_MMAP_MAX, 65_536),
    (_MMAP_THRESHOLD, 32 * 2**20),
    (_TRIM_THRESHOLD, 64 * 2**20),
    (_TOP_PAD, 128 * 2**10),
)
_KEEPING = ((_MMAP_MAX, 0), (_TRIM_THRESHOLD, 2**31 - 1), (_TOP_PAD, 256 * 2**20))

_LOCK = Lock()
_under_way, _looked = 0, True


@contextmanager
def steady() -> Iterator[None]:
    """Hold on to memory until the work is done, then give it back; may be nested, and asked by threads.

    Large columns come and go with every step. Each would be mapped and cleared anew by the system, which
    costs a tenth of an import; where the C library is another than glibc, it does as it always does.
    """
    _begin()
    try:
        yield
    finally:
        _end()


def _begin() -> None:
    global _under_way, _looked  # noqa: PLW0603 (one heap, however many works)
    with _LOCK:
        _under_way += 1
        if _under_way == 1:
            _looked = gc.isenabled()
            gc.disable()
            _set(_KEEPING)


def _end() -> None:
    global _under_way  # noqa: PLW0603 (as above)
    with _LOCK:
        _under_way -= 1
        if _under_way == 0:
            if _looked:
                gc.enable()
            _set(_USUAL)


def _set(settings: tuple[tuple[int, int], ...]) -> None:
    with suppress(AttributeError, OSError, TypeError):
        libc = ctypes.CDLL(None)
        for name, value in settings:
            libc.mallopt(name, value)
        if settings is _USUAL:
            libc.malloc_trim(0)
