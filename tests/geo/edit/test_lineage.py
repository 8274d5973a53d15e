"""Ancestors and descendants are found through splits, merges, redraws and rollbacks, shares multiplied."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.edit import Kin
from geo.edit.lineage import family
from geo.errors import NotFound
from geo.model import Descent, Version


def version(number, kind="import", base=0):
    return Version(number, "p", "", "", "", 1, 1.0, "", "", "", kind=kind, base=base)


def told(kins):
    return [(kin.version, kin.parcel_id, kin.share) for kin in kins]


SPLIT = [Descent(2, "split", "A", "A-1", 1.0), Descent(2, "split", "A", "A-2", 1.0)]
MERGED = [Descent(3, "merge", "A-2", "M", 0.25), Descent(3, "merge", "B", "M", 0.75)]
VERSIONS = [version(1), version(2, "split", 1), version(3, "merge", 2)]


def test_ancestors_of_a_merged_child_of_a_split_have_their_shares_multiplied():
    found = family("M", VERSIONS, SPLIT + MERGED, there=True)

    assert found.version == 3
    assert told(found.ancestors) == [(3, "A-2", 0.25), (3, "B", 0.75), (2, "A", 0.25)]
    assert [kin.parcel_id for kin in found.ancestors if kin.is_last] == ["B", "A"]


def test_descendants_of_a_parcel_that_was_split():
    found = family("A", VERSIONS, SPLIT + MERGED, there=False)

    assert found.version == 1
    assert told(found.descendants) == [(2, "A-1", 1.0), (2, "A-2", 1.0), (3, "M", 0.25)]
    assert [kin.parcel_id for kin in found.descendants if kin.is_last] == ["A-1", "M"]


def test_a_redrawn_parcel_is_its_own_ancestor():
    rows = [
        Descent(2, "redraw", "A", "A", 0.8),
        Descent(2, "redraw", "B", "A", 0.2),
        Descent(2, "redraw", "B", "B", 1.0),
    ]

    found = family("A", [version(1), version(2, "redraw", 1)], rows, there=True)

    assert told(found.ancestors) == [(2, "A", 0.8), (2, "B", 0.2)]


def test_a_parcel_that_nothing_happened_to_has_no_kin():
    found = family("C", VERSIONS, SPLIT + MERGED, there=True)

    assert (found.ancestors, found.descendants) == ((), ())


def test_what_was_rolled_back_did_not_happen():
    versions = [*VERSIONS, version(4, "rollback", 1)]

    assert family("A", versions, SPLIT + MERGED, there=True).ancestors == ()
    with pytest.raises(NotFound):
        family("M", versions, SPLIT + MERGED, there=False)


def test_an_id_used_again_after_a_rollback_has_only_its_own_story():
    versions = [*VERSIONS, version(4, "rollback", 1), version(5, "split", 4)]
    again = [Descent(5, "split", "B", "A-1", 1.0)]

    found = family("A-1", versions, SPLIT + MERGED + again, there=True)

    assert found.ancestors == (Kin(5, "split", "B", 1.0, is_last=True),)


def test_an_unknown_parcel_says_so():
    with pytest.raises(NotFound):
        family("Z", VERSIONS, SPLIT, there=False)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 99), st.integers(0, 99)), max_size=12))
@settings(max_examples=100)
def test_shares_of_the_first_parcels_in_any_parcel_always_add_up(edits):
    """Land is mixed evenly: the oracle keeps for every parcel how much of each first parcel is in it."""
    land = {name: {name: Fraction(1)} for name in "abcd"}
    size = dict.fromkeys("abcd", Fraction(1))
    versions, rows = [version(1)], []
    for number, (is_split, one, other) in enumerate(edits, start=2):
        names = sorted(land)
        first, second = names[one % len(names)], names[other % len(names)]
        if is_split:
            for part in (1, 2):
                child = f"{first}{number}{part}"
                land[child], size[child] = dict(land[first]), size[first] / 2
                rows.append(Descent(number, "split", first, child, 1.0))
            del land[first], size[first]
        elif first != second:
            child, whole = f"m{number}", size[first] + size[second]
            mixed: dict[str, Fraction] = {}
            for parent in (first, second):
                share = size[parent] / whole
                rows.append(Descent(number, "merge", parent, child, float(share)))
                for origin, part in land[parent].items():
                    mixed[origin] = mixed.get(origin, Fraction(0)) + part * share
            for parent in (first, second):
                del land[parent], size[parent]
            land[child], size[child] = mixed, whole
        versions.append(version(number, "split" if is_split else "merge", number - 1))

    for name, origins in land.items():
        found = family(name, versions, rows, there=True)
        roots = {kin.parcel_id: kin.share for kin in found.ancestors if kin.is_last} or {name: 1.0}
        assert roots == pytest.approx({origin: float(part) for origin, part in origins.items()}, abs=1e-5)
    for origin in set("abcd") - set(land):
        found = family(origin, versions, rows, there=False)
        leaves = {kin.parcel_id: kin.share for kin in found.descendants if kin.is_last}
        expected = {name: float(parts[origin]) for name, parts in land.items() if origin in parts}
        assert leaves == pytest.approx(expected, abs=1e-5)
