"""Adjoining parcels: shared metres, corners, T-junctions, and GEOS as the slow and obvious way."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from geopandas import GeoSeries
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from geo.features.neighbours import SAME_LINE_M, neighbours
from tests.geo.features.land import square
from tests.geo.features.random_shapes import EAST, NORTH, holed, pair, seeds, shapes, star


def shared(land, **how):
    found = neighbours(GeoSeries(land), **how)
    return {
        (i, j): round(m, 2)
        for i, j, m in zip(found.i.tolist(), found.j.tolist(), found.shared_m.tolist(), strict=True)
    }


def test_parcels_that_share_an_edge_are_neighbours():
    assert shared([square(10), square(10, x=10)]) == {(0, 1): 10}


def test_parcels_that_meet_at_a_corner_are_not():
    assert shared([square(10), square(10, x=10, y=10)], min_m=0.001) == {}


def test_parcels_a_hand_apart_are_not():
    assert shared([square(10), square(10, x=10.1)]) == {}


def test_an_edge_shared_in_part_counts_in_part():
    assert shared([square(10), square(10, x=10, y=4)]) == {(0, 1): 6}


def test_three_parcels_along_one_edge_all_adjoin_it():
    long = shapely.box(0, -10, 30, 0)

    found = shared([long, square(10), square(10, x=10), square(10, x=20)])

    assert found == {(0, 1): 10, (0, 2): 10, (0, 3): 10, (1, 2): 10, (2, 3): 10}


def test_a_vertex_rounded_off_the_line_still_lies_on_it():
    slope = Polygon([(0, 0), (100, 33.333), (100, -50), (0, -50)])
    # a third of the way up, rounded to the millimetre
    above = Polygon([(0, 0), (37, 12.333), (37, 80), (0, 80)])

    found = shared([slope, above])

    assert found == {(0, 1): 39.0}


def test_a_parcel_in_a_courtyard_adjoins_all_around():
    court = square(10, x=5, y=5)

    assert shared([square(20) - court, court]) == {(0, 1): 40}


def test_edges_that_three_parcels_claim_count_for_every_pair():
    assert shared([square(10), square(10), square(10, x=10)]) == {(0, 1): 40, (0, 2): 10, (1, 2): 10}


def test_what_is_shared_too_shortly_is_left_out():
    assert shared([square(10), square(10, x=10, y=9.5)], min_m=1) == {}


def test_no_parcels_have_no_neighbours():
    found = neighbours(GeoSeries([], dtype="geometry"))

    assert len(found.i) == 0
    assert found.csr()[0].tolist() == [0]


def test_compressed_rows_hold_each_pair_both_ways():
    found = neighbours(GeoSeries([square(10), square(10, x=10), square(10, x=20)]))

    start, other, metres = found.csr()

    assert [other[a:b].tolist() for a, b in pairwise(start)] == [[1], [0, 2], [1]]
    assert metres.tolist() == [10] * 4


def test_the_order_of_the_parcels_does_not_matter():
    rng = np.random.default_rng(3)
    land = _subdivision(rng)

    turned = shared(land[::-1])

    last = len(land) - 1
    assert {(last - j, last - i): m for (i, j), m in turned.items()} == shared(land)


def _subdivision(rng):
    """A turned block cut by random lines, in millimetres: T-junctions everywhere."""
    block = shapely.affinity.rotate(shapely.box(0, 0, 200, 150), rng.uniform(0, 90))
    block = shapely.affinity.translate(block, EAST, NORTH)
    parts = [block]
    for _ in range(12):
        k = rng.integers(len(parts))
        west, south, east, north = parts[k].bounds
        ends = rng.uniform([west, south], [east, north], (2, 2))
        away = (ends[1] - ends[0]) * 1000
        cut = shapely.ops.split(parts[k], shapely.LineString([ends[0] - away, ends[1] + away]))
        parts[k : k + 1] = [one for one in cut.geoms if one.area > 20] or [parts[k]]
    rounded = shapely.transform(np.array(parts), lambda xy: np.round(xy, 3))
    return list(rounded[shapely.is_valid(rounded)])


def _compare(land, slack_m):
    """Edge against edge by GEOS: the length of one within the flat-ended strip around the other."""
    found = neighbours(GeoSeries(land), min_m=0)
    ours = np.zeros((len(land), len(land)))
    ours[found.i, found.j] = found.shared_m
    ends, owner = [], []
    for k, parcel in enumerate(land):
        for ring in shapely.get_rings(shapely.get_parts(parcel)):
            xy = shapely.get_coordinates(ring)
            ends += list(pairwise(xy))
            owner += [k] * (len(xy) - 1)
    edges, owner = shapely.linestrings(np.array(ends)), np.array(owner)
    one, other = shapely.STRtree(edges).query(edges, predicate="dwithin", distance=SAME_LINE_M)
    run = np.diff(np.array(ends), axis=1)[:, 0]
    across = np.abs(run[one, 0] * run[other, 1] - run[one, 1] * run[other, 0])
    together = (owner[one] < owner[other]) & (across <= 0.1 * np.abs((run[one] * run[other]).sum(axis=1)))
    one, other = one[together], other[together]
    strips = shapely.buffer(edges[other], SAME_LINE_M, cap_style="flat")
    theirs = np.zeros_like(ours)
    np.add.at(theirs, (owner[one], owner[other]), shapely.length(shapely.intersection(edges[one], strips)))
    np.testing.assert_allclose(ours, theirs, rtol=0.01, atol=slack_m)


@settings(max_examples=60)
@given(seeds)
def test_subdivided_blocks_share_what_geos_says(rng):
    # where three parcels meet at a sharp corner the third runs beside the line of the others for
    # some tenths of a metre; an edge that two share whole is theirs alone
    _compare(_subdivision(rng), slack_m=0.5)


@settings(max_examples=60)
@given(seeds, st.sampled_from([50.0, 300.0]))
def test_any_parcels_share_what_geos_says(rng, spread):
    land = shapes(rng, (star, holed, pair), 20, spread).to_numpy()

    _compare(list(shapely.transform(land, lambda xy: xy.round(3))), slack_m=0.02)
