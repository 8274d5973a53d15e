"""What a deck reads: the answer and everything that was asked about it, in one language, for one reader."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.disclosure import Veil
from geo.ledger import LandRow
from geo.model import Answer, Balance, Comparison, Plan, Robustness, Suggestion, Surroundings, Why
from maps import style
from maps.static.border import bank_words
from maps.static.shapes import Shapes
from maps.static.subject import Group, Subject

# sites that have a slide of their own
MOST_SITES = 6


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What was asked beside the answer; whatever is absent is not shown.

    ``sites`` are the best parcels with every limit, best first; ``surroundings`` what lies around each of
    them; ``land`` the bank by status; ``balance`` supply and demand by axis.
    """

    sites: tuple[Why, ...] = ()
    surroundings: tuple[Surroundings, ...] = ()
    comparison: Comparison | None = None
    robustness: Robustness | None = None
    land: tuple[LandRow, ...] = ()
    balance: Balance | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Everything that slides are made of, as the reader may be told; ``chosen`` best first."""

    subject: Subject
    answer: Answer
    parcels: gpd.GeoDataFrame
    groups: tuple[Group, ...]
    chosen: Shapes
    evidence: Evidence = field(default_factory=Evidence)
    veil: Veil = field(default_factory=Veil)

    @property
    def plan(self) -> Plan:
        """The plan that was asked."""
        return self.subject.plan

    @property
    def is_internal(self) -> bool:
        """Whether the reader may know holders and projects."""
        return self.veil.is_open

    @property
    def is_illustrative(self) -> bool:
        """Whether anything synthetic is shown."""
        return bool(self.answer.note) or self.subject.is_illustrative

    def label(self, entry: style.LegendEntry) -> str:
        """The name of a legend entry."""
        return self.subject.label(entry)

    def say(self, zh: str, en: str) -> str:
        """The sentence in the deck's language."""
        return self.subject.say(zh, en)

    def industry(self) -> str:
        """The industry asked for."""
        return self.subject.industry(self.answer.brief.industry)

    def mu(self, area_mu: float) -> str:
        """An area in 亩."""
        return self.say(f"{area_mu:,.1f} 亩", f"{area_mu:,.1f} mu")

    def window(self) -> str:
        """The area asked for; "" for any."""
        brief, words = self.answer.brief, []
        if brief.area_min_mu is not None or brief.area_max_mu is not None:
            low, high = (f"{v:g}" if v is not None else "…" for v in (brief.area_min_mu, brief.area_max_mu))
            words.append(self.say(f"{low}–{high} 亩", f"{low}–{high} mu"))
        if brief.area_target_mu is not None:
            words.append(self.say(f"目标 {brief.area_target_mu:g} 亩", f"target {brief.area_target_mu:g} mu"))
        return self.say(", ", ", ").join(words)

    def title(self, one: Suggestion | Why) -> str:
        """A parcel's name, or its id where it has none."""
        return one.name or one.parcel_id

    def column(self, parcel_id: str, name: str) -> Any:
        """What the land bank says of a parcel; None where it says nothing."""
        if name not in self.parcels:
            return None
        value = self.parcels[name].loc[parcel_id]
        return None if pd.isna(value) or value == "" else value

    def named(self, text: str) -> str:
        """A sentence with the recommended parcels called by their names."""
        names = {one.parcel_id: self.title(one) for one in self.answer.suggestions}
        ids = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        # A1 is no part of A10
        whole = rf"(?<![A-Za-z0-9])(?:{ids})(?![A-Za-z0-9])"
        return re.sub(whole, lambda found: names[found.group()], text) if ids else text

    def version(self) -> str:
        """The version of the land bank in a few words."""
        version = self.answer.version
        bank, bank_en = bank_words(version)
        return self.say(
            f"{bank}, {version.parcels:,} 宗 {version.area_mu:,.0f} 亩",
            f"{bank_en}, {version.parcels:,} parcels, {version.area_mu:,.0f} mu",
        )
