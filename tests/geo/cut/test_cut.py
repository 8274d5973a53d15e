"""Cuts and halls: exact areas, places that hold, and a plain search that finds nothing more."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate
from shapely.geometry import LineString, Polygon, box

from geo import cut
from geo.errors import BadBrief

ELL = Polygon([(0, 0), (120, 0), (120, 40), (50, 40), (50, 100), (0, 100)])


@st.composite
def sites(draw):
    """A star-shaped site of 4 to 9 corners, 40 to 120 m from its middle."""
    count = draw(st.integers(4, 9))
    far = draw(st.lists(st.integers(40, 120), min_size=count, max_size=count))
    turns = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return Polygon(np.column_stack([np.cos(turns), np.sin(turns)]) * np.array(far)[:, None])


@settings(max_examples=40)
@given(sites(), st.floats(0.1, 0.9))
def test_every_cut_takes_exactly_the_area_and_loses_nothing(site, share):
    found = list(cut.divisions(site, share * site.area))

    assert found
    for one in found:
        assert one.taken.area == pytest.approx(share * site.area, rel=1e-6)
        assert one.taken.area + one.rest.area == pytest.approx(site.area, rel=1e-6)
        assert one.taken.intersection(one.rest).area == pytest.approx(0, abs=1e-3)
        assert site.buffer(1e-6).covers(one.line)


def test_an_area_that_is_not_there_cannot_be_taken():
    with pytest.raises(BadBrief, match="wanted_mu"):
        next(cut.divisions(box(0, 0, 10, 10), 100.0))


def test_frontage_is_the_sites_own_boundary_by_a_road_and_not_the_cut():
    site, road = box(0, 0, 100, 50), np.array([LineString([(-50, -20), (150, -20)])])
    south, north = box(0, 0, 100, 20), box(0, 20, 100, 50)

    # the south side and 5 m of both flanks lie within 25 m of the road
    assert cut.frontage_m(south, site, road, 25.0) == pytest.approx(110, abs=0.1)
    assert cut.frontage_m(north, site, road, 25.0) == 0.0
    assert cut.frontage_m(south, site, np.empty(0, object), 25.0) == 0.0


@pytest.mark.parametrize(
    ("length", "width", "fits"),
    [(120, 40, True), (100, 50, True), (121, 41, False), (120, 41, False), (110, 45, False), (60, 60, False)],
)
def test_halls_in_an_l_shaped_site(length, width, fits):
    for turn in (0, 17, 90):
        found = cut.stand(rotate(ELL, turn, origin=(0, 0)), length, width)

        assert (found is not None) == fits


@settings(max_examples=25)
@given(sites(), st.sampled_from([1.0, 1.5, 3.0]))
def test_the_largest_hall_is_inside_and_a_plain_search_finds_none_larger(site, ratio):
    found = cut.largest(site, ratio)

    assert site.buffer(1e-3).covers(found.outline)
    assert found.outline.area == pytest.approx(found.length_m * found.width_m, rel=1e-6)
    assert found.length_m == pytest.approx(ratio * found.width_m)
    # any rectangle 2 % larger, at any of these places and directions, sticks out
    length, width = 1.02 * found.length_m, 1.02 * found.width_m
    base = box(-length / 2, -width / 2, length / 2, width / 2)
    west, south, east, north = site.bounds
    x, y = np.meshgrid(np.linspace(west, east, 40), np.linspace(south, north, 40))
    for angle in np.arange(0, 180, 3.0):
        corners = shapely.get_coordinates(rotate(base, angle, origin=(0, 0)))
        tried = shapely.polygons(corners + np.stack([x, y], axis=-1).reshape(-1, 1, 2))
        assert not shapely.covers(site, tried).any()


def test_nothing_stands_on_no_land():
    assert cut.largest(box(0, 0, 10, 10).buffer(-6), 1.0) is None
    assert cut.stand(box(0, 0, 10, 10).buffer(-6), 1, 1) is None
