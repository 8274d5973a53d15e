"""时间 and 周边 asked of a parcel: whether a project's days can be met, and what lies around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from geo import plan as planning
from geo import schedule as timing
from geo import surroundings as near
from geo.errors import NoSchedule
from geo.flow.land import Land, basis_of
from geo.model import Project, Schedule, Surroundings
from geo.projects.names import by_any_name, plain


def schedule(land: Land, parcel_id: str, project: Project, today: date | None = None) -> Schedule:
    """Whether a project's days can be met on a parcel, counted from a day, the plan's own unless given.

    Raises:
        NoSchedule: the land is supplied, or the plan states no steps.
        NotFound: the version has no such parcel.
    """
    row = land.table.iloc[land.row(parcel_id)]
    if not land.plan.practice.steps:
        zh, en = (
            "规划没有写明步骤 (practice.toml [[steps]])。",
            "the plan states no [[steps]] in practice.toml.",
        )
        raise NoSchedule(parcel_id, zh, en)
    cleared = pd.Timestamp(row["net_date"])
    known = None if pd.isna(cleared) else cleared.date()
    state = timing.State(parcel_id, str(row["status"]), known, basis_of(land, parcel_id))
    return timing.schedule(state, project, land.plan.practice.steps, today or land.plan.as_of)


def surroundings(land: Land, parcel_id: str, industry: str, projects: Sequence[Project] = ()) -> Surroundings:
    """What lies around a parcel for an industry.

    Raises:
        BadPlan: the plan states no distances of neighbourhood.
        NotFound: the version has no such parcel.
        UnknownIndustry: the plan knows no such industry.
    """
    land.row(parcel_id)
    known = planning.find_industry(land.plan, industry)
    whose = by_any_name(projects)
    stand = {id_: whose[plain(name)] for id_, name in land.held.items() if plain(name) in whose}
    stand |= {id_: one for one in projects for id_ in one.locked}
    held = {id_: (one.name, one.industry) for id_, one in stand.items()}
    return near.around(land.parcels, parcel_id, known, land.plan, land.codes, held)
