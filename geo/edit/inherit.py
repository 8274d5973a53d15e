"""Attributes of new parcels: what they inherit, what is stated for them, what must be stated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from geopandas import GeoDataFrame

from geo.edit.bank import Values
from geo.errors import DifferingAttributes, NoParent, NotNumber, UnknownName
from geo.schema import COLUMNS

Row = dict[str, Any]
# computed from the shape, never inherited
COMPUTED = ("area_m2", "lon", "lat")
# a register's area speaks of the land as it was
STATED_AREA = "area_stated_m2"


def columns(parcels: GeoDataFrame) -> list[str]:
    """Columns that hold attributes."""
    return [str(name) for name in parcels.columns if name not in {*COMPUTED, parcels.geometry.name}]


def row(parcels: GeoDataFrame, parcel_id: str) -> Row:
    """Attributes of one parcel."""
    found = parcels.loc[parcel_id]
    return {name: found[name] for name in columns(parcels)}


def stated(parcels: GeoDataFrame, given: Row, values: Values) -> Row:
    """A row with some attributes stated anew.

    Raises:
        UnknownName: there is no such column.
        NotNumber: a column of numbers beyond the contract is given something else.
    """
    known = columns(parcels)
    for name, value in values.items():
        if name not in known:
            raise UnknownName("可改的字段", "column to be set", name, known)
        if name not in COLUMNS and pd.api.types.is_numeric_dtype(parcels[name]):
            given = given | {name: _number(name, value)}
        else:
            given = given | {name: value}
    return given


def of_part(parent: Row, nth: int) -> Row:
    """What the ``nth`` child (from 1) of a split inherits: all but the registered area; its name is numbered.

    >>> of_part({"name": "甲地", "use_code": "0701", "area_stated_m2": 9.0}, 2)
    {'name': '甲地-2', 'use_code': '0701', 'area_stated_m2': None}
    """
    name = str(parent.get("name") or "")
    return parent | {"name": f"{name}-{nth}" if name else "", STATED_AREA: None}


def of_whole(parcels: GeoDataFrame, parents: Sequence[str], values: Values, like: str = "") -> Row:
    """What a merged parcel inherits: all in which its parents agree; registered areas add up.

    Raises:
        DifferingAttributes: they differ in what is neither stated nor taken from ``like``.
        NoParent: ``like`` is none of the parents.
        UnknownName: a stated column does not exist.
    """
    if like and like not in parents:
        raise NoParent(like, parents)
    rows = {parcel_id: row(parcels, parcel_id) for parcel_id in parents}
    whole = dict(rows[like or parents[0]])
    areas = [one[STATED_AREA] for one in rows.values() if STATED_AREA in one]
    if areas:
        whole[STATED_AREA] = None if any(pd.isna(one) for one in areas) else float(sum(areas))
    differing: dict[str, dict[str, list[str]]] = {}
    for name in whole:
        by_value: dict[str, list[str]] = {}
        for parcel_id, one in rows.items():
            by_value.setdefault(_told(one[name]), []).append(parcel_id)
        if len(by_value) > 1 and name != STATED_AREA and name not in values:
            differing[name] = by_value
    if differing and not like:
        raise DifferingAttributes(differing)
    return stated(parcels, whole, values)


def frame(rows: Mapping[str, Row]) -> pd.DataFrame:
    """Rows as a table that the import reads, by id; a column of numbers stays one."""
    names = list(next(iter(rows.values())))
    cells = {name: pd.Series([one[name] for one in rows.values()], dtype=object) for name in names}
    return pd.DataFrame({"parcel_id": list(rows), **cells}).infer_objects()


def _told(value: object) -> str:
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return ""
    return str(value.date()) if isinstance(value, pd.Timestamp) else f"{value}"


def _number(name: str, value: object) -> float | None:
    try:
        return None if value is None or value == "" else float(str(value))
    except ValueError as wrong:
        raise NotNumber(name, value) from wrong
