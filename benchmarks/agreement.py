"""Peers must say the same, else their times mean nothing."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from benchmarks import files

# GEOS takes another of two rectangles of almost equal area; tests/geo/features compares widths with care.
APART = {"width_m"}
# Where a mended outline runs along a neighbour without a corner in common, we count what lies within a
# centimetre, and an intersection of lines counts nothing.
PAIRS_ALIKE = 0.995


def check(peer: str, size: int) -> dict[str, object]:
    """How many values were compared; ends the run, naming the column, where answers differ.

    Lengths and areas agree to 1 cm, 1 c㎡ or one part in 100,000, names agree letter by letter.
    """
    (ours, our_pairs), (theirs, their_pairs) = _answers("ours", size), _answers(peer, size)
    if not ours.index.equals(theirs.index):
        sys.exit(f"{peer}: {len(theirs)} 行, 我们 {len(ours)} 行 | other rows than ours")
    columns = [name for name in theirs if name not in APART]
    for name in columns:
        if pd.api.types.is_numeric_dtype(theirs[name]):
            same = np.isclose(ours[name], theirs[name], rtol=1e-5, atol=0.01, equal_nan=True)
        else:
            same = (ours[name].astype(str) == theirs[name]).to_numpy()
        if not same.all():
            sys.exit(f"{peer}: {name} 有 {(~same).sum()} 行不同 | differs in as many rows of {len(same)}")
    both = our_pairs.merge(their_pairs, on=["a", "b"], how="outer", suffixes=("", "_theirs")).fillna(0)
    more = both["shared_m"] - both["shared_m_theirs"]
    alike = float((more.abs() <= 0.01).mean())  # noqa: PLR2004 (1 cm)
    if alike < PAIRS_ALIKE or more.min() < -1:
        sys.exit(f"{peer}: 相邻关系仅 {alike:.2%} 相同 | neighbours alike in so many pairs only")
    return {"values": len(ours) * len(columns), "pairs": len(both), "pairs_alike": round(alike, 5)}


def _answers(name: str, size: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    table, pairs = (
        pd.read_parquet(files.FOLDER / f"answers-{name}-{size}-{part}.parquet") for part in ("table", "pairs")
    )
    return table, pairs
