"""What lies around a parcel: neighbours to keep away from, firms of the same chain, shops that compete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import geopandas as gpd
import numpy as np
import shapely

from geo.codes import CodeTable
from geo.errors import BadPlan
from geo.model import Industry, KeepAway, Near, Neighbour, Plan, Surroundings

Kind = Literal["conflict", "synergy", "cannibalisation"]
Rivals = Mapping[str, tuple[str, str]]  # parcel id -> project that holds or is locked to it, its industry


def around(
    parcels: gpd.GeoDataFrame, parcel_id: str, industry: Industry, plan: Plan, codes: CodeTable, held: Rivals
) -> Surroundings:
    """The surroundings of a parcel for an industry.

    Args:
        parcels: Parcels of a version in the plan's metric CRS, indexed by parcel id, with ``use_code``.
        parcel_id: One of them.
        industry: Who would stand there.
        plan: Its keep-away distances, layers and distances of neighbourhood.
        codes: The plan's land uses.
        held: Parcels that projects stand on or are promised, with their industry.

    Returns:
        Distances [m] between outlines; 0 where they touch. Conflicts are those nearer than is to be kept.

    Raises:
        BadPlan: the plan states no distances of neighbourhood.
    """
    near = plan.practice.near
    if near is None:
        zh, en = "没有 [near], 不知多近算邻近。", "has no [near]: nobody says how near is near."
        raise BadPlan("practice.toml", zh, en)
    at = parcels.geometry.loc[parcel_id]
    conflicts = [*_kept_from(at, industry, plan), *_kept_from_us(parcels, parcel_id, industry, plan, codes)]
    synergies = list(_same_chain(at, industry, plan, near))
    rivals = [*_shops(at, industry, plan, near), *_projects(parcels, parcel_id, industry, near, held)]
    counts = len(conflicts), len(synergies), len(rivals)
    zh = "冲突 {} 处, 同链 {} 家, 同业分流 {} 家".format(*counts)
    en = "{} conflicts, {} firms of its chain, {} rivals".format(*counts)
    return Surroundings(
        parcel_id=parcel_id,
        industry=industry.id,
        conflicts=_sorted(conflicts),
        synergies=_sorted(synergies),
        rivals=_sorted(rivals),
        walk_m=near.walk_m,
        retail_m=near.retail_m,
        basis=near.basis,
        source=near.source,
        text=f"{parcel_id} 对{industry.name}: {zh}",
        text_en=f"{parcel_id} for {industry.name_en}: {en}",
    )


def _kept_from(at: shapely.Geometry, industry: Industry, plan: Plan) -> Iterator[Neighbour]:
    """Sensitive neighbours nearer than industry of this hazard must keep."""
    measures = {one.id: one for one in plan.measures}
    for rule in _widest(plan.keep_aways, industry.hazard):
        measure = measures[rule.measure]
        frame = plan.layers[measure.layer].frame
        if measure.where_column:
            frame = frame[frame[measure.where_column].astype(str).isin(measure.where_values)]
        for name, metres in _within(frame, at, rule.min_m):
            if metres < rule.min_m:
                yield _conflict(name or measure.label, metres, rule)


def _kept_from_us(
    parcels: gpd.GeoDataFrame, parcel_id: str, industry: Industry, plan: Plan, codes: CodeTable
) -> Iterator[Neighbour]:
    """Industrial land that must keep away from what would stand here."""
    near = plan.practice.near
    protects = {} if near is None else near.sensitive
    measures = {
        m for code in industry.use_codes for own, m in protects.items() if codes.is_within(code, (own,))
    }
    if near is None or not measures:
        return
    others = parcels.drop(index=parcel_id)
    uses = others["use_code"].astype(str)
    for code, hazard in near.hazards.items():
        frame = others[[codes.is_within(use, (code,)) for use in uses]]
        rules = [one for one in _widest(plan.keep_aways, hazard) if one.measure in measures]
        for rule in rules:
            for name, metres in _within(frame, parcels.geometry.loc[parcel_id], rule.min_m):
                if metres < rule.min_m:
                    yield _conflict(f"{codes.name(code)} {name}", metres, rule)


def _same_chain(at: shapely.Geometry, industry: Industry, plan: Plan, near: Near) -> Iterator[Neighbour]:
    """Firms of the same chain within a walk."""
    for layer in plan.layers.values():
        if layer.role == "firms" and industry.chain:
            same = layer.frame[layer.frame["chain"].astype(str) == industry.chain]
            for name, metres in _within(same, at, near.walk_m):
                yield _neighbour("synergy", name, metres, "同链企业", "a firm of the same chain")


def _shops(at: shapely.Geometry, industry: Industry, plan: Plan, near: Near) -> Iterator[Neighbour]:
    """Shopping places that are there, for retail."""
    layer, column, values = near.rivals
    if industry.id not in near.retail or layer not in plan.layers:
        return
    frame = plan.layers[layer].frame
    same = frame[frame[column].astype(str).isin(values)] if column else frame
    for name, metres in _within(same, at, near.retail_m):
        yield _neighbour("cannibalisation", name, metres, "已有商圈", "a shopping place")


def _projects(
    parcels: gpd.GeoDataFrame, parcel_id: str, industry: Industry, near: Near, held: Rivals
) -> Iterator[Neighbour]:
    """Retail projects that land nearby is promised to."""
    if industry.id not in near.retail:
        return
    others = [id_ for id_, (_, kind) in held.items() if kind in near.retail and id_ != parcel_id]
    frame = parcels.loc[[id_ for id_ in others if id_ in parcels.index]]
    metres = shapely.distance(frame.geometry.to_numpy(), parcels.geometry.loc[parcel_id])
    for id_, distance_m in zip(frame.index, metres.tolist(), strict=True):
        if distance_m <= near.retail_m:
            yield _neighbour("cannibalisation", held[str(id_)][0], distance_m, "商业项目", "a retail project")


def _widest(rules: Sequence[KeepAway], hazard: int) -> list[KeepAway]:
    """The widest distance that a hazard class must keep by each measure."""
    widest: dict[str, KeepAway] = {}
    for rule in rules:
        known = widest.get(rule.measure)
        if hazard >= rule.hazard and (known is None or known.min_m < rule.min_m):
            widest[rule.measure] = rule
    return list(widest.values())


def _within(frame: gpd.GeoDataFrame, at: shapely.Geometry, reach_m: float) -> Iterator[tuple[str, float]]:
    """Name and distance [m] of what lies within a reach."""
    # to the micrometre: a distance computed by way of a slope may miss a round one by its last bit
    metres = shapely.distance(frame.geometry.to_numpy(), at).round(6)
    names = frame["name"].fillna("").astype(str).to_numpy() if "name" in frame else np.full(len(frame), "")
    for row in np.flatnonzero(metres <= reach_m).tolist():
        yield str(names[row]), float(metres[row])


def _conflict(name: str, metres: float, rule: KeepAway) -> Neighbour:
    zh = f"距{name} {metres:,.0f} m, 须 ≥ {rule.min_m:g} m: {rule.clause}"
    en = f"{metres:,.0f} m from {name}, at least {rule.min_m:g} m required: {rule.clause_en}"
    return Neighbour("conflict", name, metres, rule.min_m, rule.clause, zh, en)


def _neighbour(kind: Kind, name: str, metres: float, what: str, what_en: str) -> Neighbour:
    zh, en = f"{what} {name}, 距 {metres:,.0f} m", f"{what_en}, {name}, {metres:,.0f} m away"
    return Neighbour(kind, name, metres, None, "", zh, en)


def _sorted(found: Sequence[Neighbour]) -> tuple[Neighbour, ...]:
    return tuple(sorted(found, key=lambda one: (one.distance_m, one.name)))
