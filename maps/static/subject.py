"""What a plate is about, in one language: the land, groups of shapes that look alike, what stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.disclosure import Disclosure
from geo.model import Basis, Plan, Version
from geo.plan import code_table
from maps import style
from maps.static.shapes import Shapes

Lang = Literal["zh", "en"]
Bounds = tuple[float, float, float, float]


def nothing() -> Shapes:
    """No shape."""
    return np.empty(0, dtype=object)


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Shapes that look alike, and the line of the legend that says what they are."""

    entry: style.LegendEntry
    shapes: Shapes


@dataclass(frozen=True, slots=True)
class Tag:
    """A few words beside a place of the map [m]; of two in each other's way the first one is written."""

    text: str
    x: float
    y: float
    colour: str = style.INK


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What a plate shows.

    ``groups`` are parcels in drawing order; ``marks`` are drawn above them. ``chosen`` wear the accent and
    a badge with their number. ``code_version`` and ``answer`` say what makes the plate again; ``answer`` is
    "" where nobody asked a question.
    """

    plan: Plan
    version: Version
    lang: Lang
    disclosure: Disclosure
    shapes: Shapes
    basis: frozenset[str]
    code_version: str
    title: str = ""
    asked: str = ""
    note: str = ""
    note_en: str = ""
    answer: str = ""
    groups: tuple[Group, ...] = ()
    marks: tuple[Group, ...] = ()
    tags: tuple[Tag, ...] = ()
    chosen: Shapes = field(default_factory=nothing)  # best first
    chosen_as: tuple[str, str, str] = ("shortlist", "推荐地块", "Shortlist")  # key and names in the legend
    view: Bounds | None = None  # what the map closes in on [m]; None: on the chosen, where that is worth it
    strong: bool = False  # whether axes, zones and parks are what the plate is about

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

    def code_name(self, code: str) -> str:
        """Name of a land-use code."""
        table = code_table(self.plan)
        return self.say(table.name(code), table.name_en(code))

    def industry(self, id_: str) -> str:
        """Name of an industry of the plan; the id itself of any other."""
        known = next((one for one in self.plan.industries if one.id == id_), None)
        return self.say(known.name, known.name_en) if known else id_

    def mu(self, area_mu: float, digits: int = 1) -> str:
        """An area in 亩 as this plate says it."""
        return f"{area_mu:,.{digits}f} {self.say('亩', 'mu')}"

    @property
    def is_illustrative(self) -> bool:
        """Whether anything synthetic is shown."""
        layers = {layer.basis for layer in self.plan.layers.values()}
        return bool(self.note) or Basis.SYNTHETIC in (self.basis | layers)


def subject(
    plan: Plan,
    parcels: gpd.GeoDataFrame,
    version: Version,
    code_version: str,
    lang: Lang,
    disclosure: Disclosure,
) -> Subject:
    """The land of a version, with nothing said about it yet.

    Args:
        plan: Whose land it is.
        parcels: In the plan's CRS, indexed by parcel id.
        version: The version that they are.
        code_version: The program's, for the record in the foot.
        lang: Language of the plate.
        disclosure: For whom it is.
    """
    return Subject(
        plan=plan,
        version=version,
        lang=lang,
        disclosure=disclosure,
        shapes=np.asarray(parcels.geometry.values, dtype=object),
        basis=frozenset(parcels["basis"].dropna().astype(str)) if "basis" in parcels else frozenset(),
        code_version=code_version,
        note=plan.note,
        note_en=plan.note_en,
    )


def shapes_of(parcels: gpd.GeoDataFrame, ids: Sequence[str]) -> Shapes:
    """The shapes of these parcels, in their order."""
    rows = parcels.index.get_indexer(list(ids))
    return np.asarray(parcels.geometry.values, dtype=object)[rows]


def group(entry: style.LegendEntry, shapes: Shapes) -> Group:
    """Shapes under a legend entry that counts them."""
    counted = style.LegendEntry(entry.key, entry.label, entry.label_en, entry.look, len(shapes))
    return Group(counted, shapes)
