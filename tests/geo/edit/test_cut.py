"""A shape is cut into pieces that cover it exactly, whoever drew the knife's line."""

from __future__ import annotations

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, box
from shapely.geometry.base import BaseGeometry

from geo.edit import cut

SQUARE = box(0, 0, 100, 100)
FAR = st.integers(-20, 120)
COURT = SQUARE.difference(box(40, 40, 60, 60))


def covers_exactly(pieces: list[BaseGeometry], whole: BaseGeometry) -> bool:
    together = shapely.union_all(pieces)
    twice = sum(piece.area for piece in pieces) - together.area
    return together.symmetric_difference(whole).area < 1e-6 and abs(twice) < 1e-6


def test_pieces_come_from_west_to_east():
    pieces = cut.by_line(SQUARE, LineString([(70, -5), (70, 105)]))

    assert [piece.bounds for piece in pieces] == [(0, 0, 70, 100), (70, 0, 100, 100)]


def test_a_line_that_ends_within_the_shape_cuts_nothing():
    assert len(cut.by_line(SQUARE, LineString([(50, -5), (50, 60)]))) == 1


def test_a_line_from_edge_to_edge_that_stops_a_centimetre_short_cuts():
    assert len(cut.by_line(SQUARE, LineString([(50, 0.01), (50, 99.99)]))) == 2


def test_a_line_through_a_court_cuts_its_ring_in_two():
    pieces = cut.by_line(COURT, LineString([(50, -5), (50, 105)]))

    assert [piece.area for piece in pieces] == [4800, 4800]


def test_a_line_in_and_out_of_a_bay_cuts_every_arm():
    comb = SQUARE.difference(box(40, 50, 60, 100))

    pieces = cut.by_line(comb, LineString([(-5, 75), (105, 75)]))

    assert sorted(piece.area for piece in pieces) == [1000, 1000, 7000]


@given(st.tuples(FAR, FAR), st.tuples(FAR, FAR), st.sampled_from([SQUARE, COURT]))
@settings(max_examples=150)
def test_whatever_line_is_drawn_no_land_is_lost(
    start: tuple[int, int], end: tuple[int, int], shape: BaseGeometry
):
    pieces = cut.by_line(shape, LineString([start, end]))

    assert covers_exactly(pieces, shape)


def test_parts_drawn_to_the_centimetre_leave_no_strips():
    west, east = box(0.02, 0.01, 49.99, 99.98), box(50.01, -0.02, 100.03, 100)

    found = cut.by_parts(SQUARE, [west, east])
    pieces = cut.with_rest(found)

    assert covers_exactly(list(pieces), SQUARE)
    assert [piece.geom_type for piece in pieces] == ["Polygon", "Polygon"]
    assert [round(piece.area) for piece in pieces] == [4999, 5001]


def test_what_no_part_claims_is_left_over_whole():
    found = cut.by_parts(SQUARE, [box(0, 0, 30, 100)])

    assert found.rest.equals(box(30, 0, 100, 100))


def test_a_part_beyond_the_shape_is_told():
    found = cut.by_parts(SQUARE, [box(0, 0, 50, 100), box(50, 0, 103, 100)])

    assert found.beyond_m2 == 300


@given(st.floats(1, 99), st.lists(st.floats(-0.04, 0.04), min_size=8, max_size=8))
@settings(max_examples=100)
def test_parts_shaken_by_less_than_five_centimetres_still_cover_the_shape(x: float, shaken: list[float]):
    corners = [(0, 0), (x, 0), (x, 100), (0, 100)]
    west = shapely.Polygon(
        [(cx + dx, cy + dy) for (cx, cy), dx, dy in zip(corners, shaken[:4], shaken[4:], strict=True)]
    )

    found = cut.by_parts(COURT, [west])

    assert covers_exactly([*found.pieces, found.rest], COURT)
    assert abs(found.pieces[0].area - west.intersection(COURT).area) < 10
