"""The difference between two versions as a layer that opens in QGIS."""

from __future__ import annotations

from typing import Literal

import geopandas as gpd

from geo.model import Plan, Version
from geo.write import layers
from geo.write.about import about

ChangesFormat = Literal["geojson", "gpkg"]


def changes(found: gpd.GeoDataFrame, plan: Plan, version: Version, form: ChangesFormat) -> bytes:
    """Parcels that differ, each with its ``kind`` and what it was.

    Args:
        found: As ``geo.difference.layer`` gives it.
        plan: Whose land bank.
        version: The later of the two.
        form: GeoJSON in degrees, or GeoPackage in the plan's coordinate system.
    """
    if form == "geojson":
        return layers.geojson(found, about(plan, version, found, "EPSG:4326"))
    return layers.gpkg(found, about(plan, version, found))
