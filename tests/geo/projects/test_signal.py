"""红黄蓝绿: the colour follows from what was stated and from nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Pool, Project
from geo.projects.signal import NEAR_DAYS, signal

ON = date(2024, 5, 31)


def project(pool: Pool = "signed", **days: date) -> Project:
    return Project("P1", "甲", "", pool, **days)


@pytest.mark.parametrize(
    ("days", "colour"),
    [(-1, "red"), (0, "yellow"), (NEAR_DAYS, "yellow"), (NEAR_DAYS + 1, "green")],
)
def test_a_stated_day_is_late_near_or_far(days: int, colour: str):
    told = signal(project(start_by=ON + timedelta(days=days)), ON)

    assert (told.colour, told.late_days) == (colour, -days)


def test_without_a_stated_day_there_is_no_colour():
    assert signal(project(), ON).colour == ""


def test_of_several_days_the_next_one_decides():
    told = signal(project(acquire_by=ON + timedelta(days=10), open_by=ON + timedelta(days=400)), ON)

    assert (told.colour, told.text) == ("yellow", "拿地还有 10 日 (2024-06-10)")


def test_a_landed_project_is_blue_unless_its_opening_lies_ahead():
    ahead = project("landed", acquire_by=ON - timedelta(days=99), open_by=ON + timedelta(days=200))
    behind = project("landed", open_by=ON - timedelta(days=200))

    assert (signal(ahead, ON).colour, signal(behind, ON).colour) == ("green", "blue")


@given(start=st.dates(date(2020, 1, 1), date(2030, 1, 1)), on=st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_as_days_go_by_a_colour_only_worsens(start: date, on: date):
    worse = {"green": 0, "yellow": 1, "red": 2}

    today, tomorrow = (signal(project(start_by=start), on + timedelta(days=n)).colour for n in (0, 1))

    assert worse[tomorrow] >= worse[today]
