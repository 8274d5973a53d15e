"""A version's frames, read from the folder that holds it whole and the folders of changes above that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any, BinaryIO

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from geo.errors import NotFound
from geo.features.ids import among
from geo.model import Change
from geo.store import merge
from geo.store.base import Near
from geo.store.merge import Pairs
from geo.store.nearby import Boxes, meeting
from geo.store.rows import BOXES, rows_at

PARCELS, TABLE, PAIRS, GONE = "parcels.parquet", "table.parquet", "pairs.parquet", "gone.json"
# categories of a table without rows, which Parquet forgets
WORDS = "words.json"
# how a document of a folder is opened; FileNotFoundError where the folder has none of that name
Open = Callable[[str, str], Path | BinaryIO]


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Folders of one version, the whole first. ``open`` gives a document of a folder."""

    open: Open
    folders: tuple[str, ...]

    def parcels(self, columns: list[str] | None = None) -> gpd.GeoDataFrame:
        """The parcels; with ``columns`` only those, as a plain frame when the shape is not among them."""
        return self._frame(PARCELS, columns)

    def table(self) -> pd.DataFrame:
        """The feature table."""
        return self._frame(TABLE, None)

    def some(self, ids: Sequence[str]) -> gpd.GeoDataFrame:
        """The parcels of these ids that are there, in order."""
        wanted = pc.field("parcel_id").isin(merge.texts(pa.array(ids, pa.large_string())))
        found = gpd.read_parquet(self.open(self.folders[0], PARCELS), filters=wanted)
        for folder in self.folders[1:]:
            rows = gpd.read_parquet(self.open(folder, PARCELS), filters=wanted)
            found = merge.overlaid(found, rows, [id_ for id_ in self.gone(folder) if id_ in found.index])
        return found

    def near(self) -> Near:
        """Gives parcels that meet some boxes or have some ids, and perhaps others, in order."""
        names, their = self._boxes(self.folders[0])
        # what changes bring is little: all of it
        rows, gone = self._rows_above(PARCELS, None)

        def found(boxes: Boxes, ids: Sequence[str] = ()) -> gpd.GeoDataFrame:
            is_wanted = meeting(their, boxes)
            if len(ids):
                is_wanted |= among(names, ids)
            below = rows_at(self.open(self.folders[0], PARCELS), np.flatnonzero(is_wanted))
            return merge.overlaid(below, rows, [id_ for id_ in gone if id_ in below.index])

        return found

    def pairs(self) -> pd.DataFrame:
        """Neighbours: ``a < b`` by parcel id and ``shared_m``, sorted.

        Raises:
            NotFound: the version was committed without them.
        """
        rows, gone = self._rows_above(PARCELS, ["area_m2"])
        return self._pairs(self._pairs_above(), merge.texts(rows.index), merge.texts(gone))

    def pairs_with(self, change: Change) -> pd.DataFrame | None:
        """Neighbours after one more change; None when the land below was committed without them."""
        try:
            found = self.pairs()
        except NotFound:
            return None
        come, left = merge.texts(change.parcels.index), merge.texts(change.removed)
        return plain_pairs(merge.combined_pairs(id_pairs(found), id_pairs(change.pairs), come, left))

    def whole(self) -> tuple[gpd.GeoDataFrame, pd.DataFrame, pd.DataFrame | None]:
        """Parcels, table and neighbours; no neighbours where nobody measured them."""
        try:
            pairs = self.pairs()
        except NotFound:
            pairs = None
        return self.parcels(), self.table(), pairs

    def gone(self, folder: str) -> list[str]:
        """Ids that the change in a folder removes."""
        return list(self._json(folder, GONE))

    def rows(self) -> list[int]:
        """How many parcels each folder holds."""
        return [pq.read_metadata(self.open(folder, PARCELS)).num_rows for folder in self.folders]

    def over(self, change: Change) -> Change:
        """The changes above the whole and one more, as one change to the whole."""
        if len(self.folders) == 1:
            return change
        parcels, gone = merge.combined(self._rows_above(PARCELS, None), (change.parcels, change.removed))
        table, _ = merge.combined(self._rows_above(TABLE, None), (change.table, change.removed))
        come, left = merge.texts(change.parcels.index), merge.texts(change.removed)
        told = id_pairs(change.pairs)
        if (below := self._pairs_above()) is not None:
            told = merge.combined_pairs(below, told, come, left)
        pairs = plain_pairs(told)
        return Change(change.base, change.kind, tuple(gone), parcels, table, pairs, change.lineage)

    def _frame(self, name: str, columns: list[str] | None) -> Any:
        below = self._read(self.folders[0], name, columns)
        if len(self.folders) == 1:
            return below
        rows, gone = self._rows_above(name, columns)
        return merge.overlaid(below, rows, gone)

    def _rows_above(self, name: str, columns: list[str] | None) -> tuple[Any, Sequence[str]]:
        """Rows that the changes bring and ids that they remove; neither without changes."""
        if len(self.folders) == 1:
            return pd.DataFrame(index=pd.Index([], dtype="str")), []
        changes = [(self._read(folder, name, columns), self.gone(folder)) for folder in self.folders[1:]]
        return reduce(merge.combined, changes)

    def _pairs(self, change: Pairs | None, come: pa.Array, gone: pa.Array) -> pd.DataFrame:
        ids, i, j, shared_m = self._whole_pairs()
        if change is not None:
            at = merge.order(ids, come, gone)
            # positions move; a pair of which one is touched is told anew by the change
            place = np.full(len(ids) + len(come), -1, dtype=np.int64)
            place[at] = np.arange(len(at))
            is_touched = merge.touched(ids, come, gone)
            kept = ~(is_touched[i] | is_touched[j])
            ids = pa.concat_arrays([ids, come]).take(pa.array(at))
            i = np.concatenate([place[i[kept]], positions(change.a, ids)])
            j = np.concatenate([place[j[kept]], positions(change.b, ids)])
            shared_m = np.concatenate([shared_m[kept], change.shared_m])
            in_order = np.argsort(i * len(ids) + j, kind="stable")
            i, j, shared_m = i[in_order], j[in_order], shared_m[in_order]
        a, b = (pd.Series(ids.take(pa.array(side)).to_pandas(), dtype="str") for side in (i, j))
        return pd.DataFrame({"a": a, "b": b, "shared_m": shared_m})

    def _pairs_above(self) -> Pairs | None:
        """Neighbours told by the changes; None without changes."""
        found: Pairs | None = None
        for folder in self.folders[1:]:
            told = id_pairs(self._document(folder, PAIRS))
            ids = pq.read_table(self.open(folder, PARCELS), columns=["parcel_id"])["parcel_id"]
            come, left = merge.texts(ids), merge.texts(self.gone(folder))
            found = told if found is None else merge.combined_pairs(found, told, come, left)
        return found

    def _whole_pairs(self) -> tuple[pa.Array, NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        table = self._document(self.folders[0], PAIRS)
        ids = pq.read_table(self.open(self.folders[0], PARCELS), columns=["parcel_id"])["parcel_id"]
        i, j = (table[side].to_numpy().astype(np.int64) for side in ("i", "j"))
        return merge.texts(ids), i, j, table["shared_m"].to_numpy()

    def _document(self, folder: str, name: str) -> pd.DataFrame:
        try:
            return pd.read_parquet(self.open(folder, name))
        except FileNotFoundError as missing:
            raise NotFound("相邻关系", "neighbours", folder) from missing

    def _read(self, folder: str, name: str, columns: list[str] | None) -> Any:
        source = self.open(folder, name)
        if name == PARCELS and (columns is None or "geometry" in columns):
            return gpd.read_parquet(source, columns=columns)
        found = pd.read_parquet(source, columns=columns)
        if name == TABLE and not len(found):
            words = {column: pd.CategoricalDtype(has) for column, has in self._json(folder, WORDS).items()}
            return found.astype(words)
        return found

    def _boxes(self, folder: str) -> tuple[pa.Array, Boxes]:
        """Ids of a whole and their boxes; releases before this one wrote none, so they are measured there."""
        source = self.open(folder, PARCELS)
        if BOXES not in pq.read_schema(source).names:
            shapes = gpd.read_parquet(self.open(folder, PARCELS), columns=["geometry"])
            return merge.texts(shapes.index), shapely.bounds(shapes.geometry.to_numpy())
        read = pq.read_table(self.open(folder, PARCELS), columns=["parcel_id", BOXES])
        sides = read[BOXES].combine_chunks()
        boxes = np.column_stack([sides.field(side).to_numpy() for side in ("xmin", "ymin", "xmax", "ymax")])
        return merge.texts(read["parcel_id"]), boxes

    def _json(self, folder: str, name: str) -> Any:
        source = self.open(folder, name)
        return orjson.loads(source.read_bytes() if isinstance(source, Path) else source.read())


def words(table: pd.DataFrame) -> dict[str, list[str]]:
    """Categories of each column that has any."""
    kinds = {str(name): kind for name, kind in table.dtypes.items()}
    return {name: list(kind.categories) for name, kind in kinds.items() if hasattr(kind, "categories")}


def positions(texts: pa.Array, ids: pa.Array) -> NDArray[np.int64]:
    """Row of each text among the ids."""
    return np.asarray(pc.index_in(texts, value_set=ids).to_numpy(zero_copy_only=False), dtype=np.int64)


def id_pairs(frame: pd.DataFrame) -> Pairs:
    """Neighbours of a frame ``a, b, shared_m``."""
    shared_m = frame["shared_m"].to_numpy(dtype=np.float32)
    return Pairs(merge.texts(frame["a"]), merge.texts(frame["b"]), shared_m)


def plain_pairs(pairs: Pairs) -> pd.DataFrame:
    """Neighbours as a frame."""
    a, b = (pd.Series(side.to_pandas(), dtype="str") for side in (pairs.a, pairs.b))
    return pd.DataFrame({"a": a, "b": b, "shared_m": pairs.shared_m})


def row_pairs(frame: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    """Neighbours by row of a whole: small on the disk, and no text to compare when they are read."""
    ids = merge.texts(index)
    sides = {}
    for side, column in (("i", frame["a"]), ("j", frame["b"])):
        is_coded = isinstance(column.dtype, pd.CategoricalDtype) and column.cat.categories.equals(index)
        rows = column.cat.codes.to_numpy() if is_coded else positions(merge.texts(column), ids)
        sides[side] = rows.astype(np.int32)
    made = pd.DataFrame({**sides, "shared_m": frame["shared_m"].to_numpy(dtype=np.float32)})
    return made.sort_values(["i", "j"], ignore_index=True)
