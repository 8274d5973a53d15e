"""Tables with shapes in columns: CSV or Excel with WKT or coordinates. Runs in the worker."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from geo.read import corners
from geo.read.refusal import Refusal

GEOMETRY = "__wkb__"
WKT_NAMES = ("wkt", "geometry", "geom", "the_geom", "wkb_geometry", "shape", "几何", "空间坐标", "坐标串")
LON_NAMES = ("lon", "lng", "long", "longitude", "经度")
LAT_NAMES = ("lat", "latitude", "纬度")
X_NAMES = ("x", "x坐标", "东坐标", "横坐标", "east", "easting", "y(东)", "y（东）")
Y_NAMES = ("y", "y坐标", "北坐标", "纵坐标", "north", "northing", "x(北)", "x（北）")
_WKT_STARTS = ("POLYGON", "MULTIPOLYGON", "POINT", "MULTI", "LINESTRING", "GEOMETRYCOLLECTION", "SRID=")
_SEPARATORS = ",;\t|，"


def text_table(job: dict[str, Any]) -> tuple[pa.Table, dict[str, Any]]:
    """CSV or a workbook's sheet: every cell as text, shapes from WKT or from a pair of columns."""
    frame, layer = _workbook(job) if job["kind"] == "XLSX" else (_csv(job), job["stem"])
    frame.columns = [str(name).strip().removeprefix("\ufeff") for name in frame.columns]
    shapes, lost, degrees, used = _shapes(frame, job)
    count = len(frame)
    if not used:
        frame, shapes, lost = _built(frame, shapes, job)
    columns = {
        f"{position}": pa.array(frame.iloc[:, position].to_numpy(dtype=object), pa.string(), from_pandas=True)
        for position in range(frame.shape[1])
    }
    table = pa.table(columns).rename_columns(list(frame.columns)) if columns else pa.table({})
    table = table.drop_columns(used)
    table = table.append_column(
        GEOMETRY, pa.array(shapely.to_wkb(shapes), pa.large_binary(), from_pandas=True)
    )
    return table, {
        "driver": job["kind"],
        "layer": layer,
        "crs": "EPSG:4326" if degrees else None,
        "by_format": degrees,
        "encoding": job["encoding"] or "UTF-8",
        "lost": lost,
        "built": [count, len(frame)] if len(frame) != count else None,
    }


def _built(
    frame: pd.DataFrame, points: NDArray[np.object_], job: dict[str, Any]
) -> tuple[pd.DataFrame, NDArray[np.object_], dict[int, str]]:
    """Parcels from their corners where ids repeat; the points as they are where they do not."""
    name = corners.id_column(frame, job["id_column"], job["id_names"])
    if name is None:
        return frame, points, {}
    ring = corners.ring_column(frame)
    rings = frame[ring].fillna("1") if ring else pd.Series("1", index=frame.index)
    first, shapes, lost = corners.polygons(frame[name], rings, points)
    return frame.iloc[first].reset_index(drop=True), shapes, lost


def _csv(job: dict[str, Any]) -> pd.DataFrame:
    path, encoding = Path(job["path"]), job["encoding"] or "utf-8"
    if encoding.upper() == "UTF-8":
        encoding = "utf-8-sig"
    try:
        with path.open(encoding=encoding, newline="") as file:
            head = file.readline()
        separator = max(_SEPARATORS, key=head.count)
        return pd.read_csv(
            path,
            dtype=str,
            sep=separator,
            encoding=encoding,
            nrows=job["max_features"] + 1,
            skipinitialspace=True,
            index_col=False,
        )
    except (UnicodeError, LookupError) as error:
        raise Refusal("encoding", encoding, str(error)[:200]) from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error, ValueError) as error:
        raise Refusal("damaged", str(error)[:300]) from error


def _workbook(job: dict[str, Any]) -> tuple[pd.DataFrame, str]:
    try:
        sheets = pd.read_excel(job["path"], sheet_name=None, dtype=str, engine="openpyxl")
    except (ValueError, KeyError, OSError, TypeError) as error:
        raise Refusal("damaged", str(error)[:300]) from error
    filled = {str(name): sheet for name, sheet in sheets.items() if len(sheet)}
    asked = job["layer"]
    if asked and asked in filled:
        return filled[asked], asked
    if asked or len(filled) > 1:
        raise Refusal("many_layers", list(filled), asked)
    if not filled:
        raise Refusal("no_rows")
    return next(iter((sheet, name) for name, sheet in filled.items()))


Shapes = tuple[NDArray[np.object_], dict[int, str], bool, list[str]]


def _shapes(frame: pd.DataFrame, job: dict[str, Any]) -> Shapes:
    """Shapes, why some are lost, whether they are degrees by name, and the columns they came from."""
    lower = {str(name).strip().lower(): str(name) for name in reversed(frame.columns)}
    text = _wkt_column(frame, lower)
    if text is not None:
        return *_from_wkt(frame[text]), False, [text]
    for east_names, north_names, degrees in ((LON_NAMES, LAT_NAMES, True), (X_NAMES, Y_NAMES, False)):
        east = next((lower[name] for name in east_names if name in lower), None)
        north = next((lower[name] for name in north_names if name in lower), None)
        if east and north:
            x, y = (pd.to_numeric(frame[name], errors="coerce").to_numpy() for name in (east, north))
            known = np.isfinite(x) & np.isfinite(y)
            shapes = np.full(len(frame), None, dtype=object)
            shapes[known] = shapely.points(x[known], y[known])
            return shapes, {}, degrees, []
    raise Refusal("no_coordinates", [str(name) for name in frame.columns], job["kind"])


def _wkt_column(frame: pd.DataFrame, lower: dict[str, str]) -> str | None:
    """A column named for WKT, or the first whose first values begin like it."""
    named = next((lower[name] for name in WKT_NAMES if name in lower), None)
    if named is not None:
        return named
    for name in frame.columns:
        some = frame[name].dropna().head(20)
        if len(some) and some.str.lstrip().str.upper().str.startswith(_WKT_STARTS).all():
            return str(name)
    return None


def _from_wkt(column: pd.Series) -> tuple[NDArray[np.object_], dict[int, str]]:
    told = column.str.replace(r"^\s*SRID=\d+;", "", regex=True)
    words = np.array([None if pd.isna(word) else word for word in told], dtype=object)
    try:
        shapes = shapely.from_wkt(words, on_invalid="ignore")
    except (NotImplementedError, shapely.GEOSException):
        shapes = np.array([_one_wkt(word) for word in words], dtype=object)
    stated = np.array([bool(word and word.strip()) for word in words], dtype=bool)
    broken = np.flatnonzero(shapely.is_missing(shapes) & stated)
    return shapes, {int(row): f"WKT {words[row][:40]}" for row in broken}


def _one_wkt(word: str | None) -> shapely.Geometry | None:
    try:
        return shapely.from_wkt(word, on_invalid="ignore") if word else None
    except (NotImplementedError, shapely.GEOSException):
        return None
