"""Tiles, read back by an independent decoder and compared with what GEOS cuts from the same land."""

from __future__ import annotations

import math

import geopandas as gpd
import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box, shape

from benchmarks import land
from maps import tiles
from maps.tiles.vector import MARGIN

E, M = tiles.EXTENT, MARGIN
WEB = 2 * math.pi * 6_378_137.0
# tile 12/3360/1621, far from any border of the world
Z, X, Y = 12, 3360, 1621


def ground(*shapes, names=None):
    """Land given in cells of the tile Z/X/Y, y southward."""
    moved = shapely.transform(np.array(shapes, dtype=object), _web)
    index = list(names) if names else [f"P{k}" for k in range(len(shapes))]
    frame = gpd.GeoDataFrame(geometry=moved, index=index, crs=3857)
    return tiles.lay(frame, ["0901" if k % 2 else "100101" for k in range(len(shapes))])


def _web(cells):
    tile_m = WEB / 2**Z
    x = -WEB / 2 + (X + cells[:, 0] / E) * tile_m
    y = WEB / 2 - (Y + cells[:, 1] / E) * tile_m
    return np.column_stack([x, y])


def decoded(body):
    """Shape, id and tags of each feature in cells, y southward."""
    if not body:
        return {}
    told = mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})["parcels"]
    assert (told["extent"], told["version"]) == (E, 2)
    return {one["id"]: (shape(one["geometry"]), one["properties"]) for one in told["features"]}


def window(margin=M):
    return box(-margin, -margin, E + margin, E + margin)


def in_tile(frame, z, x, y):
    """Shapes of a frame in cells of a tile: reprojected by GeoPandas, cut by GEOS."""

    def cells(web):
        scale = 2**z / WEB
        return np.column_stack(
            [((web[:, 0] + WEB / 2) * scale - x) * E, ((WEB / 2 - web[:, 1]) * scale - y) * E]
        )

    return shapely.transform(frame.to_crs(3857).geometry.to_numpy(), cells)


@pytest.fixture(scope="module")
def town():
    frame = land.parcels(600).set_index("parcel_id")
    return frame, tiles.lay(frame, frame["use_code"])


def over(ground, z):
    west, north, east, south = (int(side * 2**z) for side in ground.bounds)
    return [(x, y) for x in range(west, east + 1) for y in range(north, south + 1)]


@pytest.mark.parametrize("z", [12, 13, 14, 15, 16])
def test_every_tile_holds_just_the_true_cut_of_every_parcel_that_reaches_into_it(town, z):
    frame, ground = town
    for x, y in over(ground, z):
        whole = in_tile(frame, z, x, y)
        true = shapely.intersection(whole, window())
        found = decoded(tiles.tile(ground, "parcels", z, x, y))

        areas = shapely.area(true)
        # what is thinner than a cell may round to nothing, or to a line
        assert set(np.flatnonzero(areas > 4 * shapely.length(true))) <= set(found)
        assert set(found) <= set(np.flatnonzero(shapely.dwithin(whole, window(), 1)))
        for row, (cut, tags) in found.items():
            assert tags == {"id": frame.index[row], "use": frame["use_code"].iloc[row]}
            # each corner moved by at most half the diagonal of a cell
            assert abs(cut.area - areas[row]) <= 0.75 * true[row].length + 1
        # what one parcel loses on a shared edge its neighbour gains
        total = sum(cut.area for cut, _ in found.values())
        if total > 0.2 * E * E:
            assert total == pytest.approx(areas.sum(), rel=1e-4)


@pytest.mark.parametrize("z", [18, 20])
def test_close_by_each_parcel_alone_has_its_true_area(town, z):
    frame, ground = town
    west, north, _, _ = ground.bounds
    x, y = int(west * 2**z) + 2, int(north * 2**z) + 3

    for nth in range(6):
        true = shapely.intersection(in_tile(frame, z, x + nth, y), window())
        found = decoded(tiles.tile(ground, "parcels", z, x + nth, y))

        assert set(np.flatnonzero(shapely.area(true) > 50)) <= set(found)
        for row, (cut, _) in found.items():
            assert cut.area == pytest.approx(true[row].area, rel=1e-4, abs=0.75 * true[row].length)
            if true[row].area > E * E / 4:
                assert cut.area == pytest.approx(true[row].area, rel=1e-4 if z == 20 else 2e-4)


def test_holes_stay_holes_and_parts_stay_parts():
    ring = Polygon(
        [(100, 100), (900, 100), (900, 900), (100, 900)], [[(300, 300), (300, 600), (600, 600), (600, 300)]]
    )
    island = box(400, 400, 500, 500)
    two = MultiPolygon([ring, island, box(2000, 2000, 2100, 2200)])

    found, tags = decoded(tiles.tile(ground(two, names=["甲-1"]), "parcels", Z, X, Y))[0]

    assert found.equals(two)
    assert found.geom_type == "MultiPolygon"
    assert len(found.geoms) == 3
    assert tags == {"id": "甲-1", "use": "100101"}


def test_a_shape_that_the_edge_cuts_into_pieces_comes_as_pieces():
    comb = Polygon(
        [(-900, 500), (300, 500), (300, 700), (-500, 700), (-500, 900), (300, 900), (300, 1100), (-900, 1100)]
    )

    found, _ = decoded(tiles.tile(ground(comb), "parcels", Z, X, Y))[0]

    assert found.is_valid
    assert found.equals(MultiPolygon([box(-M, 500, 300, 700), box(-M, 900, 300, 1100)]))


def test_a_hole_that_the_edge_cuts_opens():
    frame = Polygon(box(-1000, 100, 1000, 900).exterior, [box(-500, 300, 500, 700).exterior])

    found, _ = decoded(tiles.tile(ground(frame), "parcels", Z, X, Y))[0]

    assert found.is_valid
    assert found.equals(frame.intersection(window()))


def test_a_tile_inside_a_parcel_is_full():
    found, _ = decoded(tiles.tile(ground(box(-E, -E, 2 * E, 2 * E)), "parcels", Z, X, Y))[0]

    assert found.equals(window())


def test_what_lies_outside_or_rounds_to_nothing_is_not_there():
    outside = box(E + M + 10, 0, E + M + 90, 90)
    far, near = 3 * E, 2 * E
    around = Polygon([(-far, -far), (far, -far), (far, far), (near, far), (near, -near), (-far, -near)])
    speck = box(10.6, 10.6, 11.2, 11.2)

    assert tiles.tile(ground(outside, around, speck), "parcels", Z, X, Y) == b""
    assert tiles.tile(ground(), "parcels", Z, X, Y) == b""


def test_at_the_edge_of_a_tile_neighbours_meet_in_the_same_place():
    slanted = Polygon([(E - 999.3, 401.7), (E + 1200.9, 900.1), (E + 900.2, 3300.6), (E - 1200.8, 2900.4)])
    it = ground(slanted)

    here = decoded(tiles.tile(it, "parcels", Z, X, Y))[0][0]
    there = decoded(tiles.tile(it, "parcels", Z, X + 1, Y))[0][0]

    edge = shapely.LineString([(E, -M), (E, E + M)])
    moved = shapely.transform(there, lambda xy: xy + np.array([E, 0]))
    assert here.intersection(edge).equals(moved.intersection(edge))
    whole = shapely.union(here.intersection(box(0, 0, E, E)), moved.intersection(box(E, 0, 2 * E, E)))
    assert whole.area == pytest.approx(slanted.area, rel=1e-3)


@st.composite
def stars(draw):
    """A star-shaped polygon about the tile's edge, perhaps with a hole, seldom convex."""
    x, y = draw(st.sampled_from([(0, 0), (0, 2000), (2000, E), (E, E), (2000, 2000)]))
    n = draw(st.integers(3, 24))
    radii = draw(st.lists(st.floats(60, 1500), min_size=n, max_size=n))
    turns = np.linspace(0, 2 * np.pi, n, endpoint=False) + draw(st.floats(0, 1))
    unit = np.column_stack([np.cos(turns), np.sin(turns)])
    outer = unit * np.array(radii)[:, None] + (x, y)
    if not draw(st.booleans()):
        return Polygon(outer)
    return Polygon(outer, [unit * np.array(radii)[:, None] * 0.4 + (x, y)])


@settings(max_examples=300)
@given(st.lists(stars(), min_size=1, max_size=3))
def test_any_star_is_cut_as_geos_cuts_it(shapes):
    shapes = [one for one in shapes if one.is_valid]
    found = decoded(tiles.tile(ground(*shapes), "parcels", Z, X, Y)) if shapes else {}

    for row, one in enumerate(shapes):
        true = one.intersection(window())
        cut = found[row][0] if row in found else Polygon()
        assert cut.area == pytest.approx(true.area, abs=0.75 * true.length + 1)
        # a spike thinner than a step of the grid may be lost, and nothing that is thicker
        drawn = cut.buffer(0)
        assert drawn.difference(true.buffer(1.5)).is_empty
        assert true.buffer(-1.5).difference(drawn.buffer(1.5)).is_empty


def test_pixels_name_the_parcel_that_their_middle_lies_in(town):
    frame, ground = town
    z = 15
    side = tiles.SIDE
    for x, y in over(ground, z)[:6]:
        planes = np.frombuffer(tiles.ids(ground, z, x, y) or bytes(4 * side * side), np.uint8).reshape(4, -1)
        rows = (planes.astype(np.uint32) << np.array([[0], [8], [16], [24]], np.uint32)).sum(axis=0)
        shapes = in_tile(frame, z, x, y)
        at = (np.arange(side) + 0.5) * E / side
        middles = shapely.points(np.tile(at, side), np.repeat(at, side))
        pixel, row = shapely.STRtree(shapes).query(middles, predicate="within")
        true = np.zeros(side * side, np.uint32)
        true[pixel] = row + 1

        assert (rows != true).sum() <= 2  # a middle on an edge, to the last bit


def test_holes_of_a_parcel_are_nobodys_pixels():
    ring = Polygon(box(0, 0, E / 2, E / 2).exterior, [box(E / 8, E / 8, E / 4, E / 4).exterior])

    planes = np.frombuffer(tiles.ids(ground(ring), Z, X, Y), np.uint8).reshape(4, tiles.SIDE, tiles.SIDE)

    assert planes[0, 10, 10] == 1
    assert planes[0, 40, 40] == planes[0, 200, 200] == 0
    assert planes[0].sum() == 128 * 128 - 32 * 32


def test_the_same_land_gives_the_same_tiles_and_text_of_any_script_comes_back():
    names = ["</script>", "地块\u202e-1", "x" * 500, "a/b"]
    squares = [box(200 * k, 0, 200 * k + 100, 100) for k in range(4)]
    body = tiles.tile(ground(*squares, names=names), "parcels", Z, X, Y)

    assert body == tiles.tile(ground(*squares, names=names), "parcels", Z, X, Y)
    assert [decoded(body)[row][1]["id"] for row in range(4)] == names


def test_shapes_begin_where_a_tile_can_hold_them(town):
    _, ground = town
    few = tiles.offer(ground)
    crowd = tiles.offer(tiles.lay(many := land.parcels(9_000).set_index("parcel_id"), many["use_code"]))

    assert few.first_zoom < crowd.first_zoom <= crowd.last_zoom
    west, south, east, north = few.bounds
    assert west < east
    assert south < north
