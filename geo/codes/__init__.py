"""Land-use code systems with their editions: names, hierarchy, crosswalks; collisions refused."""

from __future__ import annotations

from geo.codes.crosswalk import TARGET, Converted, convert, counterparts, other_edition, rivals
from geo.codes.national import (
    ALL,
    ALL_EN,
    LABELS,
    NATIONAL,
    YEAR,
    Edition,
    known,
    meanings,
    national,
    newest,
    stated,
)
from geo.codes.table import CodeTable, local
from geo.errors import AmbiguousCode, UnknownCode

__all__ = [
    "LABELS",
    "NATIONAL",
    "TARGET",
    "YEAR",
    "CodeTable",
    "Converted",
    "Edition",
    "convert",
    "counterparts",
    "known",
    "local",
    "meanings",
    "national",
    "newest",
    "other_edition",
    "resolve",
    "rivals",
    "stated",
]


def resolve(code: str, system: str = "", edition: str = "") -> Edition:
    """The edition that a code belongs to; refused when it is bare and means different things.

    Args:
        code: As written.
        system: As offices write it; "" where nobody states it.
        edition: The year, "" for the newest.

    Raises:
        AmbiguousCode: no system is stated and the national tables disagree about the code.
        UnknownCode: the stated table, or no table, has it.
        UnknownCodeSystem: nobody knows the system.

    Examples:
        >>> str(resolve("100102")), str(resolve("1001", "三调"))
        ('landuse_sea 2023', 'third_survey 2019')
    """
    if system:
        where = stated(system, edition)
        national(*where).require(code)
        return where
    having = [one for one in NATIONAL if code in national(*one).names]
    if not having:
        near = [f"{one}: {each}" for one in NATIONAL for each in national(*one).near(code)]
        raise UnknownCode(code, ALL, near[:5], ALL_EN)
    if rivals(code, having[0].system):
        raise AmbiguousCode(code, [f"{one.label}: {national(*one).name(code)}" for one in having])
    return having[0]
