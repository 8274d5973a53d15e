"""The check of a layer: what gets in, what is repaired, what is put out, and with which words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from geo.model import Checks, Finding, RawLayer
from geo.validate import Checked, check
from tests.geo.features.land import plan
from tests.shapes import raw, square

PLAN = plan(boundary=box(0, 0, 10_000, 10_000))
BOW_TIE = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])


def found(checked: Checked, rule: str) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in checked.report.findings if finding.rule == rule]


def test_clean_parcels_come_out_sorted_by_id_with_their_areas():
    checked = check(raw(b=square(100, 500, 500), a=square(200)), PLAN)

    assert checked.parcels.index.tolist() == ["a", "b"]
    assert checked.parcels["area_m2"].tolist() == [40_000, 10_000]
    assert checked.parcels.crs == PLAN.crs
    assert checked.report.findings == ()
    assert (checked.report.rows, checked.report.accepted, checked.report.rejected) == (2, 2, 0)
    assert checked.report.area_mu == pytest.approx(75)


def test_every_column_of_the_contract_is_there_with_its_type():
    parcels = check(raw(a=square(100)), PLAN).parcels

    assert parcels["name"].tolist() == [""]
    assert np.isnan(parcels["far_max"]["a"])
    assert pd.isna(parcels["net_date"]["a"])
    assert parcels["use_system"].tolist() == ["landuse_sea"]
    assert parcels["use_edition"].tolist() == ["2023"]
    assert (parcels["lon"]["a"], parcels["lat"]["a"]) == pytest.approx((109.5, 0.0), abs=0.1)


def test_an_empty_report_is_a_file_without_problems_in_degrees_too():
    metres = raw(a=square(100, 467_000, 3_843_000))
    degrees = RawLayer(metres.frame.to_crs("EPSG:4490"), metres.provenance)

    checked = check(degrees, replace(PLAN, boundary=box(466_000, 3_842_000, 468_000, 3_844_000)))

    assert checked.parcels["area_m2"].tolist() == pytest.approx([10_000], abs=0.001)


# ---- shapes -----------------------------------------------------------------------------------------------


def test_a_bow_tie_keeps_both_wings_and_says_so():
    checked = check(raw(a=BOW_TIE), PLAN)

    assert checked.parcels["area_m2"].tolist() == [5000]
    assert checked.parcels.geometry.is_valid.all()
    assert [(one.row, one.seen) for one in found(checked, "shape_repaired")] == [(1, "Self-intersection")]
    assert checked.report.repaired == 1


def test_overlapping_parts_of_one_parcel_count_once():
    checked = check(raw(a=MultiPolygon([square(100), square(100, 50)])), PLAN)

    assert checked.parcels["area_m2"].tolist() == [15_000]


def test_holes_and_parts_are_kept_and_rings_turn_the_same_way():
    hollow = Polygon(square(100).exterior.coords[::-1], [square(20, 10, 10).exterior.coords])

    shape = check(raw(a=MultiPolygon([hollow, square(10, 500)])), PLAN).parcels.geometry["a"]

    assert shape.area == 100**2 - 20**2 + 10**2
    assert all(part.exterior.is_ccw for part in shape.geoms)


@pytest.mark.parametrize(
    ("shape", "rule"),
    [
        (None, "shape_missing"),
        (Polygon(), "shape_missing"),
        (Point(1, 1), "shape_not_polygon"),
        (LineString([(0, 0), (1, 1)]), "shape_not_polygon"),
        (Polygon([(0, 0), (1, 0), (2, 0)]), "shape_empty"),
        (square(10, 1e300), "coordinates_impossible"),
    ],
)
def test_a_shape_without_land_is_put_out(shape, rule):
    checked = check(raw(a=shape, b=square(100)), PLAN)

    assert checked.parcels.index.tolist() == ["b"]
    assert checked.quarantine["rules"].tolist() == [rule]
    assert checked.quarantine["row"].tolist() == [1]
    assert checked.quarantine["parcel_id"].tolist() == ["a"]


def test_nan_among_the_coordinates_is_found():
    with np.errstate(invalid="ignore"):
        broken = shapely.from_wkt("POLYGON ((0 0, nan 50, 50 50, 0 0))")

        checked = check(raw(a=broken, b=square(100)), PLAN)

    assert found(checked, "coordinates_impossible")[0].row == 1


def test_a_closed_line_is_read_as_the_land_inside():
    checked = check(raw(a=LineString(square(100).exterior.coords)), PLAN)

    assert checked.parcels["area_m2"].tolist() == [10_000]
    assert found(checked, "line_closed")[0].severity == "warning"


def test_of_a_mixture_the_land_is_kept():
    mixed = shapely.GeometryCollection([Point(5, 5), square(100), LineString([(0, 0), (9, 9)])])

    assert check(raw(a=mixed), PLAN).parcels["area_m2"].tolist() == [10_000]


def test_heights_are_dropped_and_noted_once():
    checked = check(raw(a=shapely.force_3d(square(100), 95.0), b=square(100, 200)), PLAN)

    assert not checked.parcels.geometry.has_z.any()
    assert [(one.row, one.seen) for one in found(checked, "height_dropped")] == [(0, "1")]


# ---- ids --------------------------------------------------------------------------------------------------


def test_a_repeated_row_stays_once():
    checked = check(raw({"parcel_id": ["a", "a"]}, a=square(100), again=square(100)), PLAN)

    assert checked.parcels.index.tolist() == ["a"]
    assert [one.row for one in found(checked, "row_repeated")] == [2]
    assert checked.quarantine[["row", "rules"]].to_numpy().tolist() == [[2, "row_repeated"]]


def test_one_id_on_different_land_is_put_out_with_every_row_named():
    checked = check(
        raw({"parcel_id": ["a", "a", "b"]}, a=square(100), c=square(100, 200), b=square(50, 500)), PLAN
    )

    assert checked.parcels.index.tolist() == ["b"]
    assert [(one.row, one.seen) for one in found(checked, "id_repeated")] == [(1, "1, 2"), (2, "1, 2")]


def test_a_plan_may_have_the_parts_of_one_id_merged():
    land = raw({"parcel_id": ["a", "a"]}, a=square(100), c=square(100, 200))

    checked = check(land, PLAN, Checks(duplicate_ids="merge"))

    assert checked.parcels["area_m2"].tolist() == [20_000]
    assert found(checked, "id_merged")[0].seen == "a"


@pytest.mark.parametrize("nothing", [None, "", "  ", "---", "—", "无", float("nan")])
def test_an_id_that_says_nothing_is_no_id(nothing):
    checked = check(raw({"parcel_id": [nothing, "b"]}, a=square(100), b=square(100, 200)), PLAN)

    assert checked.parcels.index.tolist() == ["b"]
    assert found(checked, "required_missing")[0].row == 1


def test_whole_numbers_make_ids_without_a_decimal_point():
    assert check(raw({"parcel_id": [7.0]}, a=square(100)), PLAN).parcels.index.tolist() == ["7"]


# ---- against one another ----------------------------------------------------------------------------------
