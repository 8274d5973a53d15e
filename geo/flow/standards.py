"""标准地预审 asked of a project, on its own area or on a parcel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from geo import plan as planning
from geo import standards as room
from geo.errors import BadBrief, UnknownName
from geo.flow.land import Land, basis_of
from geo.model import Industry, Plan, Project, Standard, StandardsCheck
from geo.projects.brief import reckoned_area_mu, stated_area_mu
from geo.standards.check import AreaFrom
from geo.units import mu_from_m2


def standards_check(
    land: Land, project: Project, *, parcel_id: str = "", code: str = "", tables: Sequence[str] = ()
) -> StandardsCheck:
    """A project against policy tables of the plan, all of them unless some are named.

    Raises:
        BadBrief: no area is known to spread the figures over, or the code is no GB/T 4754 code.
        NotFound: the version has no such parcel.
        UnknownName: the plan has no such table.
    """
    plan = land.plan
    conditions = _conditions(land, parcel_id) if parcel_id else None
    industry = _industry(plan, project, code)
    known = replace(project, industry=industry.id if industry else "")
    area: tuple[float, AreaFrom] = (
        _area(known, plan) if conditions is None else (conditions.area_mu, "parcel")
    )
    return room.check(known, industry, _chosen(plan, tables), area, conditions=conditions, code=code)


def _industry(plan: Plan, project: Project, code: str) -> Industry | None:
    if code and not (code[:1].isalpha() and code[1:].isdigit()):
        words = ("应为 GB/T 4754 代码, 如 C1522。", "should be a GB/T 4754 code such as C1522.")
        raise BadBrief("code", code, *words)
    asked = project.industry or code
    return planning.find_industry(plan, asked) if asked else None


def _area(project: Project, plan: Plan) -> tuple[float, AreaFrom]:
    stated, reckoned = stated_area_mu(project), reckoned_area_mu(project, plan)
    if reckoned is None:
        words = ("没有用地面积。", "no area is known.")
        raise BadBrief("area_mu", "", *words, "请写明面积或指定地块。", "State the area or name a parcel.")
    return reckoned, "project" if stated is not None else "usual"


def _conditions(land: Land, parcel_id: str) -> room.Conditions:
    row = land.table.iloc[land.row(parcel_id)]
    far = {name: float(row[name]) for name in ("far_min", "far_max") if name in row and pd.notna(row[name])}
    return room.Conditions(
        parcel_id=parcel_id,
        area_mu=mu_from_m2(float(row["area_m2"])),
        far_min=far.get("far_min"),
        far_max=far.get("far_max"),
        basis=basis_of(land, parcel_id),
    )


def _chosen(plan: Plan, wanted: Sequence[str]) -> tuple[Standard, ...]:
    known = {one.id: one for one in plan.standards}
    for name in wanted:
        if name not in known:
            raise UnknownName("标准", "policy table", name, known)
    return tuple(one for one in plan.standards if not wanted or one.id in wanted)
