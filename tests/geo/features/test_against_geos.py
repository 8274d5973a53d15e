"""Every fast path gives what GEOS gives, the slow and obvious way."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from geopandas import GeoSeries
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, Point

from geo.features import access, context, shape
from geo.features.access import TOUCHING_M
from tests.geo.features.land import area, square
from tests.geo.features.random_shapes import ANY, AREAS, EAST, NORTH, line, seeds, shapes, spot, spreads

few = settings(max_examples=80)


@few
@given(seeds, spreads, st.sampled_from([ANY, AREAS, (line,), (spot,)]), st.integers(1, 40))
def test_distance_is_the_least_distance_to_any_feature(rng, spread, kinds, count):
    land, features = shapes(rng, AREAS, 30, spread), shapes(rng, kinds, count, spread)

    found = access.distance_m(land, features)

    every = shapely.distance(land.to_numpy()[:, None], features.to_numpy()).min(axis=1)
    expected = np.where(every < TOUCHING_M, 0, every)
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-6)


@few
@given(seeds, spreads, st.integers(1, 12))
def test_overlap_and_outside_are_the_areas_of_intersection_and_difference(rng, spread, count):
    land, features = shapes(rng, AREAS, 30, spread), shapes(rng, AREAS, count, spread)

    under, outside = context.overlap_m2(land, features), context.outside_m2(land, features)

    union = shapely.union_all(features.to_numpy())
    np.testing.assert_allclose(under, shapely.area(shapely.intersection(land.to_numpy(), union)), atol=2e-4)
    np.testing.assert_allclose(outside, shapely.area(shapely.difference(land.to_numpy(), union)), atol=2e-4)


@few
@given(seeds, spreads)
def test_the_containing_area_holds_the_largest_part(rng, spread):
    land, covers = shapes(rng, AREAS, 30, spread), shapes(rng, AREAS, 3, spread)
    apart = [covers[0], covers[1] - covers[0], covers[2] - covers[1] - covers[0]]
    areas = [area(str(k), shape) for k, shape in enumerate(apart)]

    found = context.containing(land, areas)

    held = shapely.area(shapely.intersection(land.to_numpy()[:, None], np.array(apart)))
    parts = np.column_stack([held, shapely.area(land.to_numpy()) - held.sum(axis=1)])
    chosen = [["0", "1", "2", ""].index(name) for name in found]
    np.testing.assert_allclose(parts[np.arange(30), chosen], parts.max(axis=1), atol=1e-3)


@few
@given(seeds)
def test_width_is_the_short_side_of_the_least_rectangle(rng):
    land = shapes(rng, AREAS, 30, 300.0)

    found = shape.width_m(land)

    expected = [_width_by_turning(one) for one in land]
    np.testing.assert_allclose(found, expected, rtol=1e-4)


def _width_by_turning(parcel):
    """Lay every edge of the hull flat in turn; the short side of the least box, the narrower of equals."""
    corners = shapely.get_coordinates(shapely.convex_hull(parcel)) - [EAST, NORTH]
    boxes = []
    for (x0, y0), (x1, y1) in itertools.pairwise(corners):
        flat = corners @ np.array([[x1 - x0, y0 - y1], [y1 - y0, x1 - x0]]) / np.hypot(x1 - x0, y1 - y0)
        sides = np.ptp(flat, axis=0)
        boxes.append((float(f"{sides.prod():.9g}"), sides.min()))
    return min(boxes)[1]


@few
@given(seeds)
def test_the_place_along_a_line_is_nearest_to_the_centroid(rng):
    land, road = shapes(rng, AREAS, 30, 300.0), shapes(rng, (line,), 1, 300.0)[0]

    found = access.along(land, road)

    places = shapely.line_interpolate_point(road, found.to_numpy(dtype="float64"), normalized=True)
    centres = shapely.centroid(land.to_numpy())
    np.testing.assert_allclose(shapely.distance(places, centres), shapely.distance(road, centres), atol=1e-3)


@few
@given(seeds, spreads, st.sampled_from([0.0, 10.0, 100.0]))
def test_counts_are_those_of_the_distances(rng, spread, radius_m):
    land, features = shapes(rng, AREAS, 20, spread), shapes(rng, ANY, 20, spread)

    found = access.count_within(land, features, radius_m)

    every = shapely.distance(land.to_numpy()[:, None], features.to_numpy())
    assert found.to_list() == (every <= radius_m).sum(axis=1).tolist()


@pytest.mark.parametrize(
    ("feature", "expected"),
    [
        (square(10, x=10), 0),  # shares an edge
        (square(10, x=10, y=10), 0),  # shares a corner
        (square(100, x=-50, y=-50), 0),  # lies around the parcel
        (square(1, x=4, y=4), 0),  # lies inside the parcel
        (square(300, x=-150, y=-150) - square(30, x=-10, y=-10), 10),  # the parcel stands in its hole
        (Point(5, 5), 0),
        (Point(13, 14), 5),
        (LineString([(-5, 5), (50, 5)]), 0),  # passes through without a vertex inside
        (LineString([(12, -50), (12, 50)]), 2),
        (MultiPoint([(500, 0), (0, 14)]), 4),
        (shapely.GeometryCollection([Point(90, 0), square(10, x=17)]), 7),
    ],
)
def test_a_ten_metre_square_at_the_origin_is_so_far_from(feature, expected):
    land = GeoSeries({"a": square(10)})

    found = access.distance_m(land, GeoSeries([feature]))

    assert found["a"] == expected


def test_a_feature_in_a_courtyard_is_as_far_as_the_walls():
    land = GeoSeries({"a": square(100) - square(40, x=30, y=30)})

    found = access.distance_m(land, GeoSeries([Point(50, 45)]))

    assert found["a"] == 15


def test_a_parcel_of_two_parts_is_near_where_either_part_is():
    land = GeoSeries({"a": square(10) | square(10, x=1000)})

    found = access.distance_m(land, GeoSeries([square(100, x=990, y=-40)]))

    assert found["a"] == 0


def test_missing_and_empty_features_are_passed_over():
    land = GeoSeries({"a": square(10)})

    found = access.distance_m(land, GeoSeries([None, Point(), Point(0, 30)]))

    assert found["a"] == 20


def test_features_that_overlap_one_another_count_once():
    land = GeoSeries({"a": square(10)})

    under = context.overlap_m2(land, GeoSeries([square(10, x=4), square(10, x=2), square(10, x=2)]))

    assert under["a"] == 80


def test_neighbours_that_share_only_an_edge_do_not_overlap():
    land = GeoSeries({"a": square(10)})

    under = context.overlap_m2(land, GeoSeries([square(10, x=10), square(10, y=-10)]))

    assert under["a"] == 0


def test_no_features_are_no_data():
    land = GeoSeries({"a": square(10)})
    nothing = GeoSeries([], dtype="geometry")

    assert np.isnan(access.distance_m(land, nothing)["a"])
    assert np.isnan(access.count_within(land, nothing, 10)["a"])
    assert np.isnan(context.overlap_m2(land, nothing)["a"])
    assert np.isnan(context.outside_m2(land, nothing)["a"])


def test_rows_measured_on_several_cores_equal_rows_measured_on_one():
    rng = np.random.default_rng(7)
    some = shapes(rng, AREAS, 500, 5_000.0)
    land, features = GeoSeries(np.tile(some.to_numpy(), 100)), shapes(rng, ANY, 20, 5_000.0)

    together, alone = access.distance_m(land, features), access.distance_m(some, features)

    assert (together.to_numpy().reshape(100, 500) == alone.to_numpy()).all()
