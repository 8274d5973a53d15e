"""Limits: in or out, with the value, the margin and the smallest loosening that would let a parcel in."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import UnknownName
from geo.model import Limit
from geo.schema import UTILITIES, UTILITIES_UNKNOWN

# columns whose "" says "none of them"; elsewhere "" says that nobody knows
EMPTY_IS_A_VALUE = frozenset({"axis", "zone", "park", "held"})

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def passes(limit: Limit, table: pd.DataFrame) -> Bools:
    """Whether each row passes; rows without data pass (they are marked by ``is_known``).

    Raises:
        UnknownName: the table has no such column.
    """
    deficit = shortfall(limit, table)
    return ~(deficit > 0)


def is_known(limit: Limit, table: pd.DataFrame) -> Bools:
    """Whether each row has the value that the limit looks at."""
    return ~np.isnan(shortfall(limit, table))


def shortfall(limit: Limit, table: pd.DataFrame) -> Floats:
    """By how much each row fails, in the limit's unit (days for dates, count for the rest).

    Returns:
        0 where the row passes exactly, positive where it fails, negative where it passes by a
        margin, NaN where there is no data.
    """
    column = _column(limit, table)
    match limit.op:
        case "min" | "max":
            return _numeric(limit, column)
        case "before":
            return _days_late(limit, column)
        case "has_all":
            return _missing_tokens(limit, column)
        case _:
            return _not_listed(limit, column)


def exact(value: object) -> float:
    """The shortest decimal that reads back as the stored number: 1.6, not 1.60000002384.

    >>> exact(np.float32(1.6))
    1.6
    """
    return float(str(value))


def token_bits(tokens: tuple[str, ...]) -> int:
    """Bits of utility tokens, in the order of ``schema.UTILITIES``.

    >>> token_bits(("road", "power"))
    9
    """
    return sum(1 << UTILITIES.index(token) for token in tokens)


def tokens_of(bits: int) -> tuple[str, ...]:
    """Utility tokens of a bitset.

    >>> tokens_of(9)
    ('road', 'power')
    """
    return tuple(token for i, token in enumerate(UTILITIES) if bits >> i & 1)


def _column(limit: Limit, table: pd.DataFrame) -> pd.Series:
    if limit.column not in table.columns:
        raise UnknownName("指标", "measure", limit.column, map(str, table.columns))
    return table[limit.column]


def _numeric(limit: Limit, column: pd.Series) -> Floats:
    values = column.to_numpy(na_value=np.nan)
    # compared in the column's own precision: a stored 1.6 meets a threshold of 1.6
    threshold = float(limit.threshold)  # type: ignore[arg-type] (a number for min and max)
    gap = values - threshold if limit.op == "max" else threshold - values
    gap = np.asarray(gap, dtype=np.float64)
    failing = values > threshold if limit.op == "max" else values < threshold
    gap = np.where(failing, np.maximum(gap, np.finfo(np.float32).tiny), np.minimum(gap, 0.0))
    return np.where(np.isnan(np.asarray(values, dtype=np.float64)), np.nan, gap)


def _not_listed(limit: Limit, column: pd.Series) -> Floats:
    listed = limit.admits or limit.threshold
    outside = np.where(column.isin(listed), 0.0, 1.0)  # type: ignore[arg-type] (a tuple for one_of)
    unknown = column.isna().to_numpy()
    if limit.column not in EMPTY_IS_A_VALUE:
        unknown = unknown | (column == "").to_numpy()
    return np.where(unknown, np.nan, outside)


def _days_late(limit: Limit, column: pd.Series) -> Floats:
    days = column.to_numpy(dtype="datetime64[D]")
    late = (days - np.datetime64(limit.threshold, "D")).astype(np.float64)  # type: ignore[arg-type] (a date)
    return np.where(np.isnat(days), np.nan, late)


def _missing_tokens(limit: Limit, column: pd.Series) -> Floats:
    needed = token_bits(limit.threshold)  # type: ignore[arg-type] (tokens for has_all)
    bits = column.to_numpy().astype(np.int64)
    known = bits != UTILITIES_UNKNOWN
    lacking = needed & ~bits
    count = sum((lacking >> i) & 1 for i in range(len(UTILITIES)))
    return np.where(known, np.asarray(count, dtype=np.float64), np.nan)
