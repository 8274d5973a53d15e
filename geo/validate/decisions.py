"""What planners decided about rules, looked up by row; one about a parcel goes before one about all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geo.model import SAME_PROJECT, Decision, DecisionAct
from geo.validate.rules import RULES


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions by rule, for all parcels and for single ones; those that a rule does not know are left."""

    for_all: Mapping[str, Decision] = field(default_factory=dict)
    for_one: Mapping[str, Mapping[str, Decision]] = field(default_factory=dict)
    left: tuple[Decision, ...] = ()

    def of(self, rule: str, ids: Sequence[str] | None, positions: NDArray[np.intp]) -> list[Decision | None]:
        """What was decided about findings of one rule, position by position."""
        general, single = self.for_all.get(rule), self.for_one.get(rule)
        if single is None or ids is None:
            return [general] * len(positions)
        return [single.get(ids[at], general) if at >= 0 else general for at in positions.tolist()]

    def speaks_of(self, rule: str) -> bool:
        """Whether anything was decided about a rule."""
        return rule in self.for_all or rule in self.for_one


def decided(decisions: Iterable[Decision]) -> Decided:
    """Decisions in the order they were made, the last one about a rule and a parcel counting.

    Examples:
        >>> said = [Decision("overlap", "accept", "", "甲", "2026-01-01T00:00:00Z", ""),
        ...         Decision("overlap", "reject", "A-1", "乙", "2026-01-02T00:00:00Z", "")]
        >>> [one.act for one in decided(said).of("overlap", ["A-1", "A-2"], np.array([0, 1]))]
        ['reject', 'accept']
    """
    for_all: dict[str, Decision] = {}
    for_one: dict[str, dict[str, Decision]] = {}
    left = []
    for one in decisions:
        if one.rule == SAME_PROJECT:  # speaks of projects, not of a file of land
            continue
        if one.rule not in RULES or one.act not in RULES[one.rule].acts:
            left.append(one)
        elif one.parcel_id:
            for_one.setdefault(one.rule, {})[one.parcel_id] = one
        else:
            for_all[one.rule] = one
    return Decided(for_all, for_one, tuple(left))


def act(decision: Decision | None) -> DecisionAct | None:
    """What was decided, if anything was."""
    return decision.act if decision else None
