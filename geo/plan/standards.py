"""``standards.toml`` of a plan folder -> policy tables with edition, status and source."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from geo.errors import BadPlan
from geo.model import Standard, StandardRule
from geo.model.standards import Indicator, RuleOp, StandardStatus
from geo.plan.practice import basis, one_of
from geo.plan.sections import Table, need, read_toml

FILE = "standards.toml"


def standards(folder: Path) -> tuple[Standard, ...]:
    """The policy tables of the folder; none where there is no such file.

    Raises:
        BadPlan: a table lacks its edition, status or source, or a rule names no indicator we know.
    """
    path = folder / FILE
    return tuple(map(_standard, read_toml(path).get("standards", []))) if path.is_file() else ()


def _standard(row: Table) -> Standard:
    where = f"{FILE} [[standards]] {row.get('id', '?')}"
    name = str(need(row, "name", where))
    return Standard(
        id=str(need(row, "id", where)),
        name=name,
        name_en=str(row.get("name_en", name)),
        edition=str(need(row, "edition", where)),
        status=one_of(row, "status", get_args(StandardStatus), where),
        source=str(need(row, "source", where)),
        note=str(row.get("note", "")),
        note_en=str(row.get("note_en", row.get("note", ""))),
        codes=tuple(map(str, row.get("codes", ()))),
        rules=tuple(_rule(rule, where) for rule in row.get("rules", [])),
    )


def _rule(row: Table, standard: str) -> StandardRule:
    where = f"{standard} rule {row.get('indicator', '?')}"
    by_code = {str(code): _number(row["by_code"], code, where) for code in row.get("by_code", {})}
    return StandardRule(
        indicator=one_of(row, "indicator", get_args(Indicator), where),
        op=one_of(row, "op", get_args(RuleOp), where),
        value=_number(row, "value", where) if "value" in row else None,
        by_code=by_code,
        binding=bool(row.get("binding", True)),
        basis=basis(row, where),
        clause=str(row.get("clause", "")),
        clause_en=str(row.get("clause_en", row.get("clause", ""))),
    )


def _number(row: Table, key: str, where: str) -> float:
    value = row[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise BadPlan(
            where, f"{key} = {value} 须是不小于 0 的数。", f"{key} = {value} must be a number, at least 0."
        )
    return float(value)
