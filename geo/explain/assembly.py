"""Found sets of parcels -> the answer: outline, members, additive parts, what speaks for and against."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import crs, match
from geo.assemble import OF_THE_WHOLE, Fabric, Found, Ground, is_of_the_whole
from geo.explain import limits, parts
from geo.explain.answer import Scene, replay
from geo.explain.freshness import dates
from geo.explain.words import number
from geo.model import ILLUSTRATIVE, Assemblies, Assembly, MemberFailure, Part, Reason, Wish, least_sure
from geo.units import mu_from_m2

# decimals of a degree in an outline: a centimetre
DIGITS = 7


def assemblies(land: Ground, found: Found, table: pd.DataFrame, woven: Fabric, scene: Scene) -> Assemblies:
    """The whole document.

    Args:
        land: The ground that was searched.
        found: What the search found.
        table: The feature table that the ground was laid on.
        woven: The fabric it was laid on.
        scene: The land behind the table.
    """
    told = tuple(
        _assembly(rank, members, found.scores[rank - 1], land, table, woven, scene)
        for rank, members in enumerate(found.sets, start=1)
    )
    sizes = np.bincount(land.components())
    is_illustrative = not told or any(one.basis in ILLUSTRATIVE for one in told)
    best = found.scores[0] if found.scores else 0.0
    bound = found.bound if np.isfinite(found.bound) else 0.0
    return Assemblies(
        brief=land.question.brief,
        ask=land.ask,
        version=scene.version,
        plan=scene.plan.id,
        plan_name=scene.plan.name,
        note=scene.plan.note if is_illustrative else "",
        note_en=scene.plan.note_en if is_illustrative else "",
        limits=tuple(limits.text(limit) for limit in land.question.limits),
        considered=land.considered,
        candidates=len(land),
        components=len(sizes),
        largest=int(sizes.max()) if len(sizes) else 0,
        explored=found.explored,
        proven=found.proven,
        bound=bound,
        gap=0.0 if found.proven else max(0.0, bound - best),
        assemblies=told,
        reasons=tuple(_about(land, found, bound)),
        replay=replay(land.question.brief, scene, assembly=land.ask),
        freshness=dates(scene.plan, scene.version, land.question),
    )


def _assembly(
    rank: int,
    members: tuple[int, ...],
    score: float,
    land: Ground,
    table: pd.DataFrame,
    woven: Fabric,
    scene: Scene,
) -> Assembly:
    rows = land.rows[list(members)]
    some, parcels = table.iloc[rows], scene.parcels.iloc[rows]
    scores = match.score(some, land.question)
    whole = shapely.union_all(parcels.geometry.to_numpy())
    joins = _joins(land, members)
    perimeter = float(woven.perimeter_m[rows].sum() - 2 * sum(shared for _, _, shared in joins))
    area_m2 = float(some["area_m2"].sum())
    compact = min(1.0, 4 * np.pi * area_m2 / perimeter**2)
    holders = None if (woven.holder[rows] < 0).any() else len(set(woven.holder[rows].tolist()))
    shares = _parts(scores, land, compact, holders)
    failed = tuple(_failures(scores, parcels))
    basis = least_sure("" if pd.isna(one) else str(one) for one in parcels["basis"])
    narrowest = _narrowest(joins, len(members))
    outline = crs.to_lonlat(gpd.GeoSeries([whole], crs=scene.parcels.crs).to_frame("geometry"))
    degrees = shapely.set_precision(outline.geometry.iloc[0], 10.0**-DIGITS)
    spot = degrees.representative_point()
    return Assembly(
        rank=rank,
        members=tuple(map(str, some.index)),
        names=tuple("" if pd.isna(name) else str(name) for name in parcels["name"]),
        area_mu=mu_from_m2(area_m2),
        area_m2=area_m2,
        score=score,
        parts=shares,
        failed=failed,
        reasons=(*_own_reasons(len(members), holders, narrowest, failed), *parts.reasons(shares, (), basis)),
        compactness=compact,
        perimeter_m=perimeter,
        holders=holders,
        narrowest_m=narrowest,
        basis=basis,
        lon=round(spot.x, DIGITS),
        lat=round(spot.y, DIGITS),
        outline=shapely.to_geojson(degrees),
    )


def _parts(scores: match.Scores, land: Ground, compact: float, holders: int | None) -> tuple[Part, ...]:
    """Every wish by the members' areas, the area of the whole, its outline and its holders."""
    ask, area = land.ask, scores.table["area_mu"].to_numpy(np.float64)
    rest = 1 - ask.shape_weight - ask.holders_weight
    told = []
    for column, wish in enumerate(scores.question.wishes):
        weighed = replace(wish, weight=wish.weight * rest)
        if is_of_the_whole(wish):
            xs, ys = zip(*wish.curve.points, strict=True)
            told.append(_part(weighed, float(area.sum()), float(np.interp(area.sum(), xs, ys))))
            continue
        mean = float(scores.satisfaction[:, column] @ area / area.sum())
        told.append(_part(weighed, _value(scores, column, area), mean))
    few = 0.5 if holders is None else 1 / holders
    own = (
        ("shape", "形状紧凑", "Compact outline", ask.shape_weight, float(compact), float(compact)),
        ("holders", "权利人数", "Number of holders", ask.holders_weight, holders, few),
    )
    for name, label, label_en, weight, value, got in own:
        if weight:
            shown = None if value is None else float(value)
            points = match.points(1.0, weight) * got
            told.append(Part(name, label, label_en, shown, "", got, weight, points, known=value is not None))
    return tuple(told)


def _part(wish: Wish, value: float | str | None, got: float) -> Part:
    return Part(
        wish.id, wish.label, wish.label_en, value, wish.unit, got, wish.weight,
        match.points(1.0, wish.weight) * got, known=value is not None,
    )  # fmt: skip


def _value(scores: match.Scores, column: int, area: np.ndarray) -> float | str | None:
    """The members' values as one: numbers weighed by area, of words the one on most land."""
    shown = [parts.part(scores, row, column).value for row in range(len(area))]
    known = [(value, mu) for value, mu in zip(shown, area, strict=True) if value is not None]
    if not known:
        return None
    if any(isinstance(value, str) for value, _ in known):
        held: dict[str, float] = {}
        for value, mu in known:
            held[str(value)] = held.get(str(value), 0.0) + float(mu)
        return max(held, key=lambda word: (held[word], word))
    total = sum(mu for _, mu in known)
    return round(float(sum(float(value) * mu for value, mu in known) / total), 3)


def _joins(land: Ground, members: tuple[int, ...]) -> list[tuple[int, int, float]]:
    """Boundaries between the members: position, position, metres."""
    place = {node: at for at, node in enumerate(members)}
    return [
        (place[node], place[int(land.other[e])], float(land.shared_m[e]))
        for node in members
        for e in range(land.start[node], land.start[node + 1])
        if node < land.other[e] and int(land.other[e]) in place
    ]


def _narrowest(joins: list[tuple[int, int, float]], count: int) -> float | None:
    """The weakest join of a strongest spanning tree (Kruskal, widest first)."""
    if count == 1:
        return None
    root = list(range(count))
    weakest = np.inf
    for a, b, shared in sorted(joins, key=lambda join: -join[2]):
        one, other = root[a], root[b]
        if one != other:
            root = [one if r == other else r for r in root]
            weakest = shared
    return float(weakest)


def _failures(scores: match.Scores, parcels: gpd.GeoDataFrame) -> list[MemberFailure]:
    """Limits of a member that a member fails."""
    bound = {limit.id for limit in scores.question.limits if limit.column not in OF_THE_WHOLE}
    return [
        MemberFailure(parcel_id, told.limit, told.label, told.label_en, told.change, told.change_en)
        for row, parcel_id in enumerate(map(str, parcels.index))
        for told in limits.results(scores, row)
        if not told.passed and told.limit in bound
    ]


def _own_reasons(
    count: int, holders: int | None, narrowest: float | None, failed: tuple[MemberFailure, ...]
) -> list[Reason]:
    told = []
    if count > 1 and narrowest is not None:
        text = f"{count} 宗相连, 最窄处公共边界 {number(narrowest, 'm')}"
        text_en = f"{count} parcels joined, at the narrowest along {number(narrowest, 'm')}"
        told.append(Reason("strength", "members", text, text_en))
    if count > 1 and holders is None:
        told.append(
            Reason("caveat", "holders", "有成员权利人不详, 谈判对象待核实", "a member's holder is not stated")
        )
    elif holders is not None and holders > 1:
        told.append(
            Reason("weakness", "holders", f"涉及 {holders} 个权利人", f"{holders} holders to talk to")
        )
    for one in failed:
        text = f"成员 {one.parcel_id} 不符“{one.label}”: {one.text}"
        told.append(
            Reason("limit", one.limit, text, f"member {one.parcel_id} fails “{one.label_en}”: {one.text_en}")
        )
    return told


def _about(land: Ground, found: Found, bound: float) -> list[Reason]:
    """What must be said of the answer as a whole."""
    told = []
    if not found.sets:
        told.append(_nothing(land))
    if not found.proven:
        zh = f"看过 {found.explored:,} 组后停下, 未证明最优; 未看的组合得分不会超过 {bound:.2f}"
        en = f"stopped after {found.explored:,} sets, not proven; nothing left out scores above {bound:.2f}"
        told.append(Reason("caveat", "answer", zh, en))
    elif found.sets and len(found.sets) < land.ask.k:
        zh = f"只有 {len(found.sets)} 个彼此不同的组合, 已穷尽"
        told.append(Reason("caveat", "answer", zh, f"only {len(found.sets)} different sets exist"))
    return told


def _nothing(land: Ground) -> Reason:
    low, high = land.window_mu
    if not len(land):
        zh = "没有地块通过成员须满足的硬约束"
        return Reason("limit", "answer", zh, "no parcel meets the limits that bind every member")
    pieces = np.bincount(land.components(), weights=land.area_mu)
    widest = float(pieces.max())
    if widest < low:
        zh = f"连成一片的最多 {number(widest, '亩')}, 不足 {number(low, '亩')}"
        en = f"the largest connected land is {widest:.1f} mu, less than {low:.1f} mu"
        return Reason("limit", "answer", zh, en)
    top = np.sort(land.area_mu)[::-1][: land.ask.most].sum()
    if top < low:
        zh = f"最大的 {land.ask.most} 宗合计 {number(float(top), '亩')}, 不足 {number(low, '亩')}; 可增加宗数"
        en = f"the {land.ask.most} largest make {top:.1f} mu, less than {low:.1f} mu; allow more members"
        return Reason("limit", "answer", zh, en)
    ceiling = "" if not np.isfinite(high) else f"–{number(high, '亩')}"
    zh = f"没有相连的 {land.ask.least}–{land.ask.most} 宗合计落在 {number(low, '亩')}{ceiling}"
    en = f"no {land.ask.least} to {land.ask.most} adjoining parcels sum to the window from {low:.1f} mu"
    return Reason("limit", "answer", zh, en)
