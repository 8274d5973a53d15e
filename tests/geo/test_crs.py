"""Reprojection and the Chinese datums: control points, published vectors, exact inverses, what is offered."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import crs
from geo.errors import BadCrs, NotMetric, OldDatum, UnknownCrs
from tests.shapes import parcels, square

DISTRICT = shapely.box(113.50, 34.60, 113.72, 34.78)
LON, LAT = (np.random.default_rng(1).uniform(a, b, 200) for a, b in ((113.55, 113.70), (34.62, 34.77)))


@pytest.mark.parametrize(
    ("lon", "lat", "east", "north"),
    [
        (113.65976, 34.753649, 468847.247, 3847315.864),
        (113.510322, 34.704494, 455137.887, 3841919.243),
        (113.5875, 34.6209, 462170.666, 3832614.012),
    ],
)
def test_the_districts_control_points_come_out_to_the_millimetre(lon, lat, east, north):
    x, y = crs.coordinates_to(np.array([lon]), np.array([lat]), "EPSG:4490", "EPSG:4547")

    assert (x[0], y[0]) == pytest.approx((east, north), abs=0.001)


def test_the_zone_prefix_is_38_million_metres():
    x, _ = crs.coordinates_to(LON, LAT, "EPSG:4490", "EPSG:4526")
    bare, _ = crs.coordinates_to(LON, LAT, "EPSG:4490", "EPSG:4547")

    assert x - bare == pytest.approx(38_000_000)


@pytest.mark.parametrize(
    ("move", "given_lon", "given_lat", "lon", "lat"),
    [
        (crs.wgs84_to_gcj02, 116.404, 39.915, 116.41024449916938, 39.91640428150164),
        (crs.gcj02_to_wgs84, 116.404, 39.915, 116.39775575457485, 39.913596235609404),
        (crs.gcj02_to_bd09, 116.404, 39.915, 116.41036949371029, 39.92133699351021),
        (crs.gcj02_to_bd09, 121.09626935575027, 30.608604331756705, 121.10271732371203, 30.61484572185035),
    ],
)
def test_published_vectors_of_the_shifts_hold(move, given_lon, given_lat, lon, lat):
    moved = move(np.array([given_lon]), np.array([given_lat]))

    assert (moved[0][0], moved[1][0]) == pytest.approx((lon, lat), abs=1e-9)


def test_another_library_agrees_to_a_centimetre():
    lon, lat = crs.wgs84_to_gcj02(np.array([121.0917077]), np.array([30.6107779]))

    assert (lon[0], lat[0]) == pytest.approx((121.09626935575027, 30.608604331756705), abs=1e-7)


def test_a_vendors_own_conversion_is_met_to_a_metre():
    lon, lat = crs.wgs84_to_gcj02(np.array([113.6192856]), np.array([34.7478004]))
    bd_lon, bd_lat = crs.gcj02_to_bd09(np.array([113.6253334]), np.array([34.7466173]))

    assert (lon[0], lat[0]) == pytest.approx((113.6253334, 34.7466173), abs=1e-5)
    assert (bd_lon[0], bd_lat[0]) == pytest.approx((113.6317519, 34.7528605), abs=1e-5)


@given(st.floats(74, 134), st.floats(4, 53))
def test_undoing_a_shift_leads_back_to_a_billionth_of_a_degree(lon, lat):
    place = np.array([lon]), np.array([lat])

    gcj = crs.gcj02_to_wgs84(*crs.wgs84_to_gcj02(*place))
    bd = crs.bd09_to_gcj02(*crs.gcj02_to_bd09(*place))

    assert np.abs(np.array([*gcj, *bd]).ravel() - [lon, lat, lon, lat]).max() < 1e-9


def test_nothing_is_shifted_outside_china():
    boston = np.array([-71.1]), np.array([42.4])

    assert crs.wgs84_to_gcj02(*boston) == boston


def test_a_layer_whose_shift_is_undone_is_in_wgs84_degrees():
    shifted = np.column_stack(crs.wgs84_to_gcj02(np.array([113.6, 113.7]), np.array([34.7, 34.7])))
    layer = gpd.GeoDataFrame(geometry=shapely.points(shifted), crs="EPSG:4490")

    undone = crs.undo(layer, "gcj02")

    assert undone.crs == "EPSG:4326"
    assert shapely.get_coordinates(undone.geometry.values) == pytest.approx(
        np.array([[113.6, 34.7], [113.7, 34.7]])
    )


def test_metres_go_to_degrees_and_back():
    layer = parcels(a=square(100, 468_000, 3_847_000))

    back = crs.to_metric(crs.to_lonlat(layer), "EPSG:4547")

    assert back.index.tolist() == ["a"]
    assert back.geometry["a"].equals_exact(layer.geometry["a"], 1e-6)


@pytest.mark.parametrize("wanted", ["EPSG:4490", "EPSG:3857", "EPSG:2249"])
def test_degrees_feet_and_the_webs_mercator_are_no_metres(wanted):
    with pytest.raises(NotMetric):
        crs.to_metric(parcels(a=square(1)), wanted)


def test_a_layer_that_does_not_say_where_it_is_is_not_moved():
    with pytest.raises(UnknownCrs):
        crs.to_lonlat(gpd.GeoDataFrame(geometry=[square(1)]))


@pytest.mark.parametrize("old", ["EPSG:2383", "EPSG:4610", "EPSG:2414", "EPSG:4214"])
def test_the_old_datums_are_refused_without_parameters(old):
    with pytest.raises(OldDatum):
        crs.parse(old)


def test_a_name_that_nobody_knows_is_no_coordinate_system():
    with pytest.raises(BadCrs):
        crs.parse("EPSG:99999999")


def test_coordinates_that_no_place_has_are_told_apart():
    with np.errstate(invalid="ignore"):
        holed = shapely.from_wkt("LINESTRING (113 34, nan 34, 113.5 34)")
    shapes = np.array(
        [
            shapely.Point(113.6, 34.7),
            shapely.Point(1e308, 34.7),
            holed,
            shapely.Point(113.6, 91),
            None,
        ]
    )

    assert crs.has_finite(shapes, "EPSG:4490").tolist() == [True, False, False, False, False]


@pytest.mark.parametrize(
    "system",
    ["EPSG:4490", "EPSG:4547", "EPSG:4526", "EPSG:4546", "EPSG:4548", "EPSG:4525", "EPSG:4527", "EPSG:3857"],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_the_system_of_bare_numbers_is_among_those_offered(system, swapped):
    x, y = crs.coordinates_to(LON, LAT, "EPSG:4326", system)
    numbers = np.column_stack([y, x] if swapped else [x, y])

    offered = crs.crs_candidates(numbers, DISTRICT, "EPSG:4547")

    assert (system, swapped) in {(one.crs, one.swapped) for one in offered}
    assert offered[0].share == 1.0


def test_a_shifted_datum_is_offered_where_it_fits_better():
    edge = shapely.box(113.55, 34.62, 113.70, 34.77)
    lon, lat = crs.wgs84_to_gcj02(LON, LAT)

    offered = crs.crs_candidates(np.column_stack([lon, lat]), edge)

    assert offered[0].options == "--crs EPSG:4490 --datum gcj02"


def test_nothing_is_offered_for_numbers_from_elsewhere():
    assert crs.crs_candidates(np.array([[2.35, 48.85]]), DISTRICT) == ()
