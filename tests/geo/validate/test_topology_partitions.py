"""Land cut into parcels at random is clean; whatever defect is put into it is found, and nothing else."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Polygon, box

from geo.model import Checks
from geo.validate import check
from geo.validate.topology.gaps import SAME_M, gaps
from geo.validate.topology.overlaps import overlaps
from geo.validate.topology.search import searched
from tests.geo.features.land import plan
from tests.shapes import parcels, raw

PLAN = plan(boundary=box(-1000, -1000, 10_000, 10_000), checks=Checks(min_mu=0))
SEEDS = st.integers(0, 100_000)


def partition(seed: int, corner: tuple[float, float] = (0.0, 0.0)) -> list[Polygon]:
    """A square of 200 m cut again and again by slanting lines, ends rounded to the millimetre.

    Most cuts end in the middle of a neighbour's edge, so that edges meet in T-junctions.
    """
    random = np.random.default_rng(seed)
    x, y = corner
    cells = [box(x, y, x + 200, y + 200)]
    for _ in range(int(random.integers(3, 14))):
        cells.sort(key=lambda cell: cell.area)
        whole = cells[-1]
        turn, middle = random.uniform(0, np.pi), whole.centroid
        way = np.array([np.cos(turn), np.sin(turn)]) * 500
        knife = LineString([(middle.x - way[0], middle.y - way[1]), (middle.x + way[0], middle.y + way[1])])
        parts = [rounded(part) for part in shapely.ops.split(whole, knife).geoms]
        if len(parts) == 2 and all(part.is_valid and width(part) > 10 for part in parts):
            cells[-1:] = parts
    return cells


def rounded(shape: Polygon) -> Polygon:
    return shapely.orient_polygons(shapely.transform(shape, lambda xy: xy.round(3)))


def width(shape: Polygon) -> float:
    """On average."""
    return 2 * shape.area / shape.length


def inner_edge(cells: list[Polygon], seed: int) -> tuple[int, LineString]:
    """A cell, and a stretch of one of its edges within the square, 5 m from the edge's ends."""
    found = []
    for k, cell in enumerate(cells):
        for start, end in pairwise(cell.exterior.coords):
            edge = LineString([start, end])
            along_the_side = any(
                abs(start[axis] - side) < 0.01 and abs(end[axis] - side) < 0.01
                for axis in (0, 1)
                for side in (0, 200)
            )
            if edge.length > 30 and not along_the_side:
                found.append((k, shapely.ops.substring(edge, 5, edge.length - 5)))
    return found[seed % len(found)]


def pushed(cell: Polygon, edge: LineString, wide_m: float) -> tuple[Polygon, Polygon]:
    """A cell with a stretch of its boundary pushed inwards (outwards below 0), and the land between."""
    (x0, y0), (x1, y1) = edge.coords
    inwards = np.array([y0 - y1, x1 - x0]) / edge.length * wide_m
    stretch = np.array([[x0, y0], np.array([x0, y0]) + inwards, np.array([x1, y1]) + inwards, [x1, y1]])
    ring = shapely.get_coordinates(cell)
    after = 1 + min(
        range(len(ring) - 1), key=lambda k: LineString(ring[k : k + 2]).distance(shapely.centroid(edge))
    )
    return Polygon(np.vstack([ring[:after], stretch, ring[after:]])), Polygon(stretch)


def rules(cells: list[Polygon], **more: Polygon) -> dict[str, int]:
    """Findings of a file of these cells by rule."""
    named = {f"p{k:02}": cell for k, cell in enumerate(cells)} | more
    return dict(check(raw(**named), PLAN).report.counts)


# ---- clean ------------------------------------------------------------------------------------------------


@given(SEEDS, st.sampled_from([(0.0, 0.0), (462_000.0, 3_836_000.0)]))
@settings(max_examples=20)
def test_a_clean_partition_has_no_overlaps_and_no_gaps(seed, corner):
    cells = np.array(partition(seed, corner))

    assert len(overlaps(cells, 1.0).first) == 0
    assert len(gaps(cells, 0.5, 1.0, 1.0).first) == 0


@given(SEEDS)
@settings(max_examples=5)
def test_a_clean_partition_has_no_findings(seed):
    assert rules(partition(seed)) == {}


# ---- against every pair -----------------------------------------------------------------------------------


@given(SEEDS, st.floats(0, 4), st.floats(0, 6.3))
@settings(max_examples=25)
def test_overlaps_are_those_of_every_pair_intersected(seed, far, turn):
    random = np.random.default_rng(seed)
    cells = [
        shapely.affinity.translate(cell, *(random.uniform(-1, 1, 2) * far)) if k % 3 == 0 else cell
        for k, cell in enumerate(partition(seed, (462_000.0, 3_836_000.0)))
    ]
    hollow = cells[0].difference(cells[0].centroid.buffer(3))
    shapes = np.array([*cells, hollow, shapely.affinity.rotate(cells[-1], turn * 57)], dtype=object)

    found = overlaps(shapes, 0.5)

    slow = {
        (i, j): shapes[i].intersection(shapes[j]).area
        for i, j in combinations(range(len(shapes)), 2)
        if shapes[i].intersection(shapes[j]).area > 0.5
    }
    fast = dict(
        zip(zip(found.first.tolist(), found.second.tolist(), strict=True), found.shared_m2, strict=True)
    )
    assert fast == pytest.approx(slow, abs=1e-5)


@given(SEEDS, st.floats(0.05, 0.45))
@settings(max_examples=20)
def test_a_gap_measures_what_was_taken_out(seed, wide):
    cells = partition(seed)
    which, edge = inner_edge(cells, seed)
    cells[which], taken = pushed(cells[which], edge, wide)

    found = gaps(np.array(cells), 0.5, 0.0, 1.0)

    mine = (found.first == which) | (found.second == which)
    assert found.area_m2[mine].sum() == pytest.approx(taken.area, rel=0.02, abs=0.01)
    assert found.area_m2[~mine].sum() == 0
    assert all(shapely.distance(shapely.points(found.x, found.y), taken) < 0.01)


@given(SEEDS, st.permutations(range(6)))
@settings(max_examples=12)
def test_the_order_of_parcels_does_not_matter(seed, order):
    cells = partition(seed)
    which, edge = inner_edge(cells, seed)
    cells[which], _ = pushed(cells[which], edge, 0.3)
    turned = [cells[k] for k in order if k < len(cells)] + cells[6:]
    turned += [cell for cell in cells if not any(cell is other for other in turned)]

    one, other = (gaps(np.array(some), 0.5, 0.1, 1.0) for some in (cells, turned))

    assert sorted(one.area_m2) == pytest.approx(sorted(other.area_m2))


@given(SEEDS, st.integers(1, 6), st.floats(0, 0.6))
@settings(max_examples=20)
def test_strip_by_strip_finds_what_one_look_at_all_finds(seed, per_strip, far):
    # three squares of cells in a row, 150 m apart, every third cell moved a little
    random = np.random.default_rng(seed)
    row = [cell for k in range(3) for cell in partition(seed + k, (k * 350.0, 0.0))]
    moved = [shapely.affinity.translate(cell, *random.uniform(-far, far, 2)) for cell in row]
    cells = np.array([moved[k] if k % 3 == 0 else cell for k, cell in enumerate(row)], dtype=object)
    fixed, checks = random.random(len(cells)) < 0.2, Checks(gap_m2=0.01, overlap_m2=0.01)

    shared, between = searched(cells, checks, fixed, per_strip)

    whole_shared, whole_between = searched(cells, checks, fixed, 10_000)
    assert [column.tolist() for column in shared] == [column.tolist() for column in whole_shared]
    for column, whole in zip(between, whole_between, strict=True):
        # boundaries closer than that are one, and the order in the tree tells whose stretch counts
        assert column.tolist() == pytest.approx(whole.tolist(), abs=SAME_M)


# ---- one defect each --------------------------------------------------------------------------------------


@given(SEEDS, st.floats(0.1, 0.4))
@settings(max_examples=6)
def test_a_strip_claimed_twice_is_found(seed, wide):
    cells = partition(seed)
    which, edge = inner_edge(cells, seed)
    cells[which], _ = pushed(cells[which], edge, -wide)

    assert set(rules(cells)) == {"overlap_sliver"}


@given(SEEDS)
@settings(max_examples=6)
def test_an_overlap_is_found(seed):
    cells = partition(seed)
    which, edge = inner_edge(cells, seed)
    cells[which], _ = pushed(cells[which], edge, -4)

    assert set(rules(cells)) <= {"overlap", "overlap_sliver"}
    assert "overlap" in rules(cells)


@given(SEEDS, st.floats(0.1, 0.45))
@settings(max_examples=6)
def test_a_gap_is_found(seed, wide):
    cells = partition(seed)
    which, edge = inner_edge(cells, seed)
    cells[which], _ = pushed(cells[which], edge, wide)

    assert set(rules(cells)) == {"gap"}


@given(SEEDS)
@settings(max_examples=5)
def test_a_sliver_is_found_and_leaves_no_gap(seed):
    cells = partition(seed)
    which, edge = inner_edge(cells, seed)
    cells[which], thin = pushed(cells[which], edge, 0.4)

    assert rules(cells, thin=thin) == {"sliver": 1}


@given(SEEDS)
@settings(max_examples=5)
def test_one_shape_twice_is_found(seed):
    cells = partition(seed)

    assert rules(cells, again=cells[seed % len(cells)]) == {"shape_duplicate": 1}


@given(SEEDS, st.floats(2, 25), st.booleans())
@settings(max_examples=6)
def test_a_spike_is_found_and_nothing_is_left_of_it(seed, length, outwards):
    cells = partition(seed)
    which, edge = inner_edge(cells, seed)
    root = shapely.ops.substring(edge, edge.length / 2, edge.length / 2 + 0.03)
    blunt, _ = pushed(cells[which], root, -length if outwards else length)
    spiky = [cell if k != which else blunt for k, cell in enumerate(cells)]

    checked = check(raw(**{f"p{k:02}": cell for k, cell in enumerate(spiky)}), PLAN)

    assert checked.report.counts["spike"] == 1
    mended = checked.parcels.geometry.iloc[which]
    assert mended.symmetric_difference(cells[which]).area < 0.1
    assert set(rules(checked.parcels.geometry.tolist())) == set()


@given(SEEDS, st.floats(0.1, 0.9))
@settings(max_examples=5)
def test_a_tiny_hole_is_found(seed, side):
    cells = partition(seed)
    spot = cells[0].representative_point()
    cells[0] = cells[0].difference(box(spot.x, spot.y, spot.x + side, spot.y + side))

    assert rules(cells) == {"ring_tiny": 1}


@given(SEEDS)
@settings(max_examples=6)
def test_a_crossing_is_found(seed):
    cells = partition(seed)
    which = seed % len(cells)
    ring = list(shapely.segmentize(cells[which], 20).exterior.coords)[:-1]
    ring[1], ring[-2] = ring[-2], ring[1]
    cells[which] = Polygon(ring)

    assert ("shape_repaired" in rules(cells)) == (not cells[which].is_valid)


# ---- beside the bank --------------------------------------------------------------------------------------


@given(SEEDS, st.integers(1, 5), st.floats(-0.4, 0.4))
@settings(max_examples=6)
def test_a_file_beside_the_bank_is_told_what_the_whole_would_be_told_of_it(seed, new, wide):
    cells = partition(seed)
    which, edge = inner_edge(cells, seed)
    cells[which], _ = pushed(cells[which], edge, wide)
    named = {f"p{k:02}": cell for k, cell in enumerate(cells)}
    mine = {name: cell for k, (name, cell) in enumerate(named.items()) if k % 5 < new}
    bank = parcels(**{name: cell for name, cell in named.items() if name not in mine})

    whole = check(raw(**named), PLAN).report.findings
    beside = check(raw(**mine), PLAN, beside=bank).report.findings

    touching = [
        one for one in whole if one.parcel_id in mine or any(f"({name})" in one.text for name in mine)
    ]
    bare = {one.rule.removesuffix("_bank") for one in beside}
    assert (bare, len(beside)) == ({one.rule for one in touching}, len(touching))
