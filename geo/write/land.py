"""The land bank as a file, in every format of the trade."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, get_args

import geopandas as gpd

from geo.model import Plan, Version
from geo.units import M2_PER_MU
from geo.write import drawing, exchange, layers, placemarks
from geo.write.about import About, about

LandFormat = Literal["gpkg", "shp", "fgb", "kml", "dxf", "parquet", "csv", "geojson", "txt"]
FORMATS: tuple[LandFormat, ...] = get_args(LandFormat)
# ending of the file -> format; a Shapefile is several files, so it travels as a zip
ENDINGS: Mapping[str, LandFormat] = {f".{form}": form for form in FORMATS if form != "shp"} | {".zip": "shp"}
_MAKERS: Mapping[LandFormat, Callable[[gpd.GeoDataFrame, About], bytes]] = {
    "gpkg": layers.gpkg,
    "shp": layers.shapefile,
    "fgb": layers.flatgeobuf,
    "kml": placemarks.kml,
    "dxf": drawing.dxf,
    "parquet": layers.parquet,
    "csv": layers.csv_wkt,
    "geojson": layers.geojson,
    "txt": exchange.txt,
}
# these formats are in degrees by their standard
_DEGREES = ("kml", "geojson")


def land(
    parcels: gpd.GeoDataFrame,
    plan: Plan,
    version: Version,
    form: LandFormat,
    *,
    use_names: Mapping[str, str] | None = None,
) -> bytes:
    """Parcels of a version as a file that says what it is: version, CRS, and the notice where one is due.

    The same version gives the same bytes.

    Args:
        parcels: Rows of the version, indexed by parcel id, in the plan's CRS.
        plan: Whose land bank.
        version: Which state of it.
        form: Kind of file.
        use_names: Land-use code -> name, for a column beside the code.

    Raises:
        Inexpressible: the format cannot hold a text or a shape of theirs; names the parcel.
    """
    said = about(plan, version, parcels, "EPSG:4326" if form in _DEGREES else "")
    codes = parcels["use_code"].astype(str)
    more = {
        "area_mu": (parcels["area_m2"] / M2_PER_MU).round(4),
        "use_name": codes.map(dict(use_names or {})).fillna("").astype(str),
        "version": version.number,
        "notice": said.mark,
    }
    return _MAKERS[form](parcels.assign(**more), said)
