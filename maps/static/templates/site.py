"""一宗地: one parcel with what surrounds it, its facts, its limits with margins and its parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.disclosure import Disclosure
from geo.explain.words import number
from geo.flow import Land
from geo.model import BASIS_NAMES, LimitResult, Neighbour, Surroundings, Why
from geo.schema import COLUMNS, STATUS_NAMES, STATUS_NAMES_EN, UTILITY_NAMES
from maps import style
from maps.static.grid import Bars, Cell, Column, grid
from maps.static.page import Page
from maps.static.paper import Arrangement, Box
from maps.static.sheet import Sheet
from maps.static.subject import Group, Lang, Subject, Tag, group, subject
from maps.static.typography import FIGURE, SMALL, heading

RINGS_M = (500.0, 1000.0)
RING = style.Look("line", line="#8B5A2B", width_px=1.1, dash_px=(6, 4), line_opacity=0.8)
UNITS_EN = {"㎡": "m²", "亩": "mu"}
# what the map shows beyond the outer ring
AIR = 1.12
FACTS_MM = 50.0
FACTS = (
    "far_max",
    "height_max_m",
    "density_max",
    "green_min",
    "net_date",
    "price_wan_per_mu",
    "utilities",
    "holder",
)
KINDS = {
    "conflict": ("冲突", "conflict", "#B23A2E"),
    "synergy": ("协同", "synergy", "#2F8F6B"),
    "cannibalisation": ("竞争", "rival", "#B8862B"),
}


def site(
    land: Land,
    why: Why,
    near: Surroundings | None,
    industry: str,
    lang: Lang = "zh",
    disclosure: Disclosure = "internal",
) -> Sheet:
    """One parcel under a brief.

    Args:
        land: Whose parcel it is.
        why: How the brief judges it.
        near: What lies around it for the industry; None where the plan states no distances.
        industry: Id of the brief's industry.
        lang: "zh" or "en".
        disclosure: For whom it is.
    """
    row = land.row(why.parcel_id)
    about = subject(land.plan, land.parcels, why.version, why.replay.code_version, lang, disclosure)
    say, shape = about.say, about.shapes[row]
    name = why.name or why.parcel_id
    rank = say(f"第 {why.rank} 名", f"rank {why.rank}") if why.rank else say("未入选", "excluded")
    told = (about.industry(industry), about.mu(why.area_mu), rank, say("得分", "score") + f" {why.score:.1f}")
    middle = shape.centroid
    about = replace(
        about,
        title=say(f"{name}地块及周边", f"{name} and its surroundings"),
        asked="  ·  ".join(told),
        answer=why.replay.answer,
        groups=_groups(about, land, row),
        marks=_rings(shape),
        tags=(Tag(name, middle.x, middle.y, style.ACCENT),),
        chosen=about.shapes[[row]],
        chosen_as=("mark_chosen", "本宗地", "The parcel"),
        view=shape.buffer(RINGS_M[-1] * AIR).bounds,
    )

    def evidence(page: Page, about: Subject, where: Arrangement) -> list[style.LegendEntry]:
        top, below = where.evidence.split(FACTS_MM)
        _facts(page, about, land, why, top)
        left, right = below.columns(2, gap=5)
        _limits(page, about, why, left)
        _parts(page, about, why, right)
        _around(page, about, land, why, near, where.insets)
        return []

    return Sheet(about, evidence)


def _groups(about: Subject, land: Land, row: int) -> tuple[Group, ...]:
    """The parcels around in the colours of the standard."""
    codes = land.table["use_code"].astype(str)
    colours = codes.map({code: land.codes.colour(code) for code in codes.unique()}).to_numpy()
    west, south, east, north = about.shapes[row].buffer(RINGS_M[-1] * AIR).bounds
    left, bottom, right, top = shapely.bounds(about.shapes).T
    seen = (left <= east) & (right >= west) & (bottom <= north) & (top >= south)
    made = []
    for colour in sorted(set(colours[seen])):
        rows = seen & (colours == colour)
        names = list(dict.fromkeys(about.code_name(land.codes.coloured(code)) for code in codes[rows]))
        label = about.say("、", ", ").join(names)
        entry = style.LegendEntry(f"by_{colour}", label, label, style.parcel_look(colour))
        made.append(group(entry, about.shapes[rows]))
    return tuple(made)


def _rings(shape: BaseGeometry) -> tuple[Group, ...]:
    rings = np.array([shape.buffer(far).exterior for far in RINGS_M], dtype=object)
    far = " / ".join(f"{one:,.0f}" for one in RINGS_M)
    entry = style.LegendEntry("mark_rings", f"距地块 {far} m", f"{far} m from the parcel", RING)
    return (Group(entry, rings),)


def _facts(page: Page, about: Subject, land: Land, why: Why, box: Box) -> None:
    """Area and status large, what the land bank says of the rest, and on what basis."""
    say = about.say
    status = (STATUS_NAMES if about.lang == "zh" else STATUS_NAMES_EN).get(why.status, why.status)
    basis = say(*BASIS_NAMES.get(why.basis, (why.basis, why.basis)))
    aside = say(f"依据: {basis} · {why.source}", f"basis: {basis} · {why.source}")
    rest = heading(page, box, say("地块概况", "The parcel"), aside if about.disclosure == "internal" else "")
    large = (
        (f"{why.area_mu:,.1f}", say("亩", "mu")),
        (f"{why.area_m2:,.0f}", "㎡" if about.lang == "zh" else "m²"),
        (status, say("供地状态", "status")),
        (f"{why.score:.1f}", say("得分 0–100", "score 0–100")),
    )
    for (text, label), cell in zip(large, rest.columns(4), strict=True):
        kind = replace(FIGURE, size=FIGURE.size * min(0.8, (cell.width - 2) / page.width(text, FIGURE)))
        page.text(cell.x, rest.top - 4, text, kind)
        page.text(cell.x, rest.top - 9.8, label, SMALL, room=cell.width)
    listed = _listed(about, land, why)
    half = (len(listed) + 1) // 2
    below = Box(rest.x, rest.y, rest.width, rest.height - 13)
    columns = (Column("", 3, small=True), Column("", 5))
    for part, cell in zip((listed[:half], listed[half:]), below.columns(2, gap=5), strict=True):
        grid(page, about, cell, columns, part)


def _listed(about: Subject, land: Land, why: Why) -> list[tuple[str, str]]:
    """What is known of the parcel; what nobody states is said to be so."""
    say = about.say
    missing = say("未注明", "not stated")
    row = land.parcels.loc[why.parcel_id]
    listed = [
        (say("编号", "Id"), why.parcel_id),
        (say("街道/镇", "Township"), why.township or missing),
        (say("规划用途", "Land use"), f"{say(why.use_name, why.use_name_en)} {why.use_code}"),
        *(
            (say("发展轴", "Axis"), about.area_name(why.axis) or "—") if kind == "axis"
            else (say("三区", "Zone"), about.area_name(why.zone) or "—") if kind == "zone"
            else (say("园区", "Park"), about.area_name(why.park) or "—")
            for kind in ("axis", "zone", "park")
        ),
    ]  # fmt: skip
    for name in FACTS:
        if name not in row or (name == "holder" and about.disclosure == "investor"):
            continue
        column = COLUMNS[name]
        listed.append((say(column.label, column.label_en), _value(about, name, row[name]) or missing))
    return listed


def _value(about: Subject, name: str, value: object) -> str:
    if value is None or (not isinstance(value, str) and pd.isna(value)):  # type: ignore[call-overload]
        return ""
    if name == "utilities":
        stated = [one for one in str(value).replace(",", " ").split() if one]
        return about.say("、", ", ").join(about.say(UTILITY_NAMES.get(one, one), one) for one in stated)
    if isinstance(value, pd.Timestamp):
        return f"{value.date()}"
    if isinstance(value, int | float | np.number):
        number_ = float(value)
        unit = COLUMNS[name].unit
        return f"{100 * number_:g}%" if unit == "share" else f"{number_:g} {unit}".strip()
    return str(value)


def _limits(page: Page, about: Subject, why: Why, box: Box) -> None:
    """Every limit with what was measured; the failed ones first."""
    say = about.say
    failed = sum(not one.passed for one in why.limits)
    aside = say(f"{failed} 条不符", f"{failed} failed") if failed else say("全部符合", "all met")
    rest = heading(page, box, say("硬约束", "Limits"), aside)
    columns = (Column("", 0.7), Column("", 4), Column("", 3.6, "right", small=True))
    rows = [
        (
            "×" if not one.passed else "√" if one.known else "?",
            say(one.label, one.label_en),
            _seen(about, one),
        )
        for one in sorted(why.limits, key=lambda one: one.passed)
    ]
    grid(page, about, rest, columns, rows)


def _seen(about: Subject, one: LimitResult) -> str:
    if not one.passed and (change := about.say(one.change, one.change_en)):
        return change
    if isinstance(one.value, float):
        unit = UNITS_EN.get(one.unit, one.unit)
        return about.say(number(one.value, one.unit), f"{one.value:,.1f} {unit}".replace(".0 ", " "))
    said = "" if one.value is None else str(one.value)
    return about.say(STATUS_NAMES.get(said, said), STATUS_NAMES_EN.get(said, said))


def _parts(page: Page, about: Subject, why: Why, box: Box) -> None:
    """Points by wish."""
    say = about.say
    rest = heading(page, box, say("分项得分", "Parts"), say("满意度与分数", "satisfaction, points"))
    columns = (Column("", 3.2), Column("", 3), Column("", 1.5, "right"))
    rows: list[tuple[Cell, ...]] = [
        (
            say(part.label, part.label_en),
            Bars(((part.satisfaction, style.SCORE_COLOURS[3]),)) if part.known else say("无数据", "no data"),
            f"{part.points:.1f}",
        )
        for part in sorted(why.parts, key=lambda part: -part.weight)
        if part.weight
    ]
    grid(page, about, rest, columns, rows)


def _around(page: Page, about: Subject, land: Land, why: Why, near: Surroundings | None, box: Box) -> None:
    """What helps or hinders nearby; beside it the distances that the plan measures."""
    say = about.say
    left, right = box.columns(2, gap=5)
    far = _distances(about, land, why)
    rest = heading(page, left if far else box, say("周边影响", "Surroundings"))
    _neighbours(page, about, near, rest)
    if far:
        rest = heading(page, right, say("量算距离", "Distances"))
        grid(page, about, rest, (Column("", 4), Column("", 2.2, "right")), far, least_mm=3.4)


def _distances(about: Subject, land: Land, why: Why) -> list[tuple[str, str]]:
    """The plan's distances from the parcel, nearest first."""
    at = land.row(why.parcel_id)
    known = [one for one in land.plan.measures if one.unit == "m" and one.id in land.table]
    measured = [(float(land.table[one.id].to_numpy()[at]), one) for one in known]
    far = [(metres, about.say(one.label, one.label_en)) for metres, one in measured if np.isfinite(metres)]
    return [(label, f"{metres:,.0f} m") for metres, label in sorted(far)]


def _neighbours(page: Page, about: Subject, near: Surroundings | None, rest: Box) -> None:
    say = about.say
    rows = [_neighbour(about, one) for one in _every(near)] if near else []
    if rows:
        columns = (
            Column("", 1.4, strong=True),
            Column("", 4),
            Column("", 1.9, "right"),
            Column("", 6, small=True),
        )
        grid(page, about, rest, columns, rows)
        return
    words = (
        say(
            "规划所述距离内没有冲突、协同或竞争。",
            "No conflict, synergy or rival within the plan's distances.",
        )
        if near
        else say("规划未写明相邻距离, 不作判断。", "The plan states no distances: nothing is judged.")
    )
    page.text(rest.x, rest.top - 3, words, SMALL, room=rest.width)


def _every(near: Surroundings) -> Iterable[Neighbour]:
    return (*near.conflicts, *near.synergies, *near.rivals)


def _neighbour(about: Subject, one: Neighbour) -> tuple[str, ...]:
    zh, en, _ = KINDS[one.kind]
    return about.say(zh, en), one.name, f"{one.distance_m:,.0f} m", about.say(one.text, one.text_en)
