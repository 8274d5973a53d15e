"""``practice.toml`` of a plan folder -> what the district counts with."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

from geo.errors import BadPlan
from geo.model import POOLS, Basis, Near, Practice, Step, UsualArea
from geo.model.practice import Milestone
from geo.plan.sections import Table, need, read_toml

FILE = "practice.toml"
MOST_MONTHS = 600


def practice(folder: Path) -> Practice:
    """What the folder's ``practice.toml`` states; nothing where there is no such file.

    Raises:
        BadPlan: a figure is missing, not a number or out of its range.
    """
    path = folder / FILE
    if not path.is_file():
        return Practice()
    told = read_toml(path)
    return Practice(
        usual_area=_usual_area(told["usual_area"]) if "usual_area" in told else None,
        pace_months={pool: _months(told["pace_months"], pool, "pace_months") for pool in _pools(told)},
        steps=tuple(map(_step, told.get("steps", []))),
        near=_near(told["near"]) if "near" in told else None,
    )


def positive(row: Table, key: str, where: str) -> float:
    """A number above zero, or ``BadPlan`` naming its place."""
    value = need(row, key, where)
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        raise BadPlan(where, f"{key} = {value} 须是正数。", f"{key} = {value} must be a positive number.")
    return float(value)


def basis(row: Table, where: str) -> Basis:
    """How a figure is known, or ``BadPlan``."""
    return Basis(one_of(row, "basis", tuple(Basis), where))


def one_of(row: Table, key: str, known: tuple[Any, ...], where: str) -> Any:
    """A value of a list, or ``BadPlan`` naming what is allowed."""
    value = need(row, key, where)
    if value not in known:
        names = ", ".join(map(str, known))
        words = (f"{key} = {value} 无效。", f"{key} = {value} is unknown.", f"可用: {names}", f"Use: {names}")
        raise BadPlan(where, *words)
    return value


def _usual_area(row: Table) -> UsualArea:
    where = f"{FILE} [usual_area]"
    own = {str(name): positive(row["by_industry"], name, where) for name in row.get("by_industry", {})}
    return UsualArea(positive(row, "area_mu", where), own, basis(row, where), str(row.get("source", "")))


def _pools(told: Table) -> list[str]:
    stated = told.get("pace_months", {})
    return [pool for pool in POOLS if pool in stated]


def _months(row: Table, key: str, where: str) -> int:
    place = f"{FILE} [{where}]"
    value = need(row, key, place)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_MONTHS:
        zh, en = f"{key} = {value} 须是 0–600 的整数 (月)。", f"{key} = {value}: must be 0–600 months."
        raise BadPlan(place, zh, en)
    return value


def _step(row: Table) -> Step:
    where = f"steps {row.get('id', '?')}"
    name = str(need(row, "name", where))
    return Step(
        id=str(need(row, "id", where)),
        name=name,
        name_en=str(row.get("name_en", name)),
        milestone=one_of(row, "milestone", get_args(Milestone), f"{FILE} [{where}]"),
        months=_months(row, "months", where),
        when=tuple(map(str, row.get("when", ()))),
        basis=basis(row, f"{FILE} [{where}]"),
        source=str(row.get("source", "")),
    )


def _near(row: Table) -> Near:
    where = f"{FILE} [near]"
    rivals = row.get("rivals", {})
    return Near(
        walk_m=positive(row, "walk_m", where),
        retail_m=positive(row, "retail_m", where),
        retail=tuple(map(str, row.get("retail", ()))),
        rivals=(
            str(rivals.get("layer", "")),
            str(rivals.get("column", "")),
            tuple(map(str, rivals.get("values", ()))),
        ),
        sensitive={str(code): str(measure) for code, measure in row.get("sensitive", {}).items()},
        hazards={str(code): int(hazard) for code, hazard in row.get("hazards", {}).items()},
        basis=basis(row, where),
        source=str(row.get("source", "")),
    )
