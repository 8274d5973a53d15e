"""Reading a column of the feature table, or saying that there is none."""

from __future__ import annotations

import pandas as pd

from geo.errors import UnknownName


def column(table: pd.DataFrame, name: str) -> pd.Series:
    """The column of a measure.

    Raises:
        UnknownName: the table has no such measure.
    """
    if name not in table.columns:
        raise UnknownName("指标", "measure", name, map(str, table.columns))
    return table[name]
