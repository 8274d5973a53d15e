"""A table read cell by cell: whoever explains twenty rows of a million asks for single values."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from geo.criteria.limits import exact
from geo.match.packed import codes_of

# values, and the words that codes stand for
Laid = tuple[NDArray[Any], NDArray[Any] | None]
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

    __slots__ = ("_columns", "_frame", "_picked", "_rows", "_told")

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame
        self._columns: dict[str, Laid] = {}
        self._rows: list[int] | None = None
        self._picked: dict[str, list[Any]] = {}
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
        some._rows, some._picked, some._told = own.tolist(), {}, {}  # noqa: SLF001
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
        if self._rows is not None:
            return (self._picked.get(column) or self._pick(column))[row]
        values, words = self._columns.get(column) or self._laid(column)
        one = values[row]
        return one if words is None else words[one]

    def told(self, row: int, column: str) -> float | str | None:
        """One value as a document has it; None for no data."""
        if self._rows is None:
            return _told(np.asarray(self.at(row, column))[None])[0]
        found = self._told.get(column)
        if found is None:
            found = self._told[column] = _told(self._some(column))
        return found[row]

    def label(self, row: int) -> str:
        """The parcel id of a row."""
        if IDS not in self._columns:
            self._columns[IDS] = self._frame.index.to_numpy(), None
        return str(self._columns[IDS][0][row if self._rows is None else self._rows[row]])

    def _pick(self, column: str) -> list[Any]:
        found = self._picked[column] = list(self._some(column))
        return found

    def _some(self, column: str) -> NDArray[Any]:
        """The values of the chosen rows; a category as its word."""
        values, words = self._columns.get(column) or self._laid(column)
        some: NDArray[Any] = values[self._rows]
        return some if words is None else words[some]

    def _laid(self, column: str) -> Laid:
        """A column where the table has it; names as their codes, the last word being that of no data."""
        values = self._frame[column]
        laid: Laid = values.to_numpy(), None
        if isinstance(values.dtype, pd.CategoricalDtype):
            words = np.append(values.dtype.categories.to_numpy(object), np.nan)
            laid = codes_of(values), words
        return self._columns.setdefault(column, laid)


def _told(values: NDArray[Any]) -> list[float | str | None]:
    """Each number as the shortest decimal that reads back as it; other values as words."""
    if values.dtype == np.float32:
        told: list[float | str | None] = orjson.loads(orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY))
        # what is infinite reads back as none too
        if None not in told or not np.isinf(values).any():
            return told
    plain = values.tolist() if values.dtype == np.float64 else values
    # None, or what is not even itself: NaN and NaT
    return [None if one is None or one != one else _plain(one) for one in plain]  # noqa: PLR0124


def _plain(one: Any) -> float | str:
    if type(one) is str or type(one) is float:
        return one
    return exact(one) if isinstance(one, int | float | np.number) else str(one)
