"""What is mended unasked is little, is said with place and ㎡, and is left or undone as a planner decides."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from geo.model import Checks
from geo.validate import check
from geo.validate.spikes import without_spikes
from tests.geo.validate.test_topology import PLAN, found, metres, said
from tests.shapes import raw, square

# 100 m square with a needle of 20 m, 4 cm wide at its root: 0.4 ㎡
NEEDLE = Polygon([(0, 0), (100, 0), (100, 50), (120, 50.02), (100, 50.04), (100, 100), (0, 100)])
# a bow tie that crosses at (50, 50)
BOW_TIE = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])


# ---- spikes -----------------------------------------------------------------------------------------------


def test_a_needle_is_cut_off_and_said():
    checked = check(raw(a=NEEDLE), PLAN)

    assert checked.parcels["area_m2"].tolist() == pytest.approx([10_000], abs=0.01)
    spike = found(checked, "spike")
    assert [(one.row, one.seen, metres(one)) for one in spike] == [(1, "20.0", (120, 50))]
    assert (
        "1 处尖刺, 最长 20.0 m, 面积 0.4 ㎡, 已削去 (容差: 根部宽 0.1 m; 面积 1 ㎡ 以内自动削去)"
        in spike[0].text
    )
    assert (spike[0].severity, checked.report.repaired) == ("warning", 1)


def test_a_needle_inwards_is_closed():
    notch = Polygon([(0, 0), (100, 0), (100, 50), (80, 50.02), (100, 50.04), (100, 100), (0, 100)])

    assert check(raw(a=notch), PLAN).parcels["area_m2"].tolist() == pytest.approx([10_000], abs=0.01)


def test_a_blunt_needle_is_cut_off_too():
    blunt = [(0, 0), (100, 0), (100, 50), (110, 50.0), (110, 50.04), (100, 50.04), (100, 100), (0, 100)]

    checked = check(raw(a=Polygon(blunt)), PLAN)

    assert checked.parcels["area_m2"].tolist() == pytest.approx([10_000], abs=0.01)
    assert len(found(checked, "spike")) == 1


def test_a_needle_of_more_than_the_tolerance_is_only_told_until_a_planner_says_so():
    strict = Checks(spike_m2=0.1)

    told = check(raw(a=NEEDLE), PLAN, strict)
    cut = check(raw(a=NEEDLE), PLAN, strict, [said("fix", "spike")])

    assert "未改动" in found(told, "spike")[0].text
    assert told.parcels["area_m2"].tolist() == pytest.approx([10_000.4], abs=0.01)
    assert cut.parcels["area_m2"].tolist() == pytest.approx([10_000], abs=0.01)


def test_a_needle_that_a_planner_accepts_stays():
    kept = check(raw(a=NEEDLE), PLAN, decisions=[said("accept", "spike", "a")])

    assert kept.parcels["area_m2"].tolist() == pytest.approx([10_000.4], abs=0.01)
    assert kept.report.repaired == 0


def test_the_sharp_corner_of_a_triangle_is_no_spike():
    # 5.7 degrees
    assert check(raw(a=Polygon([(0, 0), (200, 0), (200, 20)])), PLAN).report.findings == ()


def test_a_thin_parcel_is_not_cut_away_as_a_spike():
    checked = check(raw(a=box(0, 0, 5, 0.08), b=square(50, 0, 10)), PLAN)

    assert checked.parcels["area_m2"].tolist() == pytest.approx([0.4, 2500])
    assert found(checked, "spike") == []


@given(
    st.integers(0, 15),
    st.floats(1.5, 40),
    st.floats(0.001, 0.09),
    st.booleans(),
)
@settings(max_examples=60)
def test_a_needle_put_anywhere_on_a_ring_is_the_only_thing_cut(at, length, width, inwards):
    # a square of 16 points, 25 m apart, with a needle in the middle of one of its stretches
    outline = shapely.segmentize(square(100), 25)
    ring = shapely.get_coordinates(outline)
    start, end = ring[at], ring[at + 1]
    along = (end - start) / 25
    out = np.array([along[1], -along[0]]) * (-1 if inwards else 1)
    half = min(width, length / 21)
    root = start + along * 12
    needle = [root, root + along * half / 2 + out * length, root + along * half]

    cut, spikes = without_spikes(np.vstack([ring[: at + 1], needle, ring[at + 1 :]]), 0.1)

    assert len(spikes) == 1
    assert without_spikes(cut, 0.1)[1] == []
    # at its root a corner may be left, a millimetre deep along a stretch of 25 m
    assert Polygon(cut).symmetric_difference(outline).area < 0.03 + 0.002 * length


@pytest.mark.parametrize("turned", [False, True])
def test_a_needle_is_found_in_every_part_and_every_ring(turned):
    ring = shapely.get_coordinates(shapely.affinity.scale(NEEDLE, 0.5, 0.5, origin=(0, 0)))
    inner = Polygon(ring[::-1] if turned else ring)
    hollow = box(-50, -50, 200, 200).difference(inner)
    second = MultiPolygon([box(1000, 0, 1100, 100), shapely.affinity.translate(inner, 2000)])

    checked = check(raw(a=hollow, b=second, c=square(100, 5000)), PLAN)

    assert [(one.parcel_id, one.seen) for one in found(checked, "spike")] == [("a", "10.0"), ("b", "10.0")]
    assert checked.parcels["area_m2"].tolist() == pytest.approx([60_000, 12_500, 10_000], abs=0.01)


# ---- tiny rings -------------------------------------------------------------------------------------------


def test_a_tiny_hole_is_filled_and_a_tiny_part_dropped():
    hollow = square(100).difference(box(10, 10, 10.5, 10.5))

    checked = check(raw(a=MultiPolygon([hollow, square(0.5, 300)])), PLAN)

    assert checked.parcels["area_m2"].tolist() == [10_000]
    assert [(one.row, one.seen) for one in found(checked, "ring_tiny")] == [(1, "0.5 ㎡")]
    assert "有 2 个微小的洞或碎块, 共 0.5 ㎡, 已去掉 (容差: 每个 1 ㎡)" in found(checked, "ring_tiny")[0].text
    assert checked.report.repaired == 1


def test_larger_holes_and_parts_stay():
    hollow = square(100).difference(square(2, 10, 10))

    checked = check(raw(a=MultiPolygon([hollow, square(2, 300)])), PLAN)

    assert checked.parcels["area_m2"].tolist() == [10_000]
    assert checked.parcels.geometry["a"].equals(MultiPolygon([hollow, square(2, 300)]))
    assert checked.report.findings == ()


def test_a_tiny_hole_that_a_planner_accepts_stays():
    hollow = square(100).difference(box(10, 10, 10.5, 10.5))

    kept = check(raw(a=hollow), PLAN, decisions=[said("accept", "ring_tiny")])

    assert kept.parcels["area_m2"].tolist() == [9_999.75]


def test_the_largest_part_of_a_tiny_parcel_stays():
    assert check(raw(a=square(0.5), b=square(50, 10)), PLAN).parcels["area_m2"].tolist() == [0.25, 2500]


# ---- self-crossing ----------------------------------------------------------------------------------------


def test_a_crossing_is_told_with_its_place_and_both_areas():
    repaired = found(check(raw(a=BOW_TIE), PLAN), "shape_repaired")

    assert [(one.seen, metres(one)) for one in repaired] == [("Self-intersection", (50, 50))]
    assert "图形无效 (自相交), 已修复, 面积由 0.0亩 (0㎡) 变为 7.5亩 (5,000㎡)" in repaired[0].text
    assert "its area was 0.0 mu (0 m²) and is 7.5 mu (5,000 m²)" in repaired[0].text_en


def test_a_crossing_that_a_planner_rejects_is_out():
    checked = check(raw(a=BOW_TIE, b=square(50, 500)), PLAN, decisions=[said("reject", "shape_repaired")])

    assert checked.parcels.index.tolist() == ["b"]
