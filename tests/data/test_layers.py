"""The plan folder loads, says where everything comes from, and is made again byte for byte."""

from __future__ import annotations

import csv

import pytest
import shapely

from data.erqi_fabric import BUILDINGS, OFFICE_VACANT_M2, RETAIL_VACANT_M2
from geo import codes
from tests.data.conftest import ERQI

GENERATED = sorted(path.relative_to(ERQI).as_posix() for path in ERQI.rglob("*.geojson"))


@pytest.mark.parametrize("name", GENERATED)
def test_the_build_makes_the_committed_bytes(rebuilt, name):
    first, second = rebuilt

    assert (first / name).read_bytes() == (ERQI / name).read_bytes()
    assert (second / name).read_bytes() == (ERQI / name).read_bytes()


def test_the_build_makes_no_other_file(rebuilt):
    made = sorted(path.relative_to(rebuilt[0]).as_posix() for path in rebuilt[0].rglob("*") if path.is_file())

    assert made == GENERATED


def test_the_three_axes_run_from_north_to_south(erqi):
    starts = {axis.id: axis.line.coords[0][1] - axis.line.coords[-1][1] for axis in erqi.axes}

    assert set(starts) == {"songshan", "daxue", "jingguang"}
    assert min(starts.values()) > 5000


def test_every_axis_has_the_themes_of_both_years(erqi):
    assert {tuple(theme.year for theme in axis.themes) for axis in erqi.axes} == {(2023, 2024)}


def test_every_feature_has_its_basis_and_source(erqi):
    bare = [
        name
        for name, layer in erqi.layers.items()
        if not (layer.frame["basis"].isin(["published", "digitised", "synthetic", "assumed"]).all())
        or layer.frame["source"].fillna("").eq("").any()
    ]

    assert bare == []


def test_what_is_digitised_says_how_well(erqi):
    rows = [layer.frame[layer.frame["basis"] == "digitised"] for layer in erqi.layers.values()]

    assert all((frame["accuracy_m"] > 0).all() for frame in rows if len(frame))


def test_the_zones_part_the_district(erqi):
    zones = [zone.shape for zone in erqi.zones]

    together = shapely.union_all(zones)

    assert together.symmetric_difference(erqi.boundary).area < 1
    assert sum(zone.area for zone in zones) == pytest.approx(together.area, abs=1)


def test_the_control_lines_do_not_overlap_one_another(erqi):
    names = ("development_boundary", "prime_farmland", "ecological_redline")
    shapes = [shapely.union_all(erqi.layers[name].frame.geometry.to_numpy()) for name in names]

    overlaps = [shapes[0].intersection(shapes[1]), shapes[0].intersection(shapes[2])]

    assert [round(shape.area, 2) for shape in [*overlaps, shapes[1].intersection(shapes[2])]] == [0, 0, 0]


def test_buildings_have_the_floor_space_that_the_articles_want_revitalised(erqi):
    frame = erqi.layers["buildings"].frame

    assert len(frame) == BUILDINGS
    assert frame["vacant_office_m2"].sum() == OFFICE_VACANT_M2
    assert frame["vacant_retail_m2"].sum() == RETAIL_VACANT_M2
    assert (frame["vacant_m2"] == frame["vacant_office_m2"] + frame["vacant_retail_m2"]).all()
    assert (frame["vacant_m2"] < frame["floor_m2"]).all()


def test_every_chain_of_an_industry_has_a_firm(erqi):
    chains = {industry.chain for industry in erqi.industries if industry.chain}

    assert chains <= set(erqi.layers["firms"].frame["chain"])


def test_every_use_that_parcels_are_given_has_its_conditions():
    folder = ERQI.parent / "erqi_source"
    with (folder / "uses.csv").open(encoding="utf-8") as uses, (folder / "conditions.csv").open() as ruled:
        given = {row["use_code"] for row in csv.DictReader(uses)}
        conditions = {row["use_code"] for row in csv.DictReader(ruled)}

    assert given == conditions
    assert given <= set(codes.national("landuse_sea", "2023").names)
