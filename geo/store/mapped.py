"""A large table's columns in a file: memory has those that questions look at, the others are read again."""

from __future__ import annotations

import mmap
import os
import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.match import Packed, codes_of, pack

# rows from which it is worth a file
MANY = 50_000
# what the columns last asked for may take of memory [B per row]; with days and holds beside them 120
MOST_BYTES = 112
# memory is often what /tmp is made of
_ROOMY = Path("/var/tmp")  # noqa: S108 (a file without a name)
Values = NDArray[Any]


class Mapped:
    """A table whose numbers, dates, bits and codes of words lie in a file without a name.

    The values are where they always are for whoever reads them: the system fetches what is not in memory.
    ``table`` is the same table, read-only.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        """Write the columns; OSError where there is no room."""
        self._rows = len(table)
        self._asked: OrderedDict[str, int] = OrderedDict()
        self._lock = Lock()
        self._place: dict[str, int] = {}
        values = dict(_numbers(table))
        self._width = {name: one.itemsize for name, one in values.items()}
        with tempfile.TemporaryFile(dir=_folder()) as file:
            for name, one in values.items():
                self._place[name] = _written(file, one)
            _filled(file)
            file.flush()
            self._file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        laid = {name: self._laid(table[name], one.dtype) for name, one in values.items()}
        columns = {name: laid.get(name, table[name]) for name in map(str, table.columns)}
        self.table = pd.DataFrame(columns, table.index, copy=False)

    def ask(self, name: str) -> None:
        """Note that a column is looked at; the memory of those not asked for longest is given back."""
        with self._lock:
            if name in self._asked:
                self._asked.move_to_end(name)
            if name in self._asked or name not in self._place:
                return
            self._asked[name] = self._width[name]
            is_full = False
            while sum(self._asked.values()) > MOST_BYTES and len(self._asked) > 1:
                self._asked.popitem(last=False)
                is_full = True
            for other in self._place.keys() - self._asked.keys() if is_full else ():
                # still to be read at the same place: from the file
                self._file.madvise(mmap.MADV_DONTNEED, self._place[other], self._width[other] * self._rows)

    def _laid(self, column: pd.Series, dtype: np.dtype[Any]) -> pd.Series:
        values: Any = np.frombuffer(self._file, dtype, self._rows, self._place[str(column.name)])
        if isinstance(column.dtype, pd.CategoricalDtype):
            values = pd.Categorical.from_codes(values, dtype=column.dtype, validate=False)
        return pd.Series(values, column.index, copy=False)


def keep(table: pd.DataFrame) -> Packed:
    """Lay out a table that stays: as ``match.pack``, but the columns of a large one go to a file.

    Questions then hold ``MOST_BYTES`` per row in memory, whatever they look at.
    """
    if len(table) < MANY:
        return pack(table)
    try:
        mapped = Mapped(table)
    except OSError:  # no room for a file
        return pack(table)
    return replace(pack(mapped.table), note=mapped.ask)


def _numbers(table: pd.DataFrame) -> Iterator[tuple[str, Values]]:
    for name in map(str, table.columns):
        if isinstance(table[name].dtype, np.dtype | pd.CategoricalDtype):
            values = codes_of(table[name])
            if values.dtype.kind in "biufM":
                yield name, values


def _written(file: BinaryIO, values: Values) -> int:
    """Write a column from the next page on; where that is."""
    _filled(file)
    place = file.tell()
    file.write(np.ascontiguousarray(values).view(np.uint8).data)
    return place


def _filled(file: BinaryIO) -> None:
    """Go on to the next page."""
    file.write(bytes(-file.tell() % mmap.PAGESIZE))


def _folder() -> str | None:
    is_told = any(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    return None if is_told or not os.access(_ROOMY, os.W_OK) else str(_ROOMY)
