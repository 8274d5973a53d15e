"""供需台账, 范围台账 and 反向招商 asked of the land and the plan's projects."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo import match
from geo import plan as planning
from geo.criteria import question as compiling
from geo.errors import BadBrief, UnknownName
from geo.flow.land import Land
from geo.ledger import balance as balancing
from geo.ledger import reverse as reversing
from geo.ledger.area import area_ledger
from geo.ledger.claims import double_claims
from geo.ledger.demand import demands, supply
from geo.model import POOLS, Alias, AreaLedger, Balance, Brief, Pool, Project, Reverse
from geo.units import mu_from_m2

# who stands already asks for no land
USUAL_POOLS: tuple[Pool, ...] = ("plan", "attract", "signed")


def supply_and_demand(
    land: Land,
    projects: Sequence[Project],
    *,
    by: str = "use",
    pools: Sequence[str] = USUAL_POOLS,
    aliases: Sequence[Alias] = (),
) -> Balance:
    """Supply of a version against the demand of some pools.

    Raises:
        UnknownName: no such group or pool.
    """
    chosen = tuple(pool for pool in POOLS if pool in pools)
    for pool in pools:
        if pool not in POOLS:
            raise UnknownName("库", "pool", pool, POOLS)
    plan, codes = land.plan, land.codes
    offered = supply(land.table, plan, [id_ for one in projects for id_ in one.locked])
    asked = demands(projects, plan, chosen)
    rows, unplaced = balancing.balance(land.table, offered, asked, by, codes)
    usual = plan.practice.usual_area
    assumed = sum(one.is_assumed for one in asked)
    zh = f"{len(asked)} 个项目中 {assumed} 个未写面积, 按规划的惯常面积计 ({usual.source})" if usual else ""
    en = (
        f"{assumed} of {len(asked)} projects state no area and are reckoned with the plan's usual one"
        if usual
        else ""
    )
    return Balance(
        version=land.version.number,
        by=by,
        pools=chosen,
        rows=rows,
        unplaced_mu=unplaced,
        short_mu=balancing.short_mu(offered, asked, codes),
        conflicts=double_claims(land.table, land.held, projects, aliases),
        runs_out=balancing.runs_out(offered, asked, plan, codes),
        note=zh,
        note_en=en,
    )


def ledger_within(
    land: Land, area: BaseGeometry, touching: Sequence[str], projects: Sequence[Project]
) -> AreaLedger:
    """The land bank inside an area; ``touching`` are the ids of the parcels that meet it."""
    rows = np.sort(land.table.index.get_indexer(pd.Index(list(touching), dtype=object)))
    table, parcels = land.table.iloc[rows], land.parcels.iloc[rows]
    offered = supply(table, land.plan, [id_ for one in projects for id_ in one.locked])
    return area_ledger(area, parcels, table, offered, land.plan, land.version, land.codes)


def reverse(
    land: Land, *, parcel_id: str = "", axis: str = "", start: float = 0.0, end: float = 1.0
) -> Reverse:
    """反向招商: which industries fit a parcel, or the parcels along a stretch of an axis, best.

    Raises:
        BadBrief: neither or both are named, the stretch is reversed or holds no parcel.
        NotFound: the version has no such parcel.
        UnknownName: the plan has no such axis.
    """
    rows, place = _place(land, parcel_id, axis, start, end)
    table = land.table.iloc[rows]
    judged = []
    for industry in land.plan.industries:
        put = compiling.question(Brief(industry.id), land.plan, land.codes, industry)
        judged.append((industry, match.score(table, put)))
    near = land.plan.practice.near
    found = reversing.fits(judged)
    best = found[0] if found and found[0].eligible else None
    return Reverse(
        version=land.version.number,
        place=place,
        parcels=len(table),
        area_mu=mu_from_m2(float(table["area_m2"].sum())),
        fits=found,
        links=reversing.links(table, land.plan, near.walk_m if near else 0.0),
        text=f"{place}: 最适合 {best.name} ({best.score:.1f} 分)" if best else f"{place}: 没有产业可落",
        text_en=f"{place}: {best.name_en} fits best ({best.score:.1f})"
        if best
        else f"{place}: no industry may stand",
    )


def _place(land: Land, parcel_id: str, axis: str, start: float, end: float) -> tuple[list[int], str]:
    if bool(parcel_id) == bool(axis):
        words = ("请给出地块或发展轴, 二者之一。", "name a parcel or an axis, not both.")
        raise BadBrief("parcel_id", parcel_id, *words)
    if parcel_id:
        return [land.row(parcel_id)], parcel_id
    if not 0 <= start < end <= 1:
        words = ("须 0 ≤ 起 < 止 ≤ 1 (北 0, 南 1)。", "must run 0 ≤ from < to ≤ 1 (north 0, south 1).")
        raise BadBrief("from", f"{start:g}–{end:g}", *words)
    id_ = planning.find_area(land.plan, "axis", axis)
    known = next(one for one in land.plan.axes if one.id == id_)
    along = np.asarray(land.table[f"axis_{id_}_s"], dtype=float)
    beside = np.asarray(land.table[f"axis_{id_}_m"], dtype=float) <= known.half_width_m
    rows = np.flatnonzero(beside & (along >= start) & (along <= end)).tolist()
    if not rows:
        words = ("这一段没有地块。", "no parcel lies along this stretch.")
        raise BadBrief("axis", f"{known.name} {start:g}–{end:g}", *words)
    return rows, f"{known.name} {start:g}–{end:g}"
