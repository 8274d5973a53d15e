"""Parcels by what they are called: number, name, township."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

COLUMNS = ("name", "township")
# no name holds these: they part rows and what is in them
ROW, CELL = "\n", "\t"
# so many hits are ranked; who finds more has not said enough
MOST_RANKED = 2000


class Named:
    """The names of a version's parcels, one text, so that a million are looked through in milliseconds.

    Args:
        parcels: By parcel id; ``name`` and ``township`` where they have them.

    Examples:
        >>> import geopandas as gpd
        >>> land = gpd.GeoDataFrame({"name": ["甲地", "乙地"]}, index=["EQ1", "EQ10"], geometry=[None, None])
        >>> Named(land).found("eq1"), Named(land).found("乙"), Named(land).found("丙")
        (['EQ1', 'EQ10'], ['EQ10'], [])
    """

    def __init__(self, parcels: GeoDataFrame) -> None:
        self._ids = [str(id_) for id_ in parcels.index]
        columns = [self._ids, *(_texts(parcels[name]) for name in COLUMNS if name in parcels)]
        rows = [CELL.join(cells) for cells in zip(*columns, strict=True)]
        # a row begins and ends with a mark, so that what begins a cell can be told
        self._text = ROW + ROW.join(CELL + row.casefold().replace(ROW, " ") for row in rows) + ROW
        lengths = np.fromiter((len(row.casefold()) + 2 for row in rows), dtype=np.int64, count=len(rows))
        self._starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if rows else np.zeros(0, dtype=np.int64)

    def found(self, words: str, limit: int = 20) -> list[str]:
        """Ids whose number, name or township holds the words; a whole number first, then what begins so."""
        wanted = " ".join(words.casefold().split())
        if not wanted:
            return []
        # a whole number comes first, however many hits stand before it
        whole = (self._text.find(f"{ROW}{CELL}{wanted}{end}") for end in (CELL, ROW))
        ranked = {self._row(at): 0 for at in whole if at >= 0}
        for at in self._hits(wanted):
            row = self._row(at)
            ranked[row] = min(self._rank(at, len(wanted), row), ranked.get(row, 3))
            if len(ranked) >= MOST_RANKED:
                break
        best = sorted(ranked, key=lambda row: (ranked[row], row))[:limit]
        return [self._ids[row] for row in best]

    def _row(self, at: int) -> int:
        return int(np.searchsorted(self._starts, at, side="right")) - 1

    def _hits(self, wanted: str) -> Iterator[int]:
        at = self._text.find(wanted)
        while at >= 0:
            yield at
            at = self._text.find(wanted, at + 1)

    def _rank(self, at: int, length: int, row: int) -> int:
        """0 the whole number, 1 the beginning of one, 2 the beginning of a name, 3 within one."""
        begins = self._text[at - 1] == CELL
        is_id = begins and at == self._starts[row] + 2
        if is_id:
            return 0 if self._text[at + length] in {CELL, ROW} else 1
        return 2 if begins else 3


def _texts(column: pd.Series) -> list[str]:
    return [" ".join(str(value).split()) for value in column.fillna("").tolist()]
