"""The land bank coloured by what is known of it: a byte of class per parcel, and a legend that matches it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.codes import CodeTable
from geo.errors import UnknownName
from geo.model import Area, Axis, Plan
from geo.schema import STATUS_NAMES, STATUS_NAMES_EN
from geo.units import mu_from_m2
from maps import style

BY = ("status", "use", "axis", "zone", "park", "freshness")
# a byte holds one class more; where there are more still, the last is all the rest
MOST = 255


@dataclass(frozen=True, slots=True)
class ColourClass:
    """One colour of the land: what it means, and how much land has it."""

    key: str
    label: str
    label_en: str
    colour: str
    parcels: int
    area_mu: float


@dataclass(frozen=True, slots=True, eq=False)
class Colouring:
    """Classes in the order of a legend; ``rows`` has the class of each parcel, in the order of the table."""

    by: str
    classes: tuple[ColourClass, ...]
    rows: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Kind:
    key: str
    label: str
    label_en: str
    colour: str


_OFF_AXES = _Kind("", "轴外", "Off the axes", style.UNASKED)
_IN_NO_ZONE = _Kind("", "区外", "In no zone", style.UNASKED)
_IN_NO_PARK = _Kind("", "园区外", "In no park", style.UNASKED)
_THE_REST = _Kind("*", "其余", "Others", style.UNASKED)


def colouring(
    parcels: gpd.GeoDataFrame, table: pd.DataFrame, plan: Plan, codes: CodeTable, by: str
) -> Colouring:
    """The parcels of a version by one thing known of them.

    Only classes that have a parcel are given, so that a legend shows what is on the map and nothing else.

    Args:
        parcels: The version's parcels, for the date that each is true for.
        table: Its features, same order.
        plan: Names of axes, zones and parks.
        codes: Names and colours of the land uses.
        by: One of ``BY``.

    Raises:
        UnknownName: nothing is coloured so.
    """
    if by not in BY:
        raise UnknownName("着色", "colouring", by, BY)
    match by:
        case "status":
            keys, kinds = _texts(table["status"]), _statuses()
        case "use":
            keys, kinds = _uses(_texts(table["use_code"]), codes)
        case "axis":
            keys, kinds = _texts(table["axis"]), _places(plan.axes, style.AXIS_COLOURS, _OFF_AXES)
        case "zone":
            keys, kinds = _texts(table["zone"]), _places(plan.zones, style.CATEGORIES, _IN_NO_ZONE)
        case "park":
            keys, kinds = _texts(table["park"]), _places(plan.parks, style.CATEGORIES, _IN_NO_PARK)
        case _:
            keys, kinds = _dates(parcels)
    return _classed(by, keys, kinds, np.asarray(table["area_m2"], dtype=float))


def _classed(
    by: str, keys: NDArray[np.str_], kinds: Sequence[_Kind], area_m2: NDArray[np.float64]
) -> Colouring:
    """Parcels counted into those of the kinds that occur; an unnamed key is a kind of its own, in grey."""
    found, at = np.unique(keys, return_inverse=True)
    named = {kind.key for kind in kinds}
    unnamed = [_Kind(str(key), str(key), str(key), style.UNASKED) for key in found if str(key) not in named]
    there = [kind for kind in (*kinds, *unnamed) if kind.key in set(found.tolist())]
    nth = {kind.key: min(i, MOST) for i, kind in enumerate(there)}
    if len(there) > MOST + 1:
        there = [*there[:MOST], _THE_REST]
    rows = np.array([nth[str(key)] for key in found], dtype=np.uint8)[at.reshape(-1)]
    parcels = np.bincount(rows, minlength=len(there))
    areas = np.bincount(rows, weights=area_m2, minlength=len(there))
    classes = tuple(
        ColourClass(
            kind.key, kind.label, kind.label_en, kind.colour, int(parcels[i]), mu_from_m2(float(areas[i]))
        )
        for i, kind in enumerate(there)
    )
    return Colouring(by, classes, rows)


def _texts(column: pd.Series) -> NDArray[np.str_]:
    return column.astype(str).to_numpy(dtype=str)


def _statuses() -> list[_Kind]:
    return [
        _Kind(one, STATUS_NAMES[one], STATUS_NAMES_EN[one], colour)
        for one, colour in style.STATUS_COLOURS.items()
    ]


def _uses(keys: NDArray[np.str_], codes: CodeTable) -> tuple[NDArray[np.str_], list[_Kind]]:
    """Uses in the order of their codes, in the colours of the land-use standard."""
    there = np.unique(keys).tolist()
    return keys, [_Kind(code, codes.name(code), codes.name_en(code), codes.colour(code)) for code in there]


def _places(areas: Iterable[Axis | Area], colours: Sequence[str], outside: _Kind) -> list[_Kind]:
    """The plan's own order; what lies in none of them comes last."""
    named = [
        _Kind(one.id, one.name, one.name_en or one.name, colours[i % len(colours)])
        for i, one in enumerate(areas)
    ]
    return [*named, outside]


def _dates(parcels: gpd.GeoDataFrame) -> tuple[NDArray[np.str_], list[_Kind]]:
    """By the year that a row is true for, the newest first; with one year only, by its months."""
    if "as_of" not in parcels:
        dates = pd.Series(pd.NaT, index=parcels.index)
    else:
        dates = pd.to_datetime(parcels["as_of"], errors="coerce")
    years = dates.dt.strftime("%Y").fillna("").to_numpy(dtype=str)
    is_one = len(set(years.tolist()) - {""}) == 1
    keys = dates.dt.strftime("%Y-%m").fillna("").to_numpy(dtype=str) if is_one else years
    stated = sorted(set(keys.tolist()) - {""}, reverse=True)
    # what is older than the last colour is one class with it
    kept, older = stated[: len(style.FRESHNESS_COLOURS)], stated[len(style.FRESHNESS_COLOURS) :]
    if older:
        keys = np.where(np.isin(keys, older), kept[-1], keys)
    last = kept[-1] if older else ""
    kinds = [
        _Kind(
            key,
            f"{key} 及更早" if key == last else key,
            f"{key} and before" if key == last else key,
            style.FRESHNESS_COLOURS[i],
        )
        for i, key in enumerate(kept)
    ]
    return keys, [*kinds, _Kind("", "时点未注明", "Date not stated", style.UNASKED)]
