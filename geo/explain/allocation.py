"""An allocation -> the answer: who stands where, what it costs whom, and why some stand nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo import allocate, match
from geo.allocate import Allocated, Bids
from geo.explain.answer import Scene, replay
from geo.explain.freshness import dates
from geo.explain.words import words_of
from geo.model import (
    AdditionalLand,
    Allocation,
    AllocationAsk,
    Brief,
    ContestedLand,
    Placement,
    Project,
    Question,
    QuotaUse,
    Reason,
    Rival,
    Unplaced,
    UnplacedKind,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# free parcels with one obstacle that are named per project, and near misses looked through for them
NAMED, LOOKED = 3, 30
CONTESTED = 100


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Projects with their questions, in the order of the bids; ``unclear`` never came to bid."""

    ask: AllocationAsk
    projects: Sequence[Project]
    questions: Sequence[Question]
    factor: Floats
    locked: Mapping[int, int]
    unclear: Sequence[tuple[Project, str, str]]
    every: Sequence[Project]


def allocation(asked: Asked, done: Allocated, packed: match.Packed, scene: Scene) -> Allocation:
    """The whole document.

    Args:
        asked: Who asked for what.
        done: What the programme found.
        packed: Columns of the land, with ``held``.
        scene: The land, its parcels in the order of the rows.
    """
    teller = _Teller(asked, done, packed, tuple(map(str, scene.parcels.index)))
    value = float(done.value.sum())
    gap = max(0.0, done.bound - value)
    placements = tuple(teller.placement(j) for j in range(len(asked.projects)) if done.site[j] >= 0)
    missing = tuple(teller.unplaced(j) for j in range(len(asked.projects)) if done.site[j] < 0)
    unclear = tuple(
        Unplaced(one.id, one.name, "unclear", zh, en, (), (), 0.0, ()) for one, zh, en in asked.unclear
    )
    order = {project.id: nth for nth, project in enumerate(asked.every)}
    is_feasible = float(done.short_mu.sum()) <= allocate.SHORT_MU
    told = Allocation(
        ask=asked.ask,
        version=scene.version,
        plan=scene.plan.id,
        plan_name=scene.plan.name,
        note=scene.plan.note,
        note_en=scene.plan.note_en,
        value=value,
        bound=done.bound,
        gap=gap,
        gap_share=gap / done.bound if done.bound > 0 else 0.0,
        proven=done.proven,
        feasible=is_feasible,
        placements=placements,
        unplaced=tuple(sorted((*missing, *unclear), key=lambda one: order[one.project])),
        contested=teller.contested(),
        quotas=teller.quotas(),
        rivals=tuple(teller.rivals()),
        bids=len(done.known.value),
        solved=done.held,
        rounds=done.rounds,
        reasons=(),
        replay=replay(
            Brief(""), scene, allocation=asked.ask, projects=[asdict(project) for project in asked.every]
        ),
        freshness=dates(scene.plan, scene.version, _together(asked.questions)),
    )
    return replace(told, reasons=tuple(_about(told, out_of_time=done.out_of_time)))


class _Teller:
    """What can be read from the bids once everybody has, or has not, a site."""

    def __init__(self, asked: Asked, done: Allocated, packed: match.Packed, names: Sequence[str]) -> None:
        self.asked, self.done, self.packed, self.names = asked, done, packed, names
        self.known: Bids = done.known
        self.holder = np.full(self.known.parcels, -1, np.int64)
        for j in np.flatnonzero(done.site >= 0).tolist():
            self.holder[self.known.rows(int(done.site[j]))] = j
        taken = (self.holder >= 0)[self.known.site_rows]
        self.lost = (
            np.logical_or.reduceat(taken, self.known.site_start[:-1]) if len(taken) else np.empty(0, np.bool_)
        )
        self.area = packed.column("area_mu")

    def placement(self, j: int) -> Placement:
        """A project on its site."""
        site, project = int(self.done.site[j]), self.asked.projects[j]
        score, (best, best_site) = self._score(j, float(self.done.value[j])), self._best(j)
        return Placement(
            project=project.id,
            name=project.name,
            parcels=self._parcels(site),
            area_mu=float(self.area[self.known.rows(site)].sum()),
            score=score,
            value=float(self.done.value[j]),
            locked=j in self.asked.locked,
            best_parcels=self._parcels(best_site),
            best_score=best,
            regret=max(0.0, best - score),
        )

    def unplaced(self, j: int) -> Unplaced:
        """Why a project has no site, who has the land it could use, and what would place it."""
        project, (best, best_site) = self.asked.projects[j], self._best(j)
        sites = self.known.site[self._bids(j)]
        lost = self.lost[sites]
        takers = tuple(self.asked.projects[k].name for k in self._takers(sites))
        kind, zh, en = self._why(j, sites[~lost], takers, has_sites=len(sites) > 0)
        return Unplaced(
            project.id, project.name, kind, zh, en, takers, self._parcels(best_site), best,
            tuple(self._additional(j)),
        )  # fmt: skip

    def _takers(self, sites: Ints) -> list[int]:
        """Projects on the land of some sites, those with most of it first."""
        is_asked = np.zeros(self.known.sites, np.bool_)
        is_asked[sites] = True
        rows = self.known.site_rows[np.repeat(is_asked, np.diff(self.known.site_start))]
        count = np.bincount(self.holder[rows] + 1, minlength=len(self.asked.projects) + 1)[1:]
        order = np.lexsort((np.arange(len(count)), -count))
        return [k for k in order.tolist() if count[k]]

    def _why(
        self, j: int, free: Ints, takers: tuple[str, ...], *, has_sites: bool
    ) -> tuple[UnplacedKind, str, str]:
        if not has_sites:
            return "no_site", "没有地块或组合符合全部硬约束", "no parcel or assembly passes all limits"
        if not len(free):
            first = "、".join(takers[:3]) + (f" 等 {len(takers)} 个项目" if len(takers) > 3 else "")  # noqa: PLR2004
            first_en = ", ".join(takers[:3]) + (f" and {len(takers) - 3} more" if len(takers) > 3 else "")  # noqa: PLR2004
            return "taken", f"合适的地都已给了 {first}", f"all land it may use went to {first_en}"
        if self.asked.factor[j] <= 0 or self._best(j)[0] <= 0:
            return (
                "no_value",
                "优先级或得分为零, 落位不增加总值",
                "its priority or score is zero: it adds no value",
            )
        if len(self.asked.ask.quotas) and not self.done.out_of_time:
            return (
                "quota",
                "还有空地, 但会突破发展轴配额或挤占更高的总值",
                "land is free, but a quota is used up",
            )
        return "time", "限时内未能安排", "not settled within the time"

    def _additional(self, j: int) -> Iterator[AdditionalLand]:
        question = self.asked.questions[j]
        near = match.top(self.packed, question, LOOKED).near
        failed = match.failed_bits(self.packed, question)
        left = NAMED
        for row, score in zip(near.rows.tolist(), near.score.tolist(), strict=True):
            if self.holder[row] >= 0 or not left:
                continue
            left -= 1
            limit = question.limits[int(failed[row]).bit_length() - 1]
            zh, en = words_of(limit)
            name = self.names[row]
            yield AdditionalLand(name, limit.id, score, f"{name}: 只差“{zh}”", f"{name}: but for “{en}”")

    def contested(self) -> tuple[ContestedLand, ...]:
        """Land with a price, dearest first."""
        land = self.done.land
        rows = np.flatnonzero(land > allocate.SURE)
        rows = rows[np.lexsort((rows, -land[rows]))][:CONTESTED]
        wanted = self._wanted(rows)
        return tuple(
            ContestedLand(
                self.names[row], float(land[row]),
                self.asked.projects[self.holder[row]].name if self.holder[row] >= 0 else "", wanted[row],
            )
            for row in rows.tolist()
        )  # fmt: skip

    def _wanted(self, rows: Ints) -> dict[int, int]:
        """How many projects may use a parcel, alone or with others."""
        who: dict[int, set[int]] = {row: set() for row in rows.tolist()}
        is_asked = np.isin(np.arange(self.known.parcels), rows)
        of = np.repeat(np.arange(self.known.sites), np.diff(self.known.site_start))
        hit = is_asked[self.known.site_rows]
        on: dict[int, list[int]] = {}
        for site, row in zip(of[hit].tolist(), self.known.site_rows[hit].tolist(), strict=True):
            on.setdefault(site, []).append(row)
        has = np.zeros(self.known.sites, np.bool_)
        has[list(on)] = True
        for bid in np.flatnonzero(has[self.known.site]).tolist():
            for row in on[int(self.known.site[bid])]:
                who[row].add(int(np.searchsorted(self.known.first, bid, side="right")) - 1)
        return {row: len(some) for row, some in who.items()}

    def quotas(self) -> tuple[QuotaUse, ...]:
        """Quotas and what became of them."""
        taken = self.done.site[self.done.site >= 0]
        used = self.known.uses[:, taken].sum(axis=1)
        return tuple(
            QuotaUse(quota.axis, quota.least_mu, quota.most_mu, float(used[q]), float(self.done.short_mu[q]),
                     float(self.done.quota[q]))
            for q, quota in enumerate(self.asked.ask.quotas)
        )  # fmt: skip

    def rivals(self) -> Iterator[Rival]:
        """The two simple ways over the same sites, locked ones first."""
        own = float(self.done.value[list(self.asked.locked)].sum())
        left = allocate.settled(self.known, self.asked.locked)
        first, dear = allocate.first_come(left), allocate.greedy(left)
        count = len(self.asked.locked)
        yield Rival("first_come", "先到先得", "First come, first served",
                    own + float(left.value[first].sum()), count + len(first))  # fmt: skip
        yield Rival(
            "greedy", "最高分先落", "Dearest first", own + float(left.value[dear].sum()), count + len(dear)
        )

    def _bids(self, j: int) -> slice:
        return slice(int(self.known.first[j]), int(self.known.first[j + 1]))

    def _best(self, j: int) -> tuple[float, int]:
        values = self.known.value[self._bids(j)]
        if not len(values):
            return 0.0, -1
        at = int(values.argmax())
        return self._score(j, float(values[at])), int(self.known.site[self._bids(j)][at])

    def _score(self, j: int, value: float) -> float:
        return value / float(self.asked.factor[j]) if self.asked.factor[j] > 0 else 0.0

    def _parcels(self, site: int) -> tuple[str, ...]:
        return () if site < 0 else tuple(self.names[row] for row in self.known.rows(site).tolist())


def _about(told: Allocation, *, out_of_time: bool) -> Iterator[Reason]:
    count, total = len(told.placements), len(told.placements) + len(told.unplaced)
    what, what_en = (
        ("优先级 × 得分", "priority × score")
        if told.ask.objective == "score"
        else ("优先级 × 总投资(亿元) × 得分/100", "priority × investment × score/100")
    )
    yield Reason(
        "strength", "value",
        f"{total} 个项目落位 {count} 个, 总值 {told.value:,.1f} ({what})",
        f"{count} of {total} projects placed, total value {told.value:,.1f} ({what_en})",
    )  # fmt: skip
    for quota in told.quotas:
        if quota.short_mu > allocate.SHORT_MU:
            sure = (
                ("已证明不能再多", "proven to be the most")
                if told.proven
                else ("限时内找到的最多", "the most found in time")
            )
            yield Reason(
                "limit", quota.axis,
                f"{quota.axis} 至少 {quota.least_mu:g}亩的配额不能满足: "
                f"用到 {quota.used_mu:.1f}亩, {sure[0]}",
                f"{quota.axis}: at least {quota.least_mu:g} mu cannot be met: "
                f"{quota.used_mu:.1f} mu, {sure[1]}",
            )  # fmt: skip
    if told.proven and not told.feasible:
        yield Reason(
            "caveat", "proof",
            "已证明: 没有更接近各项配额的落位; 总值因此低于不设配额时",
            "proven: no allocation comes nearer to the quotas; without them the value would be higher",
        )  # fmt: skip
    elif told.proven:
        yield Reason(
            "strength", "proof",
            f"已证明最优: 对全部 {told.bids:,} 个“项目 × 用地”逐一计价, 没有更高的总值",
            f"proven: all {told.bids:,} pairs of project and site were priced; no total value is higher",
        )  # fmt: skip
    else:
        late = ("限时已到, ", "time ran out: ") if out_of_time else ("", "")
        yield Reason(
            "caveat", "proof",
            f"{late[0]}未证明最优: 总值不会超过 {told.bound:,.1f} (差距 {told.gap_share:.2%})",
            f"{late[1]}not proven: no total value exceeds {told.bound:,.1f} (gap {told.gap_share:.2%})",
        )  # fmt: skip


def _together(questions: Sequence[Question]) -> Question:
    limits = dict.fromkeys(limit for question in questions for limit in question.limits)
    wishes = {repr(wish): wish for question in questions for wish in question.wishes}
    return Question(Brief(""), tuple(limits), tuple(wishes.values()))
