"""Parcels are split, merged, redrawn and altered; what cannot be is refused by name and nothing is lost."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal
from shapely.geometry import LineString, Polygon, box

from geo import errors
from geo.edit import Alter, Edited, Merge, Redraw, Split, edited
from geo.features.measure import measure
from geo.model import Lineage
from tests.geo.edit.lands import bank
from tests.geo.features.land import plan

MIDDLE_OF_A = LineString([(30, -5), (30, 105)])


def areas(done: Edited) -> dict[str, float]:
    return {str(id_): round(area, 6) for id_, area in done.change.parcels["area_m2"].items()}


# ---- split


def test_a_split_gives_numbered_children_with_the_parents_attributes():
    done = edited(bank({"use_code": ["0701"] * 5}), Split("A", MIDDLE_OF_A))

    change = done.change
    assert (change.base, change.kind, change.removed) == (7, "split", ("A",))
    assert areas(done) == {"A-1": 3000, "A-2": 7000}
    assert change.parcels["use_code"].tolist() == ["0701", "0701"]
    assert change.parcels["name"].tolist() == ["地块A-1", "地块A-2"]
    assert change.lineage == (Lineage("A", "A-1", 1.0), Lineage("A", "A-2", 1.0))


def test_numbers_that_parcels_have_or_had_are_passed_over():
    land = bank(retired=("A-1", "A-3"))

    done = edited(land, Split("A", MIDDLE_OF_A))

    assert list(done.change.parcels.index) == ["A-2", "A-4"]


def test_children_take_the_ids_and_attributes_given_for_them():
    order = Split("A", MIDDLE_OF_A, ids=("W", "E2"), stated=({"use_code": "100101"}, {"name": "东半"}))

    found = edited(bank(), order).change.parcels

    assert found.loc["W", "use_code"] == "100101"
    assert found.loc["E2", "name"] == "东半"


def test_a_registered_area_does_not_pass_to_children():
    done = edited(bank({"area_stated_m2": [10_000.0] * 5}), Split("A", MIDDLE_OF_A))

    assert done.change.parcels["area_stated_m2"].isna().all()


def test_a_split_by_parts_with_the_rest_as_a_last_child():
    parts = (box(0, 0, 20, 100), box(20, 0, 60, 100))

    done = edited(bank(), Split("A", parts=parts, rest=True))

    assert areas(done) == {"A-1": 2000, "A-2": 4000, "A-3": 4000}


@pytest.mark.parametrize(
    ("order", "refusal"),
    [
        (Split("A"), errors.LineOrParts),
        (Split("A", MIDDLE_OF_A, parts=(box(0, 0, 1, 1),)), errors.LineOrParts),
        (Split("A", MIDDLE_OF_A, rest=True), errors.LineOrParts),
        (Split("A", LineString([(200, 0), (200, 100)])), errors.NotCut),
        (Split("A", LineString([(30, -5), (30, 50)])), errors.NotCut),
        (Split("A", parts=(box(0, 0, 100, 100),)), errors.NotCut),
        (Split("A", parts=(box(0, 0, 50, 100),)), errors.PartsMismatch),
        (Split("A", parts=(box(0, 0, 50, 100), box(50, 0, 110, 100))), errors.PartsMismatch),
        (Split("A", parts=(box(0, 0, 60, 100), box(40, 0, 100, 100))), errors.PartsOverlap),
        (Split("A", parts=(box(0, 0, 100, 100), box(500, 0, 501, 1))), errors.PartsMismatch),
        (Split("A", LineString([(0.5, -5), (0.5, 105)])), errors.TooSlight),
        (Split("A", LineString([(-1, 3), (3, -1)])), errors.TooSlight),
        (Split("A", MIDDLE_OF_A, ids=("x",)), errors.Miscounted),
        (Split("A", MIDDLE_OF_A, ids=("x", "x")), errors.IdTaken),
        (Split("A", MIDDLE_OF_A, ids=("x", "B")), errors.IdTaken),
        (Split("A", MIDDLE_OF_A, ids=("x", " ")), errors.EditRefused),
        (Split("A", MIDDLE_OF_A, stated=({}, {}, {})), errors.Miscounted),
        (Split("A", MIDDLE_OF_A, stated=({"colour": "red"}, {})), errors.UnknownName),
        (Split("A", MIDDLE_OF_A, stated=({"use_code": "9999"}, {})), errors.EditRefused),
        (Split("A", MIDDLE_OF_A, stated=({"far_max": "many"}, {})), errors.EditRefused),
        (Split("Z", MIDDLE_OF_A), errors.NotFound),
    ],
)
def test_a_split_that_cannot_be_is_refused(order: Split, refusal: type[Exception]):
    with pytest.raises(refusal) as told:
        edited(bank(), order)

    assert "|" in str(told.value)


def test_held_land_is_neither_split_nor_merged_nor_redrawn_but_its_attributes_may_change():
    land = bank({"name": ["x"] * 5}, held={"A": "康师傅"})

    for order in (Split("A", MIDDLE_OF_A), Merge(("A", "B")), Redraw({"A": box(0, 0, 90, 100)})):
        with pytest.raises(errors.HeldLand, match="康师傅"):
            edited(land, order)
    done = edited(land, Alter({"A": {"price_wan_per_mu": 35}}))

    assert done.change.parcels.loc["A", "price_wan_per_mu"] == 35


# ---- merge


def test_a_merge_of_like_parcels_makes_one_of_their_land():
    land = bank({"name": ["x"] * 5, "area_stated_m2": [10_000.0, 9_990.0, 1, 1, 1]})

    done = edited(land, Merge(("B", "A")))

    assert done.change.removed == ("A", "B")
    assert areas(done) == {"A+B": 20_000}
    assert done.change.parcels.geometry["A+B"].equals(box(0, 0, 200, 100))
    assert done.change.parcels.loc["A+B", "area_stated_m2"] == 19_990
    assert done.change.lineage == (Lineage("A", "A+B", 0.5), Lineage("B", "A+B", 0.5))


def test_differing_attributes_must_be_stated_and_are_all_listed():
    land = bank({"use_code": ["0701", "100101", "0701", "0701", "0701"]})

    with pytest.raises(errors.DifferingAttributes) as told:
        edited(land, Merge(("A", "B")))

    assert told.value.cells == {
        "name": {"地块A": ("A",), "地块B": ("B",)},
        "use_code": {"0701": ("A",), "100101": ("B",)},
    }
    stated = edited(land, Merge(("A", "B"), "AB", {"name": "合", "use_code": "0701"})).change.parcels
    assert stated.loc["AB", ["name", "use_code"]].tolist() == ["合", "0701"]
    like = edited(land, Merge(("A", "B"), "AB", {"name": "合"}, like="B")).change.parcels
    assert like.loc["AB", ["name", "use_code"]].tolist() == ["合", "100101"]


def test_a_merge_may_keep_the_id_of_a_parent():
    done = edited(bank(), Merge(("A", "B"), into="A", like="A"))

    assert done.change.removed == ("B",)
    assert done.change.lineage == (Lineage("A", "A", 0.5), Lineage("B", "A", 0.5))


@pytest.mark.parametrize(
    ("order", "refusal"),
    [
        (Merge(("A",)), errors.OneParcel),
        (Merge(("A", "A")), errors.OneParcel),
        (Merge(("A", "C"), like="A"), errors.NotAdjoining),
        (Merge(("A", "B", "E"), like="A"), errors.NotAdjoining),
        (Merge(("A", "B"), into="C", like="A"), errors.IdTaken),
        (Merge(("A", "B"), like="C"), errors.NoParent),
        (Merge(("A", "Z"), like="A"), errors.NotFound),
    ],
)
def test_a_merge_that_cannot_be_is_refused(order: Merge, refusal: type[Exception]):
    with pytest.raises(refusal):
        edited(bank(), order)


def test_splitting_and_merging_again_gives_the_parent_back():
    land = bank()
    halves = edited(land, Split("A", MIDDLE_OF_A)).change.parcels
    after = bank(shapes={**{k: v for k, v in land.parcels.geometry.items() if k != "A"}, **halves.geometry})

    whole = edited(after, Merge(("A-1", "A-2"), into="A", like="A-1")).change.parcels

    assert whole.geometry["A"].equals(land.parcels.geometry["A"])


# ---- redraw and alter


def test_a_redraw_moves_a_common_boundary_of_two_parcels():
    order = Redraw({"A": box(0, 0, 120, 100), "B": box(120, 0, 200, 100)})

    done = edited(bank(), order)

    assert done.change.removed == ()
    assert areas(done) == {"A": 12_000, "B": 8_000}
    assert done.change.lineage == (
        Lineage("A", "A", round(10_000 / 12_000, 6)),
        Lineage("B", "A", round(2_000 / 12_000, 6)),
        Lineage("B", "B", 1.0),
    )
    assert (done.before_m2, done.after_m2) == (20_000, 20_000)


def test_land_of_a_neighbour_is_not_taken_by_a_redraw():
    with pytest.raises(errors.LandTaken) as told:
        edited(bank(), Redraw({"A": box(0, 0, 120, 100)}))

    assert told.value.taken == {"B": 2000.0}


def test_an_overlap_that_was_there_before_does_not_stop_an_edit():
    shapes = {"A": box(0, 0, 103, 100), "B": box(100, 0, 200, 100)}

    done = edited(bank(shapes=shapes), Split("A", MIDDLE_OF_A))

    assert areas(done) == {"A-1": 3000, "A-2": 7300}


@pytest.mark.parametrize(
    ("order", "refusal"),
    [
        (Redraw({}), errors.NothingStated),
        (Redraw({"A": box(0, 0, 90, 100)}, {"B": {"name": "x"}}), errors.NothingStated),
        (Redraw({"A": box(2000, 0, 2100, 100)}), errors.DrawnElsewhere),
        (Redraw({"A": box(0, 0, 90, 100), "B": box(80, 0, 200, 100)}), errors.PartsOverlap),
        (Redraw({"A": box(0, 0, 100, 0.5)}), errors.TooSlight),
        (Redraw({"A": Polygon([(0, 0), (100, 100), (100, 0), (0, 90)])}), errors.BadShape),
        (Alter({}), errors.NothingStated),
        (Alter({"A": {}}), errors.NothingStated),
        (Alter({"A": {"parcel_id": "x"}}), errors.UnknownName),
        (Alter({"A": {"area_m2": 5}}), errors.UnknownName),
        (Alter({"A": {"density_max": 35}}), errors.EditRefused),
        (Alter({"Z": {"name": "x"}}), errors.NotFound),
    ],
)
def test_a_redraw_or_alteration_that_cannot_be_is_refused(order: Redraw | Alter, refusal: type[Exception]):
    with pytest.raises(refusal):
        edited(bank(), order)


def test_land_drawn_beyond_the_plan_is_told():
    small = plan(boundary=box(-10, -10, 1200, 110))

    done = edited(bank(plan=small), Redraw({"D": box(300, 0, 400, 500)}))

    assert [one.rule for one in done.report.findings] == ["partly_outside"]


def test_an_alteration_keeps_the_land_and_says_so():
    done = edited(bank(), Alter({"A": {"status": "净地", "net_date": "2024年5月"}}))

    change = done.change
    assert (change.kind, change.removed, change.lineage) == ("update", (), ())
    assert change.parcels.loc["A", "status"] == "net"
    assert change.parcels.loc["A", "net_date"] == pd.Timestamp("2024-05-31")
    assert change.parcels.geometry["A"].equals(box(0, 0, 100, 100))


# ---- what a change brings along


def after(land, done: Edited):
    gone = {*done.change.removed, *done.change.parcels.index}
    kept = land.parcels[~land.parcels.index.isin(gone)]
    return pd.concat([kept, done.change.parcels]).sort_index()


@pytest.mark.parametrize(
    "order",
    [
        Split("B", LineString([(90, 40), (210, 60)])),
        Merge(("B", "C"), like="B"),
        Redraw({"A": box(0, 0, 120, 100), "B": box(120, 0, 200, 100)}),
        Alter({"A": {"far_max": 2.5}}),
    ],
    ids=lambda order: type(order).__name__,
)
def test_measures_and_neighbours_of_a_change_equal_those_of_the_whole_measured_anew(order):
    land = bank()

    done = edited(land, order)
    whole = measure(after(land, done), land.plan)

    touched = list(done.change.parcels.index)
    assert_frame_equal(done.change.table, whole.table.loc[touched], check_names=False)
    pairs = whole.pairs[whole.pairs["a"].isin(touched) | whole.pairs["b"].isin(touched)]
    found = done.change.pairs.sort_values(["a", "b"])
    assert found.to_numpy().tolist() == pairs.to_numpy().tolist()


def test_parcels_that_come_out_of_an_edit_have_the_columns_and_types_of_the_bank():
    columns = {
        "area_stated_m2": [10_000.0] * 5,
        "far_max": [2.0, None, 1.5, 2.0, 3.0],
        "net_date": ["2024-05-31", None, "", "2023-01-01", "2024-01-01"],
        "utilities": ["通水 通电", "", "通水", "", ""],
        "status": ["净地", "", "", "", ""],
    }
    land = bank(columns)

    done = edited(land, Alter({"A": {"township": "甲镇"}, "B": {"township": "乙镇"}}))

    again = done.change.parcels.assign(township="")
    assert_frame_equal(again, land.parcels.loc[["A", "B"]], check_dtype=False)
    assert done.change.parcels.dtypes.astype(str).to_dict() == land.parcels.dtypes.astype(str).to_dict()


def test_a_parcel_with_a_hole_and_two_parts_is_split_without_losing_land():
    ring = box(0, 0, 100, 100).difference(box(40, 40, 60, 60))
    two = shapely.union_all([ring, box(120, 0, 180, 100)])

    done = edited(
        bank(shapes={"A": two, "B": box(300, 0, 400, 100)}), Split("A", LineString([(50, -5), (50, 105)]))
    )

    assert areas(done) == {"A-1": 4800, "A-2": 4800, "A-3": 6000}


def test_a_shape_given_in_degrees_of_seven_digits_still_meets_its_neighbours():
    order = Redraw({"B": box(100.008, -0.007, 200.009, 90)})

    done = edited(bank(), order)

    assert done.change.parcels.geometry["B"].equals(box(100, 0, 200, 90))
