"""A project against the parcel's conditions and every policy table of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from geo.errors import BadBrief
from geo.model import (
    Basis,
    Industry,
    Project,
    RuleResult,
    Standard,
    StandardResult,
    StandardRule,
    StandardsCheck,
)
from geo.model.standards import RuleOp, StandardStatus
from geo.standards.figures import figures
from geo.standards.rules import codes_of, judge

STATUS: dict[StandardStatus, tuple[str, str]] = {
    "in_force": ("现行", "in force"),
    "superseded": ("已被替代", "superseded"),
    "reference": ("仅供参照", "for reference only"),
}


@dataclass(frozen=True, slots=True)
class Conditions:
    """规划条件 of a parcel that a project has to keep. None: not set."""

    parcel_id: str
    area_mu: float
    far_min: float | None = None
    far_max: float | None = None
    basis: Basis = Basis.ASSUMED


AreaFrom = Literal["project", "parcel", "usual"]


def check(
    project: Project,
    industry: Industry | None,
    tables: Sequence[Standard],
    area: tuple[float, AreaFrom],
    *,
    conditions: Conditions | None = None,
    code: str = "",
) -> StandardsCheck:
    """标准地预审.

    Args:
        project: Its figures; what nobody said stays unknown.
        industry: The plan's industry of the project, for its GB/T 4754 codes.
        tables: Policy tables of the plan.
        area: Land that the figures are spread over [亩] and where it is known from.
        conditions: The parcel's own conditions.
        code: The project's GB/T 4754 code where it is known.

    Raises:
        BadBrief: the area is not above 0.
    """
    area_mu, area_from = area
    if not area_mu > 0:
        raise BadBrief(
            "area_mu", area_mu, "须大于 0。", "must be above 0.", "请写明用地面积。", "State the area."
        )
    codes = codes_of(industry, code)
    results = tuple(_against(one, project, area_mu, codes) for one in tables)
    told = [(one.text, one.text_en) for one in results if one.applies]
    return StandardsCheck(
        project=project.name,
        industry=project.industry,
        parcel_id=conditions.parcel_id if conditions else "",
        area_mu=area_mu,
        area_from=area_from,
        figures=figures(project, area_mu),
        parcel=tuple(_bound(project, area_mu, conditions)) if conditions else (),
        standards=results,
        text="; ".join(zh for zh, _ in told) or "没有适用的标准",
        text_en="; ".join(en for _, en in told) or "no table applies",
    )


def _against(table: Standard, project: Project, area_mu: float, codes: Sequence[str]) -> StandardResult:
    applies = not table.codes or any(code.startswith(table.codes) for code in codes)
    results = tuple(judge(rule, project, area_mu, codes) for rule in table.rules) if applies else ()
    missed = [one for one in results if one.outcome == "fail"]
    open_ = [one for one in results if one.outcome in {"unknown", "unproven"}]
    met = len(results) - len(missed) - len(open_)
    zh, en = STATUS[table.status]
    text = (
        f"{table.name} {table.edition} ({zh}): 达标 {met} 项, 不达标 {len(missed)} 项, 待证 {len(open_)} 项"
    )
    text_en = f"{table.name_en} {table.edition} ({en}): {met} met, {len(missed)} missed, {len(open_)} open"
    if not applies:
        text, text_en = f"{table.name}: 不适用于该产业", f"{table.name_en}: does not speak of this industry"
    return StandardResult(
        table.id, table.name, table.name_en, table.edition, table.status, table.source, table.note,
        applies, results, text, text_en,
    )  # fmt: skip


def _bound(project: Project, area_mu: float, land: Conditions) -> list[RuleResult]:
    """The floor area ratios that the parcel's own conditions set."""
    zh, en = f"地块 {land.parcel_id} 规划条件", f"conditions of parcel {land.parcel_id}"
    bounds: tuple[tuple[RuleOp, float | None], ...] = (("min", land.far_min), ("max", land.far_max))
    rules = [
        StandardRule("far", op, value, {}, binding=True, basis=land.basis, clause=zh, clause_en=en)
        for op, value in bounds
        if value is not None
    ]  # fmt: skip
    return [judge(rule, project, area_mu, ()) for rule in rules]
