"""Parcels by what they are called: the best hit first, and never one for another."""

from __future__ import annotations

import geopandas as gpd
from hypothesis import given
from hypothesis import strategies as st

from geo.flow.named import MOST_RANKED, Named


def land(*rows: tuple[str, str | None, str]) -> gpd.GeoDataFrame:
    ids, names, townships = zip(*rows, strict=True)
    return gpd.GeoDataFrame({"name": names, "township": townships}, index=ids, geometry=[None] * len(rows))


def test_a_whole_number_comes_before_what_begins_so_and_that_before_names():
    bank = land(("EQ10", "", ""), ("EQ1", "", ""), ("X", "EQ1 旁", ""), ("Y", "近 EQ1", ""))

    assert Named(bank).found("eq1") == ["EQ1", "EQ10", "X", "Y"]


def test_a_whole_number_comes_first_however_many_parcels_hold_the_words_before_it():
    crowd = [(f"X{nth}", "eq1", "") for nth in range(MOST_RANKED + 1)]

    assert Named(land(*crowd, ("EQ1", "", ""))).found("eq1", limit=2) == ["EQ1", "X0"]


def test_no_more_are_given_than_asked_for():
    assert Named(land(("a1", "", ""), ("a2", "", ""), ("a3", "", ""))).found("a", limit=2) == ["a1", "a2"]


def test_words_never_reach_from_one_parcel_or_column_into_the_next():
    bank = Named(land(("ab", "cd", "ef"), ("gh", "ij", "kl")))

    assert [bank.found(words) for words in ("bc", "b c", "fg", "d\te", "f\ng")] == [[]] * 5


def test_a_bank_without_names_or_without_parcels_has_none():
    assert Named(land(("a", None, ""))).found("nan") == []
    assert Named(gpd.GeoDataFrame({"name": []}, geometry=[])).found("a") == []


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), min_size=1, max_size=6), st.data()
)
def test_what_is_found_is_what_holds_the_words(names: list[str], data: st.DataObject):
    bank = land(*((f"#{i}", name, "") for i, name in enumerate(names)))
    words = data.draw(st.sampled_from([name[1:4] for name in names]))

    found = Named(bank).found(words)

    wanted = " ".join(words.casefold().split())
    held = [f"#{i}" for i, name in enumerate(names) if wanted in " ".join(f"{name}".split()).casefold()]
    assert set(found) >= set(held) if wanted else found == []
    assert all(wanted in id_ or id_ in held for id_ in found)
