"""Parcels over constraint layers: real overlaps apart from slivers, cut off where a planner decided so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from geo.model import Decision, Plan
from geo.validate import Checked, check
from tests.geo.features.land import constraint, layer, plan
from tests.shapes import raw, square


def farmland(*shapes: shapely.Geometry) -> Plan:
    return plan(layer("农田", *shapes, role="constraint"), constraints=(constraint("农田"),))


def boundary(*shapes: shapely.Geometry) -> Plan:
    return plan(
        layer("开发边界", *shapes, role="constraint"), constraints=(constraint("开发边界", "inside"),)
    )


def told(checked: Checked) -> list[tuple[str, str, str]]:
    return [
        (one.rule, one.parcel_id, one.seen)
        for one in checked.report.findings
        if one.rule.startswith("constraint")
    ]


def test_a_parcel_over_farmland_is_told_with_its_area_and_share():
    checked = check(raw(a=square(100), b=square(100, 500)), farmland(box(75, 0, 200, 100)))

    finding = next(one for one in checked.report.findings if one.rule == "constraint_overlap")
    assert (finding.parcel_id, finding.severity) == ("a", "warning")
    assert "2,500" in finding.seen
    assert "25.00%" in finding.text


def test_its_place_is_on_the_overlap():
    checked = check(raw(a=square(100)), farmland(box(99, 0, 200, 100)))

    place, parcel = checked.report.findings[0], checked.parcels.iloc[0]
    assert place.lon > parcel["lon"]


@pytest.mark.parametrize(("width", "rule"), [(1.0, "constraint_overlap"), (0.05, "constraint_sliver")])
def test_a_strip_along_the_line_is_a_sliver_and_not_an_overlap(width, rule):
    checked = check(raw(a=square(100)), farmland(box(100 - width, 0, 200, 100)))

    assert [one[0] for one in told(checked)] == [rule]


def test_neighbours_of_a_constraint_are_not_over_it():
    assert told(check(raw(a=square(100)), farmland(box(100, 0, 200, 100)))) == []


def test_land_under_two_parts_of_a_layer_counts_once():
    checked = check(raw(a=square(100)), farmland(box(50, 0, 200, 100), box(0, 0, 200, 50)))

    assert "75.00%" in checked.report.findings[0].text


def test_what_lies_outside_a_boundary_is_told():
    parts = boundary(box(0, 0, 50, 100), box(50, 0, 80, 100))

    checked = check(raw(a=square(100), b=square(100, 500), c=square(40)), parts)

    shares = {one.parcel_id: one.text for one in checked.report.findings if one.rule == "constraint_outside"}
    assert list(shares) == ["a", "b"]
    assert "20.00%" in shares["a"]
    assert "100.00%" in shares["b"]


def test_once_decided_the_part_over_the_constraint_is_cut_off():
    decision = Decision("constraint_overlap", "fix", "", "王工", "2026-05-01", "")

    checked = check(raw(a=square(100)), farmland(box(75, 0, 200, 100)), decisions=[decision])

    assert checked.parcels["area_m2"].tolist() == pytest.approx([7500])
    assert checked.report.repaired == 1


def test_a_parcel_that_lies_wholly_over_it_is_never_cut_to_nothing():
    decision = Decision("constraint_overlap", "fix", "", "王工", "2026-05-01", "")

    checked = check(raw(a=square(100)), farmland(box(-1, -1, 200, 200)), decisions=[decision])

    assert checked.parcels["area_m2"].tolist() == pytest.approx([10_000])
    assert told(checked)[0][0] == "constraint_overlap"


CORNERS = st.tuples(st.integers(0, 80), st.integers(0, 80), st.integers(1, 40), st.integers(1, 40))


@given(st.lists(CORNERS, min_size=1, max_size=6), st.lists(CORNERS, min_size=1, max_size=4))
@settings(max_examples=40)
def test_what_is_told_is_what_every_parcel_shares_with_the_whole_layer(land, protected):
    shapes = {f"p{n}": box(x, y, x + w, y + h) for n, (x, y, w, h) in enumerate(land)}
    areas = [box(x, y, x + w, y + h) for x, y, w, h in protected]
    some = replace(farmland(*areas), constraints=(constraint("农田"), constraint("边", "inside")))
    some = replace(some, layers={**some.layers, "边": layer("边", *areas, role="constraint")})

    checked = check(raw(**shapes), some)

    whole = shapely.union_all(areas)
    over = {one.parcel_id for one in checked.report.findings if one.rule == "constraint_overlap"}
    out = {one.parcel_id for one in checked.report.findings if one.rule == "constraint_outside"}
    shared = {id_: shape.intersection(whole).area for id_, shape in shapes.items()}
    beyond = {id_: shape.difference(whole).area for id_, shape in shapes.items()}
    assert over == {id_ for id_, area in shared.items() if area > max(1, 0.001 * shapes[id_].area)}
    assert out == {id_ for id_, area in beyond.items() if area > max(1, 0.001 * shapes[id_].area)}
    assert np.isfinite([one.lon for one in checked.report.findings if one.lon is not None]).all()


# ---- stated areas -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rule", "stated"), [("area_unit", 15), ("area_differs", 9_000)])
def test_a_stated_area_is_put_right_once_that_was_decided(rule, stated):
    decision = Decision(rule, "fix", "", "王工", "2026-05-01", "")

    checked = check(raw({"area_stated_m2": [stated]}, a=square(100)), plan(), decisions=[decision])

    assert checked.parcels["area_stated_m2"].tolist() == pytest.approx([10_000])
    assert [one.severity for one in checked.report.findings] == ["info"]
