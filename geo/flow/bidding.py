"""Projects and land -> bids: every eligible parcel, and the best assemblies as far as they matter."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import assemble, match
from geo.allocate import Bids
from geo.errors import BadAllocation
from geo.explain.words import words_of
from geo.flow.land import Land
from geo.model import AllocationAsk, AssemblyAsk, Progress, Project, Question, silent
from geo.projects.names import by_any_name, plain

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# assemblies of a project: to begin with, how many times more at each asking, and when to stop
FIRST, TIMES, MOST = 32, 4, 8192
# sets looked at for one project before its assemblies are bounded instead
EFFORT = 1_000_000


@dataclass(slots=True)
class _Listed:
    """Assemblies known of a project: how many were asked for, and what none of the others exceeds."""

    asked: int
    sites: list[tuple[int, float]]  # site, score
    beyond: float


class Book:
    """The bids of some projects on a land, more assemblies on demand, ``first`` of each to begin with.

    What is asked for after ``until`` (of the monotonic clock) is not listed, and bounded instead.
    Sites are the parcels by row, then assemblies in the order in which they were found.
    """

    def __init__(
        self,
        land: Land,
        woven: assemble.Fabric | None,
        asked: Sequence[tuple[Project, Question]],
        ask: AllocationAsk,
        first: int = FIRST,
        until: float = math.inf,
        *,
        progress: Progress = silent,
    ) -> None:
        self.until, self._told = until, progress
        self.first = first
        self.land, self.asked, self.ask = land, asked, ask
        self.area = land.table["area_mu"].to_numpy(np.float64)
        self.factor = np.array([_factor(project, ask) for project, _ in asked])
        self.joined: dict[tuple[int, ...], int] = {}
        self._place = {name: row for row, name in enumerate(land.table.index)}
        self._singles: list[tuple[Ints, Floats]] = [self._alone(question) for _, question in asked]
        self._whose = by_any_name(project for project, _ in asked)
        self.locked: dict[int, int] = {}
        self._own: dict[int, float] = {}
        for at, (project, question) in enumerate(asked):
            if project.locked:
                self._lock(at, project, question)
        self._grounds: dict[int, assemble.Ground] = {}
        self._listed: dict[int, _Listed] = {}
        if woven is not None and ask.members > 1:
            self._lay(woven)

    def bids(self) -> Bids:
        """All that is known by now."""
        parts = [self._of(at) for at in range(len(self.asked))]
        alone = len(self.land.table)
        joined = list(self.joined)
        sizes = np.concatenate([np.ones(alone, np.int64), np.array([len(one) for one in joined], np.int64)])
        start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        rows = np.concatenate(
            [np.arange(alone), np.array([row for one in joined for row in one], np.int64)]
        ).astype(np.int64)
        beyond = [self._listed[at].beyond if at in self._listed else -np.inf for at in range(len(parts))]
        axes = self.land.table["axis"].to_numpy(object)
        uses = np.array(
            [
                np.add.reduceat(np.where(axes == quota.axis, self.area, 0.0)[rows], start[:-1])
                for quota in self.ask.quotas
            ]
        ).reshape(len(self.ask.quotas), len(sizes))
        return Bids(
            parcels=alone,
            site_start=start,
            site_rows=rows,
            first=np.cumsum([0, *(len(sites) for sites, _ in parts)]).astype(np.int64),
            site=np.concatenate([sites for sites, _ in parts] or [np.empty(0, np.int64)]),
            value=np.concatenate(
                [score * factor for (_, score), factor in zip(parts, self.factor, strict=True)]
                or [np.empty(0)]
            ),
            beyond=np.array(beyond) * self.factor if parts else np.empty(0),
            reach_mu=np.array([self._reach(question) for _, question in self.asked]),
            uses=uses,
            least=np.array([quota.least_mu for quota in self.ask.quotas], np.float64),
            most=np.array(
                [np.inf if quota.most_mu is None else quota.most_mu for quota in self.ask.quotas], np.float64
            ),
        )

    def grow(self, _known: Bids, who: Ints) -> Bids | None:
        """More assemblies of these projects; None when there are no more to be had."""
        grown = False
        for nth, at in enumerate(who.tolist()):
            self._told("widen", nth, len(who))
            if time.monotonic() > self.until:
                break
            listed = self._listed.get(at)
            if listed is not None and np.isfinite(listed.beyond) and listed.asked < MOST:
                self._list(at, listed.asked * TIMES)
                grown = True
        self._told("solve", 0, 1)
        return self.bids() if grown else None

    def _of(self, at: int) -> tuple[Ints, Floats]:
        if at in self.locked:
            return np.array([self.locked[at]], np.int64), np.array([self._own[at]])
        sites, score = self._singles[at]
        more = self._listed[at].sites if at in self._listed else []
        return (
            np.concatenate([sites, np.array([site for site, _ in more], np.int64)]),
            np.concatenate([score, np.array([value for _, value in more], np.float64)]),
        )

    def _alone(self, question: Question) -> tuple[Ints, Floats]:
        rows = np.flatnonzero(match.failed_bits(self.land.packed, question) == 0)
        return rows.astype(np.int64), match.score(self.land.table.iloc[rows], question).score

    def _lay(self, woven: assemble.Fabric) -> None:
        ask = AssemblyAsk(
            least=2, most=self.ask.members, k=self.first, overlap=1.0, min_shared_m=self.ask.min_shared_m,
            shape_weight=0.0, holders_weight=0.0, effort=EFFORT,
        )  # fmt: skip
        for at, (_, question) in enumerate(self.asked):
            self._told("list", at, len(self.asked))
            if at not in self.locked:
                land = self.land
                self._grounds[at] = assemble.ground(land.packed, land.table, question, woven, ask)
                self._list(at, self.first)

    def _list(self, at: int, count: int) -> None:
        if time.monotonic() > self.until:
            # nobody looked: all that is known of an assembly is that it has 100 points at most
            self._listed[at] = _Listed(count, [], match.points(1.0, 1.0))
            return
        ground = self._grounds[at]
        found = assemble.search(replace(ground, ask=replace(ground.ask, k=count)))
        sites = [
            (self._site(ground.rows[list(nodes)]), score)
            for nodes, score in zip(found.sets, found.scores, strict=True)
        ]
        last = found.scores[-1] if len(sites) == count else -np.inf
        beyond = last if found.proven else found.bound
        self._listed[at] = _Listed(count, sites, beyond)

    def _site(self, rows: Ints) -> int:
        key = tuple(sorted(map(int, rows)))
        if len(key) == 1:
            return key[0]
        return self.joined.setdefault(key, len(self.land.table) + len(self.joined))

    def _reach(self, question: Question) -> float:
        most = self.ask.members * float(self.area.max(initial=0.0))
        return min(assemble.window(question)[1], most)

    def _lock(self, at: int, project: Project, question: Question) -> None:
        rows = [self._row(project, parcel) for parcel in project.locked]
        some = self.land.table.iloc[rows]
        if project.pool != "landed":
            _check_lock(project, question, some, self._whose)
        self.locked[at] = self._site(np.array(rows))
        self._own[at] = whole_score(some, question)

    def _row(self, project: Project, parcel: str) -> int:
        if parcel not in self._place:
            raise BadAllocation(
                project.name,
                f"锁定的地块 {parcel} 不在土地库。", f"locked parcel {parcel} is not in the bank.",
                "请改正地块编号。", "Mend the parcel id.",
            )  # fmt: skip
        return self._place[parcel]


def whole_score(some: pd.DataFrame, question: Question) -> float:
    """The score of parcels taken together: wishes weighted by area, the area wish by the whole."""
    scores, area = match.score(some, question), some["area_mu"].to_numpy(np.float64)
    if len(some) == 1:
        return float(scores.score[0])
    total = 0.0
    for at, wish in enumerate(question.wishes):
        if assemble.is_of_the_whole(wish):
            xs, ys = np.array(wish.curve.points, np.float64).T
            degree = float(np.interp(area.sum(), xs, ys))
        else:
            degree = float(area @ scores.satisfaction[:, at] / area.sum())
        total += match.points(degree, wish.weight)
    return total


def _check_lock(
    project: Project, question: Question, some: pd.DataFrame, whose: Mapping[str, Project]
) -> None:
    """Locked land passes every limit, its area as a whole; what the project holds by any name is its own.

    Raises:
        BadAllocation: naming the parcel and the limit.
    """
    failed = match.score(some, question).failed
    for bit, limit in enumerate(question.limits):
        if limit.column in assemble.OF_THE_WHOLE:
            continue
        for row in np.flatnonzero(failed >> np.uint64(bit) & np.uint64(1)).tolist():
            if limit.column == "held" and whose.get(plain(str(some["held"].iloc[row]))) is project:
                continue
            _refuse(project, str(some.index[row]), *words_of(limit))
    low, high = assemble.window(question)
    area = float(some["area_mu"].sum())
    if not low - 1e-9 <= area <= high + 1e-9:
        words = (
            f"面积 {low:.1f}–{high:.1f}亩 (合计 {area:.1f}亩)",
            f"area {low:.1f}–{high:.1f} mu ({area:.1f})",
        )
        _refuse(project, "、".join(map(str, some.index)), *words)


def _refuse(project: Project, parcel: str, zh: str, en: str) -> None:
    raise BadAllocation(
        project.name, f"锁定的地块 {parcel} 不符合硬约束“{zh}”。", f"locked parcel {parcel} fails “{en}”.",
        "请解除锁定, 或改正地块、需求。", "Unlock it, or mend the parcel or the project.",
    )  # fmt: skip


def _factor(project: Project, ask: AllocationAsk) -> float:
    if ask.objective == "score":
        return project.priority
    invest = project.invest_yi if project.invest_yi is not None else ask.assumed_invest_yi
    if invest is None:
        raise BadAllocation(
            project.name, "没有写明总投资, 不能按投资额统筹。", "states no total investment.",
            "请补上 invest_yi, 或给出 assumed_invest_yi, 或按得分统筹。",
            "Fill in invest_yi, give assumed_invest_yi, or allocate by score.",
        )  # fmt: skip
    return project.priority * invest / 100


def check_quotas(asked: Sequence[Project], book: Book, axes: Mapping[str, str]) -> None:
    """Refuse quotas that contradict themselves, one another or the locked land, and land locked twice.

    Raises:
        BadAllocation: naming what contradicts what.
    """
    known, seen = book.bids(), dict[int, str]()
    for at, site in book.locked.items():
        for row in known.rows(site).tolist():
            if row in seen:
                parcel = book.land.table.index[row]
                raise BadAllocation(
                    asked[at].name, f"锁定的地块 {parcel} 已锁给“{seen[row]}”。",
                    f"locked parcel {parcel} is locked for “{seen[row]}” already.",
                    "一宗地只能锁给一个项目。", "Lock a parcel for one project only.",
                )  # fmt: skip
            seen[row] = asked[at].name
    named = [quota.axis for quota in book.ask.quotas]
    for at, quota in enumerate(book.ask.quotas):
        name = axes.get(quota.axis, quota.axis)
        most = np.inf if quota.most_mu is None else quota.most_mu
        if named.count(quota.axis) > 1:
            _clash(name, "配额写了两次。", "has two quotas.")
        if quota.least_mu > most:
            words = (
                f"至少 {quota.least_mu:g}亩大于至多 {most:g}亩。",
                f"at least {quota.least_mu:g} mu exceeds {most:g}.",
            )
            _clash(name, *words)
        used = float(known.uses[at, list(book.locked.values())].sum())
        if used > most + 1e-6:
            words = (
                f"锁定的地块已用 {used:.1f}亩, 超过至多 {most:g}亩。",
                f"locked land takes {used:.1f} of {most:g} mu.",
            )
            _clash(name, *words)


def _clash(axis: str, zh: str, en: str) -> None:
    raise BadAllocation(axis, zh, en, "请改正配额或解除锁定。", "Mend the quota or unlock land.")
