"""What a worker does with one piece; nothing here knows of other pieces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import match
from geo.cluster.parts import PARCELS, TABLE
from geo.features import table as features
from geo.model import Plan, Question

# of a parcel, beside its features, all that an answer shows
SHOWN = ["name", "township", "basis", "source", "lon", "lat"]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """The best rows and the nearest misses of one piece, and its counts by limit.

    ``table`` and ``told`` have the best rows, then the misses; ``cost`` belongs to the misses.
    """

    table: pd.DataFrame
    told: pd.DataFrame
    best: int
    score: NDArray[np.float64]
    cost: NDArray[np.float64]
    considered: int
    eligible: int
    excluded_by: Ints
    only: Ints


def look(folder: Path, name: str, question: Question, held: Mapping[str, str]) -> Piece:
    """Match one piece."""
    table = _table(folder, name, held)
    found = match.top(match.pack(table), question)
    rows = np.concatenate([found.rows, found.near.rows])
    told = pd.read_parquet(folder / PARCELS / name, columns=SHOWN).iloc[rows]
    return Piece(
        table=_plain(table.iloc[rows]),
        told=told,
        best=len(found.rows),
        score=np.concatenate([found.score, found.near.score]),
        cost=found.near.cost,
        considered=found.considered,
        eligible=found.eligible,
        excluded_by=found.excluded_by,
        only=found.only,
    )


def ajar(folder: Path, name: str, question: Question, held: Mapping[str, str]) -> pd.DataFrame:
    """Features of the rows that fail no firm limit, as far as the question looks at them."""
    table = _table(folder, name, held)
    rows = match.open_rows(match.pack(table), question)
    read = {limit.column for limit in question.limits}
    for wish in question.wishes:
        read |= {term.measure for term in wish.terms} or {wish.measure}
    return _plain(table.iloc[rows][sorted(read)])


def whole(folder: Path, name: str, ids: list[str]) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """The parcels of these ids that are in the piece, and their features."""
    parcels = gpd.read_parquet(folder / PARCELS / name)
    table = pd.read_parquet(folder / TABLE / name)
    return parcels.loc[parcels.index.isin(ids)], _plain(table.loc[table.index.isin(ids)])


def measure(folder: Path, name: str, plan: Plan) -> tuple[str, int, float]:
    """Measure the parcels of one piece anew; its largest parcel."""
    table = features.build(gpd.read_parquet(folder / PARCELS / name), plan)
    part = folder / TABLE / f"{name}.part"
    table.to_parquet(part)
    part.replace(folder / TABLE / name)
    area_m2 = table["area_m2"].to_numpy()
    return name, int(area_m2.argmax()), float(area_m2.max())


def _table(folder: Path, name: str, held: Mapping[str, str]) -> pd.DataFrame:
    table = pd.read_parquet(folder / TABLE / name)
    return table.assign(held=pd.Series(held, dtype=object).reindex(table.index).fillna(""))


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Categories as words: those of one piece are not those of another."""
    words = [name for name, kind in table.dtypes.items() if isinstance(kind, pd.CategoricalDtype)]
    return table.astype(dict.fromkeys(words, object))
