"""From the worker's table of bytes to a raw layer: shapes, coordinate system, names, provenance."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from geo import crs as coordinates
from geo.crs.parts import by_parts
from geo.errors import BadTransform, OldDatum, UnknownCrs, UnreadableFile
from geo.model import Plan, Provenance, RawLayer
from geo.read import findings, intake, launch
from geo.read.how import Guard, How
from geo.read.intake import Staged

GEOMETRY = "__wkb__"


def read_layer(path: Path, how: How, plan: Plan | None, bounds: Guard) -> RawLayer:
    """See ``geo.read.read_layer``."""
    with tempfile.TemporaryDirectory(prefix="luodi-read-", ignore_cleanup_errors=True) as folder:
        staged = intake.stage(Path(path), how, Path(folder), bounds)
        table, meta = launch.run(staged, how, bounds)
    frame = _frame(table)
    _refuse_empty(frame, staged.source, meta)
    crs, known_by = _crs(frame, meta, how, plan, staged)
    if coordinates.is_old(crs) and not how.transform:
        raise OldDatum(crs.name, meta.get("parameters", ""))
    frame = _placed(frame, crs, how)
    frame = findings.renamed(frame, how.fields)
    provenance = Provenance(
        file=staged.source,
        layer=_layer_name(staged, meta),
        driver=meta["driver"],
        encoding=meta["encoding"],
        crs=coordinates.label(crs),
        crs_known_by=known_by,
        datum=how.datum,
        sha256=staged.sha256,
        rows=len(frame),
    )
    return RawLayer(frame, provenance, findings.of_reading(staged, meta, how, provenance), how.codes)


def _frame(table: pa.Table) -> gpd.GeoDataFrame:
    """The worker's table with shapes instead of bytes."""
    shapes = by_parts(_shapes, table.column(GEOMETRY).to_numpy(zero_copy_only=False))
    columns = table.drop_columns([GEOMETRY]).to_pandas(ignore_metadata=True)
    if "geometry" in columns.columns:
        columns = columns.rename(columns={"geometry": "geometry_"})
    return gpd.GeoDataFrame(columns, geometry=pd.Series(gpd.array.from_shapely(shapes), index=columns.index))


def _shapes(raw: NDArray[np.object_]) -> NDArray[np.object_]:
    with np.errstate(invalid="ignore"):  # NaN among the coordinates is for the validation to report
        return np.asarray(shapely.from_wkb(raw), dtype=object)


def _refuse_empty(frame: gpd.GeoDataFrame, source: str, meta: Mapping[str, Any]) -> None:
    if not len(frame):
        raise UnreadableFile(
            source,
            "没有要素。",
            "it has no features.",
            "请检查导出的范围与图层。",
            "Check what was exported.",
        )
    if shapely.is_missing(np.asarray(frame.geometry.values)).all():
        kinds = ", ".join(sorted({str(why) for _row, why in meta["lost"]})[:5])
        raise UnreadableFile(
            source,
            f"{len(frame)} 行都没有可读的几何{f' ({kinds})' if kinds else ''}。",
            f"none of its {len(frame)} rows has a shape that can be read{f' ({kinds})' if kinds else ''}.",
            "请检查几何是否随属性一起导出、坐标是否为数字。",
            "Check that shapes were exported with the attributes and that coordinates are numbers.",
        )


def _crs(
    frame: gpd.GeoDataFrame, meta: Mapping[str, Any], how: How, plan: Plan | None, staged: Staged
) -> tuple[Any, str]:
    """The coordinate system and how it is known: said, in the file, or fixed by the format."""
    if how.crs:
        return coordinates.named(how.crs), "stated"
    found = meta["crs"]
    if not found or coordinates.is_placeholder(found):
        raise UnknownCrs(staged.source, _offers(frame, plan))
    by_format = meta.get("by_format", staged.kind.name == "KML")
    if staged.kind.name == "GeoJSON":
        # RFC 7946 knows only WGS84; the older "crs" member is honoured by the reader
        by_format = not meta["crs_member"]
    return coordinates.named(found), "format" if by_format else "file"


def _offers(frame: gpd.GeoDataFrame, plan: Plan | None) -> list[str]:
    if plan is None:
        return []
    boundary = coordinates.shapes_to(np.array([plan.boundary]), plan.crs, coordinates.LON_LAT)[0]
    numbers = shapely.get_coordinates(np.asarray(frame.geometry.values))
    found = coordinates.crs_candidates(numbers, boundary, plan.crs)
    return [f"{one.options} ({one.share:.0%})" for one in found[:5]]


def _placed(frame: gpd.GeoDataFrame, crs: Any, how: How) -> gpd.GeoDataFrame:
    """With its CRS: x and y put in order, an old datum transformed, a shift taken off, where asked."""
    shapes = np.asarray(frame.geometry.values)
    if how.swap_xy:
        shapes = shapely.transform(shapely.force_2d(shapes), lambda pairs: pairs[:, ::-1])
    if how.transform and not coordinates.is_old(crs):
        raise BadTransform(
            how.transform,
            f"{coordinates.label(crs)} 不是西安80或北京54, 不需要参数。",
            f"{coordinates.label(crs)} is neither Xian 1980 nor Beijing 1954 and needs none.",
        )
    if how.transform:
        parameters = coordinates.Parameters(tuple(how.transform))
        shapes, crs = coordinates.from_old_datum(shapes, crs, parameters)
    placed = frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=crs))
    return coordinates.undo(placed, how.datum)


def _layer_name(staged: Staged, meta: Mapping[str, Any]) -> str:
    """The layer's name as its sender knows it, not that of our copy."""
    return staged.stem if meta["layer"] == staged.path.stem else str(meta["layer"])
