"""A table read cell by cell: whoever explains twenty rows of a million asks for single values."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from geo.criteria.limits import exact

# where the ids of the rows are kept, beside the columns
IDS = "\0"


class Cells:
    """A table's cells by position; each column is laid out when it is first asked for, then kept.

    Examples:
        >>> whole = Cells(pd.DataFrame({"use": ["0901", "1001"]}, index=["a", "b"]))
        >>> some = whole.take([1])
        >>> some.at(0, "use"), some.label(0), len(some), some.frame.index.tolist()
        ('1001', 'b', 1, ['b'])
    """

    __slots__ = ("_columns", "_frame", "_rows", "_told")

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame
        self._columns: dict[str, NDArray[Any]] = {}
        self._rows: list[int] | None = None
        self._told: dict[str, list[float | str | None]] = {}

    def __len__(self) -> int:
        """Rows."""
        return len(self._frame) if self._rows is None else len(self._rows)

    @property
    def frame(self) -> pd.DataFrame:
        """The table itself."""
        return self._frame if self._rows is None else self._frame.iloc[self._rows]

    def take(self, rows: ArrayLike) -> Cells:
        """Some rows in another order; the columns that were laid out are shared."""
        some = Cells.__new__(Cells)
        some._frame, some._columns = self._frame, self._columns  # noqa: SLF001
        picked = np.asarray(rows, np.intp)
        own = picked if self._rows is None else np.asarray(self._rows, np.intp)[picked]
        some._rows, some._told = own.tolist(), {}  # noqa: SLF001
        return some

    def with_column(self, frame: pd.DataFrame, name: str) -> Cells:
        """The cells of a table that differs in one column; the others are shared. For a whole table."""
        other = Cells(frame)
        # a copy in one step: others may be laying out columns at this moment
        other._columns = self._columns.copy()
        other._columns.pop(name, None)
        return other

    def at(self, row: int, column: str) -> Any:
        """One value; a category as its word, a date as numpy has it."""
        found = self._columns.get(column)
        if found is None:
            found = self._columns[column] = self._frame[column].to_numpy()
        return found[row if self._rows is None else self._rows[row]]

    def told(self, row: int, column: str) -> float | str | None:
        """One value as a document has it; None for no data."""
        if self._rows is None:
            return _told(np.asarray(self.at(row, column))[None])[0]
        found = self._told.get(column)
        if found is None:
            self.at(0, column)
            found = self._told[column] = _told(self._columns[column][self._rows])
        return found[row]

    def label(self, row: int) -> str:
        """The parcel id of a row."""
        if IDS not in self._columns:
            self._columns[IDS] = self._frame.index.to_numpy()
        return str(self._columns[IDS][row if self._rows is None else self._rows[row]])


def _told(values: NDArray[Any]) -> list[float | str | None]:
    """Each number as the shortest decimal that reads back as it; other values as words."""
    if values.dtype == np.float32 and not np.isinf(values).any():
        told: list[float | str | None] = orjson.loads(orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY))
        return told
    # None, or what is not even itself: NaN and NaT
    return [None if one is None or one != one else _plain(one) for one in values]  # noqa: PLR0124


def _plain(one: Any) -> float | str:
    return exact(one) if isinstance(one, int | float | np.number) else str(one)
