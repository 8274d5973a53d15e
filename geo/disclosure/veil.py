"""What may be told at a level: any value of ours goes in, the same value without its secrets comes out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeVar, cast

import geopandas as gpd
import pandas as pd

from geo.disclosure.far import general_lengths, general_m, general_table, is_far
from geo.disclosure.labels import Labels, labels
from geo.disclosure.outlines import DECIMALS, general_frame, general_geojson
from geo.model import Alias, Decision, Hold, Pin, Pool, Project, Replay, Version, Why
from geo.projects.names import by_any_name
from geo.projects.names import plain as spelt

Disclosure = Literal["internal", "investor"]
LEVELS: tuple[Disclosure, ...] = ("internal", "investor")
# of these the papers wrote; the other two are still talked about
PUBLIC_POOLS: tuple[Pool, ...] = ("signed", "landed")
# 中文 | English in place of a name that is not told
NEGOTIATING = ("在谈项目", "a project under negotiation")
MARK = ("招商参考 · 不作定位依据", "For investors · not for locating")
NOTE = (
    "投资人版: 位置概化至 50 米, 距离概化至 100 米, 不含地块编号与权利人, 不含在谈项目名称; 不作定位依据。",
    (
        "For investors: positions general to 50 m, distances to 100 m; no parcel numbers, no holders, "
        "no projects under negotiation; not for locating."
    ),
)
# whatever its owner, a field of this name is told so
PLACES, OUTLINES, UNTOLD = frozenset({"lon", "lat"}), frozenset({"outline", "line"}), frozenset({"holder"})
# what a value of ours keeps for the office: field -> what an investor reads in its place
OFFICE: Mapping[type, Mapping[str, Any]] = {
    Version: {"who": "", "note": "", "source_file": ""},
    Replay: {"held": ()},
    Hold: {"who": "", "project": NEGOTIATING[0]},
    Decision: {"who": "", "note": ""},
    Why: {"source": ""},
}
# who is a parcel
PARCELS = frozenset({"parcel_id", "members", "parcels", "best_parcel", "best_parcels"}) | frozenset(
    {"first", "non_dominated", "better", "worse", "accepted"}
)
# figures of a limit, a part of the score or a loosening
MEASURED = ("value", "margin", "to", "by")
# what a distance is worth, to no more decimals than are read: its curve would lead back to it
JUDGED = {"satisfaction": 2, "points": 1}
SHORT = 1
# what programs look things up by stays as it is
KEYS = frozenset({"limit", "wish", "axis", "zone", "park", "industry", "status", "use_code"})
# what writers put between the letters of a name, and how far wide letters lie from narrow ones
BETWEEN, WIDE = r"[\s·•・.\-–—_/“”\"'‘’()（）《》]*", 0xFEE0
Told = TypeVar("Told")


@dataclass(frozen=True)
class Veil:
    """A level with the names it hides. At ``internal`` everything passes as it is."""

    level: Disclosure = "internal"
    names: frozenset[str] = frozenset()
    public: frozenset[str] = frozenset()
    labels: Labels = field(default_factory=Labels)

    @property
    def is_open(self) -> bool:
        """Whether everything may be told."""
        return self.level == "internal"

    def told(self, value: Told) -> Told:
        """A value as it may be told: a frozen value of ours, a text, or a collection of these.

        Names of projects under negotiation become “在谈项目” wherever they stand, also inside sentences;
        places are rounded, outlines laid on the grid, and what only the office may know is left out.

        Examples:
            >>> veil("investor", held={"A1": "某某科技园"}).told("已预留给“某某科技园”, 须先释放")
            '已预留给“在谈项目”, 须先释放'
        """
        return value if self.is_open else cast("Told", self._told(value, ""))

    def naming(self, chosen: Iterable[str], land: gpd.GeoDataFrame, lang: str = "zh") -> Veil:
        """The same veil over a shortlist: its parcels are 地块 1, 地块 2, …, a single one 本地块.

        Args:
            chosen: Parcel ids in the order of the shortlist.
            land: All that there are; they follow, and their names are told no more than their numbers.
            lang: Of what is written.
        """
        if self.is_open:
            return self
        ids = land.index.astype(str)
        has = land["name"].map(lambda one: one if isinstance(one, str) else "") if "name" in land else ids
        return replace(self, labels=labels(chosen, ids, lang, dict(zip(ids, has, strict=True))))

    def table(self, table: pd.DataFrame) -> pd.DataFrame:
        """Measures by parcel as they may be told: distances to 100 m, parcels by their labels."""
        return table if self.is_open else general_table(table).rename(index=self.labels.of)

    def parcels(self, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Parcels in a metric CRS as they may be told: outlines on the grid, no holder, no hidden names."""
        if self.is_open:
            return frame
        plain = general_frame(frame).rename(index=self.labels.of)
        if not self.names and not self.labels.places:
            return plain
        if self.labels.places and "name" in plain:
            plain = plain.assign(name="")
        texts = [name for name in plain.columns if plain[name].dtype.kind == "O" and name not in KEYS]
        words = {
            name: {one: self._told(one, str(name)) for one in plain[name].unique() if isinstance(one, str)}
            for name in texts
            if name != plain.geometry.name
        }
        return plain.assign(**{name: plain[name].map(told) for name, told in words.items()})

    def watermark(self, lang: str = "zh") -> str:
        """The words across every page of an investor's copy; "" on the office's own."""
        return "" if self.is_open else MARK[lang == "en"]

    def note(self, lang: str = "zh") -> str:
        """The sentence that says what was left out; "" on the office's own."""
        return "" if self.is_open else NOTE[lang == "en"]

    def _told(self, value: Any, name: str) -> Any:
        if isinstance(value, str):
            return self._words(value, name)
        if isinstance(value, float):
            return self._figure(value, name)
        if isinstance(value, Mapping):
            return {key: self._field(self._told(key, ""), one) for key, one in value.items()}
        if isinstance(value, tuple | list):
            return type(value)(self._told(one, name) for one in value)
        if is_dataclass(value) and not isinstance(value, type):
            return self._whole(value)
        return value

    def _figure(self, value: float, name: str) -> float:
        if name == "distance_m":
            return general_m(value)
        return round(value, DECIMALS) if name in PLACES else value

    def _whole(self, value: Any) -> Any:
        if isinstance(value, Project) and value.pool not in PUBLIC_POOLS:
            nobody: dict[str, Any] = {
                "investor": "",
                "source": "",
                "quote": "",
                "note": "",
                "aliases": (),
                "locked": (),
            }
            return replace(value, name=NEGOTIATING[0], **nobody)
        if isinstance(value, Pin) and value.pool not in PUBLIC_POOLS:
            value = replace(value, project="", place="")
        office = dict(OFFICE.get(type(value), {}))
        if self.labels.places and hasattr(value, "parcel_id") and hasattr(value, "name"):
            office["name"] = ""
        if getattr(value, "unit", "") == "m" and _is_distance(value):
            seen = {one: getattr(value, one, None) for one in (*MEASURED, *JUDGED)}
            known = {one: was for one, was in seen.items() if isinstance(was, float)}
            office |= {one: general_m(was) for one, was in known.items() if one in MEASURED}
            office |= {one: round(was, JUDGED[one]) for one, was in known.items() if one in JUDGED}
        told = {
            one.name: self._field(one.name, getattr(value, one.name)) for one in fields(value) if one.init
        }
        return replace(value, **told | office)

    def _field(self, name: Any, value: Any) -> Any:
        return "" if name in UNTOLD else self._told(value, str(name))

    def _words(self, text: str, name: str) -> str:
        if name in KEYS:
            return text
        if name in PARCELS:
            return self.labels.of(text)
        return general_geojson(text) if name in OUTLINES and text.startswith("{") else self._text(text, name)

    def _text(self, text: str, name: str) -> str:
        is_english = name.endswith("_en")
        word = NEGOTIATING[is_english]
        if self.names:
            text = self._named.sub(lambda found: self._in_place(found.group(), word), text)
        if self.labels.places:
            text = self.labels.within(text, is_english=is_english or None)
        return general_lengths(text, is_english=is_english)

    def _in_place(self, found: str, word: str) -> str:
        if spelt(found) in self._known:
            return found
        return f"“{word}”" if found.startswith("“") else word

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(map(spelt, self.public))

    @cached_property
    def _named(self) -> re.Pattern[str]:
        """Names told and not told, the longer first, however spelt; one letter only where it stands alone."""
        ordered = sorted({*self.names, *self.public}, key=lambda one: (-len(spelt(one)), one))
        words = [_pattern(one) for one in ordered if spelt(one)]
        return re.compile("|".join(words) or r"(?!)", re.IGNORECASE)


def _is_distance(value: Any) -> bool:
    """Whether what a limit, a part or a loosening tells in metres is how far something is."""
    about = str(getattr(value, "limit", "") or getattr(value, "wish", ""))
    return is_far(f"{about.removesuffix('_m')}_m")


def _pattern(name: str) -> str:
    """A name with whatever writers put between its letters, wide or narrow."""
    letters = [sign for sign in unicodedata.normalize("NFKC", name) if sign.isalnum()]
    signs = [f"[{sign}{chr(ord(sign) + WIDE)}]" if sign.isascii() else re.escape(sign) for sign in letters]
    whole = BETWEEN.join(signs)
    return whole if len(letters) > SHORT else f"“{whole}”|^{whole}$"


def veil(
    level: Disclosure,
    projects: Iterable[Project] = (),
    held: Mapping[str, str] | None = None,
    aliases: Iterable[Alias] = (),
) -> Veil:
    """What may be told at a level.

    Args:
        level: "internal" or "investor".
        projects: Of the four pools; those that are neither signed nor landed are not named, nor is who
            would invest in them.
        held: Parcel id -> project, as ``Land.held``; a hold names somebody who negotiates unless the
            project is known as signed or landed.
        aliases: Pairs of names; whoever may be a hidden project is hidden too.
    """
    if level == "internal":
        return Veil()
    listed = tuple(projects)
    whose = by_any_name(listed)
    known = {name for one in listed if one.pool in PUBLIC_POOLS for name in _names(one)}
    hidden = {name for one in listed if one.pool not in PUBLIC_POOLS for name in _names(one)}
    # who holds land negotiates, unless the project is known, by whatever it goes
    for holder in (held or {}).values():
        project = whose.get(spelt(holder))
        if project is None or project.pool not in PUBLIC_POOLS:
            hidden.add(holder)
    told = set(map(spelt, known))
    pairs = tuple(aliases)
    hidden = {name for name in hidden if spelt(name) and spelt(name) not in told}
    while more := {other for other in _also(pairs, hidden) if spelt(other) not in told} - hidden:
        hidden |= more
    return Veil("investor", frozenset(hidden), frozenset(filter(None, known)))


def _names(project: Project) -> tuple[str, ...]:
    return (project.name, *project.aliases, project.investor)


def _also(aliases: Iterable[Alias], hidden: set[str]) -> Iterable[str]:
    """The other name of every pair, apart from pairs decided to be two."""
    plain = set(map(spelt, hidden))
    for one in aliases:
        if one.confirmed is not False and {spelt(one.name), spelt(one.other_name)} & plain:
            yield from (one.name, one.other_name)
