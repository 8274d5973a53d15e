"""统筹落位: every project on its site, an arrow to the site it would rather have, land that many want."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from geo.disclosure import Disclosure
from geo.flow import Land
from geo.model import Allocation, Placement
from maps import style
from maps.static.grid import Badge, Cell, Column, grid
from maps.static.page import Page
from maps.static.paper import Arrangement, Box
from maps.static.sheet import Sheet
from maps.static.subject import Group, Lang, Subject, Tag, group, shapes_of, subject
from maps.static.typography import CELL, FIGURE, SMALL, heading

OTHERS, PLACED, LOCKED = "#DDE3E6", "#3C8DA8", "#1D5687"
CONTESTED = style.Look("area", line="#B0560F", width_px=1.8, dash_px=(3, 1.6))
ARROW = style.Look("line", line="#16283A", width_px=1.3, line_opacity=0.6)
# so much regret is worth an arrow [points]
REGRET = 0.05
# a list longer than this stands in two columns
ONE_COLUMN = 26
FIGURES_MM = 15.0


def allocation(land: Land, told: Allocation, lang: Lang = "zh", disclosure: Disclosure = "internal") -> Sheet:
    """An allocation over the parcels of its version."""
    about = subject(land.plan, land.parcels, told.version, told.replay.code_version, lang, disclosure)
    say = about.say
    sites = np.array(
        [shapely.union_all(shapes_of(land.parcels, one.parcels)) for one in told.placements], dtype=object
    )
    placed, count = len(told.placements), len(told.placements) + len(told.unplaced)
    proven = (
        say("已证明最优", "proven optimal")
        if told.proven
        else say(f"差距 {100 * told.gap_share:.2f}%", f"gap {100 * told.gap_share:.2f}%")
    )
    about = replace(
        about,
        title=say(f"{land.plan.name}项目统筹落位图", f"{land.plan.name_en}: projects allocated to land"),
        asked="  ·  ".join((
            say(f"{count} 个项目, 落位 {placed} 个", f"{placed} of {count} projects placed"),
            say(f"一处用地至多 {told.ask.members} 宗", f"up to {told.ask.members} parcels each"),
            proven,
        )),
        note=told.note,
        note_en=told.note_en,
        answer=told.replay.answer,
        groups=_groups(about, land, told.placements),
        marks=_marks(about, land, told),
        chosen=sites,
        chosen_as=("mark_chosen", "项目用地 (编号见表)", "Site of a project"),
        tags=tuple(_tag(one, shape) for one, shape in zip(told.placements, sites, strict=True)),
    )  # fmt: skip

    def evidence(page: Page, about: Subject, where: Arrangement) -> list[style.LegendEntry]:
        _placements(page, about, told, where.evidence)
        _others(page, about, told, where.insets)
        return []

    return Sheet(about, evidence)


def _tag(one: Placement, shape: BaseGeometry) -> Tag:
    spot = shape.representative_point()
    return Tag(one.name, spot.x, spot.y)


def _groups(about: Subject, land: Land, placements: Sequence[Placement]) -> tuple[Group, ...]:
    """Free land, the sites, and those that were locked beforehand."""
    locked = [id_ for one in placements if one.locked for id_ in one.parcels]
    placed = [id_ for one in placements if not one.locked for id_ in one.parcels]
    free = ~land.parcels.index.isin([*locked, *placed])
    offers = (
        ("land", "未用地块", "Land not given", OTHERS, about.shapes[free]),
        ("by_placed", "落位地块", "Land given", PLACED, shapes_of(land.parcels, placed)),
        ("by_locked", "锁定地块", "Locked beforehand", LOCKED, shapes_of(land.parcels, locked)),
    )
    return tuple(
        group(style.LegendEntry(key, zh, en, style.parcel_look(colour)), shapes)
        for key, zh, en, colour, shapes in offers
        if len(shapes)
    )


def _marks(about: Subject, land: Land, told: Allocation) -> tuple[Group, ...]:
    """Contested land outlined; arrows from a site to the one its project would rather have."""
    wanted = [
        one.parcel_id for one in told.contested if one.price > 0 and one.parcel_id in land.parcels.index
    ]
    west, south, east, north = about.plan.boundary.bounds
    head = 0.006 * max(east - west, north - south)
    arrows = [
        arrow
        for one in told.placements
        if one.regret > REGRET and one.best_parcels
        for arrow in [_arrow(land, one, head)]
        if arrow is not None
    ]
    marks = []
    if wanted:
        entry = style.LegendEntry("mark_contested", "争抢地块 (影子价格 > 0)", "Contested land", CONTESTED)
        marks.append(group(entry, shapes_of(land.parcels, wanted)))
    if arrows:
        entry = style.LegendEntry("mark_arrows", "指向项目自身最优处", "To the project's own best", ARROW)
        marks.append(Group(entry, np.array(arrows, dtype=object)))
    return tuple(marks)


def _arrow(land: Land, one: Placement, head: float) -> MultiLineString | None:
    """From the site's middle to that of the best one; None where they are the same place."""
    begin, end = (
        Point(shapely.centroid(shapely.union_all(shapes_of(land.parcels, ids))))
        for ids in (one.parcels, one.best_parcels)
    )
    length = begin.distance(end)
    if length < head:
        return None
    along = np.array([end.x - begin.x, end.y - begin.y]) / length
    across = np.array([-along[1], along[0]])
    tip = np.array([end.x, end.y])
    wings = [tip - head * along + side * 0.45 * head * across for side in (1, -1)]
    return MultiLineString([LineString([begin, end]), LineString([wings[0], tip, wings[1]])])


def _placements(page: Page, about: Subject, told: Allocation, box: Box) -> None:
    say = about.say
    aside = say("让步: 自身最优处的得分 − 所得", "regret: what its own best site scores more")
    rest = heading(page, box, say("落位", "Placements"), aside)
    rivals = [(f"{one.value:,.0f}", say(one.label, one.label_en)) for one in told.rivals]
    figures = [
        (f"{told.value:,.0f}", say("总值", "value")),
        (f"{told.bound:,.0f}", say("上界", "bound")),
        *rivals,
    ]
    for (number, label), cell in zip(figures, rest.columns(len(figures)), strict=True):
        kind = replace(FIGURE, size=FIGURE.size * min(0.8, (cell.width - 2) / page.width(number, FIGURE)))
        page.text(cell.x, rest.top - 4, number, kind)
        page.text(cell.x, rest.top - 10, label, SMALL, room=cell.width)
    below = Box(rest.x, rest.y, rest.width, rest.height - FIGURES_MM)
    listed = list(enumerate(told.placements, start=1))
    if len(listed) <= ONE_COLUMN:
        grid(
            page,
            about,
            below,
            _columns(about, with_land=True),
            [_row(n, one, with_land=True) for n, one in listed],
        )
        return
    half = (len(listed) + 1) // 2
    for cell, part in zip(below.columns(2, gap=5), (listed[:half], listed[half:]), strict=True):
        rows = [_row(n, one, with_land=False) for n, one in part]
        grid(page, about, cell, _columns(about, with_land=False), rows, least_mm=3.3)


def _columns(about: Subject, *, with_land: bool) -> tuple[Column, ...]:
    say = about.say
    land = (Column(say("用地", "Land"), 4, small=True),) if with_land else ()
    return (
        Column("", 1.1),
        Column(say("项目", "Project"), 6),
        *land,
        Column(say("亩", "mu"), 1.7, "right"),
        Column(say("得分", "Score"), 1.6, "right", strong=True),
        Column(say("让步", "Regret"), 1.6, "right", small=True),
    )


def _row(number: int, one: Placement, *, with_land: bool) -> tuple[Cell, ...]:
    land = (" ".join(one.parcels),) if with_land else ()
    regret = f"{one.regret:.1f}" if one.regret > REGRET else ""
    return (Badge(number), one.name, *land, f"{one.area_mu:,.1f}", f"{one.score:.1f}", regret)


def _others(page: Page, about: Subject, told: Allocation, box: Box) -> None:
    """Who has no site and why; beside it the land that most want."""
    say = about.say
    left = Box(box.x, box.y, box.width * 0.62, box.height)
    right = Box(left.right + 5, box.y, box.right - left.right - 5, box.height)
    rest = heading(
        page, left, say("未落位", "Not placed"), say(f"{len(told.unplaced)} 个", f"{len(told.unplaced)}")
    )
    if told.unplaced:
        rows = [(one.name, say(one.text, one.text_en)) for one in told.unplaced]
        grid(page, about, rest, (Column("", 3), Column("", 5, small=True)), rows, least_mm=3.4)
    else:
        page.text(rest.x, rest.top - 3, say("每个项目都有用地。", "Every project has a site."), CELL)
    rest = heading(page, right, say("最争抢的地块", "Contested land"), say("影子价格", "shadow price"))
    wanted = [
        (one.parcel_id, say(f"{one.wanted_by} 家", f"{one.wanted_by}"), f"{one.price:.1f}")
        for one in told.contested
        if one.price > 0
    ]
    columns = (Column("", 3), Column("", 1.6, "right", small=True), Column("", 1.8, "right", strong=True))
    grid(page, about, rest, columns, wanted, least_mm=3.4)
