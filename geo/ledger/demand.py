"""What the pipeline asks for: area, land uses and the day of each project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.codes import CodeTable
from geo.model import Plan, Pool, Project
from geo.projects.brief import reckoned_area_mu, stated_area_mu
from geo.units import months_after, mu_from_m2


@dataclass(frozen=True, slots=True)
class Demand:
    """A project's claim on the land: ``uses`` that admit it; ``day`` of 拿地, stated or by pace."""

    project: Project
    area_mu: float
    is_assumed: bool
    uses: tuple[str, ...]
    day: date | None


def demands(projects: Sequence[Project], plan: Plan, pools: Sequence[Pool]) -> list[Demand]:
    """The demand of some pools in table order; without an area or an industry nothing is asked."""
    industries = {one.id: one for one in plan.industries}
    found = []
    for project in projects:
        area_mu = reckoned_area_mu(project, plan)
        if project.pool in pools and project.industry and area_mu is not None:
            uses = tuple(sorted(industries[project.industry].use_codes))
            assumed = stated_area_mu(project) is None
            found.append(Demand(project, area_mu, assumed, uses, day_of(project, plan)))
    return found


def day_of(project: Project, plan: Plan) -> date | None:
    """The day a project needs land: 拿地, else 开工, else by its pool's pace; not before the plan's date."""
    stated = project.acquire_by or project.start_by
    if stated is None:
        months = plan.practice.pace_months.get(project.pool)
        stated = None if months is None else months_after(plan.as_of, months)
    return None if stated is None else max(stated, plan.as_of)


@dataclass(frozen=True, slots=True, eq=False)
class Supply:
    """Land by row of the table: ``open`` is on offer and promised to nobody."""

    mu: NDArray[np.float64]
    open: NDArray[np.bool_]
    promised: NDArray[np.bool_]
    use: NDArray[np.str_]
    net: NDArray[np.bool_]
    net_day: pd.Series


def supply(table: pd.DataFrame, plan: Plan, locked: Sequence[str]) -> Supply:
    """The land of a version; what is held or locked is promised."""
    status = table["status"].astype(str).to_numpy()
    promised = (table["held"].astype(str) != "").to_numpy() | table.index.isin(list(locked))
    offered = np.isin(status, plan.open_status) if plan.open_status else status != "supplied"
    return Supply(
        mu=np.asarray(table["area_m2"], dtype=float) * mu_from_m2(1),
        open=offered & ~promised,
        promised=promised,
        use=table["use_code"].astype(str).to_numpy(dtype=str),
        net=status == "net",
        net_day=table["net_date"],
    )


def admitted(land: Supply, uses: tuple[str, ...], codes: CodeTable) -> NDArray[np.bool_]:
    """Rows whose land use is one of some codes or lies below one."""
    fits = {code: codes.is_within(code, uses) for code in np.unique(land.use).tolist()}
    return np.array([fits[code] for code in land.use.tolist()], dtype=bool)
