"""What an import says of land against land, against its stated figures, and of what the fields mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from geo.errors import MissingColumns
from geo.model import Checks, Finding, RawLayer
from geo.validate import Checked, check
from tests.geo.features.land import plan
from tests.shapes import raw, square

PLAN = plan(boundary=box(0, 0, 10_000, 10_000))
BOW_TIE = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])


def found(checked: Checked, rule: str) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in checked.report.findings if finding.rule == rule]


# ---- areas and place --------------------------------------------------------------------------------------


def test_land_outside_the_boundary_is_out_and_land_across_it_is_reported():
    checked = check(raw(a=square(100), b=square(100, -500), c=square(100, -50)), PLAN)

    assert checked.parcels.index.tolist() == ["a", "c"]
    assert [one.parcel_id for one in found(checked, "outside_boundary")] == ["b"]
    assert [(one.parcel_id, one.seen) for one in found(checked, "partly_outside")] == [
        ("c", "7.5亩 (5,000㎡)")
    ]


@pytest.mark.parametrize(
    ("stated", "rule", "says"),
    [
        (10_000, "", ""),
        (10_050, "", ""),
        (12_000, "area_differs", "+20.0%"),
        (15, "area_unit", "以亩填写"),
        (1, "area_unit", "以公顷填写"),
        (6_666_667, "area_unit", "㎡"),
    ],
)
def test_a_stated_area_is_held_against_the_shape(stated, rule, says):
    checked = check(raw({"area_stated_m2": [stated]}, a=square(100)), PLAN)

    findings = [one for one in checked.report.findings if one.rule.startswith("area")]
    assert [one.rule for one in findings] == ([rule] if rule else [])
    assert all(says in one.text for one in findings)


def test_slivers_and_whole_quarters_are_reported():
    checked = check(raw(a=square(5), b=square(3000, 1000, 1000)), PLAN, Checks(max_mu=1000))

    assert [one.parcel_id for one in found(checked, "area_too_small")] == ["a"]
    assert [one.parcel_id for one in found(checked, "area_too_large")] == ["b"]


# ---- land use ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "code", "rule"),
    [
        ("100102", "100102", ""),
        ("７０１", "0701", "use_restored"),
        (701, "0701", "use_restored"),
        ("二类工业用地", "100102", "use_restored"),
        ("100102 二类工业用地", "100102", "use_restored"),
        ("100102(二类工业用地)", "100102", "use_restored"),
    ],
)
def test_a_use_is_known_by_code_name_or_both(written, code, rule):
    checked = check(raw({"use_code": [written]}, a=square(100)), PLAN)

    assert checked.parcels["use_code"].tolist() == [code]
    assert [one.rule for one in checked.report.findings] == ([rule] if rule else [])


def test_a_use_that_the_table_does_not_have_is_out_with_where_it_is_known():
    checked = check(raw({"use_code": ["M1", "0701"]}, a=square(100), b=square(100, 200)), PLAN)

    assert checked.parcels.index.tolist() == ["b"]
    assert "gb50137 2011: 一类工业用地" in found(checked, "use_unknown")[0].text


# ---- columns ----------------------------------------------------------------------------------------------


def test_names_that_offices_use_are_recognised_and_said():
    frame = gpd.GeoDataFrame(
        {"DKBH": ["a"], "地块名称": ["马寨一号"], "YDDM": ["0701"], "面积（亩）": ["15"], "容积率": ["2.5"]},
        geometry=[square(100)],
        crs=PLAN.crs,
    )

    checked = check(RawLayer(frame, raw(a=square(1)).provenance), PLAN)

    parcel = checked.parcels.loc["a"]
    assert (parcel["name"], parcel["use_code"], parcel["far_max"]) == ("马寨一号", "0701", 2.5)
    assert parcel["area_stated_m2"] == pytest.approx(10_000)
    assert len(found(checked, "field_recognised")) == 5


def test_the_plans_own_field_map_comes_first():
    frame = gpd.GeoDataFrame(
        {"DKBH": ["x"], "ml": ["a"], "uso": ["0701"]}, geometry=[square(100)], crs=PLAN.crs
    )
    mapped = replace(PLAN, field_map={"parcel_id": "ml", "use_code": "uso"})

    checked = check(RawLayer(frame, raw(a=square(1)).provenance), mapped)

    assert checked.parcels.index.tolist() == ["a"]


def test_a_shapefiles_cut_names_are_recognised():
    frame = gpd.GeoDataFrame({"地块编": ["a"], "用地代": ["0701"]}, geometry=[square(100)], crs=PLAN.crs)

    checked = check(RawLayer(frame, raw(driver="ESRI Shapefile", a=square(1)).provenance), PLAN)

    assert checked.parcels.index.tolist() == ["a"]


def test_without_an_id_or_a_use_the_columns_that_are_there_are_listed():
    frame = gpd.GeoDataFrame({"编码": ["a"]}, geometry=[square(100)], crs=PLAN.crs)

    with pytest.raises(MissingColumns, match="parcel_id, use_code; 文件里有 编码"):
        check(RawLayer(frame, raw(a=square(1)).provenance), PLAN)


# ---- promises ---------------------------------------------------------------------------------------------

MESSY = raw(
    {
        "parcel_id": ["a", "b", "c", "d", "e", "e", "f", "a"],
        "use_code": ["0701", "1001", "701", "M9", "0701", "0701", "0701", "0701"],
        "use_system": ["用地用海"] * 8,
        "far_max": ["2.5", "2,5x", None, "1", "1", "1", "99", "2.5"],
        "net_date": ["2024-05-31", "2024年5月", "20240531", "", None, "?", "明年", "2024-05-31"],
    },
    a=square(100),
    b=BOW_TIE,
    c=square(50, 300),
    d=square(100, 600),
    e=square(100, 900),
    e2=square(100, 1200),
    f=square(100, 1500),
    a2=square(100),
)


@given(st.permutations(range(len(MESSY.frame))))
@settings(max_examples=25)
def test_the_order_of_the_rows_does_not_matter(order):
    shuffled = RawLayer(MESSY.frame.iloc[order].reset_index(drop=True), MESSY.provenance)

    expected, checked = check(MESSY, PLAN), check(shuffled, PLAN)

    pd.testing.assert_frame_equal(
        pd.DataFrame(checked.parcels.drop(columns="geometry")),
        pd.DataFrame(expected.parcels.drop(columns="geometry")),
    )
    assert checked.parcels.geometry.geom_equals_exact(expected.parcels.geometry, 0).all()
    assert checked.report.counts == expected.report.counts


def test_every_row_is_in_out_or_a_repetition():
    checked = check(MESSY, PLAN)

    report = checked.report
    assert report.rows == report.accepted + report.rejected
    assert len(checked.quarantine) == report.rejected
    assert sum(report.counts.values()) == len(report.findings)


def test_every_finding_says_in_both_languages_what_and_where():
    for finding in check(MESSY, PLAN).report.findings:
        assert finding.text
        assert finding.text_en
        assert "{" not in finding.text + finding.text_en + finding.remedy + finding.remedy_en
        assert finding.row == 0 or str(finding.row) in finding.text


def test_cells_become_values():
    parcels = check(MESSY, PLAN).parcels

    assert parcels["far_max"].dropna().to_dict() == {"a": 2.5}
    assert parcels["net_date"].dt.date.dropna().to_dict() == {
        "a": date(2024, 5, 31),
        "b": date(2024, 5, 31),
        "c": date(2024, 5, 31),
    }
