"""One id, one parcel: repeated rows collapse; one id on different land is refused, or merged."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.model import Plan
from geo.validate.log import Log

Shapes = NDArray[np.object_]


def settled(table: pd.DataFrame, shapes: Shapes, plan: Plan, log: Log) -> tuple[NDArray[np.bool_], Shapes]:
    """Which rows stand for a parcel, and their shapes.

    Exact repetitions (all attributes and the shape, wherever its rings begin) leave one row. What
    remains is independent of the order of rows: merged parts are joined in a fixed order.
    """
    kept = ~log.rejected
    shared = (
        kept & table["parcel_id"].duplicated(keep=False).to_numpy() & (table["parcel_id"] != "").to_numpy()
    )
    among = table["parcel_id"].where(shared).dropna()
    shared = shared & table["parcel_id"].isin(among).to_numpy()
    shapes = shapes.copy()
    same = _contents(np.flatnonzero(shared), table, shapes)
    for parcel_id, index in among.groupby(among).groups.items():
        rows = [int(row) for row in index]
        distinct = _without_repetitions(str(parcel_id), rows, same, log)
        if len(distinct) < 2:  # noqa: PLR2004 - one left is no conflict
            continue
        wanted = log.wants("id_repeated", distinct, "fix")
        if plan.checks.duplicate_ids == "merge":
            _merge(str(parcel_id), distinct, shapes, kept, log)
        elif wanted.all():
            _tell(distinct, log, fixed=wanted)
            _merge(str(parcel_id), distinct, shapes, kept, log)
        else:
            _tell(distinct, log)
    return kept & ~log.rejected, shapes


def parts_follow(log: Log) -> None:
    """Rows merged into a parcel that was put out later are out with it."""
    parts = np.flatnonzero(log.part_of >= 0)
    lost = parts[log.rejected[log.part_of[parts]]]
    leaders = (log.part_of[lost] + 1).tolist()
    log.add("part_of_rejected", lost, leaders, other=leaders)


def _tell(rows: list[int], log: Log, fixed: NDArray[np.bool_] | None = None) -> None:
    listed = [_listed(rows)] * len(rows)
    log.add("id_repeated", rows, listed, fixed=fixed, rows=listed)


def _contents(rows: NDArray[np.intp], table: pd.DataFrame, shapes: Shapes) -> dict[int, tuple[object, ...]]:
    """What makes rows the same: the outline, wherever it begins, and every cell."""
    outlines = shapely.to_wkb(shapely.normalize(shapes[rows]))
    some = table.iloc[rows]
    cells = [[str(cell) for cell in some[name].tolist()] for name in some.columns]
    return dict(zip(map(int, rows), zip(outlines, *cells, strict=True), strict=True))


def _without_repetitions(
    parcel_id: str, rows: list[int], same: dict[int, tuple[object, ...]], log: Log
) -> list[int]:
    """The rows that differ; of equal ones the first stays."""
    first: dict[tuple[object, ...], int] = {}
    for row in rows:
        if same[row] in first:
            log.add("row_repeated", [row], [parcel_id], other=[first[same[row]] + 1])
        else:
            first[same[row]] = row
    return list(first.values())


def _merge(parcel_id: str, rows: list[int], shapes: Shapes, kept: NDArray[np.bool_], log: Log) -> None:
    """All parts become the shape of the row that comes first by outline, whatever the file's order."""
    by_outline = sorted(rows, key=lambda row: shapely.to_wkb(shapely.normalize(shapes[row])))
    leader = by_outline[0]
    shapes[leader] = shapely.union_all([shapes[row] for row in by_outline])
    kept[by_outline[1:]] = False
    log.part_of[by_outline[1:]] = leader
    log.add("id_merged", [leader], [parcel_id], count=[len(rows)], rows=[_listed(rows)])


def _listed(rows: Iterable[int]) -> str:
    """Row numbers for people, the first dozen of many.

    >>> _listed([4, 2])
    '3, 5'
    """
    numbers = sorted(row + 1 for row in rows)
    more = f" … ({len(numbers)})" if len(numbers) > 12 else ""  # noqa: PLR2004 - a line of a report
    return ", ".join(map(str, numbers[:12])) + more
