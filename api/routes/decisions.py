"""Decisions: what planners said about the findings of a rule, kept for the next file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.deps import TheService
from geo.errors import NotFound, Undecidable
from geo.model import Decision, DecisionAct, Severity
from geo.validate.rules import RULES

router = APIRouter(prefix="/api/v1", tags=["decisions"])


class DecisionIn(BaseModel):
    """接受 (accept), 修复 (fix) or 退回 (reject) the findings of a rule, of all parcels or of one."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"rule": "overlap_sliver", "act": "fix", "who": "王工"}]},
    )

    rule: str = Field(min_length=1, max_length=100, description="规则, 见 /rules")
    act: DecisionAct = Field(description="accept 接受, fix 修复, reject 退回")
    who: str = Field(min_length=1, max_length=100, description="经办人")
    parcel_id: str = Field("", max_length=200, description="地块; 空为所有地块")
    note: str = Field("", max_length=1000, description="理由")


@dataclass(frozen=True, slots=True)
class RuleOut:
    """A rule, how grave it is, and what can be decided about its findings."""

    id: str
    severity: Severity
    allows: tuple[DecisionAct, ...]


@router.get("/rules")
def rules() -> list[RuleOut]:
    """规则: everything that an import checks, by which a file's findings are told."""
    return [RuleOut(id_, rule.severity, rule.acts) for id_, rule in sorted(RULES.items())]


@router.get("/decisions")
def decisions(service: TheService) -> list[Decision]:
    """处理决定: those in force, by rule and parcel."""
    return service.store.decisions(service.plan.id)


@router.post("/decisions", status_code=201)
def decide(given: DecisionIn, service: TheService) -> Decision:
    """Decide about a rule's findings; the next dry run follows it."""
    if given.rule not in RULES:
        raise NotFound("规则", "rule", given.rule)
    allowed = RULES[given.rule].acts
    if given.act not in allowed:
        raise Undecidable(given.rule, given.act, allowed)
    said = Decision(given.rule, given.act, given.parcel_id, given.who, "", given.note)
    return service.store.decide(service.plan.id, said)


@router.delete("/decisions")
def withdraw(
    service: TheService,
    rule: Annotated[str, Query(min_length=1, max_length=100)],
    who: Annotated[str, Query(min_length=1, max_length=100)],
    parcel_id: Annotated[str, Query(max_length=200)] = "",
) -> Decision:
    """Take a decision back."""
    return service.store.withdraw(service.plan.id, rule, parcel_id, who=who)
