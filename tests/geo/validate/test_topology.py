"""Parcels against one another and the bank: each finding with its row, place, tolerance and way out."""

from __future__ import annotations

import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from geo import crs
from geo.model import Checks, Decision, Finding
from geo.validate import Checked, check
from tests.geo.features.land import plan
from tests.shapes import CRS, parcels, raw, square

PLAN = plan(boundary=box(-1000, -1000, 10_000, 10_000))


def found(checked: Checked, rule: str) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in checked.report.findings if finding.rule == rule]


def said(act: str, rule: str, parcel_id: str = "") -> Decision:
    """A planner's decision."""
    return Decision(rule, act, parcel_id, "王", "2026-11-01T00:00:00Z", "")


def metres(finding: Finding) -> tuple[float, float]:
    """Where a finding is, in the plan's metres, to the centimetre."""
    spot = crs.shapes_to(shapely.points([[finding.lon, finding.lat]]), crs.LON_LAT, CRS)[0]
    return round(spot.x, 1), round(spot.y, 1)


def test_parcels_that_share_edges_and_corners_are_clean():
    checked = check(
        raw(a=square(100), b=square(100, 100), c=square(100, 0, 100), d=square(100, 100, 100)), PLAN
    )

    assert checked.report.findings == ()


def test_an_edge_that_meets_two_parcels_is_clean():
    checked = check(raw(a=box(0, 0, 100, 100), b=box(100, 0, 200, 40), c=box(100, 40, 200, 100)), PLAN)

    assert checked.report.findings == ()


# ---- overlaps ---------------------------------------------------------------------------------------------


def test_an_overlap_names_both_rows_the_area_the_place_and_the_tolerance():
    checked = check(raw(a=square(100), b=square(100, 95), c=square(100, 0, 100)), PLAN)

    overlap = found(checked, "overlap")
    assert [(one.row, one.seen, one.parcel_id) for one in overlap] == [(1, "0.8亩 (500㎡)", "a")]
    assert "与第 2 行 (b) 重叠 0.8亩 (500㎡) (占较小者 5%) (容差 1 ㎡)" in overlap[0].text
    assert "row 2 (b) by 0.8 mu (500 m²) (5% of the smaller) (tolerance 1 m²)" in overlap[0].text_en
    assert metres(overlap[0]) == (97.5, 50)
    assert overlap[0].remedy
    assert overlap[0].remedy_en


def test_an_overlap_within_the_tolerance_is_none():
    shapes = {"a": square(100), "b": square(100, 99.995)}

    assert check(raw(**shapes), PLAN).report.findings == ()
    assert len(check(raw(**shapes), PLAN, Checks(overlap_m2=0.1)).report.findings) == 1


def test_a_parcel_inside_another_is_an_overlap():
    checked = check(raw(a=square(100), b=square(10, 20, 20)), PLAN)

    assert "占较小者 100%" in found(checked, "overlap")[0].text


def test_a_parcel_in_the_hole_of_another_is_none():
    ring = square(100).difference(square(20, 40, 40))

    assert check(raw(a=ring, b=square(20, 40, 40)), PLAN).report.findings == ()


def test_a_narrow_strip_along_the_boundary_is_told_apart_from_a_real_overlap():
    checked = check(raw(a=square(100), b=square(100, 99.5)), PLAN)

    assert found(checked, "overlap") == []
    strip = found(checked, "overlap_sliver")
    assert [(one.row, one.seen) for one in strip] == [(1, "50.0 ㎡")]
    assert "平均宽 0.50 m (容差 1 ㎡; 窄于 1 m 视为边界误差)" in strip[0].text


def test_one_shape_under_two_ids_is_said_once_and_is_no_overlap():
    corners = list(square(100).exterior.coords)

    checked = check(raw(a=square(100), b=Polygon(corners[2:] + corners[1:2])), PLAN)

    assert [(one.rule, one.row) for one in checked.report.findings] == [("shape_duplicate", 1)]
    assert "第 2 行 (b) 是同一图形" in checked.report.findings[0].text


def test_a_strip_is_taken_from_the_larger_when_a_planner_says_so():
    land = raw(a=square(100), b=box(99.5, 0, 120, 100))

    checked = check(land, PLAN, decisions=[said("fix", "overlap_sliver")])

    assert checked.parcels["area_m2"].tolist() == [9_950, 2_050]
    assert checked.report.repaired == 1
    assert "已从第 1 行 (a) 扣除 50.0 ㎡" in found(checked, "overlap_sliver")[0].text
    assert "50.0 m² taken from row 1 (a)" in found(checked, "overlap_sliver")[0].text_en


@pytest.mark.parametrize(
    ("other", "rule"), [(box(99.5, 0, 120, 100), "overlap_sliver"), (square(100, 100.25), "gap")]
)
def test_a_parcel_is_placed_by_its_shape_as_mended(other, rule):
    checked = check(raw(a=square(100), b=other), PLAN, decisions=[said("fix", rule)])

    assert checked.report.repaired == 1
    points = shapely.point_on_surface(checked.parcels.geometry.to_numpy())
    spots = crs.shapes_to(points, CRS, crs.LON_LAT)
    told = checked.parcels[["lon", "lat"]].to_numpy()
    assert told == pytest.approx(shapely.get_coordinates(spots), abs=2e-7)


def test_a_row_whose_overlap_is_rejected_is_out():
    checked = check(raw(a=square(100), b=square(100, 95)), PLAN, decisions=[said("reject", "overlap")])

    assert checked.parcels.index.tolist() == ["b"]


# ---- gaps -------------------------------------------------------------------------------------------------


def test_a_strip_that_nobody_claims_is_a_gap():
    checked = check(raw(a=square(100), b=square(100, 100.25)), PLAN)

    gap = found(checked, "gap")
    assert [(one.row, one.seen, metres(one)) for one in gap] == [(1, "25.0 ㎡", (100.1, 50))]
    assert "与第 2 行 (b) 之间有 25.0 ㎡ 的缝隙, 平均宽 0.25 m" in gap[0].text
    assert "容差 1 ㎡; 两边相距 0.5 m 以内" in gap[0].text


def test_a_lane_is_no_gap():
    assert check(raw(a=square(100), b=square(100, 100.6)), PLAN).report.findings == ()


def test_a_strip_in_which_a_parcel_lies_is_no_gap():
    thin = box(100, 0, 100.4, 100)

    checked = check(raw(a=square(100), b=square(100, 100.4), thin=thin), PLAN)

    assert {one.rule for one in checked.report.findings} == {"sliver", "area_too_small"}


def test_a_wedge_counts_as_far_as_it_is_narrow():
    # the boundary of b leaves that of a by 1 m over 100 m: half a metre is reached at 50 m
    wedge = Polygon([(100, 0), (200, 0), (200, 100), (101, 100)])

    checked = check(raw(a=square(100), b=wedge), PLAN)

    assert [one.seen for one in found(checked, "gap")] == ["12.5 ㎡"]


def test_a_small_hole_between_four_parcels_is_a_gap_of_its_own():
    hole = box(49, 49, 50.5, 50.5)
    corners = {f"p{x}{y}": box(x, y, x + 50, y + 50).difference(hole) for x in (0, 50) for y in (0, 50)}

    gap = found(check(raw(**corners), PLAN), "gap")

    assert [(one.row, one.seen) for one in gap] == [(1, "2.2 ㎡")]


def test_a_pond_between_parcels_is_no_gap():
    hole = box(40, 40, 60, 60)
    corners = {f"p{x}{y}": box(x, y, x + 50, y + 50).difference(hole) for x in (0, 50) for y in (0, 50)}

    assert check(raw(**corners), PLAN).report.findings == ()


def test_a_gap_is_given_to_the_larger_when_a_planner_says_so():
    land = raw(a=square(100), b=box(100.4, 0, 120.4, 100))

    checked = check(land, PLAN, decisions=[said("fix", "gap")])

    assert checked.parcels["area_m2"].tolist() == pytest.approx([10_040, 2_000], abs=0.01)
    assert "已将 40.0 ㎡ 并入第 1 行 (a)" in found(checked, "gap")[0].text
    assert check(checked_again(checked), PLAN).report.findings == ()


def test_of_an_enclosed_hole_the_hole_is_filled_and_no_land_beside_it():
    # two parcels around a lane of 30 m, their feet together but for a hole of 1.5 m
    hole = box(49, 4, 50.5, 5.5)
    left = box(0, 0, 50, 10).union(box(0, 10, 20, 100)).difference(hole)
    right = box(50, 0, 100, 10).union(box(50, 10, 100, 100)).difference(hole)

    checked = check(raw(a=left, b=right), PLAN, decisions=[said("fix", "gap")])

    before = check(raw(a=left, b=right), PLAN).parcels["area_m2"]
    gained = (checked.parcels["area_m2"] - before).round(2)
    assert gained.tolist() == [0, 2.25]
    assert check(checked_again(checked), PLAN).report.findings == ()


def checked_again(checked: Checked):
    """What came out, as a file of its own."""
    return raw(**checked.parcels.geometry.to_dict())


# ---- slivers ----------------------------------------------------------------------------------------------


def test_a_parcel_narrower_than_a_metre_is_a_sliver():
    checked = check(raw(a=box(0, 0, 200, 0.5), b=square(100, 0, 10)), PLAN)

    sliver = found(checked, "sliver")
    assert [(one.row, one.seen) for one in sliver] == [(1, "0.50")]
    assert "面积 0.1亩 (100㎡) (容差 1 m)" in sliver[0].text


# ---- beside the bank --------------------------------------------------------------------------------------


def test_what_the_file_shares_with_the_bank_is_told_with_the_banks_id():
    bank = parcels(old=square(100, 95), far=square(100, 5000), strip=square(100, 0, 100.3))

    checked = check(raw(a=square(100)), PLAN, beside=bank)

    assert [(one.rule, one.row) for one in checked.report.findings] == [("gap", 1), ("overlap_bank", 1)]
    assert "库中地块 strip" in found(checked, "gap")[0].text
    assert "parcel old of the bank" in found(checked, "overlap_bank")[0].text_en


def test_a_parcel_that_the_file_brings_anew_is_not_compared_with_itself():
    bank = parcels(a=square(100), b=square(100, 100))

    assert check(raw(a=square(99)), PLAN, beside=bank.loc[["a"]]).report.findings == ()


def test_what_the_bank_shares_with_itself_is_no_news():
    bank = parcels(x=square(100, 100), y=square(100, 150), z=square(100, 200, 100.3))

    assert check(raw(a=square(100)), PLAN, beside=bank).report.findings == ()


def test_of_file_and_bank_the_files_parcel_gives_way():
    bank = parcels(old=box(99.5, 0, 120, 100))

    checked = check(raw(a=box(80, 0, 100, 100)), PLAN, decisions=[said("fix", "overlap_sliver")], beside=bank)

    assert checked.parcels["area_m2"].tolist() == [1_950]


# ---- several parts ----------------------------------------------------------------------------------------


def test_parts_of_one_parcel_have_no_gap_between_them():
    twins = MultiPolygon([square(100), square(100, 100.2)])

    assert check(raw(a=twins), PLAN).report.findings == ()
