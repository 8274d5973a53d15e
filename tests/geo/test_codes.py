"""Code tables: complete, hierarchical, and refused where one number means two things."""

from __future__ import annotations

from collections import Counter

import pytest

from geo import codes
from geo.errors import AmbiguousCode, UnknownCode


def test_the_2023_table_is_complete():
    table = codes.national("landuse_sea", "2023")

    levels = Counter(len(table.ancestors(code)) for code in table.names)
    assert levels == {1: 24, 2: 111, 3: 40}


def test_a_code_lies_within_itself_and_its_ancestors_only():
    table = codes.national("landuse_sea", "2023")

    assert table.is_within("080601", ("0806",))
    assert table.is_within("0806", ("0806",))
    assert not table.is_within("0806", ("080601",))


@pytest.mark.parametrize("code", ["05", "0601", "1001", "1101"])
def test_a_number_with_two_meanings_is_refused_until_its_system_is_stated(code):
    with pytest.raises(AmbiguousCode, match=code):
        codes.resolve(code)

    assert codes.resolve(code, "landuse_sea", "2023") == ("landuse_sea", "2023")


def test_a_code_that_no_table_has_is_refused_with_the_nearest():
    with pytest.raises(UnknownCode, match="1001"):
        codes.national("landuse_sea", "2023").require("10019")


def test_an_unnamed_edition_is_refused_with_the_known_ones():
    with pytest.raises(UnknownCode, match="landuse_sea 2023"):
        codes.national("landuse_sea", "1999")


def test_a_class_without_a_colour_of_its_own_takes_its_parent_s():
    table = codes.national("landuse_sea", "2023")

    assert table.colour("100102") == table.colour("1001") == "#BB9674"
