"""Every rule of the import, worded once: what is said, in both languages, and what to do about it."""

from __future__ import annotations

from geo.validate.rules.areas import AREAS
from geo.validate.rules.cells import CELLS
from geo.validate.rules.constraints import CONSTRAINTS
from geo.validate.rules.ids import IDS
from geo.validate.rules.place import PLACE
from geo.validate.rules.rule import Rule
from geo.validate.rules.shapes import SHAPES
from geo.validate.rules.topology import TOPOLOGY
from geo.validate.rules.uses import USES

__all__ = ["RULES", "Rule", "sets_aside"]

RULES: dict[str, Rule] = CELLS | SHAPES | PLACE | CONSTRAINTS | USES | IDS | AREAS | TOPOLOGY


def sets_aside(rule: str) -> bool:
    """Whether findings of a rule take their rows out although they are no errors."""
    return rule in RULES and RULES[rule].sets_aside
