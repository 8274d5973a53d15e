"""What a rule is: how grave, how it is worded, what a planner may decide about it."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model import DecisionAct, Severity

# what to do, where many rules say the same
GIS = ("请在 GIS 软件中修正该面后重新导入。", "Mend the polygon in a GIS and import again.")
RIGHT = ("请更正该字段后重新导入。", "Correct the field and import again.")
# what can be decided about a rule that does not say: warnings are let in or put out, errors stay out
_ACTS: dict[Severity, tuple[DecisionAct, ...]] = {"error": (), "warning": ("accept", "reject"), "info": ()}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's severity (``error``: the row is out) and its words; braces hold facts.

    ``allows``: what a planner can decide about its findings, where that differs from the severity's usual:
    ``accept`` (the row is in as it is), ``fix`` (the import mends it), ``reject`` (the row is out).
    ``sets_aside``: the row goes to the quarantine though nothing is wrong with it.
    """

    severity: Severity
    text: str
    text_en: str
    remedy: str = ""
    remedy_en: str = ""
    repairs: bool = False
    sets_aside: bool = False
    allows: tuple[DecisionAct, ...] | None = None

    @property
    def acts(self) -> tuple[DecisionAct, ...]:
        """What can be decided.

        >>> Rule("warning", "", "").acts, Rule("error", "", "", allows=("accept",)).acts
        (('accept', 'reject'), ('accept',))
        """
        return _ACTS[self.severity] if self.allows is None else self.allows
