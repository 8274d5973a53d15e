"""What a version holds, as one checksum that adds up row by row: a change costs only its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.store.outline import normal_wkb

# bytes that no UTF-8 text contains: they part names, cells and rows beyond doubt
NAME_ENDS, CELL_ENDS = b"\xfd", b"\xff"
SIZE = 256
# rows from which a second thread pays
MANY, THREADS = 20_000, 2


def content_sha256(parcels: gpd.GeoDataFrame) -> str:
    """Checksum of ids, shapes and attributes, whatever the order of rows, columns or corners.

    Every row has a sha256 of its own; together they are summed modulo 2²⁵⁶, so that rows can be
    added and taken away (``changed``). A cell without a value counts as a column that is not there.

    Examples:
        >>> from tests.shapes import parcels, square
        >>> both = parcels(a=square(10), b=square(20, 50))
        >>> content_sha256(both) == content_sha256(both.iloc[::-1]) != content_sha256(both.iloc[:1])
        True
        >>> content_sha256(both.iloc[:0]) == "0" * 64
        True
    """
    return f"{_sum(parcels):064x}"


def changed(sha256: str, gone: gpd.GeoDataFrame, come: gpd.GeoDataFrame) -> str:
    """The checksum after some rows went and others came; an altered row does both.

    >>> from tests.shapes import parcels, square
    >>> a, b = parcels(a=square(10)), parcels(b=square(20, 50))
    >>> changed(content_sha256(a), a, b) == content_sha256(b)
    True
    """
    return f"{(int(sha256, 16) - _sum(gone) + _sum(come)) % 2**SIZE:064x}"


def digests(parcels: gpd.GeoDataFrame) -> list[bytes]:
    """sha256 of each row."""
    if len(parcels) < MANY:
        return _hashed(parcels)
    # shapes and cells become bytes outside Python's lock
    cuts = np.linspace(0, len(parcels), THREADS + 1).astype(int)
    parts = [parcels.iloc[low:high] for low, high in pairwise(cuts)]
    with ThreadPoolExecutor(THREADS) as pool:
        return [digest for some in pool.map(_hashed, parts) for digest in some]


def _hashed(parcels: gpd.GeoDataFrame) -> list[bytes]:
    return [hashlib.sha256(row).digest() for row in _rows(parcels).to_pylist()]


def total(rows: Iterable[bytes]) -> str:
    """The checksum of rows with these digests."""
    return f"{_added(rows):064x}"


def _sum(parcels: gpd.GeoDataFrame) -> int:
    return _added(digests(parcels))


def _added(rows: Iterable[bytes]) -> int:
    sums = b"".join(rows)
    # eight 32-bit lanes, each summed without overflow, then carried
    lanes = np.frombuffer(sums, dtype=">u4").reshape(-1, 8).sum(axis=0, dtype=np.uint64)
    return sum(int(lane) << (32 * (7 - k)) for k, lane in enumerate(lanes)) % 2**SIZE


def _rows(parcels: gpd.GeoDataFrame) -> pa.Array:
    """Each row as bytes: its id, its shape in normal form, its cells by column name."""
    ids = pa.array(parcels.index.astype(str), type=pa.string()).cast(pa.binary())
    plain = pd.DataFrame(parcels.drop(columns=parcels.geometry.name))
    cells = [
        pc.binary_join_element_wise(pa.scalar(name.encode()), _cells(plain[name]), NAME_ENDS)
        for name in sorted(map(str, plain.columns))
    ]
    parts = [ids, normal_wkb(parcels.geometry.to_numpy()), *cells]
    joined = pc.binary_join_element_wise(*parts, CELL_ENDS, null_handling="skip")
    return joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined


def _cells(column: pd.Series) -> pa.Array:
    """A column as bytes, null where it holds nothing; numbers by their bits, 1 as 1.0."""
    if pd.api.types.is_bool_dtype(column) or not pd.api.types.is_numeric_dtype(column):
        if column.dtype == np.object_ or isinstance(column.dtype, pd.CategoricalDtype):
            column = column.astype(object).where(column.notna(), None)
            column = pd.Series([None if cell is None else str(cell) for cell in column], dtype="str")
        return pa.array(column, from_pandas=True).cast(pa.string()).cast(pa.binary())
    numbers = column.to_numpy(dtype="float64", na_value=np.nan) + 0.0  # -0.0 is 0.0
    bits = pa.Array.from_buffers(pa.binary(8), len(numbers), [None, pa.py_buffer(numbers.astype("<f8"))])
    return pc.if_else(pa.array(~np.isnan(numbers)), bits.cast(pa.binary()), None)
