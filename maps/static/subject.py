"""What a plate is about: the answer, its plan and parcels, each parcel in its class, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.model import Answer, Basis, Plan
from maps import style
from maps.static.shapes import Shapes

Lang = Literal["zh", "en"]
Disclosure = Literal["internal", "investor"]
# In the bytes of a match 0…100 is a score, 101 + j says that limit j is the first one failed.
FIRST_LIMIT = 101


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """``classes``: legend entry and the parcels it is true of, in drawing order, each parcel in one."""

    plan: Plan
    answer: Answer
    lang: Lang
    disclosure: Disclosure
    shapes: Shapes
    basis: frozenset[str]
    classes: tuple[tuple[style.LegendEntry, NDArray[np.bool_]], ...]
    chosen: Shapes  # the shortlist's parcels, best first

    def say(self, zh: str, en: str) -> str:
        """The sentence in the plate's language; Chinese where no English one is known."""
        return zh if self.lang == "zh" else en or zh

    def label(self, entry: style.LegendEntry) -> str:
        """The name of a legend entry in the plate's language."""
        return self.say(entry.label, entry.label_en)

    def names(self, frame: pd.DataFrame) -> list[str]:
        """Names of a layer's features in the plate's language, "" where there is none."""
        blank = pd.Series("", index=frame.index)
        local = frame.get("name", blank).fillna("").astype(str)
        english = frame.get("name_en", blank).fillna("").astype(str)
        return list(local if self.lang == "zh" else english.where(english != "", local))

    def area_name(self, id_: str) -> str:
        """Name of an axis, zone or park by id; "" for none."""
        names = {axis.id: self.say(axis.name, axis.name_en) for axis in self.plan.axes}
        names |= {a.id: self.say(a.name, a.name_en) for a in (*self.plan.zones, *self.plan.parks)}
        return names.get(id_, id_)

    @property
    def is_illustrative(self) -> bool:
        """Whether anything synthetic is shown."""
        layers = {layer.basis for layer in self.plan.layers.values()}
        return bool(self.answer.note) or Basis.SYNTHETIC in (self.basis | layers)


def subject(
    plan: Plan,
    parcels: gpd.GeoDataFrame,
    answer: Answer,
    scores: NDArray[np.uint8],
    lang: Lang,
    disclosure: Disclosure,
) -> Subject:
    """Everything a plate reads.

    Args:
        plan: The plan that was asked.
        parcels: In the plan's CRS, indexed by parcel id.
        answer: The shortlist and its reasons.
        scores: One byte per parcel in the order of ``parcels``.
        lang: Language of the plate.
        disclosure: For whom it is.
    """
    shapes = np.asarray(parcels.geometry.values, dtype=object)
    rows = parcels.index.get_indexer([s.parcel_id for s in answer.suggestions])
    return Subject(
        plan=plan,
        answer=answer,
        lang=lang,
        disclosure=disclosure,
        shapes=shapes,
        basis=frozenset(parcels["basis"].dropna().astype(str)) if "basis" in parcels else frozenset(),
        classes=_classes(answer, np.asarray(scores, dtype=np.uint8)),
        chosen=shapes[rows],
    )


def _classes(
    answer: Answer, scores: NDArray[np.uint8]
) -> tuple[tuple[style.LegendEntry, NDArray[np.bool_]], ...]:
    """The excluded by group, then the eligible from the lowest class up."""
    levels = np.array([style.score_class(score) for score in range(FIRST_LIMIT)])
    groups: Mapping[str, list[int]] = {group: [] for group in style.EXCLUDED_COLOURS}
    for byte in range(FIRST_LIMIT, 256):
        limit = answer.limits[byte - FIRST_LIMIT] if byte - FIRST_LIMIT < len(answer.limits) else None
        group = style.excluded_group(limit.limit, firm=limit.firm) if limit else "other"
        groups[group].append(byte)
    masks = {f"excluded_{group}": np.isin(scores, members) for group, members in groups.items()}
    eligible = scores < FIRST_LIMIT
    level = levels[np.minimum(scores, FIRST_LIMIT - 1)]
    masks |= {f"score_{i}": eligible & (level == i) for i in range(len(style.SCORE_COLOURS))}
    entries = (*style.excluded_entries(), *reversed(style.score_entries()))
    return tuple(
        (style.LegendEntry(e.key, e.label, e.label_en, e.look, int(masks[e.key].sum())), masks[e.key])
        for e in entries
        if masks[e.key].any()
    )
