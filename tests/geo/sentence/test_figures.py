"""Figures in every spelling that planners use."""

from __future__ import annotations

import re

import pytest

from geo.sentence.figures import NUMBER, value


@pytest.mark.parametrize(
    ("told", "number"),
    [("三点五万", 35_000), ("一万二千", 12_000), ("3.5万", 35_000), ("十万", 100_000), ("三万五千", 35_000)],
)
def test_a_figure_with_ten_thousands_is_read_whole(told: str, number: float):
    assert re.fullmatch(NUMBER, told)
    assert value(told) == number


def test_ten_thousands_twice_are_no_figure():
    assert not re.fullmatch(NUMBER, "三万五万")
