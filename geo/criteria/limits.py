"""Limits: in or out, with the value, the margin and the smallest loosening that would let a parcel in."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.criteria.columns import column
from geo.model import Limit
from geo.schema import UTILITIES, UTILITIES_UNKNOWN

# columns whose "" says "none of them"; elsewhere "" says that nobody knows
EMPTY_IS_A_VALUE = frozenset({"axis", "zone", "park", "held"})

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def passes(limit: Limit, table: pd.DataFrame) -> Bools:
    """Whether each row passes; rows without data pass (their shortfall is NaN).

    Raises:
        UnknownName: the table has no such column.
    """
    deficit = shortfall(limit, table)
    return ~(deficit > 0)


def shortfall(limit: Limit, table: pd.DataFrame) -> Floats:
    """By how much each row fails, in the limit's unit (days for dates, count for the rest).

    Returns:
        0 where the row passes exactly, positive where it fails, negative where it passes by a
        margin, NaN where there is no data.
    """
    values = column(table, limit.column)
    match limit.op:
        case "min" | "max":
            return _numeric(limit, values)
        case "before":
            return _days_late(limit, values)
        case "has_all":
            return _missing_tokens(limit, values)
        case _:
            return _not_listed(limit, values)


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


def _numeric(limit: Limit, found: pd.Series) -> Floats:
    values = found.to_numpy(na_value=np.nan)
    # compared in the column's own precision: a stored 1.6 meets a threshold of 1.6
    threshold = limit.number
    gap = values - threshold if limit.op == "max" else threshold - values
    gap = np.asarray(gap, dtype=np.float64)
    failing = values > threshold if limit.op == "max" else values < threshold
    gap = np.where(failing, np.maximum(gap, np.finfo(np.float32).tiny), np.minimum(gap, 0.0))
    return np.where(np.isnan(np.asarray(values, dtype=np.float64)), np.nan, gap)


def _not_listed(limit: Limit, found: pd.Series) -> Floats:
    listed = limit.admits or limit.words
    outside = np.where(found.isin(listed), 0.0, 1.0)
    unknown = found.isna().to_numpy()
    if limit.column not in EMPTY_IS_A_VALUE:
        unknown = unknown | (found == "").to_numpy()
    return np.where(unknown, np.nan, outside)


def _days_late(limit: Limit, found: pd.Series) -> Floats:
    days = found.to_numpy(dtype="datetime64[D]")
    late = (days - np.datetime64(limit.day, "D")).astype(np.float64)
    return np.where(np.isnat(days), np.nan, late)


def _missing_tokens(limit: Limit, found: pd.Series) -> Floats:
    needed = token_bits(limit.words)
    bits = found.to_numpy().astype(np.int64)
    known = bits != UTILITIES_UNKNOWN
    lacking = needed & ~bits
    count = sum((lacking >> i) & 1 for i in range(len(UTILITIES)))
    return np.where(known, np.asarray(count, dtype=np.float64), np.nan)
