"""Cuts and halls as they are told: what each side is worth, what is wasted, where a hall can stand."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import crs, cut
from geo.cut.directions import bearing_deg
from geo.errors import BadBrief
from geo.explain.answer import Scene
from geo.explain.words import number
from geo.model import ILLUSTRATIVE, Cut, CutPart, CutRules, Cuts, Hall, Plan, Reason, least_sure
from geo.units import m2_from_mu, mu_from_m2

# decimals of a degree in an outline: a centimetre
DIGITS = 7
Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class _Told:
    """One way to cut, with what decides between it and the others."""

    cut: Cut
    order: tuple[float, ...]


def cuts(scene: Scene, rows: list[int], wanted_mu: float, rules: CutRules, k: int) -> Cuts:
    """The best ways to take ``wanted_mu`` from a site.

    Args:
        scene: The land.
        rows: Positions of the site's parcels in it; more than one must adjoin.
        wanted_mu: Area to take [亩].
        rules: When what is left can be used.
        k: How many ways.

    Raises:
        BadBrief: the parcels do not adjoin, or the area is not between 0 and theirs.
    """
    site, names, basis = _site(scene, rows)
    roads = roads_of(scene.plan)
    ways = [
        _told(scene, site, one, wanted_mu, rules, roads)
        for one in cut.divisions(site, float(m2_from_mu(wanted_mu)))
    ]
    ways.sort(key=lambda way: way.order)
    distinct = [way for at, way in enumerate(ways) if all(way.cut.line != w.cut.line for w in ways[:at])]
    best = [_ranked(way.cut, rank) for rank, way in enumerate(distinct[:k], start=1)]
    note, note_en = _notes(scene, basis)
    return Cuts(
        parcels=names,
        area_mu=mu_from_m2(site.area),
        wanted_mu=wanted_mu,
        rules=rules,
        cuts=tuple(best),
        reasons=tuple(_about(best, rules)),
        basis=basis,
        note=note,
        note_en=note_en,
        version=scene.version,
    )


def hall(
    scene: Scene, rows: list[int], setback_m: float, *, sides_m: tuple[float, float] | None, ratio: float
) -> Hall:
    """Whether a hall fits into a site less its setback, or the largest of a shape.

    Args:
        scene: The land.
        rows: Positions of the site's parcels in it; more than one must adjoin.
        setback_m: Strip kept free along the whole boundary [m].
        sides_m: Length and width asked for [m]; None asks for the largest.
        ratio: Length over width of the largest.

    Raises:
        BadBrief: the parcels do not adjoin.
    """
    site, names, basis = _site(scene, rows)
    inner = site.buffer(-setback_m, join_style="mitre") if setback_m else site
    found = cut.stand(inner, *sides_m) if sides_m else cut.largest(inner, ratio)
    length, width = sides_m or ((found.length_m, found.width_m) if found else (0.0, 0.0))
    note, note_en = _notes(scene, basis)
    return Hall(
        parcels=names,
        setback_m=setback_m,
        fits=found is not None,
        length_m=round(length, 3),
        width_m=round(width, 3),
        area_m2=round(length * width, 3) if found else 0.0,
        bearing_deg=bearing_deg(found.angle) if found else None,
        outline=_degrees(scene, found.outline) if found else "",
        reasons=(_fits(inner, found is not None, length, width, setback_m),),
        basis=basis,
        note=note,
        note_en=note_en,
        version=scene.version,
    )


def roads_of(plan: Plan) -> Shapes:
    """Centre lines of the roads that give access, as the plan names them."""
    chosen = [
        layer.frame.geometry.to_numpy()
        for layer in plan.layers.values()
        if (layer.name in plan.frontage if plan.frontage else layer.role == "roads")
    ]
    return np.concatenate(chosen) if chosen else np.empty(0, object)


def _site(scene: Scene, rows: list[int]) -> tuple[BaseGeometry, tuple[str, ...], str]:
    some = scene.parcels.iloc[rows]
    site = shapely.union_all(some.geometry.to_numpy())
    if len(rows) > 1 and site.geom_type != "Polygon":
        names = ", ".join(map(str, some.index))
        raise BadBrief("parcels", names, "这些地块不相邻。", "these parcels do not adjoin.")
    basis = least_sure("" if pd.isna(one) else str(one) for one in some["basis"])
    return site, tuple(map(str, some.index)), basis


def _told(
    scene: Scene, site: BaseGeometry, one: cut.Division, wanted_mu: float, rules: CutRules, roads: Shapes
) -> _Told:
    taken = _part(scene, site, one.taken, rules, roads, least_mu=min(rules.min_mu, wanted_mu))
    rest = _part(scene, site, one.rest, rules, roads, least_mu=rules.min_mu)
    waste = 0.0 if rest.usable else rest.area_mu
    told = Cut(
        rank=0,
        taken=taken,
        rest=rest,
        line=_degrees(scene, one.line),
        length_m=float(one.line.length),
        bearing_deg=bearing_deg(one.angle),
        waste_mu=waste,
        waste_share=waste / mu_from_m2(site.area),
    )
    faults = len(taken.faults) + len(rest.faults)
    return _Told(told, (not taken.usable, not rest.usable, faults, round(one.line.length, 3), one.angle))


def _part(
    scene: Scene, site: BaseGeometry, part: BaseGeometry, rules: CutRules, roads: Shapes, least_mu: float
) -> CutPart:
    area, width = mu_from_m2(part.area), cut.width_m(part)
    frontage = cut.frontage_m(part, site, roads, rules.road_m)
    faults = []
    if len(shapely.get_parts(part)) > 1:
        faults.append(Reason("limit", "pieces", "不成一块", "falls into several pieces"))
    if area < least_mu - 1e-9:
        zh = f"面积 {number(area, '亩')}, 不足 {number(least_mu, '亩')}"
        faults.append(Reason("limit", "area", zh, f"{area:.1f} mu, less than {least_mu:.1f} mu"))
    if width < rules.min_width_m:
        zh = f"宽 {number(width, 'm')}, 不足 {number(rules.min_width_m, 'm')}"
        faults.append(
            Reason("limit", "width", zh, f"{width:.0f} m wide, less than {rules.min_width_m:.0f} m")
        )
    if frontage < rules.min_frontage_m:
        zh = f"临路 {number(frontage, 'm')}, 不足 {number(rules.min_frontage_m, 'm')}"
        en = f"{frontage:.0f} m of frontage, less than {rules.min_frontage_m:.0f} m"
        faults.append(Reason("limit", "frontage", "不临路, 成为袋地" if frontage == 0 else zh, en))
    return CutPart(area, float(part.area), width, frontage, not faults, tuple(faults), _degrees(scene, part))


def _ranked(one: Cut, rank: int) -> Cut:
    return Cut(
        rank, one.taken, one.rest, one.line, one.length_m, one.bearing_deg, one.waste_mu, one.waste_share
    )


def _about(best: list[Cut], rules: CutRules) -> list[Reason]:
    if best and best[0].taken.usable and best[0].rest.usable:
        zh = f"切线长 {number(best[0].length_m, 'm')}, 余地 {number(best[0].rest.area_mu, '亩')} 仍可用"
        en = f"a cut of {best[0].length_m:.0f} m leaves {best[0].rest.area_mu:.1f} mu that can be used"
        return [Reason("strength", "cut", zh, en)]
    if best and best[0].taken.usable:
        lost = number(best[0].waste_mu, "亩")
        zh = f"沿各边方向的切法都不能让余地可用, 至少浪费 {lost} ({best[0].waste_share:.0%})"
        en = f"no cut along its edges leaves usable land: {best[0].waste_mu:.1f} mu would be wasted"
        return [Reason("weakness", "waste", zh, en)]
    zh = f"切下的部分都不合格 (宽 {number(rules.min_width_m, 'm')}、临路 {number(rules.min_frontage_m, 'm')})"
    return [Reason("limit", "cut", zh, "no cut gives a usable part")]


def _fits(inner: BaseGeometry, fits: bool, length: float, width: float, setback_m: float) -> Reason:  # noqa: FBT001
    if inner.is_empty:
        zh = f"退让 {number(setback_m, 'm')} 后没有剩余"
        return Reason("limit", "setback", zh, f"nothing is left after a setback of {setback_m:g} m")
    size = f"{length:,.1f} × {width:,.1f} m"
    if fits:
        return Reason("strength", "hall", f"放得下 {size}", f"{size} fits")
    return Reason("limit", "hall", f"放不下 {size}", f"{size} does not fit")


def _degrees(scene: Scene, shape: BaseGeometry) -> str:
    series = gpd.GeoSeries([shape], crs=scene.parcels.crs).to_frame("geometry")
    return str(
        shapely.to_geojson(shapely.set_precision(crs.to_lonlat(series).geometry.iloc[0], 10.0**-DIGITS))
    )


def _notes(scene: Scene, basis: str) -> tuple[str, str]:
    return (scene.plan.note, scene.plan.note_en) if basis in ILLUSTRATIVE else ("", "")
