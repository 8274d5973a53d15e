"""The generated cadastre is one that a district could have."""

from __future__ import annotations

import pytest
import shapely

from geo import codes
from geo.schema import COLUMNS, STATUSES, UTILITIES
from geo.units import M2_PER_MU
from tests.data.conftest import corridors


def test_the_parcels_sum_to_twenty_thousand_mu(parcels):
    total_mu = parcels.area.sum() / M2_PER_MU

    assert total_mu == pytest.approx(20_000, abs=0.0005)


def test_every_parcel_has_between_3_and_300_mu(parcels):
    area_mu = parcels.area / M2_PER_MU

    assert area_mu.between(3, 300).all()


def test_the_stated_area_is_the_measured_one(parcels):
    assert (parcels["area_stated_m2"] - parcels.area).abs().max() < 0.02


def test_no_two_parcels_overlap(parcels, neighbours):
    shapes = parcels.geometry.to_numpy()

    overlaps_m2 = [shapely.intersection(shapes[i], shapes[j]).area for i, j in neighbours]

    assert max(overlaps_m2) < 0.01


def test_neighbours_share_their_edge_vertex_by_vertex(parcels, neighbours):
    shapes = parcels.geometry.to_numpy()
    corners = [set(map(tuple, shapely.get_coordinates(shape))) for shape in shapes]

    strangers = [
        (i, j)
        for i, j in neighbours
        # a corner of one that lies on the other's outline is a corner of the other too
        for mine, theirs in ((i, j), (j, i))
        for corner in corners[mine] - corners[theirs]
        if shapes[theirs].distance(shapely.Point(corner)) < 0.01
    ]

    assert strangers == []


def test_many_parcels_adjoin_another(parcels, neighbours):
    adjoining = {row for pair in neighbours for row in pair}

    assert len(adjoining) > len(parcels) / 2


def test_no_parcel_lies_on_a_road(parcels, erqi):
    covered = shapely.union_all([corridors(erqi.layers[name].frame) for name in ("roads", "streets")])

    over_m2 = parcels.geometry.intersection(covered).area

    assert over_m2.max() < 0.01


def test_every_parcel_lies_inside_the_development_boundary_and_the_district(parcels, erqi):
    inside = shapely.union_all(erqi.layers["development_boundary"].frame.geometry.to_numpy())

    outside_m2 = parcels.geometry.difference(inside.intersection(erqi.boundary)).area

    assert outside_m2.max() < 0.01


@pytest.mark.parametrize("layer", ["prime_farmland", "ecological_redline"])
def test_no_parcel_touches_farmland_or_the_red_line(parcels, erqi, layer):
    kept = shapely.union_all(erqi.layers[layer].frame.geometry.to_numpy())

    assert parcels.geometry.distance(kept).min() > 0


def test_parcel_ids_are_unique(parcels):
    assert parcels["parcel_id"].is_unique


def test_the_file_has_the_columns_of_the_contract(parcels):
    assert set(parcels.columns) - {"geometry"} == set(COLUMNS)


def test_every_row_says_that_it_is_synthetic_and_where_it_comes_from(parcels):
    assert set(parcels["basis"]) == {"synthetic"}
    assert parcels["source"].str.len().min() > 0


def test_land_use_codes_are_those_of_the_2023_guide(parcels):
    table = codes.national("landuse_sea", "2023")

    assert set(parcels["use_code"]) <= set(table.names)


def test_status_and_utilities_are_the_contracts_words(parcels):
    assert set(parcels["status"]) <= set(STATUSES)
    assert {token for words in parcels["utilities"] for token in words.split()} <= set(UTILITIES)


def test_net_land_is_net_and_other_land_is_not_yet(parcels):
    is_past = parcels["net_date"].astype(str) <= parcels["as_of"].astype(str)

    assert (is_past == (parcels["status"] == "net")).all()


def test_conditions_allow_something_to_be_built(parcels):
    planned = parcels[parcels["use_code"] != "16"]

    assert (planned["far_max"] > 0).all()
    assert (planned["far_max"] >= planned["far_min"].fillna(0)).all()


def test_industry_finds_plots_of_120_to_150_mu_in_mazhai(parcels):
    area_mu = parcels.area / M2_PER_MU
    fits = area_mu.between(120, 150) & parcels["use_code"].str.startswith("1001")

    assert (fits & (parcels["township"] == "马寨镇")).sum() >= 5


def test_every_parcel_is_one_valid_polygon_without_holes(parcels):
    assert parcels.geometry.is_valid.all()
    assert set(parcels.geom_type) == {"Polygon"}
    assert parcels.geometry.interiors.map(len).max() == 0
