"""Land-use codes: each of a certain system and edition; unknown and doubtful ones are told, never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import codes
from geo.codes import NATIONAL, CodeTable, Edition
from geo.errors import AmbiguousCode, NoCrosswalk, UnknownCodeSystem
from geo.model import Plan
from geo.plan import code_table
from geo.validate import meant
from geo.validate.log import Log

Rows = NDArray[np.intp]
# near codes are looked for this many times; a column of something else than codes has thousands of unknowns
_LOOKED_FOR = 200


class Written(NamedTuple):
    """What a row says of its use."""

    code: str
    system: str
    edition: str
    name: str


@dataclass(slots=True)
class Columns:
    """The three columns of the answer, as they fill."""

    code: NDArray[np.object_]
    system: NDArray[np.object_]
    edition: NDArray[np.object_]

    def put(self, rows: Rows, code: str, where: Edition) -> None:
        """Settle some rows."""
        self.code[rows], self.system[rows], self.edition[rows] = code, where.system, where.edition


def checked(table: pd.DataFrame, plan: Plan, log: Log, stated: str = "") -> pd.DataFrame:
    """The table with ``use_code``, ``use_system`` and ``use_edition`` certain in every row that is in.

    Args:
        table: Typed columns; ``use_name``, where there is one, is held against the code and left out.
        plan: Whose code table bare codes are read in.
        log: Told what was unknown, doubtful, restored, converted or contradictory.
        stated: The code system of rows that state none, as the sender says.

    Raises:
        AmbiguousCode: rows without a system hold codes that mean different things.
        UnknownCodeSystem: ``stated`` names none.
    """
    reading = _Reading(plan, log, stated)
    names = table["use_name"] if "use_name" in table.columns else pd.Series("", index=table.index)
    for written, rows in _distinct(table["use_code"], table["use_system"], table["use_edition"], names):
        if written.code:
            reading.take(written, rows)
    reading.close()
    found = reading.found
    settled = table.assign(use_code=found.code, use_system=found.system, use_edition=found.edition)
    return settled.drop(columns="use_name", errors="ignore")


def _distinct(*columns: pd.Series) -> Iterator[tuple[Written, Rows]]:
    """Every combination of cells once, with its rows."""
    numbers = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        each, values = pd.factorize(column)
        numbers, _ = pd.factorize(numbers * (len(values) + 1) + each)
    order = np.argsort(numbers, kind="stable")
    starts = np.flatnonzero(np.diff(numbers[order], prepend=-1))
    for rows in np.split(order, starts[1:]) if len(order) else ():
        yield Written(*(meant.plain(str(column.iloc[rows[0]])) for column in columns)), rows


class _Reading:
    """Reads what is written, one distinct use at a time."""

    def __init__(self, plan: Plan, log: Log, stated: str) -> None:
        self.log = log
        self.plan = Edition(plan.code_system, plan.code_edition)
        self.own = code_table(plan)
        self.stated = stated
        self.found = Columns(*(np.full(len(log.rejected), "", dtype=object) for _ in range(3)))
        self.doubts: dict[str, int] = defaultdict(int)
        self.only_in: set[Edition] = set()
        self.told: dict[str, list[tuple[Rows, dict[str, Any]]]] = defaultdict(list)

    def take(self, written: Written, rows: Rows) -> None:
        """One distinct use and its rows."""
        self.found.put(rows, written.code, Edition(written.system, written.edition))
        try:
            where = self._system(written)
        except UnknownCodeSystem as unknown:
            facts = {"hint": unknown.remedy_zh, "hint_en": unknown.remedy_en}
            self._tell("use_system_unknown", rows, f"{written.system} {written.edition}".strip(), **facts)
            return
        table = self._table(where)
        code = written.code if written.code in table.names else meant.code(written.code, table)
        if not code:
            self._unknown(written, where, rows)
            return
        if not written.system and not self.stated:
            where, rows = self._bare(code, written, rows)
        if len(rows):
            self._known(code, where, written, rows)

    def close(self) -> None:
        """Tell the log everything, rule by rule.

        Raises:
            AmbiguousCode: codes are left in doubt; with their readings, and where the others are found.
        """
        if self.doubts:
            listed = sorted(self.doubts.items(), key=lambda item: (-item[1], item[0]))[:8]
            more = "…" if len(self.doubts) > len(listed) else ""
            asked = ", ".join(f"{code} (×{count})" for code, count in listed) + more
            readings = [_readings(code) for code, _ in listed]
            raise AmbiguousCode(asked, readings, map(str, sorted(self.only_in)))
        for rule, batches in self.told.items():
            facts: dict[str, list[Any]] = defaultdict(list)
            for rows, said in batches:
                for name, value in said.items():
                    facts[name] += [value] * len(rows)
            rows, seen = np.concatenate([rows for rows, _ in batches]), facts.pop("seen")
            fixed = np.array(facts.pop("fixed"), dtype=bool) if "fixed" in facts else None
            self.log.add(rule, rows, seen, at=None, fixed=fixed, **facts)

    def _system(self, written: Written) -> Edition:
        """Which edition a row's code is to be read in: as the row says, as the sender says, or the plan's.

        Raises:
            UnknownCodeSystem: what is said names none.
        """
        said, edition = (written.system, written.edition) if written.system else (self.stated, "")
        if not said or (said == self.plan.system and edition in {"", self.plan.edition}):
            return self.plan
        where = codes.stated(said, edition)
        # without a year the plan's edition is meant
        return self.plan if where.system == self.plan.system and not _is_dated(said + edition) else where

    def _table(self, where: Edition) -> CodeTable:
        return self.own if where == self.plan else codes.national(*where)

    def _bare(self, code: str, written: Written, rows: Rows) -> tuple[Edition, Rows]:
        """A code without a system: where it belongs, and the rows for which that is settled."""
        rivals = codes.rivals(code, self.plan.system) if self.plan in NATIONAL else {}
        if not rivals:
            systems = {where.split()[0] for where in codes.meanings(code)}
            self.only_in |= {codes.newest(one) for one in systems} if len(systems) == 1 else set()
            return self.plan, rows
        beside = meant.name_beside(written.code, code) or written.code
        by_name = _named(code, written.name or beside, self.plan)
        if by_name is not None and written.name:
            self._tell("use_settled_by_name", rows, code, name=written.name, system=by_name.label)
        if by_name is not None:
            return by_name, rows
        accepted = self.log.wants("use_ambiguous", rows, "accept")
        decided = accepted | self.log.wants("use_ambiguous", rows, "reject")
        others = "; ".join(f"{where}: {name}" for where, name in rivals.items())
        facts = {"system": self.plan.label, "name": self.own.name(code), "others": others}
        self._tell("use_ambiguous", rows[decided], code, **facts)
        if not decided.all():
            self.doubts[code] += int((~decided).sum())
        return self.plan, rows[accepted]

    def _known(self, code: str, where: Edition, written: Written, rows: Rows) -> None:
        """A code that its table has: as it is, or as the plan's system calls it."""
        table = self._table(where)
        if code != written.code:
            self._tell("use_restored", rows, written.code, code=code, name=table.name(code))
        self.found.put(rows, code, where)
        said = written.name or meant.name_beside(written.code, code)
        if said and not meant.agrees(said, code, table):
            theirs = meant.codes_named(said, table)
            hint, hint_en = (f" (即 {theirs})", f" (which is {theirs})") if theirs else ("", "")
            facts = {"code": code, "name": table.name(code), "hint": hint, "hint_en": hint_en}
            self._tell("use_name_differs", rows, said, **facts)
        other = codes.other_edition(code, where)
        if other and not _is_dated(written.system + written.edition + self.stated):
            self._tell(
                "use_edition_assumed", rows, code, system=where.label, name=table.name(code), other=other
            )
        if where != self.plan:
            self._foreign(code, where, rows)

    def _foreign(self, code: str, where: Edition, rows: Rows) -> None:
        """A code of another system or edition than the plan's: told, and converted where that was decided."""
        facts = {"system": where.label, "name": self._table(where).name(code), "plan": self.plan.label}
        try:
            other = codes.convert(code, where, self.plan)
        except NoCrosswalk:
            self._tell("use_other_system", rows, code, **facts)
            return
        if not other.to:
            self._tell("use_crosswalk_none", rows, code, **facts)
        elif not other.is_certain:
            self._tell("use_crosswalk_several", rows, code, to=other.choices, **facts)
        else:
            wanted = self.log.wants("use_convertible", rows, "fix")
            for some, fixed in ((rows[wanted], True), (rows[~wanted], False)):
                self._tell("use_convertible", some, code, to=other.choices, fixed=fixed, **facts)
            self.found.put(rows[wanted], other.to[0], self.plan)

    def _unknown(self, written: Written, where: Edition, rows: Rows) -> None:
        """A code that its table does not have: where it is found, or what is near."""
        elsewhere = {one: name for one, name in codes.meanings(written.code).items() if one != str(where)}
        hint, hint_en = "", ""
        if elsewhere:
            text = "; ".join(f"{one}: {name}" for one, name in elsewhere.items())
            hint, hint_en = f" (在 {text})", f" (it is in {text})"
        elif len(self.told["use_unknown"]) < _LOOKED_FOR and (near := self._table(where).near(written.code)):
            hint, hint_en = f" (相近: {', '.join(near)})", f" (near: {', '.join(near)})"
        self._tell("use_unknown", rows, written.code, system=where.label, hint=hint, hint_en=hint_en)

    def _tell(self, rule: str, rows: Rows, seen: str, **facts: Any) -> None:
        if len(rows):
            self.told[rule].append((rows, {"seen": seen, **facts}))


def _named(code: str, name: str, plan: Edition) -> Edition | None:
    """The system in which a code has the name beside it, where the name settles it; the plan's first."""
    having = [one for one in NATIONAL if meant.plain(codes.national(*one).names.get(code, "")) == name != ""]
    if not having or set(codes.rivals(code, having[0].system)) & {str(one) for one in having}:
        return None
    return plan if plan in having else having[0]


def _readings(code: str) -> str:
    """What a code means, with every edition that says so."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for where, name in codes.meanings(code).items():
        by_name[name].append(where)
    return f"{code} = " + " / ".join(f"{name} ({', '.join(where)})" for name, where in by_name.items())


def _is_dated(said: str) -> bool:
    """Whether a year is among what is said of a system; GB 50137 and the like are numbers, not years.

    >>> _is_dated("landuse_sea:2020"), _is_dated("GB 50137"), _is_dated("用地用海")
    (True, False, False)
    """
    return bool(codes.YEAR.search(said))
