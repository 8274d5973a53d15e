"""Is the file where the plan is: wrong systems, swapped axes and shifted datums are named, never applied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, box

from geo import crs
from geo.errors import ShiftedDatum, WrongPlace
from geo.model import RawLayer
from geo.validate import check
from geo.validate.place import within
from tests.geo.features.land import layer, plan
from tests.shapes import raw

WEST, SOUTH, SIDE, BLOCK = 462_000.0, 3_836_000.0, 6_000.0, 300.0
ROADS = [LineString([(WEST + at, SOUTH), (WEST + at, SOUTH + SIDE)]) for at in np.arange(0, SIDE + 1, BLOCK)]
ROADS += [LineString([(WEST, SOUTH + at), (WEST + SIDE, SOUTH + at)]) for at in np.arange(0, SIDE + 1, BLOCK)]
PLAN = plan(layer("roads", *ROADS, role="roads"), boundary=box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE))


def blocks(count: int, kerb_m: float = 20.0) -> dict[str, shapely.Geometry]:
    """Parcels between the roads."""
    corners = [(WEST + i * BLOCK, SOUTH + j * BLOCK) for i in range(3, 15) for j in range(3, 15)]
    return {
        f"p{n:03}": box(x + kerb_m, y + kerb_m, x + BLOCK - kerb_m, y + BLOCK - kerb_m)
        for n, (x, y) in enumerate(corners[:count])
    }


def moved(land: RawLayer, *steps: Callable[..., Any]) -> RawLayer:
    """A layer in degrees once some shifts were put on."""

    def move(pairs):
        for step in steps:
            pairs = np.column_stack(step(*pairs.T))
        return pairs

    degrees = land.frame.to_crs("EPSG:4326")
    shapes = shapely.transform(degrees.geometry.values, move)
    return RawLayer(degrees.set_geometry(shapes, crs="EPSG:4326"), land.provenance)


def shifted(datum: str, stated: str = "") -> RawLayer:
    """The blocks as a map vendor would give them."""
    steps = {"gcj02": [crs.wgs84_to_gcj02], "bd09": [crs.wgs84_to_gcj02, crs.gcj02_to_bd09], "wgs84": []}
    return moved(raw(datum=stated, **blocks(40)), *steps[datum])


@pytest.mark.parametrize(("datum", "metres"), [("gcj02", "5[67]."), ("bd09", "1[23]..")])
def test_parcels_over_roads_that_stand_well_unshifted_are_named(datum, metres):
    with pytest.raises(ShiftedDatum, match=f"{metres} 米.*--datum {datum}"):
        check(shifted(datum), PLAN)


def test_parcels_in_their_blocks_are_left_alone():
    assert check(shifted("wgs84"), PLAN).report.rejected == 0


def test_a_stated_datum_is_believed():
    assert check(shifted("gcj02", stated="wgs84"), PLAN).report.accepted == 40


def test_parcels_that_stand_anywhere_are_not_called_shifted():
    random = np.random.default_rng(3)
    corners = random.uniform([WEST, SOUTH], [WEST + SIDE - 200, SOUTH + SIDE - 200], (60, 2))

    land = raw(**{f"p{n}": box(x, y, x + 150, y + 150) for n, (x, y) in enumerate(corners)})

    assert check(land, PLAN).report.accepted == 60


def test_without_roads_the_boundary_tells():
    # ten parcels along the eastern boundary, two in the middle; the shift of 550 m takes the ten across it
    corners = [(WEST + SIDE - 205, SOUTH + n * BLOCK) for n in range(10)]
    corners += [(WEST + 2000, SOUTH + 2000), (WEST + 3000, SOUTH + 2000)]
    land = raw(**{f"p{n}": box(x, y, x + 200, y + 200) for n, (x, y) in enumerate(corners)})
    bare = plan(boundary=PLAN.boundary)

    with pytest.raises(ShiftedDatum, match="gcj02"):
        check(moved(land, crs.wgs84_to_gcj02), bare)
    assert check(land, bare).report.accepted == 12


@pytest.mark.parametrize(
    ("actual", "stated", "says"),
    [
        ("EPSG:4526", "EPSG:4547", "--crs EPSG:4526"),
        ("EPSG:4490", "EPSG:4547", "--crs EPSG:4490"),
        ("EPSG:4546", "EPSG:4547", "--crs EPSG:4546"),
        ("EPSG:3857", "EPSG:4547", "--crs EPSG:3857"),
    ],
)
def test_a_wrong_system_is_refused_with_the_one_that_fits(actual, stated, says):
    land = raw(**blocks(5))
    numbers = land.frame.to_crs(actual).set_crs(stated, allow_override=True)

    with pytest.raises(WrongPlace, match=says):
        check(RawLayer(numbers, land.provenance), PLAN)


def test_swapped_axes_are_named():
    land = raw(**blocks(5))
    swapped = shapely.transform(land.frame.geometry.values, lambda pairs: pairs[:, ::-1])

    with pytest.raises(WrongPlace, match="--crs EPSG:4547 --swap-xy"):
        check(RawLayer(land.frame.set_geometry(swapped, crs=PLAN.crs), land.provenance), PLAN)


def test_a_file_from_elsewhere_is_asked_whether_it_is_the_right_one():
    with pytest.raises(WrongPlace, match="没有常用坐标系"):
        check(raw(a=box(0, 0, 100, 100)), PLAN)


# ---- inside for sure ---------------------------------------------------------------------------------------


@given(st.integers(0, 10_000))
@settings(max_examples=30)
def test_what_squares_say_lies_inside_geos_covers_too(seed):
    random = np.random.default_rng(seed)
    turn = np.sort(random.uniform(0, 2 * np.pi, 12))
    reach = random.uniform(300, 1000, 12)
    region = shapely.Polygon(np.column_stack([np.cos(turn), np.sin(turn)]) * reach[:, None]).buffer(0)
    region = region.difference(shapely.Point(random.uniform(-200, 200, 2)).buffer(80))
    at, size = random.uniform(-1000, 1000, (600, 2)), random.uniform(1, 60, (600, 2))
    shapes = shapely.box(*at.T, *(at + size).T)

    sure = within(region, shapes)

    covered = shapely.covers(region, shapes)
    assert covered[sure].all()
    # and it spares most of the work
    assert sure.sum() >= 0.5 * covered.sum()


def test_a_large_file_that_crosses_the_boundary_is_told_as_a_small_one_is():
    rows = range(5, 3000, 100)
    across = {f"a{y:04}": box(WEST - 50, SOUTH + y, WEST + 50, SOUTH + y + 90) for y in rows}
    many = enumerate([*blocks(144).values()] * 14)
    inside = {f"b{n:04}": box(*one.bounds[:3], one.bounds[3] - n / 100) for n, one in many}

    found = [
        [one.seen for one in check(raw(**land), PLAN).report.findings if one.rule == "partly_outside"]
        for land in (across, across | inside)
    ]

    assert len(found[0]) == len(across)
    assert found[0] == found[1]
