"""适宜性: every parcel in the class of its score or the kind of its exclusion, and the shortlist."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.disclosure import Disclosure
from geo.model import Answer, Plan
from maps import style
from maps.static import closeup, counts, table
from maps.static.page import Page
from maps.static.paper import Arrangement
from maps.static.sheet import Sheet
from maps.static.subject import Lang, Subject, shapes_of, subject
from maps.static.templates.scored import asked, scored
from maps.static.typography import heading


def suitability(
    plan: Plan,
    parcels: gpd.GeoDataFrame,
    answer: Answer,
    scores: NDArray[np.uint8],
    lang: Lang = "zh",
    disclosure: Disclosure = "internal",
) -> Sheet:
    """A match.

    Args:
        plan: The plan that was asked.
        parcels: All parcels in the plan's CRS, indexed by parcel id.
        answer: The answer to show.
        scores: One byte per parcel, in the order of ``parcels``: 0…100 its score,
            101 + j when limit j excludes it.
        lang: "zh" or "en".
        disclosure: For whom it is.
    """
    about = subject(plan, parcels, answer.version, answer.replay.code_version, lang, disclosure)
    about = replace(
        about,
        title=about.say(f"{plan.name}产业选址地块推荐图", f"{plan.name_en}: sites recommended for industry"),
        asked=asked(about, answer.brief, answer.limits),
        note=answer.note,
        note_en=answer.note_en,
        answer=answer.replay.answer,
        groups=scored(about, answer, np.asarray(scores, dtype=np.uint8)),
        chosen=shapes_of(parcels, [one.parcel_id for one in answer.suggestions]),
    )

    def evidence(page: Page, about: Subject, where: Arrangement) -> list[style.LegendEntry]:
        counts.counts(page, about, answer, where.counts)
        if not answer.suggestions:
            room = where.table.down_to(where.insets) if page.sheet.is_wide else where.table
            table.way_out(page, about, answer, room)
            return []
        table.shortlist(page, about, answer, where.table)
        rest = heading(
            page,
            where.insets,
            about.say("前三宗近景", "The best three, close up"),
            about.say("同图例", "same legend"),
        )
        return closeup.views(page, about, rest, closeup.best(about, answer.suggestions, 3))

    return Sheet(about, evidence)
