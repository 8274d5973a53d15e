"""From one code system to another: what corresponds, and where a person must choose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from geo.codes.national import NATIONAL, Edition, national, read
from geo.errors import NoCrosswalk

TARGET = Edition("landuse_sea", "2023")
OPEN = "待细分"  # of the table of names: several classes correspond
_TABLES = {
    Edition("landuse_sea", "2020"): ("landuse_code_old2020_to_new2023.csv", "old_code", "new_code"),
    Edition("third_survey", "2019"): ("third_survey_2019_to_landuse_sea_2023.csv", "code", "to"),
    Edition("gbt21010", "2017"): ("gbt21010_2017_to_landuse_sea_2023.csv", "code", "to"),
    Edition("gb50137", "2011"): ("gb50137_2011_to_landuse_sea_2023.csv", "code", "to"),
}


@dataclass(frozen=True, slots=True)
class Converted:
    """What a code becomes in another system.

    ``to``: the classes that correspond. One is an answer; several mean that a person must choose, none that
    the other system has no such class.
    """

    code: str
    name: str
    source: Edition
    target: Edition
    to: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def is_certain(self) -> bool:
        """Whether exactly one class corresponds."""
        return len(self.to) == 1

    @property
    def choices(self) -> str:
        """The classes that correspond, for people.

        >>> convert("A35", Edition("gb50137", "2011")).choices
        '0802 科研用地'
        """
        return " / ".join(f"{code} {name}" for code, name in zip(self.to, self.names, strict=True))


def convert(code: str, source: Edition, target: Edition = TARGET) -> Converted:
    """What a code of one edition is in another; several or no counterparts are told, never guessed.

    Raises:
        UnknownCode: the source has no such code.
        NoCrosswalk: there is no table from the one to the other.

    Examples:
        >>> convert("0601", Edition("third_survey", "2019")).to
        ('1001',)
        >>> convert("060102", Edition("landuse_sea", "2020")).choices
        '1207 城镇村道路用地'
        >>> convert("1202", Edition("third_survey", "2019")).to
        ('060201', '060202', '060203')
    """
    table = national(*source)
    table.require(code)
    if source == target:
        to: tuple[str, ...] = (code,)
    elif target == TARGET and source in _TABLES:
        to = counterparts(source).get(code, ())
    else:
        raise NoCrosswalk(source.label, target.label, (f"{one} → {TARGET}" for one in _TABLES))
    names = national(*target).names
    return Converted(code, table.name(code), source, target, to, tuple(names[one] for one in to))


@cache
def counterparts(source: Edition) -> Mapping[str, tuple[str, ...]]:
    """Every code of an edition that has counterparts in 用地用海 2023, with all of them."""
    file, code, to = _TABLES[source]
    rows = read(file)
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in zip(rows[code], rows[to], strict=True):
        found[one].append(other)
    if source.system == "third_survey":
        for one, other in _by_name().items():
            found.setdefault(one, [other])
    return {one: tuple(others) for one, others in found.items()}


def _by_name() -> dict[str, str]:
    """三调 codes whose names the table of names gives one 用地用海 name, of either edition."""
    rows = read("third_survey_name_to_landuse_sea_2023.csv")
    names = dict(zip(rows["third_survey_name"], rows["landuse_sea_name"], strict=True))
    new = {name: code for code, name in national(*TARGET).names.items()}
    old_codes = {name: code for code, name in national("landuse_sea", "2020").names.items()}
    renewed = counterparts(Edition("landuse_sea", "2020"))
    found = {}
    for code, name in national("third_survey", "2019").names.items():
        theirs = names.get(name, OPEN)
        if theirs in new:
            found[code] = new[theirs]
        elif theirs in old_codes:
            found[code] = renewed[old_codes[theirs]][0]
    return found


@cache
def rivals(code: str, system: str) -> Mapping[str, str]:
    """What a code means in other systems, where that is another land use; by ``system edition``.

    A class that is only worded otherwise (园地 and 种植园用地) is no rival: the crosswalk leads to it.

    Examples:
        >>> rivals("0601", "landuse_sea")
        {'third_survey 2019': '工业用地', 'gbt21010 2017': '工业用地'}
        >>> rivals("0201", "landuse_sea"), rivals("100102", "landuse_sea")
        ({}, {})
    """
    mine = {tuple(_here(one, code)) for one in NATIONAL if one.system == system} - {()}
    ours = {one for several in mine for one in several}
    found = {}
    for one in NATIONAL:
        name = national(*one).names.get(code)
        if name is not None and one.system != system and not ours & set(_here(one, code)):
            found[str(one)] = name
    return found


def _here(source: Edition, code: str) -> tuple[str, ...]:
    """A code as 用地用海 2023 classes; empty where the source or the crosswalk does not have it."""
    if code not in national(*source).names:
        return ()
    return (code,) if source == TARGET else counterparts(source).get(code, ())


def other_edition(code: str, where: Edition) -> str:
    """What a code is in another edition of its system, where that is another land use; "" where it is none.

    Examples:
        >>> other_edition("0204", TARGET), other_edition("1001", TARGET)
        ('其他园地 (landuse_sea 2020)', '')
    """
    for one in NATIONAL:
        if one.system == where.system and one != where:
            theirs, ours = _here(one, code), _here(where, code)
            if theirs and ours and not set(theirs) & set(ours):
                return f"{national(*one).names[code]} ({one})"
    return ""
