"""Cells as people type them: units, percentages, dates, states and utilities."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from geo.validate import check
from tests.geo.features.land import plan
from tests.shapes import raw, square

PLAN = plan()


def one(column: str, cell: object) -> tuple[object, list[str]]:
    """What becomes of one cell, and the rules it breaks."""
    checked = check(raw({column: [cell]}, a=square(100)), PLAN)
    return checked.parcels[column].iloc[0], [finding.rule for finding in checked.report.findings]


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("far_max", "2.5", 2.5),
        ("far_max", "≤2.5", 2.5),
        ("far_max", " ２．５ ", 2.5),
        ("density_max", "35%", 0.35),
        ("height_max_m", "80米", 80.0),
        ("height_max_m", 80, 80.0),
        ("price_wan_per_mu", "120万元/亩", 120.0),
        ("price_wan_per_mu", "1,500元/㎡", 100.0),
        ("area_stated_m2", "15亩", 10_000.0),
        ("area_stated_m2", "1公顷", 10_000.0),
    ],
)
def test_a_number_is_read_with_its_unit(column, cell, value):
    assert one(column, cell) == (pytest.approx(value), [])


@pytest.mark.parametrize("cell", ["", "—", "-", "无", "待定", None, "null", "#N/A", float("nan")])
def test_a_cell_that_says_nothing_is_no_data_and_no_problem(cell):
    value, rules = one("far_max", cell)

    assert math.isnan(value)
    assert rules == []


@pytest.mark.parametrize("cell", ["1.0-2.5", "见规划条件", "2,5x", "3层"])
def test_a_number_that_cannot_be_understood_is_reported(cell):
    value, rules = one("far_max", cell)

    assert math.isnan(value)
    assert rules == ["value_unreadable"]


@pytest.mark.parametrize(
    ("column", "cell"), [("far_max", 250), ("far_max", -1), ("density_max", 35), ("green_min", np.inf)]
)
def test_a_number_that_cannot_be_meant_is_reported(column, cell):
    value, rules = one(column, cell)

    assert math.isnan(value)
    assert rules == ["value_implausible"]


def test_a_percentage_in_a_column_of_shares_is_explained():
    checked = check(raw({"density_max": [35]}, a=square(100)), PLAN)

    assert "像是百分数" in checked.report.findings[0].text
    assert "percentage" in checked.report.findings[0].text_en


@pytest.mark.parametrize(
    ("cell", "token"),
    [
        ("净地", "net"),
        ("征迁中", "clearing"),
        ("未征迁", "uncleared"),
        ("存量盘活", "idle"),
        ("已供地", "supplied"),
        ("NET", "net"),
        ("", ""),
    ],
)
def test_a_state_is_known_by_its_chinese_names(cell, token):
    assert one("status", cell) == (token, [])


def test_an_unknown_state_is_no_data_and_is_reported():
    assert one("status", "马上就好") == ("", ["value_unreadable"])


@pytest.mark.parametrize(
    ("cell", "tokens"),
    [
        ("power road", "road power"),
        ("通路、给水，供电;燃气", "road water power gas"),
        ("五通一平", "road water drainage power telecom"),
        ("七通一平", "road water drainage power gas heat telecom"),
    ],
)
def test_utilities_are_put_in_order_whatever_they_are_called(cell, tokens):
    assert one("utilities", cell) == (tokens, [])


def test_a_utility_nobody_knows_is_reported_and_the_others_stay():
    assert one("utilities", "通路 通航") == ("road", ["value_unreadable"])


@pytest.mark.parametrize(
    "cell",
    [
        "2024-05-31",
        "2024/5/31",
        "2024.5.31",
        "2024年5月31日",
        "20240531",
        "2024-05",
        "2024-05-31 08:00:00",
        45443.0,
        pd.Timestamp("2024-05-31 10:00"),
    ],
)
def test_a_date_is_read_in_the_spellings_of_chinese_tables(cell):
    assert one("net_date", cell) == (pd.Timestamp("2024-05-31"), [])


def test_text_is_text_whatever_it_says():
    name = '<img src=x onerror="alert(1)"> & 生僻字㙍'

    assert one("name", name) == (name, [])


@pytest.mark.parametrize("letter", ["𫜹", "\U000323af", "\ue123"], ids=["rare", "newer", "private"])
def test_a_rare_letter_stays_in_a_name_and_a_control_does_not(letter):
    assert one("name", f"{letter}\x07庄") == (f"{letter} 庄", [])
