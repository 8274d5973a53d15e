"""The feature table of a version as the compiled loops read it: one row of numbers per column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import UnknownName

Kind = Literal["single", "double", "byte", "short"]
MOST_BYTES, MOST_SHORTS = 255, 65_535


@dataclass(frozen=True, slots=True)
class Packed:
    """Columns laid one after another, each contiguous.

    ``singles`` float32 and ``doubles`` float64, NaN for no data (a date is its day since 1970);
    ``bytes`` and ``shorts`` are positions in the column's ``words``, one past their end for no
    data; the bitset ``utilities`` is a byte as it is, without words. Each array is columns × rows.
    A column of numbers is copied from ``source`` when it is first asked for, and is then one of ``laid``:
    until then its row of the array takes no memory and says nothing. Ask ``find`` before reading.
    """

    index: pd.Index
    singles: NDArray[np.float32]
    doubles: NDArray[np.float64]
    bytes: NDArray[np.uint8]
    shorts: NDArray[np.uint16]
    place: Mapping[str, tuple[Kind, int]]
    words: Mapping[str, tuple[str, ...]]
    source: Mapping[str, pd.Series]
    laid: set[str]

    def __len__(self) -> int:
        """Rows."""
        return len(self.index)

    @property
    def bytes_per_row(self) -> float:
        """Memory of the columns that were asked for, and of all words; the ids left out [B]."""
        numbers = sum(4 if self.place[name][0] == "single" else 8 for name in self.laid)
        return numbers + (self.bytes.nbytes + self.shorts.nbytes) / max(1, len(self.index))

    def find(self, column: str) -> tuple[Kind, int]:
        """Where a column lies, with its values in place.

        Raises:
            UnknownName: the table has no such measure.
        """
        if column not in self.place:
            raise UnknownName("指标", "measure", column, self.place)
        kind, at = self.place[column]
        if kind in {"single", "double"} and column not in self.laid:
            # two threads at once write the same values
            (self.singles if kind == "single" else self.doubles)[at] = _numbers(self.source[column])
            self.laid.add(column)
        return kind, at


def pack(table: pd.DataFrame) -> Packed:
    """Lay out a feature table.

    Args:
        table: One row per parcel with the dtypes of ``geo.features.table``; text columns are taken
            as categories.

    Returns:
        The same values, float32 and float64 to the bit.

    Examples:
        >>> table = pd.DataFrame({"far_max": np.array([1, 2], "f4"), "use_code": ["0901", ""]}, ["a", "b"])
        >>> packed = pack(table)
        >>> packed.find("far_max"), packed.singles.tolist()
        (('single', 0), [[1.0, 2.0]])
        >>> packed.bytes.tolist(), packed.words["use_code"]
        ([[1, 0]], ('', '0901'))
    """
    codes: dict[Kind, list[NDArray[Any]]] = {"byte": [], "short": []}
    numbers: dict[Kind, int] = {"single": 0, "double": 0}
    place: dict[str, tuple[Kind, int]] = {}
    words: dict[str, tuple[str, ...]] = {}
    source: dict[str, pd.Series] = {}
    for name in map(str, table.columns):
        kind = _number_kind(table[name])
        if kind is not None:
            place[name] = (kind, numbers[kind])
            numbers[kind] += 1
            source[name] = table[name]
            continue
        kind, values, said = _coded(table[name])
        place[name] = (kind, len(codes[kind]))
        codes[kind].append(values)
        if said is not None:
            words[name] = said
    return Packed(
        table.index,
        np.empty((numbers["single"], len(table)), np.float32),
        np.empty((numbers["double"], len(table)), np.float64),
        _stack(codes["byte"], np.uint8, len(table)),
        _stack(codes["short"], np.uint16, len(table)),
        place,
        words,
        source,
        set(),
    )


def with_column(packed: Packed, name: str, values: pd.Series) -> Packed:
    """The same table with one column of words more, or another in its place: who holds what, today.

    The other kinds of columns are shared, not copied.
    """
    kind, codes, said = _coded(values.astype("category"))
    rows: NDArray[Any] = packed.bytes if kind == "byte" else packed.shorts
    known = packed.place.get(name)
    if known is not None and known[0] == kind:
        at = known[1]
        grown = rows.copy()
        grown[at] = codes
    else:
        at = len(rows)
        grown = np.concatenate([rows, codes[None].astype(rows.dtype)])
    place = {**packed.place, name: (kind, at)}
    words = {**packed.words, name: said or ()}
    if kind == "byte":
        return replace(packed, bytes=grown, place=place, words=words)
    return replace(packed, shorts=grown, place=place, words=words)


def _number_kind(values: pd.Series) -> Kind | None:
    """How a column of numbers is kept; None for words and bits."""
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype) or dtype in (np.uint8, np.bool_):
        return None
    if dtype == np.float32 or pd.api.types.is_datetime64_any_dtype(dtype):
        return "single"
    return "double" if pd.api.types.is_numeric_dtype(dtype) else None


def _numbers(values: pd.Series) -> NDArray[Any]:
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        days = values.to_numpy(dtype="datetime64[D]")
        return np.where(np.isnat(days), np.nan, days.astype(np.float64)).astype(np.float32)
    if values.dtype == np.float32:
        return values.to_numpy()
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def _coded(values: pd.Series) -> tuple[Kind, NDArray[Any], tuple[str, ...] | None]:
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _words(values.cat.codes.to_numpy(), dtype.categories)
    if dtype in (np.uint8, np.bool_):
        return "byte", values.to_numpy().astype(np.uint8), None
    found, words = pd.factorize(values, sort=True)
    return _words(found, words)


def _words(found: NDArray[Any], words: pd.Index) -> tuple[Kind, NDArray[Any], tuple[str, ...]]:
    said = tuple(map(str, words))
    kind: Kind = "byte" if len(said) <= MOST_BYTES else "short"
    none = np.where(np.asarray(found) < 0, len(said), found)
    return kind, none.astype(np.uint8 if kind == "byte" else np.uint16), said


def _stack(rows: list[NDArray[Any]], dtype: type[Any], width: int) -> NDArray[Any]:
    stacked = np.empty((len(rows), width), dtype)
    for at, row in enumerate(rows):
        stacked[at] = row
    return stacked
