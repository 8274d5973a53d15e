"""The documents of a version: what each is called and how it is written and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, BinaryIO

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd

from geo.model import Change, Decision, Finding, Provenance, Report
from geo.store import stack

# writes a document into a stream
Writer = Callable[[BinaryIO], object]
Documents = Mapping[str, Writer]
# rows of a Parquet row group
GROUP = 32_768
STORY = REPORT, QUARANTINE, PROVENANCE = "report.json", "quarantine.parquet", "provenance.json"


def whole(parcels: gpd.GeoDataFrame, table: pd.DataFrame, pairs: pd.DataFrame | None) -> Documents:
    """Land that stands alone; without ``pairs`` nobody measured who adjoins whom."""
    packed = partial(table.to_parquet, use_dictionary=_repeating(table))
    made: dict[str, Writer] = {stack.PARCELS: _in_groups(parcels), stack.TABLE: packed}
    made[stack.WORDS] = _json(stack.words(table))
    if pairs is not None:
        made[stack.PAIRS] = partial(_row_pairs, pairs, parcels.index)
    return made


def change(made: Change) -> Documents:
    """Rows that differ from the land below."""
    pairs = stack.plain_pairs(stack.id_pairs(made.pairs))
    return {
        stack.PARCELS: made.parcels.sort_index().to_parquet,
        stack.TABLE: made.table.sort_index().to_parquet,
        stack.PAIRS: pairs.sort_values(["a", "b"], ignore_index=True).to_parquet,
        stack.GONE: _json(sorted(made.removed)),
        stack.WORDS: _json(stack.words(made.table)),
    }


def story(report: Report, quarantine: gpd.GeoDataFrame, provenance: Provenance) -> Documents:
    """How the land came in."""
    return {
        QUARANTINE: _plain(quarantine).to_parquet,
        REPORT: _json(report),
        PROVENANCE: _json(provenance),
    }


def copy(document: bytes) -> Writer:
    """A document as it is."""
    return partial(_write, document)


def report(document: bytes) -> Report:
    """A report as it was written."""
    saved = orjson.loads(document)
    saved["findings"] = tuple(_finding(one) for one in saved["findings"])
    return Report(**saved)


def provenance(document: bytes) -> Provenance:
    """A provenance as it was written."""
    return Provenance(**orjson.loads(document))


def _finding(saved: Mapping[str, Any]) -> Finding:
    decision = saved.get("decision")
    return Finding(**(dict(saved) | {"decision": Decision(**decision) if decision else None}))


def _in_groups(parcels: gpd.GeoDataFrame) -> Writer:
    """Rows in groups and with their boxes, so that a few are found without reading all shapes."""
    few = _repeating(parcels)
    return partial(parcels.to_parquet, row_group_size=GROUP, write_covering_bbox=True, use_dictionary=few)


def _row_pairs(pairs: pd.DataFrame, ids: pd.Index, stream: BinaryIO) -> None:
    stack.row_pairs(pairs, ids).to_parquet(stream)


def _repeating(frame: pd.DataFrame) -> list[str]:
    """Columns of words: numbers, shapes and names differ so much that looking for repeats only costs."""
    return [str(name) for name, kind in frame.dtypes.items() if name != "name" and _is_words(kind)]


def _is_words(kind: Any) -> bool:
    return isinstance(kind, pd.CategoricalDtype | pd.StringDtype) or kind == np.object_


def _json(value: object) -> Writer:
    return partial(_write, orjson.dumps(value, option=orjson.OPT_INDENT_2))


def _write(text: bytes, stream: BinaryIO) -> object:
    return stream.write(text)


def _plain(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Columns of mixed types as text, so that rejected rows can be kept whatever they hold."""
    kept = frame.copy()
    for name in kept.columns:
        if name != kept.geometry.name and kept[name].dtype == np.object_:
            kept[name] = kept[name].map(lambda value: None if value is None else str(value))
    return kept
