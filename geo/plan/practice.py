"""``practice.toml`` of a plan folder -> what the district counts with."""

from __future__ import annotations

from pathlib import Path

from geo.errors import BadPlan
from geo.model import Basis, Practice, UsualArea
from geo.plan.sections import Table, need, read_toml

FILE = "practice.toml"


def practice(folder: Path) -> Practice:
    """What the folder's ``practice.toml`` states; nothing where there is no such file.

    Raises:
        BadPlan: a figure is missing, not a number or out of its range.
    """
    path = folder / FILE
    if not path.is_file():
        return Practice()
    told = read_toml(path)
    return Practice(usual_area=_usual_area(told["usual_area"]) if "usual_area" in told else None)


def _usual_area(row: Table) -> UsualArea:
    where = f"{FILE} [usual_area]"
    own = {str(name): positive(row["by_industry"], name, where) for name in row.get("by_industry", {})}
    return UsualArea(positive(row, "area_mu", where), own, basis(row, where), str(row.get("source", "")))


def positive(row: Table, key: str, where: str) -> float:
    """A number above zero, or ``BadPlan`` naming its place."""
    value = need(row, key, where)
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        raise BadPlan(where, f"{key} = {value} 须是正数。", f"{key} = {value} must be a positive number.")
    return float(value)


def basis(row: Table, where: str) -> Basis:
    """How a figure is known, or ``BadPlan``."""
    told = need(row, "basis", where)
    if told not in set(Basis):
        known = ", ".join(Basis)
        raise BadPlan(where, f"basis = {told} 无效。", f"basis = {told} is unknown.", f"可用: {known}", known)
    return Basis(told)
