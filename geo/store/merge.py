"""Rows laid over rows: what a version is, from a whole and the changes above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Frame = TypeVar("Frame", bound=pd.DataFrame)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Neighbours by parcel id: ``a < b`` and metres shared, in arrays of one length."""

    a: pa.Array
    b: pa.Array
    shared_m: NDArray[np.float32]


def texts(ids: Any) -> pa.Array:
    """Ids as one Arrow array of text, whatever held them."""
    if not isinstance(ids, pa.Array | pa.ChunkedArray):
        ids = pa.array(ids, from_pandas=True)
    joined = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    return joined.cast(pa.large_string())


def order(ids: pa.Array, come: pa.Array, gone: pa.Array) -> NDArray[np.intp]:
    """Rows of the new state, in order of id: ``k`` is old row k, ``len(ids) + k`` row k of those that come.

    Args:
        ids: Of the old state, sorted.
        come: Added or altered, sorted.
        gone: Removed.

    >>> order(texts(["a", "b", "d"]), texts(["b", "c"]), texts(["d"])).tolist()
    [0, 3, 4]
    """
    kept = np.flatnonzero(~touched(ids, come, gone))
    old = ids.take(pa.array(kept)).to_numpy(zero_copy_only=False)
    at = np.searchsorted(old, come.to_numpy(zero_copy_only=False)) if len(come) else []
    return np.insert(kept, at, len(ids) + np.arange(len(come)))


def touched(ids: pa.Array, come: pa.Array, gone: pa.Array) -> NDArray[np.bool_]:
    """Which ids come or go."""
    found = pc.is_in(ids, value_set=pa.concat_arrays([come, gone]))
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


def overlaid(below: Frame, rows: Frame, gone: Sequence[str]) -> Frame:
    """``below`` without the rows that go or change, with those that come; sorted by id.

    Types stay those of ``below``.

    >>> old = pd.DataFrame({"n": [1.0, 2.0, 3.0]}, index=["a", "b", "c"])
    >>> overlaid(old, pd.DataFrame({"n": [9.0, 8.0]}, index=["b", "bb"]), ["c"])["n"].to_dict()
    {'a': 1.0, 'b': 9.0, 'bb': 8.0}
    """
    if not len(rows) and not gone:
        return below
    rows = rows.sort_index()
    at = order(texts(below.index), texts(rows.index), texts(gone))
    columns = [*below.columns, *(name for name in rows.columns if name not in below.columns)]
    old, new = below.reindex(columns=columns), rows.reindex(columns=columns)
    known = {name: _known(new[name]) for name in columns if isinstance(old[name].dtype, pd.CategoricalDtype)}
    for name in columns:
        kind = old[name].dtype
        if isinstance(kind, pd.CategoricalDtype):
            kind = pd.CategoricalDtype(list(dict.fromkeys([*kind.categories, *known[name]])))
            old[name] = old[name].astype(kind)
        if name in below.columns and new[name].dtype != kind:
            new[name] = new[name].astype(kind)
    joined = pd.concat([old, new]).take(at) if len(old) and len(new) else old.take(at) if len(old) else new
    for name, words in known.items():
        joined[name] = _with_categories(joined[name], below[name].cat.categories, words)
    joined.index.name = below.index.name
    return joined


def _known(column: pd.Series) -> list[str]:
    """Words that a column may hold."""
    is_coded = isinstance(column.dtype, pd.CategoricalDtype)
    return list(column.cat.categories if is_coded else column.dropna().unique())


def _with_categories(column: pd.Series, before: pd.Index, later: Sequence[str]) -> pd.Series:
    """A column with the categories that measuring all rows at once would give it.

    They are either the plan's, in its order, and then the change names them too; or those that some
    row has, sorted. "" stands last.
    """
    present = {*column.dropna().unique(), *later}
    words = [word for word in column.cat.categories if word in present and word != ""]
    if any(word not in before for word in words):
        words.sort()
    empty = [""] if "" in column.cat.categories else []
    return column.cat.set_categories([*words, *empty])


def combined(
    lower: tuple[Frame, Sequence[str]], upper: tuple[Frame, Sequence[str]]
) -> tuple[Frame, list[str]]:
    """Two changes, one after the other, as one: rows that come and ids that go.

    >>> first = (pd.DataFrame({"n": [1, 2]}, index=["a", "b"]), ["x"])
    >>> rows, gone = combined(first, (pd.DataFrame({"n": [3]}, index=["x"]), ["a"]))
    >>> rows.index.tolist(), gone
    (['b', 'x'], ['a'])
    """
    rows = overlaid(lower[0], upper[0], upper[1])
    return rows, sorted({*lower[1], *upper[1]} - set(rows.index))


def combined_pairs(lower: Pairs, upper: Pairs, come: pa.Array, gone: pa.Array) -> Pairs:
    """Neighbours after the upper change, whose parcels are ``come`` and ``gone``."""
    kept = ~(touched(lower.a, come, gone) | touched(lower.b, come, gone))
    mask = pa.array(kept)
    return Pairs(
        pa.concat_arrays([lower.a.filter(mask), upper.a]),
        pa.concat_arrays([lower.b.filter(mask), upper.b]),
        np.concatenate([lower.shared_m[kept], upper.shared_m]),
    )
