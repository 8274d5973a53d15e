"""What was found, collected by rule and row and worded at the end; an error means that its row is out."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.model import Decision, DecisionAct, Finding, Severity
from geo.validate.decisions import Decided, act
from geo.validate.rules import RULES

FILE = -1  # the position of a finding about the file as a whole
_AREA = re.compile(r"([\d,.]+)亩 \(([\d,.]+)㎡\)")
# warnings and notes of one rule that are listed; beyond it they are counted
LISTED = 20_000
ACTS = {"accept": ("接受", "accepted"), "fix": ("修复", "fixed"), "reject": ("退回", "rejected")}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shown:
    """Numbers that are put into words one by one, and only where a finding is listed."""

    words: Callable[[float], str]
    numbers: Floats

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, at: int) -> str:
        return self.words(float(self.numbers[at]))

    def __iter__(self) -> Iterator[str]:
        return (self.words(float(one)) for one in self.numbers)


@dataclass(slots=True)
class _Batch:
    """Findings of one rule before they are worded, column by column."""

    rule: str
    positions: NDArray[np.intp]
    seen: list[Any] | Shown
    facts: dict[str, list[Any] | Shown]
    places: Floats | None
    decisions: list[Decision | None] | None
    fixed: NDArray[np.bool_] | None

    def severity(self, at: int) -> Severity:
        """How grave one of them is, once it was decided about."""
        usual = RULES[self.rule].severity
        said = act(self.decisions[at]) if self.decisions else None
        if said == "reject":
            return "error"
        done = said == "accept" or (self.fixed is not None and bool(self.fixed[at]))
        return "info" if done else usual


class Log:
    """Findings of a file of ``rows`` rows.

    ``rejected`` rows are out, ``repaired`` ones are in, changed. ``part_of``: the position of the row whose
    parcel a row was merged into, -1 for the others.
    """

    def __init__(self, rows: int, before: Iterable[Finding] = (), decided: Decided | None = None) -> None:
        self.rejected: NDArray[np.bool_] = np.zeros(rows, dtype=bool)
        self.repaired: NDArray[np.bool_] = np.zeros(rows, dtype=bool)
        self.part_of: NDArray[np.intp] = np.full(rows, -1, dtype=np.intp)
        self._before = tuple(before)
        self._decided = decided or Decided()
        self._ids: Sequence[str] | None = None
        self._batches: list[_Batch] = []
        for one in self._decided.left:
            zh, en = ACTS[one.act]
            whom = f"{one.who} {one.at[:10]}"
            self.add("decision_unusable", [FILE], [one.rule], by=[whom], act=[zh], act_en=[en])
        for finding in self._before:
            if finding.severity == "error" and finding.row > 0:
                self.rejected[finding.row - 1] = True

    def aside(self) -> Log:
        """An empty log of the same rows and decisions, for a check that runs at the same time."""
        found = Log(len(self.rejected))
        found.rejected |= self.rejected
        found._decided, found._ids = self._decided, self._ids
        return found

    def take(self, aside: Log) -> None:
        """What the other log was told, after what this one was."""
        for batch in aside._batches:
            self._batches.append(batch)
            self._mark(batch)
        self.rejected |= aside.rejected

    def named(self, ids: Sequence[str]) -> None:
        """Parcel ids by position, from which on decisions about single parcels are known."""
        self._ids = ids

    def wants(self, rule: str, where: Iterable[int], what: DecisionAct) -> NDArray[np.bool_]:
        """Which rows a planner decided to have accepted, fixed or rejected under a rule.

        Args:
            rule: A key of ``RULES``.
            where: Positions.
            what: The act asked about.
        """
        positions = np.asarray(list(where), dtype=np.intp)
        if not self._decided.speaks_of(rule):
            return np.zeros(len(positions), dtype=bool)
        said = self._decided.of(rule, self._ids, positions)
        return np.array([act(one) == what for one in said], dtype=bool)

    def add(
        self,
        rule: str,
        where: Iterable[int],
        seen: Iterable[Any] = (),
        *,
        at: Floats | None = None,
        fixed: NDArray[np.bool_] | None = None,
        **facts: Iterable[Any],
    ) -> None:
        """Findings of one rule, one for each position (0-based; ``FILE`` for the file).

        Args:
            rule: A key of ``RULES``; its severity decides whether the rows are out, unless a planner did.
            where: Positions.
            seen: What stood there, one for each position.
            at: Where they are, x and y in the plan's metres, n × 2; without it, or NaN, on their parcels.
            fixed: Which of them the caller has mended, because a planner decided so.
            facts: Further values for the rule's wording, one for each position.
        """
        positions = np.array([int(position) for position in where], dtype=np.intp)
        if not len(positions):
            return
        said = self._decided.of(rule, self._ids, positions) if self._decided.speaks_of(rule) else None
        named = {name: _column(values) for name, values in facts.items()}
        batch = _Batch(rule, positions, _column(seen) or [""] * len(positions), named, at, said, fixed)
        self._batches.append(batch)
        self._mark(batch)

    def _mark(self, batch: _Batch) -> None:
        """Put rows out, or mark them as repaired, as the rule and the decisions say."""
        rule, of_rows = RULES[batch.rule], batch.positions >= 0
        if batch.decisions is None and batch.fixed is None:
            out = of_rows & (rule.severity == "error" or rule.sets_aside)
        else:
            worst = np.array(
                [batch.severity(at) == "error" for at in range(len(batch.positions))], dtype=bool
            )
            out = of_rows & (worst | rule.sets_aside)
        self.rejected[batch.positions[out]] = True
        mended = of_rows & rule.repairs
        if batch.fixed is not None:
            mended |= of_rows & batch.fixed
        self.repaired[batch.positions[mended]] = True

    def counts(self) -> dict[str, int]:
        """Findings by rule, those not listed included."""
        seen = Counter(finding.rule for finding in self._before)
        for batch in self._batches:
            seen[batch.rule] += len(batch.positions)
        return dict(sorted(seen.items()))

    def findings(
        self, ids: Sequence[str], lon: Floats, lat: Floats, lonlat: Callable[[Floats], tuple[Floats, Floats]]
    ) -> tuple[Finding, ...]:
        """All findings, worded, in the order of rows; the file's own first.

        Args:
            ids: Parcel id by position, "" where there is none.
            lon: Longitude by position, NaN where there is no place.
            lat: Latitude by position.
            lonlat: From the plan's metres to degrees, for findings that have a place of their own.
        """
        worded = [replace(one, parcel_id=ids[one.row - 1]) if one.row else one for one in self._before]
        listed: Counter[str] = Counter()
        for batch in self._batches:
            # a position of -1 takes the last row's place, which no finding about the file shows
            place = lon[batch.positions], lat[batch.positions]
            if batch.places is not None:
                own = lonlat(batch.places)
                place = (
                    np.where(np.isnan(own[0]), place[0], own[0]),
                    np.where(np.isnan(own[1]), place[1], own[1]),
                )
            chosen = []
            for at in np.argsort(batch.positions, kind="stable").tolist():
                severity = batch.severity(at)
                listed[batch.rule] += 1
                if severity == "error" or listed[batch.rule] <= LISTED:
                    chosen.append((at, severity))
            worded += _worded(batch, chosen, ids, place)
        return tuple(sorted(worded, key=lambda one: (one.row, one.rule, one.seen)))


def _column(values: Iterable[Any]) -> list[Any] | Shown:
    return values if isinstance(values, Shown) else list(values)


def _worded(
    batch: _Batch, chosen: list[tuple[int, Severity]], ids: Sequence[str], place: tuple[Floats, Floats]
) -> Iterator[Finding]:
    """Findings of one rule in words; facts are looked at column by column, for there may be many."""
    rule, where = RULES[batch.rule], [at for at, _ in chosen]
    rows = [int(batch.positions[at]) + 1 for at in where]
    named = [ids[row - 1] if row else "" for row in rows]
    seen = [_show(batch.seen[at]) for at in where]
    facts = {name: [values[at] for at in where] for name, values in batch.facts.items()}
    facts |= {"row": list(rows), "id": named, "seen": list(seen)}
    english = {name: _english_column(values) for name, values in facts.items()}
    lon, lat = (_degrees(values[where], rows, placed=batch.places is not None) for values in place)
    for nth, (at, severity) in enumerate(chosen):
        decision = batch.decisions[at] if batch.decisions else None
        told, told_en = _told(decision) if decision else ("", "")
        zh = {name: values[nth] for name, values in facts.items()}
        en = {name: values[nth] for name, values in english.items()}
        is_placed = lon[nth] is not None and lat[nth] is not None
        yield Finding(
            batch.rule,
            severity,
            rows[nth],
            named[nth],
            seen[nth],
            rule.text.format_map(zh) + told,
            rule.text_en.format_map(en) + told_en,
            rule.remedy.format_map(zh),
            rule.remedy_en.format_map(en),
            lon[nth] if is_placed else None,
            lat[nth] if is_placed else None,
            decision,
        )


def _degrees(values: Floats, rows: list[int], *, placed: bool) -> list[float | None]:
    """To seven digits; None without a place, which a finding about the file has only if it was given."""
    return [
        round(value, 7) if math.isfinite(value) and (row > 0 or placed) else None
        for value, row in zip(values.tolist(), rows, strict=True)
    ]


def _english_column(values: list[Any]) -> list[Any]:
    """Areas as ``show_mu`` writes them, in English units."""
    return [_english(value) for value in values] if any(map(_is_area, values)) else values


def _is_area(value: Any) -> bool:
    return isinstance(value, str) and "亩" in value


def _told(decision: Decision) -> tuple[str, str]:
    """Who decided what, and when."""
    zh, en = ACTS[decision.act]
    day = decision.at[:10]
    note, note_en = (f": {decision.note}", f": {decision.note}") if decision.note else ("", "")
    return f"（{decision.who} {day} 决定{zh}{note}）", f" ({en} by {decision.who}, {day}{note_en})"


def _english(value: Any) -> Any:
    if not _is_area(value):
        return value
    return _AREA.sub(lambda found: f"{found[1]} mu ({found[2]} m²)", value)


def _show(value: Any) -> str:
    """What was seen, short enough for a report."""
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 120 else f"{text[:117]}…"  # noqa: PLR2004 - a line of a report
