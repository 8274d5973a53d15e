"""A few rows of a GeoParquet file, by position: a filter by id would look at every other row too."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import geopandas as gpd
import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

# the column of boxes of a GeoParquet file
BOXES = "bbox"
_READERS = 2


def rows_at(source: Path | BinaryIO, at: NDArray[np.intp]) -> gpd.GeoDataFrame:
    """The rows at some positions, in order, as ``geopandas.read_parquet`` gives them.

    Args:
        source: The file; a stream serves one reader at a time, a path two.
        at: Positions, ascending.
    """
    whole = pq.ParquetFile(source)
    schema = whole.schema_arrow
    columns = [name for name in schema.names if name != BOXES]
    size = [whole.metadata.row_group(group).num_rows for group in range(whole.num_row_groups)]
    start = np.concatenate([[0], np.cumsum(size)])
    of_group = np.searchsorted(at, start)
    asked = np.flatnonzero(np.diff(of_group))

    def read(group: int) -> pa.Table:
        mine = at[of_group[group] : of_group[group + 1]] - start[group]
        file = pq.ParquetFile(source) if isinstance(source, Path) else whole
        # of each group only the rows asked for are kept
        return file.read_row_group(group, columns).take(pa.array(mine))

    with ThreadPoolExecutor(_READERS if isinstance(source, Path) else 1) as pool:
        parts = [*pool.map(read, asked.tolist())]
    table = pa.concat_tables(parts) if parts else schema.empty_table().select(columns)
    geo = orjson.loads(schema.metadata[b"geo"])
    name = geo["primary_column"]
    frame = table.drop_columns([name]).to_pandas()
    frame[name] = shapely.from_wkb(table[name].to_numpy())
    return gpd.GeoDataFrame(frame, geometry=name, crs=geo["columns"][name].get("crs"))
