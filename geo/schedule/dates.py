"""Steps one after the other from a parcel's state; what is late, and the step that makes it so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from geo.errors import NoSchedule
from geo.model import Basis, DatedMilestone, DatedStep, Project, Schedule, Step
from geo.model.practice import Milestone
from geo.units import months_after

NAMES: dict[Milestone, tuple[str, str]] = {
    "net": ("净地", "cleared"),
    "acquire": ("拿地", "land acquired"),
    "start": ("开工", "start of building"),
    "open": ("投产", "opening"),
}
ORDER: tuple[Milestone, ...] = get_args(Milestone)
NET = "net"


@dataclass(frozen=True, slots=True)
class State:
    """A parcel's 供地状态 and the day on which it is (or was) cleared, None where nobody says."""

    parcel_id: str
    status: str
    net_day: date | None
    basis: Basis = Basis.ASSUMED  # of the stated day


def schedule(state: State, project: Project, steps: Sequence[Step], today: date) -> Schedule:
    """Whether a project's days can be met.

    Args:
        state: The parcel. Net land needs no clearing; a stated 净地 day stands for all clearing steps.
        project: The days it wants; a day that nobody stated is not wanted.
        steps: What the plan says each step takes, one after the other within a milestone.
        today: The day from which is counted.

    Returns:
        Earliest days. Where one is late, ``blocking`` is the longest step between the last wanted
        milestone that is met and the first that is missed; of equals the first.

    Raises:
        NoSchedule: the land is supplied to somebody already, or the plan states no steps for it.

    Examples:
        >>> build = Step("build", "建设", "Building", "open", 12, (), Basis.ASSUMED, "ours")
        >>> wish = Project("P", "甲", "", "signed", open_by=date(2025, 1, 31))
        >>> told = schedule(State("A1", "net", None), wish, [build], date(2024, 5, 31))
        >>> told.is_feasible, told.blocking, told.milestones[-1].late_days
        (False, 'build', 120)
    """
    if state.status == "supplied":
        raise NoSchedule(state.parcel_id, "该地块已供地。", "the parcel is already supplied.")
    dated = tuple(_dated(state, steps, today))
    milestones = tuple(_milestones(dated, project, today))
    late = [one for one in milestones if one.late_days]
    blocking = _blocking(dated, milestones) if late else None
    text, text_en = _words(state, project, late, blocking)
    return Schedule(
        state.parcel_id, project.name, today, dated, milestones, not late, blocking.id if blocking else "",
        text, text_en,
    )  # fmt: skip


def _dated(state: State, steps: Sequence[Step], today: date) -> Iterator[DatedStep]:
    """The steps that this land needs, each from the end of the one before."""
    day = today
    for milestone in ORDER:
        needed = [
            one for one in steps if one.milestone == milestone and (not one.when or state.status in one.when)
        ]
        if milestone == NET:
            if state.status == NET:
                continue
            if state.net_day is not None:
                ends = max(state.net_day, today)
                source = f"parcel {state.parcel_id}"
                yield DatedStep(NET, "征迁至净地", "Clearing", NET, today, ends, None, state.basis, source)
                day = ends
                continue
            if not needed:
                zh = f"状态 {state.status} 没有净地日期, 规划也没有相应步骤。"
                en = f"no day of clearing is stated and the plan has no step for status {state.status}."
                raise NoSchedule(state.parcel_id, zh, en)
        for one in needed:
            ends = months_after(day, one.months)
            yield DatedStep(
                one.id, one.name, one.name_en, milestone, day, ends, one.months, one.basis, one.source
            )
            day = ends


def _milestones(dated: Sequence[DatedStep], project: Project, today: date) -> Iterator[DatedMilestone]:
    wanted = {"net": None, "acquire": project.acquire_by, "start": project.start_by, "open": project.open_by}
    day = today
    for milestone in ORDER:
        day = max([day, *(one.ends for one in dated if one.milestone == milestone)])
        by = wanted[milestone]
        late = 0 if by is None else max(0, (day - by).days)
        yield DatedMilestone(milestone, *NAMES[milestone], day, by, late)


def _blocking(dated: Sequence[DatedStep], milestones: Sequence[DatedMilestone]) -> DatedStep | None:
    missed = next(at for at, one in enumerate(milestones) if one.late_days)
    met = [at for at, one in enumerate(milestones[:missed]) if one.wanted is not None]
    between = ORDER[met[-1] + 1 if met else 0 : missed + 1]
    some = [one for one in dated if one.milestone in between]
    return max(some, key=lambda one: (one.ends - one.begins).days) if some else None


def _words(
    state: State, project: Project, late: Sequence[DatedMilestone], blocking: DatedStep | None
) -> tuple[str, str]:
    if not late:
        return (
            f"{project.name} 在 {state.parcel_id} 上时间可行",
            f"{project.name} can keep its days on {state.parcel_id}",
        )
    first = late[0]
    zh = f"{first.name}最早 {first.earliest}, 晚于 {first.wanted} {first.late_days} 天"
    en = f"{first.name_en} {first.earliest} at the earliest, {first.late_days} days after {first.wanted}"
    zh, en = f"{project.name} 在 {state.parcel_id} 上: {zh}", f"{project.name} on {state.parcel_id}: {en}"
    if blocking is None:
        return f"{zh}; 所要日期已过", f"{en}; the day wanted has passed"
    days = (blocking.ends - blocking.begins).days
    return f"{zh}; 卡在“{blocking.name}” ({days} 天)", f"{en}; held up by “{blocking.name_en}” ({days} days)"
