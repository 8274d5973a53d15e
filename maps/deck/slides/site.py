"""A site: its ground, its facts, its parts, why, and what to mind."""

from __future__ import annotations

import math
import re
from typing import Any

import pandas as pd

from geo.model import BASIS_NAMES, LimitResult, Suggestion, Why
from geo.units import show
from maps import style
from maps.deck import mapped
from maps.deck.canvas import Canvas
from maps.deck.chart import Look, Series, bars
from maps.deck.ground import around
from maps.deck.letters import Para, Type, para
from maps.deck.material import Material
from maps.deck.place import BODY, Box
from maps.deck.slides import bits
from maps.deck.slides.summary import status
from maps.deck.table import Cell, Column, table
from maps.sheet.evidence import margin

FACT, LABEL = Type(11.5), Type(11, colour="muted")
CONNECTIONS = {
    "road": "路", "water": "水", "drainage": "排", "power": "电", "gas": "气", "heat": "热", "telecom": "讯",
}  # fmt: skip
NARROW = 0.1  # a margin below this share of the threshold is told
NEAREST = 2


def title(material: Material, at: int) -> str:
    """Rank, name, score and the best thing about it."""
    one = material.answer.suggestions[at]
    return material.say(
        f"第 {one.rank} 名 · {material.title(one)}: {one.score:.1f} 分, {material.mu(one.area_mu)}",
        f"No. {one.rank}  {material.title(one)}: {one.score:.1f} points, {material.mu(one.area_mu)}",
    )


def draw(canvas: Canvas, material: Material, at: int) -> None:
    """Map, facts, parts; below why and what to mind."""
    one = material.answer.suggestions[at]
    upper, lower = BODY.rows(272, 116, gap=12)
    ground, facts, parts = upper.columns(36, 29, 35, gap=20)
    _map(canvas, material, at, ground)
    _facts(canvas, material, one, facts)
    _parts(canvas, material, one, parts)
    why, mind = lower.columns(50, 50, gap=28)
    say = material.say
    rest = bits.heading(canvas, why, say("为什么是它", "Why this one"))
    good = [r for r in one.reasons if r.kind == "strength"]
    told = [para(say(r.text, r.text_en), FACT, after=3, bullet="+") for r in good]
    bits.listed(canvas, rest, told, name=say("为什么", "Why"))
    rest = bits.heading(canvas, mind, say("要注意", "What to mind"))
    none = [para(say("答复没有列出短板。", "The answer names no weakness."), FACT)]
    bits.listed(canvas, rest, risks(material, one, at) or none, name=say("要注意", "Mind"))


def risks(material: Material, one: Suggestion, at: int) -> list[Para]:
    """Weak parts, narrow margins, neighbours too near, and what nobody knows yet."""
    say = material.say
    told = [(r.text, r.text_en) for r in one.reasons if r.kind == "weakness"]
    sites = material.evidence.sites
    if at < len(sites):
        told += [_narrow(limit) for limit in sites[at].limits if _is_narrow(limit)]
    around_it = [s for s in material.evidence.surroundings if s.parcel_id == one.parcel_id]
    told += [(n.text, n.text_en) for s in around_it for n in s.conflicts[:NEAREST]]
    told += [(r.text, r.text_en) for r in one.reasons if r.kind == "caveat"]
    return [para(say(*words), FACT, after=3, bullet="!") for words in dict.fromkeys(told)]


def _is_narrow(limit: LimitResult) -> bool:
    if limit.margin is None or not isinstance(limit.threshold, float | int) or not limit.passed:
        return False
    return not limit.firm and abs(limit.threshold) > 0 and limit.margin < NARROW * abs(limit.threshold)


def _narrow(limit: LimitResult) -> tuple[str, str]:
    left, left_en = margin(limit)
    return (f"{limit.label}只{left}", f"{limit.label_en}: only {left_en}")


def _map(canvas: Canvas, material: Material, at: int, box: Box) -> None:
    shape = material.chosen[at]
    west, south, east, north = shape.bounds
    span = max(east - west, north - south, 60.0)
    air = 0.75 * span
    view = around(box.head(212), (west - air, south - air, east + air, north + air), air=1.0)
    name = material.say("近景图", "Close-up")
    with canvas.group(name, title(material, at)):
        plot = mapped.Plot(canvas, material, view)
        mapped.reserve(plot)
        mapped.layers(plot, ("constraint", "parks"))
        mapped.parcels(plot)
        mapped.layers(plot, ("context", "roads", "metro_lines", "sensitive", "boundary", "stations"))
        mapped.axes(plot, named=False)
        near = [at, *(i for i in range(len(material.chosen)) if i != at)]
        mapped.shortlist(plot, near, badge_pt=18)
        mapped.road_names(plot)
        mapped.furniture(plot)
    mapped.legend(plot, box.below(218), columns=3, kind=Type(8.5, colour="muted"), counted=False)


def _facts(canvas: Canvas, material: Material, one: Suggestion, box: Box) -> None:
    rows = [[Cell(label, LABEL), Cell(value, FACT)] for label, value in facts(material, one) if value.strip()]
    row_pt = min(23.0, box.height / len(rows))
    table(
        canvas, box, (Column("", 36), Column("", 64)), rows, name=material.say("地块指标", "Facts"),
        row_pt=row_pt, head_pt=0,
    )  # fmt: skip


def facts(material: Material, one: Suggestion | Why) -> list[tuple[str, str]]:
    """What the land bank says of a parcel, with units; what it does not say is left out."""
    say = material.say

    def get(name: str) -> Any:
        return material.column(one.parcel_id, name)

    square = say(f"{one.area_m2:,.0f} ㎡", f"{one.area_m2:,.0f} m²")
    place = [one.township, *map(material.subject.area_name, (one.axis, one.park))]
    basis = BASIS_NAMES.get(one.basis)
    told = [
        (say("编号", "Id"), one.parcel_id),
        (say("面积", "Area"), f"{material.mu(one.area_mu)} ({square})"),
        (say("用途", "Use"), f"{say(one.use_name, one.use_name_en)} {one.use_code}"),
        (say("状态", "Status"), _status(material, one)),
        (say("位置", "Place"), say("、", ", ").join(part for part in place if part)),
        (say("容积率", "FAR"), _range(get("far_min"), get("far_max"))),
        (say("限高", "Height"), _number(get("height_max_m"), "m", "≤ ")),
        (say("建筑密度", "Coverage"), _number(get("density_max"), "share", "≤ ")),
        (say("地价", "Price"), _number(get("price_wan_per_mu"), say("万元/亩", "10k yuan/mu"))),
        (say("配套", "Utilities"), _utilities(material, get("utilities"))),
        (say("权利人", "Holder"), str(get("holder") or "") if material.is_internal else ""),
        (say("依据", "Basis"), say(*basis) if basis else one.basis),
    ]
    return [(label, value) for label, value in told if value]


def _status(material: Material, one: Suggestion | Why) -> str:
    cleared = material.column(one.parcel_id, "net_date")
    day = "" if cleared is None else f" {pd.Timestamp(str(cleared)):%Y-%m}"
    shown = status(material, one) if isinstance(one, Suggestion) else one.status
    return f"{shown}{material.say(' · 净地', ' · cleared') + day if day and one.status != 'net' else ''}"


def _number(value: object, unit: str, before: str = "") -> str:
    if not isinstance(value, int | float) or not math.isfinite(value):
        return ""
    return before + show(float(value), unit)


def _range(low: object, high: object) -> str:
    least, most = (_number(value, "") for value in (low, high))
    if least and most:
        return f"{least}–{most}"
    return f"≤ {most}" if most else f"≥ {least}" if least else ""


def _utilities(material: Material, said: object) -> str:
    """The connections in the short words of the trade, and how many of seven."""
    if not isinstance(said, str):
        return ""
    listed = [one for one in re.split(r"[\s,;、]+", said) if one]
    named = [CONNECTIONS.get(one, one) for one in listed] if material.subject.lang == "zh" else listed
    count = "七" if len(listed) == len(CONNECTIONS) else f"{len(listed)} "
    return material.say(f"{count}通: {''.join(named)}", ", ".join(named))


def _parts(canvas: Canvas, material: Material, one: Suggestion, box: Box) -> None:
    say = material.say
    rest = bits.heading(
        canvas, box, say("得分从哪里来", "Where the score comes from"),
        say(f"合计 {one.score:.1f}", f"total {one.score:.1f}"),
    )  # fmt: skip
    parts = sorted(one.parts, key=lambda part: -part.weight)
    series = [
        Series(say("得分", "points"), tuple(round(p.points, 2) for p in parts), style.SCORE_COLOURS[2]),
        Series(
            say("未得", "not gained"),
            tuple(round(max(100 * p.weight - p.points, 0.0), 2) for p in parts),
            "#E3E7EA",
            labelled=False,
        ),
    ]
    names = [say(p.label, p.label_en) + ("" if p.known else say(" (无数据)", " (no data)")) for p in parts]
    chart = rest.head(min(rest.height, 34.0 * len(parts) + 60))
    bars(
        canvas, chart, names, series, Look(stacked=True, size=10.5, gap=35, legend=True),
        say("分项得分", "Parts of the score"),
    )  # fmt: skip
