"""The feature table of a version as the compiled loops read it: one array of numbers per column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import UnknownName

KINDS = [np.dtype(kind) for kind in (np.float32, np.float64, np.uint8, np.uint16)]
MOST_BYTES = 255
# the loops take so many rows at a time
LEAST_ROWS = 64
Column = NDArray[Any]


class Place(NamedTuple):
    """A column, which of ``KINDS`` it is, and the address of its first value."""

    column: Column
    kind: int
    address: int


@dataclass(frozen=True, slots=True)
class Packed:
    """The columns of a table, each contiguous.

    A number is float32 or float64 with NaN for no data; a date is its day since 1970. A word is its
    position in the column's ``words``, one past their end for no data, in one byte or two; the bitset
    ``utilities`` is a byte as it is, without words. Values stay where ``table`` has them, if they can;
    ``laid`` are the columns that were asked for, ``spreads`` what was asked of their values. Ask ``column``,
    ``find`` or ``spread``. ``note`` hears of each column that is looked at.
    """

    table: pd.DataFrame
    words: Mapping[str, tuple[str, ...]]
    laid: dict[str, Place]
    note: Callable[[str], None] | None = None
    spreads: dict[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        """Rows."""
        return len(self.table)

    @property
    def bytes_per_row(self) -> float:
        """Memory of the columns that were asked for and of all words, beside the table's own [B]."""
        own = [one.column.nbytes for name, one in self.laid.items() if not self._is_the_tables(name, one)]
        return sum(own) / max(1, len(self))

    def column(self, name: str) -> Column:
        """The values of a column, as ``find``."""
        return self.find(name).column

    def find(self, name: str) -> Place:
        """A column; its memory goes on for at least 64 rows, and stays for as long as the packed table.

        Raises:
            UnknownName: the table has no such measure.
        """
        found = self.laid.get(name)
        if found is None:
            if name not in self.table or not _is_number(self.table[name]):
                raise UnknownName(
                    "指标", "measure", name, {**dict.fromkeys(map(str, self.table)), **self.words}
                )
            # of two threads at once the first keeps its own
            found = self.laid.setdefault(name, _placed(_numbers(self.table[name])))
        if self.note is not None:
            self.note(name)
        return found

    def _is_the_tables(self, name: str, one: Place) -> bool:
        """Whether a column is where the table has it."""
        return name in self.table and np.may_share_memory(one.column, codes_of(self.table[name]))

    def spread(self, name: str) -> Column:
        """The least and the greatest number of a column, or every code and bitset that occurs in it."""
        found = self.spreads.get(name)
        if found is None:
            values = self.column(name)
            if values.dtype.kind == "f":
                # no data is neither; without any the least is above the greatest
                least, most = (
                    np.fmin.reduce(values, initial=np.inf),
                    np.fmax.reduce(values, initial=-np.inf),
                )
                found = np.array([least, most])
            else:
                found = np.unique(values).astype(np.intp)
            self.spreads[name] = found
        return found


def pack(table: pd.DataFrame) -> Packed:
    """Lay out a feature table.

    Args:
        table: One row per parcel with the dtypes of ``geo.features.table``; text columns are taken
            as categories. It must not be changed afterwards.

    Returns:
        The same values, float32 and float64 to the bit.

    Examples:
        >>> table = pd.DataFrame({"far_max": np.array([1, 2], "f4"), "use_code": ["0901", ""]}, ["a", "b"])
        >>> packed = pack(table)
        >>> packed.column("far_max").tolist(), packed.column("use_code").tolist(), packed.words["use_code"]
        ([1.0, 2.0], [1, 0], ('', '0901'))
    """
    words: dict[str, tuple[str, ...]] = {}
    laid: dict[str, Place] = {}
    for name in map(str, table.columns):
        if _is_number(table[name]):
            continue
        codes, said = _coded(table[name])
        laid[name] = _placed(codes)
        if said is not None:
            words[name] = said
    return Packed(table, words, laid)


def codes_of(column: pd.Series) -> Column:
    """The values of a column of the table, or the codes of its words, where they lie."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return cast("pd.Categorical", column.array).codes
    return column.to_numpy()


def with_column(packed: Packed, name: str, values: pd.Series) -> Packed:
    """The same table with one column of words more, or another in its place: who holds what, today.

    The other columns are shared, not copied.
    """
    codes, said = _coded(values.astype("category"))
    # a copy in one step: others may be asking for columns at this moment
    laid, spreads = packed.laid.copy(), packed.spreads.copy()
    laid[name] = _placed(codes)
    spreads.pop(name, None)
    return replace(packed, words={**packed.words, name: said or ()}, laid=laid, spreads=spreads)


def room(packed: Packed) -> int:
    """Rows that a column has memory for."""
    return max(len(packed), LEAST_ROWS)


def _is_number(values: pd.Series) -> bool:
    """Whether a column is kept as numbers, not as words or bits."""
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype) or dtype in (np.uint8, np.bool_):
        return False
    return pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_datetime64_any_dtype(dtype)


def _numbers(values: pd.Series) -> Column:
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        days = values.to_numpy(dtype="datetime64[D]")
        return np.where(np.isnat(days), np.nan, days.astype(np.float64)).astype(np.float32)
    if values.dtype == np.float32:
        return values.to_numpy()
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def _coded(values: pd.Series) -> tuple[Column, tuple[str, ...] | None]:
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _words(codes_of(values), dtype.categories)
    if dtype in (np.uint8, np.bool_):
        return values.to_numpy().view(np.uint8), None
    found, words = pd.factorize(values, sort=True)
    return _words(found, words)


def _words(found: Column, words: pd.Index) -> tuple[Column, tuple[str, ...]]:
    said = tuple(map(str, words))
    if found.dtype == np.int8 and found.min(initial=0) >= 0:
        return found.view(np.uint8), said
    none = np.where(np.asarray(found) < 0, len(said), found)
    return none.astype(np.uint8 if len(said) <= MOST_BYTES else np.uint16), said


def _placed(values: Column) -> Place:
    """The same values in one piece, with room after a few."""
    if len(values) >= LEAST_ROWS:
        laid = np.require(values, requirements=["C", "A"])
    else:
        more = np.zeros(LEAST_ROWS, values.dtype)
        more[: len(values)] = values
        laid = more[: len(values)]
    return Place(laid, KINDS.index(laid.dtype), laid.ctypes.data)
