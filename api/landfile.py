"""Land as files: the same bytes from the shell and over HTTP."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd

from geo import flow, write
from geo.errors import NotFound


def land_file(land: flow.Land, form: write.LandFormat, parcel_ids: Sequence[str] = ()) -> bytes:
    """The land, or some of its parcels, in a format.

    Raises:
        NotFound: the version lacks one of the parcels.
        Inexpressible: the format cannot hold them.
    """
    names = {code: land.codes.name(code) for code in land.codes.names}
    return write.land(chosen(land, parcel_ids), land.plan, land.version, form, use_names=names)


def corner_file(land: flow.Land, form: write.SheetFormat, parcel_ids: Sequence[str]) -> bytes:
    """界址点成果表 of some parcels, in the order given.

    Raises:
        NotFound: the version lacks one of the parcels.
        Inexpressible: more parcels than a workbook holds.
    """
    parcels = chosen(land, parcel_ids)
    names = {code: land.codes.name(code) for code in land.codes.names}
    named = parcels.assign(use_name=parcels["use_code"].astype(str).map(names).fillna(""))
    return write.corner_table(named, write.about(land.plan, land.version, named), form)


def chosen(land: flow.Land, parcel_ids: Sequence[str]) -> gpd.GeoDataFrame:
    """Parcels by id in the order given, each once; all of them when none is named.

    Raises:
        NotFound: the version lacks one of them.
    """
    if not parcel_ids:
        return land.parcels
    wanted = list(dict.fromkeys(parcel_ids))
    absent = [one for one in wanted if one not in land.parcels.index]
    if absent:
        raise NotFound("地块", "parcel", ", ".join(absent[:5]))
    return land.parcels.loc[wanted]
