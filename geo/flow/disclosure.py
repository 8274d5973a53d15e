"""公开级别 of what a land tells: whose names stay in the office is read from its projects and holds."""

from __future__ import annotations

from geo import disclosure
from geo.disclosure import Disclosure, Veil
from geo.flow.land import Land
from geo.flow.projects import aliases, project_table
from geo.store.base import Store


def veil(store: Store, land: Land, level: Disclosure) -> Veil:
    """What may be told of a land at a level.

    Projects of the plan that are neither signed nor landed are not named, nor is any other that holds land.
    """
    if level == "internal":
        return Veil()
    listed = project_table(land.plan).projects
    return disclosure.veil(level, listed, land.held, aliases(store, land.plan))
