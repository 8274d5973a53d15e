"""How old is what an answer rests on: the dates of the land bank and of every layer it used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from geo.errors import BadAsOf
from geo.features.table import chain_column, chains, over_column
from geo.model import AsOf, Plan, Question, Version
from geo.model.freshness import days_since

# every suggestion says where it lies
ALWAYS = frozenset({"axes", "zones", "parks"})


@dataclass(frozen=True, slots=True)
class Age:
    """A date as seen on a day: ``days`` since the end of the stated period, None where none was stated."""

    kind: Literal["bank", "layer"]
    name: str
    title: str
    title_en: str
    as_of: str
    days: int | None
    text: str
    text_en: str


def dates(plan: Plan, version: Version, question: Question | None = None) -> tuple[AsOf, ...]:
    """The land bank's date, then those of the layers in the plan's order.

    Args:
        plan: Whose layers.
        version: Of the land bank.
        question: Only the layers that it reads; all of them without one.
    """
    names = set(plan.layers) if question is None else _read(plan, question)
    bank = AsOf("bank", "parcels", "土地库", "Land bank", version.as_of)
    return (
        bank,
        *(
            AsOf("layer", layer.name, layer.title, layer.title_en, layer.as_of)
            for layer in plan.layers.values()
            if layer.name in names
        ),
    )


def ages(told: Iterable[AsOf], today: date) -> tuple[Age, ...]:
    """Dates as seen on a day, in words of both languages.

    Examples:
        >>> bank = AsOf("bank", "parcels", "土地库", "Land bank", "2024-05")
        >>> ages([bank], date(2024, 7, 13))[0].text
        '土地库 2024-05 版, 43 天前'
    """
    return tuple(_age(one, today) for one in told)


def _age(one: AsOf, today: date) -> Age:
    try:
        days = days_since(one.as_of, today)
    except BadAsOf:  # a plan may say it in words, and so do we
        days = None
    edition = f"{one.as_of} 版" if one.kind == "bank" else one.as_of
    if not one.as_of:
        ago = (" 时点未注明", ": no date stated")
    elif days is None:
        ago = (f" {edition}", f" as of {one.as_of}")
    elif days == 0:
        ago = (f" {edition}, 当期", f" as of {one.as_of}, current")
    else:
        ago = (f" {edition}, {days:,} 天前", f" as of {one.as_of}, {days:,} day{'s' * (days > 1)} ago")
    facts = (one.kind, one.name, one.title, one.title_en, one.as_of, days)
    return Age(*facts, one.title + ago[0], one.title_en + ago[1])


def _read(plan: Plan, question: Question) -> set[str]:
    """Names of the layers behind the limits, the weighted wishes and the places of a question."""
    columns = {limit.column for limit in question.limits}
    for wish in question.wishes:
        if wish.weight > 0:
            columns |= {term.measure for term in wish.terms} or {wish.measure}
    names = {rule.layer for rule in plan.constraints if over_column(rule) in columns}
    measured = (one for one in plan.measures if one.id in columns)
    names |= {one.layer for one in measured if one.kind not in {"along", "column"}}
    roles = ALWAYS | ({"firms"} if columns & {chain_column(name) for name in chains(plan)} else set())
    return names | {layer.name for layer in plan.layers.values() if layer.role in roles}
