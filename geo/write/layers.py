"""Layers for GIS: GeoPackage, Shapefile with a GBK table, FlatGeobuf, GeoParquet, GeoJSON, CSV with WKT."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import shapely

from geo import crs
from geo.errors import Inexpressible
from geo.schema import COLUMNS
from geo.write.about import About
from geo.write.cells import Cell, csv_bytes, inert, zip_bytes

LAYER = "parcels"
_MOMENT = "1980-01-01T00:00:00.000Z"
# a Shapefile's names end after ten bytes; these are the trade's own, which the intake recognises
_SHORT = {
    "use_edition": "use_editn",
    "height_max_m": "JZXG",
    "density_max": "JZMD",
    "price_wan_per_mu": "DJ",
    "area_stated_m2": "ZDMJ",
}
_NAME_BYTES, _TEXT_BYTES = 10, 254
_MEANINGS = {
    "area_m2": ("量算面积", "Measured area", "㎡"),
    "area_mu": ("量算面积", "Measured area", "亩"),
    "use_name": ("用地名称", "Name of the use", ""),
    "lon": ("经度", "Longitude", "°"),
    "lat": ("纬度", "Latitude", "°"),
    "version": ("土地库版本", "Version of the land bank", ""),
    "notice": ("说明", "Notice", ""),
}


def gpkg(parcels: gpd.GeoDataFrame, about: About) -> bytes:
    """A GeoPackage with one layer; what it says of itself is the layer's description and metadata."""
    told = "\n".join(about.lines())
    return _written(parcels, "GPKG", ".gpkg", DESCRIPTION=told, layer_metadata=_metadata(about))


def flatgeobuf(parcels: gpd.GeoDataFrame, about: About) -> bytes:
    """A FlatGeobuf with its index."""
    return _written(parcels, "FlatGeobuf", ".fgb", TITLE=about.plan, DESCRIPTION="\n".join(about.lines()))


def shapefile(parcels: gpd.GeoDataFrame, about: About) -> bytes:
    """A zip of a Shapefile whose table is in GBK, a table of its field names, and what it is.

    Raises:
        Inexpressible: a text is too long for the format, or has a character that GBK lacks.
    """
    names = short_names(["parcel_id", *_attributes(parcels).columns])
    _refuse_texts(parcels, names)
    frame = _flat(parcels).rename(columns=names)
    with tempfile.TemporaryDirectory(prefix="luodi-write-") as folder:
        path = Path(folder) / f"{LAYER}.shp"
        _options()
        pyogrio.write_dataframe(
            frame, path, driver="ESRI Shapefile", encoding="GBK", DBF_DATE_LAST_UPDATE="1980-01-01"
        )
        parts = {part.name: part.read_bytes() for part in sorted(path.parent.iterdir())}
    beside = {
        "fields.tsv": _field_table(names),
        "readme.txt": ("\r\n".join(about.lines()) + "\r\n").encode("utf-8-sig"),
    }
    return zip_bytes(parts | beside)


def parquet(parcels: gpd.GeoDataFrame, about: About) -> bytes:
    """GeoParquet 1.1 with WKB; what it says of itself stands under ``luodi`` in its metadata."""
    first, out = io.BytesIO(), io.BytesIO()
    _flat(parcels).to_parquet(first, index=False)
    table = pq.read_table(first)
    said = {b"luodi": orjson.dumps(_metadata(about))}
    table = table.replace_schema_metadata((table.schema.metadata or {}) | said)
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def geojson(parcels: gpd.GeoDataFrame, about: About) -> bytes:
    """GeoJSON in WGS84 degrees (RFC 7946); the notice is a member of the collection."""
    shapes = shapely.set_precision(np.asarray(crs.to_lonlat(parcels).geometry.values), 1e-9, mode="pointwise")
    rows = _attributes(parcels)
    cells = zip(*(_plain(rows[name]) for name in rows.columns), strict=True)
    features = [
        {
            "type": "Feature",
            "id": parcel_id,
            "properties": {"parcel_id": parcel_id} | dict(zip(rows.columns, values, strict=True)),
            "geometry": orjson.Fragment(text),
        }
        for parcel_id, values, text in zip(parcels.index, cells, shapely.to_geojson(shapes), strict=True)
    ]
    return orjson.dumps({"type": "FeatureCollection", "luodi": _metadata(about), "features": features})


def csv_wkt(parcels: gpd.GeoDataFrame, about: About) -> bytes:
    """CSV with the shape as WKT to the tenth of a millimetre, and the CRS in every row."""
    rows = _attributes(parcels)
    shapes = shapely.to_wkt(np.asarray(parcels.geometry.values), rounding_precision=4, trim=True)
    columns = [
        [inert("" if value is None else value) for value in _plain(rows[name])] for name in rows.columns
    ]
    heads: list[Cell] = ["parcel_id", *rows.columns, "crs", "wkt"]
    cells = zip(map(inert, parcels.index), *columns, [about.crs] * len(rows), shapes, strict=True)
    return csv_bytes([heads, *cells])


def short_names(names: list[str]) -> dict[str, str]:
    """Names of at most ten bytes, each once: ours where they fit, the trade's, or ours cut.

    >>> list(short_names(["parcel_id", "height_max_m", "something_long", "something_longer"]).values())
    ['parcel_id', 'JZXG', 'something_', 'somethin_2']
    """
    short: dict[str, str] = {}
    for name in names:
        wanted = _SHORT.get(name, name)
        cut = wanted.encode("gbk", "replace")[:_NAME_BYTES].decode("gbk", "ignore")
        number = 1
        while cut.casefold() in {one.casefold() for one in short.values()}:
            number += 1
            tail = f"_{number}"
            cut = wanted.encode("gbk", "replace")[: _NAME_BYTES - len(tail)].decode("gbk", "ignore") + tail
        short[name] = cut
    return short


def _written(parcels: gpd.GeoDataFrame, driver: str, suffix: str, **options: Any) -> bytes:
    _options()
    with tempfile.TemporaryDirectory(prefix="luodi-write-") as folder:
        path = Path(folder) / f"{LAYER}{suffix}"
        pyogrio.write_dataframe(_flat(parcels), path, driver=driver, layer=LAYER, **options)
        return path.read_bytes()


def _options() -> None:
    """Files carry no moment of their making: the same version gives the same bytes."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _MOMENT, "GPKG_ADD_DEFINITION_12_063": "NO"})


def _attributes(parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    """Columns without the shapes; dates as ISO text."""
    frame = pd.DataFrame(parcels.drop(columns=parcels.geometry.name))
    dates = [name for name in frame.columns if frame[name].dtype.kind == "M"]
    return frame.assign(**{name: frame[name].dt.strftime("%Y-%m-%d").fillna("") for name in dates})


def _flat(parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The id as the first column, on a plain index."""
    return gpd.GeoDataFrame(
        _attributes(parcels).rename_axis("parcel_id").reset_index(),
        geometry=np.asarray(parcels.geometry.values),
        crs=parcels.crs,
    )


def _plain(column: pd.Series) -> list[Any]:
    """Values as Python has them; None where there is no number."""
    values = column.astype(object).tolist() if column.dtype.kind in "fiub" else column.astype(str).tolist()
    return [None if value != value else value for value in values]  # noqa: PLR0124 - NaN is not itself


def _metadata(about: About) -> dict[str, str]:
    return {
        "plan": about.plan,
        "plan_en": about.plan_en,
        "version": str(about.version),
        "made_at": about.made_at,
        "as_of": about.as_of,
        "sha256": about.sha256,
        "crs": about.crs,
        "notice": about.notice,
        "notice_en": about.notice_en,
    }


def _refuse_texts(parcels: gpd.GeoDataFrame, names: Mapping[str, str]) -> None:
    """A table that would cut or lose text is not written."""
    rows = _flat(parcels)
    for name in names:
        if rows[name].dtype.kind in "fiub":
            continue
        for parcel_id, text in zip(rows["parcel_id"], rows[name].astype(str), strict=True):
            try:
                long = len(text.encode("gbk")) > _TEXT_BYTES
            except UnicodeEncodeError as error:
                raise Inexpressible(
                    "Shapefile",
                    f"地块 {parcel_id} 的 {name} 有 GBK 没有的字“{text[error.start]}”。",
                    f"{name} of parcel {parcel_id} has “{text[error.start]}”, which GBK lacks.",
                ) from error
            if long:
                raise Inexpressible(
                    "Shapefile",
                    f"地块 {parcel_id} 的 {name} 超过 {_TEXT_BYTES} 字节。",
                    f"{name} of parcel {parcel_id} is longer than {_TEXT_BYTES} bytes.",
                )


def _field_table(names: Mapping[str, str]) -> bytes:
    """The table of field names beside a Shapefile; not .csv, which would be a layer of the archive."""
    rows = [("字段名 field", "列 column", "含义", "meaning", "单位 unit")]
    for name, short in names.items():
        known = COLUMNS.get(name)
        meant = (known.label, known.label_en, known.unit) if known else _MEANINGS.get(name, ("", "", ""))
        rows.append((short, name, *meant))
    return ("\r\n".join("\t".join(row) for row in rows) + "\r\n").encode("utf-8-sig")
