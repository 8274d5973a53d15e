"""公开级别 of what a land tells: whose names stay in the office is read from its projects and holds."""

from __future__ import annotations

from collections.abc import Iterable

from geo import disclosure
from geo.disclosure import Disclosure, Veil
from geo.flow.land import Land
from geo.flow.projects import aliases, project_table
from geo.model import Answer
from geo.store.base import Store


def shown(answer: Answer) -> list[str]:
    """The parcels that an answer shows: its shortlist, then those that one limit alone excludes."""
    listed = [one.parcel_id for one in answer.suggestions]
    return [*listed, *(one.parcel_id for one in answer.near_misses)]


def veil(store: Store, land: Land, level: Disclosure, chosen: Iterable[str] = (), lang: str = "zh") -> Veil:
    """What may be told of a land at a level.

    Parcels go by labels, the ``chosen`` first in their order. Projects of the plan that are
    neither signed nor landed are not named, nor is any other that holds land, or held it when an answer
    was given.
    """
    if level == "internal":
        return Veil()
    listed = project_table(land.plan).projects
    ever = {hold.id: hold.project for hold in store.holds(land.plan.id, active=False)}
    hidden = disclosure.veil(level, listed, {**ever, **land.held}, aliases(store, land.plan))
    return hidden.naming(chosen, land.parcels, lang)
