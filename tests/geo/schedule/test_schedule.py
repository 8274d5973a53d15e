"""Steps follow one another; what is late is told with the step that makes it so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import NoSchedule
from geo.model import Basis, Project, Step
from geo.schedule import State, schedule

TODAY = date(2024, 5, 31)
ORDER = ("net", "acquire", "start", "open")


def step(id_: str, milestone: str, months: int, *when: str) -> Step:
    return Step(id_, id_, id_, milestone, months, when, Basis.ASSUMED, "ours")


STEPS = (
    step("survey", "net", 6, "uncleared"),
    step("clear", "net", 12, "uncleared", "clearing"),
    step("supply", "acquire", 3),
    step("permits", "start", 2),
    step("build", "open", 11),
)


def wants(**days: date) -> Project:
    return Project("P", "甲", "", "signed", **days)


def test_steps_run_from_the_state_of_the_land():
    told = schedule(State("A1", "uncleared", None), wants(), STEPS, TODAY)

    assert [one.id for one in told.steps] == ["survey", "clear", "supply", "permits", "build"]
    assert [one.earliest for one in told.milestones] == [
        date(2025, 11, 30), date(2026, 2, 28), date(2026, 4, 28), date(2027, 3, 28),
    ]  # fmt: skip
    assert told.is_feasible


def test_net_land_needs_no_clearing_and_a_stated_day_stands_for_it():
    net = schedule(State("A1", "net", date(2020, 1, 1)), wants(), STEPS, TODAY)
    stated = schedule(State("A1", "clearing", date(2025, 1, 31)), wants(), STEPS, TODAY)

    assert net.milestones[0].earliest == TODAY
    assert [one.id for one in stated.steps][:2] == ["net", "supply"]
    assert stated.steps[0].ends == date(2025, 1, 31)


def test_the_longest_step_before_what_is_missed_is_in_the_way():
    told = schedule(
        State("A1", "uncleared", None),
        wants(acquire_by=date(2025, 6, 1), open_by=date(2030, 1, 1)),
        STEPS,
        TODAY,
    )

    assert (told.blocking, [one.late_days > 0 for one in told.milestones]) == (
        "clear",
        [False, True, False, False],
    )
    assert "卡在“clear”" in told.text


def test_steps_before_what_is_met_are_not_in_the_way():
    told = schedule(
        State("A1", "uncleared", None),
        wants(acquire_by=date(2026, 2, 28), open_by=date(2026, 12, 1)),
        STEPS,
        TODAY,
    )

    assert told.blocking == "build"


def test_a_day_that_has_passed_is_said_to_have():
    told = schedule(State("A1", "net", None), wants(acquire_by=date(2023, 8, 31)), (), TODAY)

    assert (told.is_feasible, told.blocking) == (False, "")
    assert "所要日期已过" in told.text


@pytest.mark.parametrize("status", ["supplied", "", "idle"])
def test_land_without_a_way_to_the_project_is_refused(status):
    with pytest.raises(NoSchedule):
        schedule(State("A1", status, None), wants(), STEPS, TODAY)


days = st.one_of(st.none(), st.integers(-100, 1500).map(lambda n: TODAY + timedelta(days=n)))


@given(st.lists(st.integers(0, 20), min_size=4, max_size=4), st.tuples(days, days, days))
def test_a_schedule_is_feasible_exactly_when_no_wanted_day_is_missed(months, wanted):
    steps = [step(name, name, long) for name, long in zip(ORDER, months, strict=True)]
    state = State("A1", "clearing", None)

    told = schedule(state, wants(acquire_by=wanted[0], start_by=wanted[1], open_by=wanted[2]), steps, TODAY)

    ends = [one.earliest for one in told.milestones]
    assert ends == sorted(ends)
    assert told.is_feasible == all(by is None or by >= end for by, end in zip(wanted, ends[1:], strict=True))
    # the step in the way is the longest since the last wanted day that is met
    if told.blocking:
        missed = next(at for at, one in enumerate(told.milestones) if one.late_days)
        met = max((at for at in range(missed) if told.milestones[at].wanted), default=-1)
        between = {one.id: (one.ends - one.begins).days for one in told.steps[met + 1 : missed + 1]}
        assert between[told.blocking] == max(between.values())
        # without it the first missed day is never missed by more
        rest = [one for one in steps if one.id != told.blocking] + [step("none", told.blocking, 0)]
        better = schedule(
            state, wants(acquire_by=wanted[0], start_by=wanted[1], open_by=wanted[2]), rest, TODAY
        )
        assert better.milestones[missed].earliest <= told.milestones[missed].earliest
