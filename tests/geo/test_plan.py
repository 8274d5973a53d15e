"""A plan folder: read whole, or refused with the place of the fault and how to mend it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from geo import plan as planning
from geo.errors import BadPlan, NotMetric, UnknownIndustry, UnknownName

ERQI = Path(__file__).resolve().parents[2] / "data" / "erqi"


@pytest.fixture(scope="module")
def erqi():
    return planning.load(ERQI)


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / "plan"
    shutil.copytree(ERQI, copy)
    return copy


def edit(folder, name, old, new):
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_axes_run_from_north_to_south(erqi):
    for axis in erqi.axes:
        assert axis.line.coords[0][1] > axis.line.coords[-1][1]


def test_every_axis_keeps_the_names_of_both_years(erqi):
    assert [{theme.year for theme in axis.themes} for axis in erqi.axes] == [{2023, 2024}] * 3


@pytest.mark.parametrize("asked", ["food", "现代食品", " 现代食品 "])
def test_an_industry_is_found_by_id_and_name(erqi, asked):
    assert planning.find_industry(erqi, asked).id == "food"


def test_an_industry_is_found_by_a_code_below_one_of_its_codes(erqi):
    industry = next(one for one in erqi.industries if one.gbt4754)
    code = industry.gbt4754[0]

    assert planning.find_industry(erqi, code).gbt4754[0] == code


def test_an_unknown_industry_is_answered_with_the_nearest_names(erqi):
    with pytest.raises(UnknownIndustry, match="现代食品"):
        planning.find_industry(erqi, "食品加工业")


@pytest.mark.parametrize(
    ("kind", "asked", "found"), [("axis", "大学路", "daxue"), ("park", "二七经开区", "mazhai")]
)
def test_a_place_is_found_by_name_or_alias(erqi, kind, asked, found):
    assert planning.find_area(erqi, kind, asked) == found


def test_an_unknown_place_is_answered_with_the_known_ones(erqi):
    with pytest.raises(UnknownName, match="嵩山路"):
        planning.find_area(erqi, "axis", "花园路")


def test_a_missing_layer_file_is_named(folder):
    (folder / "layers" / "stations.geojson").unlink()

    with pytest.raises(BadPlan, match=r"stations\.geojson"):
        planning.load(folder)


def test_a_missing_key_is_named_with_its_section(folder):
    edit(folder, "plan.toml", 'id = "erqi"', 'ident = "erqi"')

    with pytest.raises(BadPlan, match=r"plan\.toml \[plan\].*id"):
        planning.load(folder)


def test_a_plan_in_degrees_is_refused(folder):
    edit(folder, "plan.toml", 'crs = "EPSG:4547"', 'crs = "EPSG:4490"')

    with pytest.raises(NotMetric):
        planning.load(folder)


def test_a_broken_toml_is_told_by_line(folder):
    (folder / "criteria.toml").write_text("open_status = [", encoding="utf-8")

    with pytest.raises(BadPlan, match=r"criteria\.toml"):
        planning.load(folder)


def test_a_curve_that_falls_back_is_refused(folder):
    text = (folder / "criteria.toml").read_text(encoding="utf-8")
    curve = "curve = { points = [[5, 1.0], [5, 0.0]] }"
    more = f'\n[[wishes]]\nid = "x"\nmeasure = "metro_m"\nlabel = "x"\n{curve}\n'
    (folder / "criteria.toml").write_text(text + more, encoding="utf-8")

    with pytest.raises(BadPlan, match="须递增"):
        planning.load(folder)


@pytest.mark.parametrize("line", ['duplicate_ids = "both"', "overlap = 1.0", 'overlap_m2 = "one"'])
def test_a_check_that_does_not_exist_or_fit_is_refused(folder, line):
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    (folder / "plan.toml").write_text(f"[checks]\n{line}\n\n{text}", encoding="utf-8")

    with pytest.raises(BadPlan, match=line.split()[0]):
        planning.load(folder)


def test_a_weight_on_a_wish_that_does_not_exist_is_refused(folder):
    text = (folder / "industries.toml").read_text(encoding="utf-8")
    more = '\n[[industries]]\nid = "x"\nname = "x"\nuse_codes = ["1001"]\nweights = { nowhere = 1 }\n'
    (folder / "industries.toml").write_text(text + more, encoding="utf-8")

    with pytest.raises(BadPlan, match="nowhere"):
        planning.load(folder)


def test_the_fingerprint_changes_with_any_byte_of_the_folder(folder):
    before = planning.fingerprint(folder)
    edit(folder, "plan.toml", "2024-05", "2024-06")

    assert planning.fingerprint(folder) != before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("practice.toml", "walk_m = 1000", "walk_m = -1"),
        ("practice.toml", "signed = 6", "signed = 6.5"),
        ("practice.toml", 'milestone = "open"', 'milestone = "party"'),
        ("practice.toml", 'basis = "assumed"', 'basis = "hearsay"'),
        ("standards.toml", 'status = "superseded"', 'status = "old"'),
        ("standards.toml", 'indicator = "coverage"', 'indicator = "beauty"'),
        ("standards.toml", "value = 800", "value = -800"),
        ("standards.toml", 'edition = "2008"', 'years = "2008"'),
    ],
)
def test_a_figure_of_practice_or_policy_that_cannot_be_meant_is_refused_with_its_place(
    folder, name, old, new
):
    edit(folder, name, old, new)

    with pytest.raises(BadPlan, match=name):
        planning.load(folder)
