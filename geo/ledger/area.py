"""范围台账: the land bank inside an area somebody drew, parcels cut by its edge counted by their part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.codes import CodeTable
from geo.ledger.demand import Supply
from geo.ledger.land import GROUPS
from geo.model import AreaLedger, AreaRow, ParcelInside, Plan, Version
from geo.model.basics import least_sure
from geo.schema import STATUS_NAMES, STATUS_NAMES_EN
from geo.units import mu_from_m2

MOST_LISTED = 200
# a parcel that only touches the area has none of its land there: less than a ㎡
NOTHING_M2 = 1.0
Names = Mapping[str, tuple[str, str]]


def area_ledger(
    area: BaseGeometry,
    parcels: GeoDataFrame,
    table: pd.DataFrame,
    land: Supply,
    plan: Plan,
    version: Version,
    codes: CodeTable,
) -> AreaLedger:
    """What of the land bank lies inside an area.

    Args:
        area: A valid polygon in the plan's metres.
        parcels: The parcels that touch it, at least; others do no harm.
        table: Their features, same order.
        land: Their supply, same order: what is open, promised, net.
        plan: Names of axes, zones and parks.
        version: Which state of the bank this is.
        codes: Names of land uses.

    Returns:
        Areas in 亩; every group sums to the land inside. Zeros where the area meets no parcel.
    """
    # the part of each parcel inside, as a share of its own outline, so that areas of record add up
    shapes = parcels.geometry.to_numpy()
    whole = shapely.covers(area, shapes)
    parts = np.ones(len(shapes))
    cut = ~whole
    parts[cut] = shapely.area(shapely.intersection(shapes[cut], area)) / shapely.area(shapes[cut])
    inside = parts * land.mu
    here = inside > mu_from_m2(NOTHING_M2)
    inside = np.where(here, inside, 0.0)
    sums = {
        name: float(inside[rows].sum())
        for name, rows in {
            "inside": here,
            "open": here & land.open,
            "promised": here & land.promised,
            "net": here & land.open & land.net,
        }.items()
    }
    area_m2 = float(area.area)
    text, text_en = _told(int(here.sum()), sums, mu_from_m2(area_m2))
    return AreaLedger(
        version=version.number,
        plan=plan.id,
        area_m2=area_m2,
        area_mu=mu_from_m2(area_m2),
        parcels=int(here.sum()),
        whole=int((here & whole).sum()),
        inside_mu=sums["inside"],
        open_mu=sums["open"],
        promised_mu=sums["promised"],
        net_mu=sums["net"],
        other_mu=max(0.0, mu_from_m2(area_m2) - sums["inside"]),
        groups={
            by: _rows(table[column].astype(str).to_numpy(dtype=str), inside, land, names)
            for by, column in GROUPS.items()
            for names in (_names(by, plan, codes, table),)
        },
        largest=_largest(parcels, inside, parts, land.mu),
        basis=least_sure(parcels["basis"].astype(str)[here]) if "basis" in parcels and here.any() else "",
        text=text,
        text_en=text_en,
    )


def _rows(
    keys: NDArray[np.str_], inside: NDArray[np.float64], land: Supply, names: Names
) -> tuple[AreaRow, ...]:
    """One row for each group with land inside, largest first."""
    rows = []
    for key in np.unique(keys[inside > 0]).tolist():
        those = (keys == key) & (inside > 0)
        zh, en = names.get(key, (key or "—", key or "—"))
        sums = [float(inside[those & some].sum()) for some in (those, land.open, land.promised)]
        rows.append(AreaRow(key, zh, en, int(those.sum()), *sums))
    return tuple(sorted(rows, key=lambda row: (-row.inside_mu, row.key)))


def _largest(
    parcels: GeoDataFrame, inside: NDArray[np.float64], parts: NDArray[np.float64], mu: NDArray[np.float64]
) -> tuple[ParcelInside, ...]:
    order = np.lexsort((parcels.index.to_numpy(dtype=str), -inside))[:MOST_LISTED]
    names: Sequence[object] = parcels["name"].to_list() if "name" in parcels else [""] * len(parcels)
    return tuple(
        ParcelInside(
            str(parcels.index[i]),
            "" if pd.isna(names[i]) else str(names[i]),
            float(mu[i]),
            float(inside[i]),
            float(min(parts[i], 1.0)),
        )
        for i in order.tolist()
        if inside[i] > 0
    )


def _names(by: str, plan: Plan, codes: CodeTable, table: pd.DataFrame) -> Names:
    """What the keys of a group are called, 中文 and English."""
    match by:
        case "status":
            return {key: (STATUS_NAMES[key], STATUS_NAMES_EN[key]) for key in STATUS_NAMES}
        case "use":
            there = table["use_code"].astype(str).unique().tolist()
            return {code: (codes.name(code), codes.name_en(code)) for code in there}
        case "axis":
            return {"": ("轴外", "off the axes"), **{one.id: (one.name, one.name_en) for one in plan.axes}}
        case "zone":
            return {"": ("区外", "in no zone"), **{one.id: (one.name, one.name_en) for one in plan.zones}}
        case _:
            return {"": ("园区外", "in no park"), **{one.id: (one.name, one.name_en) for one in plan.parks}}


def _told(parcels: int, sums: Mapping[str, float], area_mu: float) -> tuple[str, str]:
    if not parcels:
        return f"范围 {area_mu:,.1f} 亩内没有土地库的地块", f"no parcel of the bank within {area_mu:,.1f} mu"
    zh = f"范围 {area_mu:,.1f} 亩内有 {parcels} 宗, {sums['inside']:,.1f} 亩; 可用 {sums['open']:,.1f} 亩"
    en = f"{parcels} parcels, {sums['inside']:,.1f} mu within {area_mu:,.1f} mu; open {sums['open']:,.1f} mu"
    net, promised = sums["net"], sums["promised"]
    return (
        f"{zh}, 其中净地 {net:,.1f} 亩; 已占 {promised:,.1f} 亩",
        f"{en}, of it cleared {net:,.1f} mu; promised {promised:,.1f} mu",
    )
