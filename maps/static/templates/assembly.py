"""连片组合: sets of adjoining parcels as one outline each, with members, parts and what is proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from geo.disclosure import Disclosure
from geo.flow import Land
from geo.model import Assemblies, Assembly
from maps import style
from maps.static import closeup
from maps.static.grid import Badge, Bars, Cell, Column, grid
from maps.static.page import Page
from maps.static.paper import Arrangement, Box
from maps.static.sheet import Sheet
from maps.static.subject import Group, Lang, Subject, Tag, group, shapes_of, subject
from maps.static.templates.scored import asked
from maps.static.typography import CELL, SMALL, heading

OTHERS = "#DDE3E6"
MOST_PARTS = 6
# outlines that leave a hair between members are still one piece [m]
SEAM_M = 0.02


def assembly(land: Land, told: Assemblies, lang: Lang = "zh", disclosure: Disclosure = "internal") -> Sheet:
    """The assemblies of an answer over the parcels of its version."""
    about = subject(land.plan, land.parcels, told.version, told.replay.code_version, lang, disclosure)
    say = about.say
    found = told.assemblies
    parts = [shapes_of(land.parcels, one.members) for one in found]
    wholes = np.array([_whole(one) for one in parts], dtype=object)
    size = f"{told.ask.least}–{told.ask.most}"
    size = say(f"{size} 宗相连", f"{size} parcels")
    about = replace(
        about,
        title=say(f"{land.plan.name}连片组合图", f"{land.plan.name_en}: adjoining parcels together"),
        asked=f"{asked(about, told.brief)}  ·  {size}",
        note=told.note,
        note_en=told.note_en,
        answer=told.replay.answer,
        groups=_groups(about, land, found),
        chosen=wholes,
        chosen_as=("mark_chosen", "连片组合", "Assembly"),
        tags=_tags(land, found),
    )

    def evidence(page: Page, about: Subject, where: Arrangement) -> list[style.LegendEntry]:
        _table(page, about, told, where.evidence)
        if not found:
            return []
        rest = heading(
            page, where.insets, say("前三组近景", "The best three, close up"), say("同图例", "same legend")
        )
        views = [
            closeup.View(one.rank, shape, f"{' '.join(one.members)} · {about.mu(one.area_mu)}")
            for one, shape in zip(found[:3], wholes, strict=False)
        ]
        return closeup.views(page, about, rest, views)

    return Sheet(about, evidence)


def _whole(parts: np.ndarray[tuple[int], np.dtype[np.object_]]) -> shapely.Geometry:
    """The outline of members taken together."""
    union = shapely.union_all(parts)
    if union.geom_type == "Polygon":
        return union
    closed = union.buffer(SEAM_M, join_style="mitre").buffer(-SEAM_M, join_style="mitre")
    return closed if closed.geom_type == "Polygon" else union


def _groups(about: Subject, land: Land, found: Sequence[Assembly]) -> tuple[Group, ...]:
    """The other parcels, then the members of each assembly; a member of two wears the better one's colour."""
    listed = {id_ for one in found for id_ in one.members}
    others = style.LegendEntry("land", "其余地块", "Other parcels", style.parcel_look(OTHERS))
    made = [group(others, about.shapes[~land.parcels.index.isin(listed)])]
    seen: set[str] = set()
    for one in found:
        mine = [id_ for id_ in one.members if id_ not in seen]
        seen |= set(mine)
        label = about.say(
            f"组合 {one.rank} · {about.mu(one.area_mu)}", f"No. {one.rank} · {about.mu(one.area_mu)}"
        )
        look = style.parcel_look(style.series(one.rank - 1))
        made.append(
            group(style.LegendEntry(f"by_{one.rank}", label, label, look), shapes_of(land.parcels, mine))
        )
    return (made[0], *reversed(made[1:]))


def _tags(land: Land, found: Sequence[Assembly]) -> tuple[Tag, ...]:
    ids = list(dict.fromkeys(id_ for one in found for id_ in one.members))
    middles = [shape.representative_point() for shape in shapes_of(land.parcels, ids)]
    return tuple(Tag(id_, spot.x, spot.y) for id_, spot in zip(ids, middles, strict=True))


def _table(page: Page, about: Subject, told: Assemblies, box: Box) -> None:
    say, found = about.say, told.assemblies
    aside = say(
        f"候选 {told.candidates:,} 宗, 连成 {told.components:,} 片; 看过 {told.explored:,} 组",
        f"{told.candidates:,} candidates in {told.components:,} pieces; {told.explored:,} sets looked at",
    )
    rest = heading(page, box, say("连片组合", "Assemblies"), aside)
    if not found:
        page.paragraph(rest, "  ".join(say(one.text, one.text_en) for one in told.reasons), CELL, lines=8)
        return
    columns = (
        Column("", 1.1),
        Column(say("成员", "Members"), 6.5),
        Column(say("亩", "mu"), 2, "right", strong=True),
        Column(say("得分", "Score"), 1.6, "right", strong=True),
        Column(say("紧凑度", "Compact"), 1.8, "right"),
        Column(say("权利人", "Holders"), 1.8, "right"),
        Column(say("最窄公共边", "Narrowest"), 2.6, "right"),
    )
    half = Box(rest.x, rest.y + rest.height * 0.42, rest.width, rest.height * 0.58)
    left = grid(page, about, half, columns, [_row(about, one) for one in found])
    used = page.paragraph(
        Box(rest.x, rest.y, rest.width, left.top - 1.5 - rest.y), _proof(about, told), SMALL, lines=3
    )
    _parts(page, about, told, Box(rest.x, rest.y, rest.width, left.top - used - 4 - rest.y))


def _row(about: Subject, one: Assembly) -> tuple[Cell, ...]:
    return (
        Badge(one.rank),
        about.say("、", ", ").join(one.members),
        f"{one.area_mu:,.1f}",
        f"{one.score:.1f}",
        f"{one.compactness:.2f}",
        about.say("不详", "unknown") if one.holders is None else str(one.holders),
        "—" if one.narrowest_m is None else f"{one.narrowest_m:,.0f} m",
    )


def _proof(about: Subject, told: Assemblies) -> str:
    """Whether a better one may exist; then what the answer says of itself."""
    sure = (
        about.say("已证明: 没有更好的组合。", "Proven: no assembly is better.")
        if told.proven
        else about.say(
            f"未证明: 更好的至多 {told.bound:.1f} 分, 差距 {told.gap:.1f} 分。",
            f"Not proven: a better one scores {told.bound:.1f} at most, {told.gap:.1f} above.",
        )
    )
    failed = [about.say(f.text, f.text_en) for one in told.assemblies for f in one.failed]
    said = [about.say(one.text, one.text_en) for one in told.reasons]
    return "  ".join(dict.fromkeys([sure, *failed, *said]))


def _parts(page: Page, about: Subject, told: Assemblies, box: Box) -> None:
    """Points by wish, the heaviest wishes first."""
    say, found = about.say, told.assemblies
    rest = heading(
        page, box, say("分项", "Parts"), say("满意度 0–1, 按面积加权", "satisfaction, weighted by area")
    )
    heavy = sorted(found[0].parts, key=lambda part: -part.weight)[:MOST_PARTS]
    columns = (Column("", 1.1), *(Column(say(part.label, part.label_en), 4) for part in heavy))
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        mine = {part.wish: part.satisfaction for part in one.parts}
        bars = [Bars(((mine.get(part.wish, 0.0), style.SCORE_COLOURS[3]),)) for part in heavy]
        rows.append((Badge(one.rank), *bars))
    grid(page, about, rest, columns, rows)
