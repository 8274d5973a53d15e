"""What was found, collected by rule and row and worded at the end; an error means that its row is out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.model import Finding
from geo.validate.rules import RULES

FILE = -1  # the position of a finding about the file as a whole
_AREA = re.compile(r"([\d,.]+)亩 \(([\d,.]+)㎡\)")
# warnings and notes of one rule that are listed; beyond it they are counted
LISTED = 20_000


@dataclass(slots=True)
class Note:
    """A finding before it is worded."""

    rule: str
    position: int
    seen: str
    facts: dict[str, Any] = field(default_factory=dict)


class Log:
    """Findings of a file of ``rows`` rows."""

    def __init__(self, rows: int, before: Iterable[Finding] = ()) -> None:
        self.rejected: NDArray[np.bool_] = np.zeros(rows, dtype=bool)
        self.repaired: NDArray[np.bool_] = np.zeros(rows, dtype=bool)
        self._before = tuple(before)
        self._notes: list[Note] = []
        for finding in self._before:
            if finding.severity == "error" and finding.row > 0:
                self.rejected[finding.row - 1] = True

    def add(self, rule: str, where: Iterable[int], seen: Iterable[Any] = (), **facts: Iterable[Any]) -> None:
        """Findings of one rule, one for each position (0-based; ``FILE`` for the file).

        Args:
            rule: A key of ``RULES``; its severity decides whether the rows are out.
            where: Positions.
            seen: What stood there, one for each position.
            facts: Further values for the rule's wording, one for each position.
        """
        positions = [int(position) for position in where]
        shown = [_show(value) for value in seen] or [""] * len(positions)
        named = {name: list(values) for name, values in facts.items()}
        for at, position in enumerate(positions):
            self._notes.append(
                Note(rule, position, shown[at], {name: values[at] for name, values in named.items()})
            )
        rows = [position for position in positions if position >= 0]
        if RULES[rule].severity == "error":
            self.rejected[rows] = True
        if RULES[rule].repairs:
            self.repaired[rows] = True

    def counts(self) -> dict[str, int]:
        """Findings by rule, those not listed included."""
        seen = Counter([note.rule for note in self._notes] + [finding.rule for finding in self._before])
        return dict(sorted(seen.items()))

    def findings(self, ids: Sequence[str], lon: Sequence[float], lat: Sequence[float]) -> tuple[Finding, ...]:
        """All findings, worded, in the order of rows; the file's own first.

        Args:
            ids: Parcel id by position, "" where there is none.
            lon: Longitude by position, NaN where there is no place.
            lat: Latitude by position.
        """
        listed: Counter[str] = Counter()
        worded = [replace(one, parcel_id=ids[one.row - 1]) if one.row else one for one in self._before]
        for note in sorted(self._notes, key=lambda one: (one.position, one.rule, one.seen)):
            listed[note.rule] += 1
            if RULES[note.rule].severity == "error" or listed[note.rule] <= LISTED:
                worded.append(_worded(note, ids, lon, lat))
        return tuple(sorted(worded, key=lambda one: one.row))


def _worded(note: Note, ids: Sequence[str], lon: Sequence[float], lat: Sequence[float]) -> Finding:
    rule, row = RULES[note.rule], note.position + 1
    parcel_id = ids[note.position] if row else ""
    facts = note.facts | {"row": row, "id": parcel_id, "seen": note.seen}
    english = {name: _english(value) for name, value in facts.items()}
    placed = row > 0 and np.isfinite(lon[note.position])
    return Finding(
        note.rule,
        rule.severity,
        row,
        parcel_id,
        note.seen,
        rule.text.format(**facts),
        rule.text_en.format(**english),
        rule.remedy.format(**facts),
        rule.remedy_en.format(**english),
        round(float(lon[note.position]), 7) if placed else None,
        round(float(lat[note.position]), 7) if placed else None,
    )


def _english(value: Any) -> Any:
    """Areas as ``show_mu`` writes them, in English units."""
    return _AREA.sub(r"\1 mu (\2 m²)", value) if isinstance(value, str) else value


def _show(value: Any) -> str:
    """What was seen, short enough for a report."""
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 120 else f"{text[:117]}…"  # noqa: PLR2004 - a line of a report
