"""短名单: the recommended parcels alone, named on the map, each with every part of its score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np

from geo.disclosure import Disclosure
from geo.model import Answer, Plan, Suggestion
from maps import style
from maps.static import closeup, table
from maps.static.grid import Badge, Bars, Cell, Column, grid
from maps.static.page import Page
from maps.static.paper import Arrangement, Box
from maps.static.sheet import Sheet
from maps.static.subject import Group, Lang, Subject, Tag, group, shapes_of, subject
from maps.static.templates.scored import asked
from maps.static.typography import SMALL, heading

MOST_WISHES = 6
VIEWS = 4
LEAST_MISSES_MM = 20.0
OTHERS = "#DDE3E6"


def shortlist(
    plan: Plan,
    parcels: gpd.GeoDataFrame,
    answer: Answer,
    lang: Lang = "zh",
    disclosure: Disclosure = "internal",
) -> Sheet:
    """The shortlist of a match, its other parcels in one grey.

    Args:
        plan: The plan that was asked.
        parcels: All parcels in the plan's CRS, indexed by parcel id.
        answer: The answer to show.
        lang: "zh" or "en".
        disclosure: For whom it is.
    """
    about = subject(plan, parcels, answer.version, answer.replay.code_version, lang, disclosure)
    best = answer.suggestions
    chosen = shapes_of(parcels, [one.parcel_id for one in best])
    about = replace(
        about,
        title=about.say(f"{plan.name}推荐地块短名单", f"{plan.name_en}: the shortlist"),
        asked=asked(about, answer.brief, answer.limits),
        note=answer.note,
        note_en=answer.note_en,
        answer=answer.replay.answer,
        groups=_groups(about, parcels, best),
        chosen=chosen,
        tags=tuple(
            Tag(one.name or one.parcel_id, shape.centroid.x, shape.centroid.y, style.ACCENT)
            for one, shape in zip(best, chosen, strict=True)
        ),
    )

    def evidence(page: Page, about: Subject, where: Arrangement) -> list[style.LegendEntry]:
        if not best:
            table.way_out(page, about, answer, where.evidence)
            return []
        _parts(page, about, answer, where.evidence)
        say = about.say
        rest = heading(page, where.insets, say("近景", "Close up"), say("同图例", "same legend"))
        return closeup.views(page, about, rest, closeup.best(about, best, VIEWS if page.sheet.is_wide else 3))

    return Sheet(about, evidence)


def _groups(about: Subject, parcels: gpd.GeoDataFrame, best: Sequence[Suggestion]) -> tuple[Group, ...]:
    """The other parcels, then the shortlist by class from the lowest up."""
    listed = parcels.index.isin([one.parcel_id for one in best])
    others = style.LegendEntry("land", "其余地块", "Other parcels", style.parcel_look(OTHERS))
    groups = [group(others, about.shapes[~listed])]
    for entry in reversed(style.score_entries()):
        level = int(entry.key.removeprefix("score_"))
        ids = [one.parcel_id for one in best if style.score_class(one.score) == level]
        if ids:
            groups.append(group(entry, shapes_of(parcels, ids)))
    return tuple(groups)


def _parts(page: Page, about: Subject, answer: Answer, box: Box) -> None:
    """One row for each parcel; a column for each wish that weighs, the heaviest first."""
    say, best = about.say, answer.suggestions
    aside = say("色块: 各偏好的满意度 0–1; 得分 0–100", "bars: satisfaction by wish, 0–1; score 0–100")
    rest = heading(page, box, say("推荐地块与分项", "The shortlist and its parts"), aside)
    labels = {part.wish: say(part.label, part.label_en) for part in best[0].parts}
    heavy = sorted(labels, key=lambda wish: -answer.weights.get(wish, 0.0))[:MOST_WISHES]
    columns = (
        Column("", 1.1),
        Column(say("地块", "Parcel"), 4.2, strong=True),
        Column(say("用途", "Use"), 3.4, small=True),
        Column(say("亩", "mu"), 2, "right"),
        Column(say("得分", "Score"), 1.9, "right", strong=True),
        *(Column(labels[wish], 2.7, small=True) for wish in heavy),
    )
    rows = [_row(about, one, heavy) for one in best]
    left = grid(page, about, Box(rest.x, rest.y + 4, rest.width, rest.height - 4), columns, rows)
    page.text(rest.x, left.top - 2.2, table.weights(page, about, answer, rest.width), SMALL)
    below = Box(rest.x, rest.y, rest.width, left.top - 8 - rest.y)
    if answer.near_misses and below.height > LEAST_MISSES_MM:
        table.near_misses(page, about, answer, below)


def _row(about: Subject, one: Suggestion, wishes: Sequence[str]) -> list[Cell]:
    parts = {part.wish: part for part in one.parts}
    bars: list[Cell] = [
        Bars(((float(np.clip(parts[wish].satisfaction, 0, 1)), style.SCORE_COLOURS[3]),))
        if wish in parts and parts[wish].known
        else about.say("无数据", "no data")
        for wish in wishes
    ]
    return [
        Badge(one.rank),
        one.name or one.parcel_id,
        about.say(one.use_name, one.use_name_en),
        f"{one.area_mu:,.1f}",
        f"{one.score:.1f}",
        *bars,
    ]
