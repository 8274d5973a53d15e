"""Code tables: complete, hierarchical, and refused where one number means two things."""

from __future__ import annotations

from collections import Counter
from importlib import resources
from pathlib import Path

import pandas as pd
import pytest

from geo import codes
from geo.errors import AmbiguousCode, NoCrosswalk, UnknownCode


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


# ---- completeness of the tables ---------------------------------------------------------------------------

FACTS = Path(__file__).resolve().parents[3] / "shared" / "reference" / "codes"


def levels(system: str, edition: str) -> dict[int, int]:
    table = codes.national(system, edition)
    return dict(Counter(len(table.ancestors(code)) for code in table.names))


def test_the_letters_of_gb_50137_are_complete():
    table = codes.national("gb50137", "2011")

    town = Counter(len(code) for code in table.names if code[0] not in "HE" and code != "M0")
    country = Counter(len(code) for code in table.names if code[0] in "HE")
    assert town == {1: 8, 2: 35, 3: 42}
    assert country == {1: 2, 2: 9, 3: 14}


def test_gbt_21010_is_complete():
    assert levels("gbt21010", "2017") == {1: 12, 2: 73}


@pytest.mark.needs("../shared/reference/codes")
def test_our_tables_are_the_facts():
    facts = {path.name: path.read_text("utf-8-sig").split() for path in FACTS.glob("*.csv")}

    ours = {
        name: Path(str(resources.files("geo.tables").joinpath(name))).read_text("utf-8-sig").split()
        for name in facts
    }

    assert facts
    assert [name for name in facts if ours[name] != facts[name]] == []


@pytest.mark.parametrize("source", [one for one in codes.NATIONAL if one != codes.TARGET], ids=str)
def test_every_counterpart_is_a_class_of_2023(source: codes.Edition):
    target = codes.national(*codes.TARGET).names

    found = codes.counterparts(source)
    assert set(found) <= set(codes.national(*source).names)
    assert {to for several in found.values() for to in several} <= set(target)


def test_every_code_of_2020_has_exactly_one_counterpart():
    source = codes.Edition("landuse_sea", "2020")

    assert all(codes.convert(code, source).is_certain for code in codes.national(*source).names)


def test_what_the_table_of_names_leaves_open_is_left_to_people():
    source = codes.Edition("third_survey", "2019")
    file = resources.files("geo.tables").joinpath("third_survey_name_to_landuse_sea_2023.csv")
    rows = pd.read_csv(str(file))
    left = set(rows.loc[rows["landuse_sea_name"] == "待细分", "third_survey_name"])
    table = codes.national(*source)

    several = [code for code, name in table.names.items() if name in left and code[0].isdigit()]
    assert {table.name(code) for code in several} == left
    assert not any(codes.convert(code, source).is_certain for code in several)


@pytest.mark.parametrize(
    ("code", "source", "to"),
    [
        ("0601", ("third_survey", "2019"), ("1001",)),
        ("05H1", ("third_survey", "2019"), ("09",)),
        ("0602", ("landuse_sea", "2020"), ("060201",)),
        ("2303", ("landuse_sea", "2020"), ("060102",)),
        ("A35", ("gb50137", "2011"), ("0802",)),
        ("M2", ("gb50137", "2011"), ("100102",)),
        ("0804", ("gbt21010", "2017"), ("0802",)),
        ("R2", ("gb50137", "2011"), ("070102", "0702")),
        ("H9", ("gb50137", "2011"), ()),
    ],
)
def test_a_code_is_converted_by_its_crosswalk(code: str, source: tuple[str, str], to: tuple[str, ...]):
    assert codes.convert(code, codes.Edition(*source)).to == to


def test_where_no_table_leads_is_said():
    with pytest.raises(NoCrosswalk, match="third_survey 2019"):
        codes.convert("1001", codes.TARGET, codes.Edition("third_survey", "2019"))


def test_a_code_that_nobody_has_is_told_with_the_classifications_by_name():
    with pytest.raises(UnknownCode) as nowhere:
        codes.resolve("9Z")
    with pytest.raises(UnknownCode) as no_edition:
        codes.national("landuse_sea", "1999")

    for error in (nowhere.value, no_edition.value):
        assert "NATIONAL" not in error.zh + error.en
        assert "用地用海、三调、" in error.zh
        assert "landuse_sea, third_survey, " in error.en
