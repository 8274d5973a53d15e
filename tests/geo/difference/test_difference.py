"""What differs between two states of the land, against loops over dicts."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given, settings
from shapely.affinity import translate
from shapely.geometry import Polygon

from geo.difference import between, compare, layer, outlook
from geo.features.shape import same_shape
from geo.units import mu_from_m2
from tests.geo.difference.land import GROUPS, State, differs_m2, group, parcels, shape, states, table

ATTRIBUTES = ("name", "price", "status", "use_code")


def edits_by_hand(old: State, new: State) -> list[tuple[str, str, object, object]]:
    found = []
    for id_ in sorted({*old} & {*new}):
        for column in ATTRIBUTES:
            before, after = (state[id_][column] or None for state in (old, new))
            if before != after:
                found.append((id_, column, before, after))
    return found


def reshaped_by_hand(old: State, new: State) -> list[str]:
    return [id_ for id_ in sorted({*old} & {*new}) if differs_m2(old[id_], new[id_]) > 0]


@settings(max_examples=60)
@given(states, states)
def test_a_difference_is_what_a_clerk_would_write_down(old: State, new: State):
    told = between(parcels(old), parcels(new), (1, 2))

    edits, reshaped = edits_by_hand(old, new), reshaped_by_hand(old, new)
    both = {*old} & {*new}
    touched = {*reshaped, *(edit[0] for edit in edits)}
    assert (told.before, told.after) == (1, 2)
    assert told.added == tuple(sorted({*new} - {*old}))
    assert told.removed == tuple(sorted({*old} - {*new}))
    assert [(e.parcel_id, e.column, e.before, e.after) for e in told.edits] == edits
    assert [(one.parcel_id, one.differs_m2) for one in told.reshaped] == [
        (id_, differs_m2(old[id_], new[id_])) for id_ in reshaped
    ]
    assert told.columns == {name: n for name in ATTRIBUTES if (n := sum(edit[1] == name for edit in edits))}
    seen = told.counts
    assert (seen.added, seen.removed, seen.reshaped) == (
        len(told.added),
        len(told.removed),
        len(reshaped),
    )
    assert (seen.edited, seen.unchanged) == (len({edit[0] for edit in edits}), len(both - touched))
    grown = sum(row["side"] ** 2 for row in new.values()) - sum(row["side"] ** 2 for row in old.values())
    assert told.area_mu == pytest.approx(mu_from_m2(grown), abs=1e-6)


@settings(max_examples=60)
@given(states, states)
def test_the_way_back_is_the_way_there_reversed(old: State, new: State):
    there, back = between(parcels(old), parcels(new)), between(parcels(new), parcels(old))

    assert (there.added, there.removed) == (back.removed, back.added)
    assert [(e.parcel_id, e.column, e.before, e.after) for e in there.edits] == [
        (e.parcel_id, e.column, e.after, e.before) for e in back.edits
    ]
    assert [(r.before_m2, r.after_m2) for r in there.reshaped] == [
        (r.after_m2, r.before_m2) for r in back.reshaped
    ]


@settings(max_examples=60)
@given(states, states)
def test_lists_may_be_cut_but_counts_are_of_everything(old: State, new: State):
    whole, cut = between(parcels(old), parcels(new)), between(parcels(old), parcels(new), most=1)

    assert (cut.counts, cut.columns) == (whole.counts, whole.columns)
    assert (cut.added, cut.removed) == (whole.added[:1], whole.removed[:1])
    assert (cut.reshaped, cut.edits) == (whole.reshaped[:1], whole.edits[:1])


@settings(max_examples=60)
@given(states, states)
def test_the_layer_has_one_feature_for_each_parcel_that_differs(old: State, new: State):
    told = layer(parcels(old), parcels(new))

    kinds = {}
    for id_ in {*old} | {*new}:
        if id_ not in old:
            kinds[id_] = "added"
        elif id_ not in new:
            kinds[id_] = "removed"
        elif differs_m2(old[id_], new[id_]) > 0:
            kinds[id_] = "changed_shape"
        elif any((old[id_][name] or None) != (new[id_][name] or None) for name in ATTRIBUTES):
            kinds[id_] = "changed_attribute"
    assert told["kind"].to_dict() == kinds
    assert list(told.index) == sorted(kinds)
    for id_, outline in told.geometry.items():
        assert outline.equals(shape(new[id_] if id_ in new else old[id_]))


def test_a_layer_says_what_an_attribute_was_and_is():
    row = {"x": 0, "side": 20, "name": "", "price": 30.0, "status": "net", "use_code": "0901"}
    old, new = {"A": row}, {"A": {**row, "price": 35.0, "name": "甲"}}

    told = layer(parcels(old), parcels(new))

    assert told.loc["A", "edited"] == "name: — → 甲\nprice: 30 → 35"
    assert (told.loc["A", "before_m2"], told.loc["A", "differs_m2"]) == (400.0, 0.0)


@settings(max_examples=60)
@given(states, states)
def test_an_outlook_of_a_replacement_is_the_ledger_before_and_after(old: State, new: State):
    before, come = table(old), table(new)
    found = compare(parcels(old), parcels(new))

    told = outlook(
        found, before, come.loc[found.added.union(found.both.difference(found.unchanged))],
        base=1, mode="replace", held={"A": "甲项目", "Z": "乙项目"},
    )  # fmt: skip

    assert_ledger(told, old, new)
    gone_or_reshaped = ({*old} - {*new}) | set(reshaped_by_hand(old, new))
    assert dict(told.held) == ({"A": "甲项目"} if "A" in gone_or_reshaped else {})


@settings(max_examples=60)
@given(states, states)
def test_an_outlook_of_an_update_leaves_everything_else_where_it_was(old: State, new: State):
    known = parcels({id_: row for id_, row in old.items() if id_ in new})
    found = compare(known, parcels(new))
    come = table(new).loc[found.added.union(found.both.difference(found.unchanged))]

    told = outlook(found, table(old), come, base=1, mode="update")

    assert told.counts.removed == 0
    assert_ledger(told, old, {**old, **new})


def assert_ledger(told, old: State, after: State) -> None:
    """Sums and groups as loops over dicts give them."""
    sums = [mu_from_m2(sum(row["side"] ** 2 for row in state.values())) for state in (old, after)]
    assert (told.parcels_before, told.parcels_after) == (len(old), len(after))
    assert (told.before_mu, told.after_mu) == (
        pytest.approx(sums[0], abs=2e-6),
        pytest.approx(sums[1], abs=2e-6),
    )
    touched = {*reshaped_by_hand(old, after), *(edit[0] for edit in edits_by_hand(old, after))}
    assert told.counts.unchanged == len(({*old} & {*after}) - touched)
    for name in GROUPS:
        told_of = {one.key: one for one in told.groups[name]}
        assert set(told_of) == {group(row, name) for row in [*old.values(), *after.values()]}
        for key, one in told_of.items():
            for state, parcels_, mu in (
                (old, one.parcels_before, one.before_mu),
                (after, one.parcels_after, one.after_mu),
            ):
                inside = [row["side"] ** 2 for row in state.values() if group(row, name) == key]
                assert parcels_ == len(inside)
                assert mu == pytest.approx(mu_from_m2(sum(inside)), abs=2e-6)


def test_a_rejected_row_that_takes_its_parcel_along_is_counted():
    row = {"x": 0, "side": 20, "name": "", "price": None, "status": "net", "use_code": "0901"}
    found = compare(parcels({"A": row, "B": row, "C": row}), parcels({"A": row}))

    told = outlook(
        found, table({"A": row, "B": row, "C": row}), table({}), base=1, mode="replace", rejected=["B", "X"]
    )

    assert (told.counts.removed, told.rejected_removed) == (2, 1)


def test_an_outline_drawn_otherwise_is_the_same_outline():
    square = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)])
    turned = Polygon([(10, 10), (10, 0), (0, 0), (0, 10)])
    denser = Polygon([(0, 0), (5, 0), (10, 0), (10, 10), (0, 10)])
    nudged, moved = translate(square, 0.0009), translate(square, 0.002)
    holed = square.difference(Polygon([(4, 4), (6, 4), (6, 6), (4, 6)]))

    others = shapely.from_wkb(shapely.to_wkb([turned, denser, nudged, moved, holed]))

    assert same_shape(shapely.from_wkb(shapely.to_wkb([square] * 5)), others).tolist() == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_no_data_and_an_empty_text_are_no_edit_and_a_date_is_told_as_a_day():
    old = parcels({"A": {"x": 0, "side": 20, "name": "", "price": None, "status": "net", "use_code": "0901"}})
    new = old.assign(name=None, price=math.nan)
    dated = old.assign(net_date="2024-05-31").astype({"net_date": "datetime64[s]"})

    assert compare(old, new).edits() == ()
    assert [(e.before, e.after) for e in compare(old, dated).edits()] == [(None, "2024-05-31")]
