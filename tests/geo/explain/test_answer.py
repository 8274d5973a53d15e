"""Explanations read the scores: parts add up, changes suffice, the way out really is one."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import codes, match
from geo.criteria.question import question as compile_question
from geo.explain import relax
from geo.explain.answer import answer, why
from geo.match import Cells
from geo.model import Brief, Limit
from tests.geo import worlds

AREA_MIN = Limit("area_min", "面积下限", "Area", "area_mu", "min", 100.0, "亩", scale=50.0)
PRICE_MAX = Limit("price", "地价", "Price", "price_wan_per_mu", "max", 60.0, "万元/亩", scale=60.0)
FARMLAND = Limit("farm", "永农", "Farmland", "over_farmland_m2", "max", 1.0, "㎡", firm=True)


def _answer(measured, brief=None, plan=None):
    plan = plan or worlds.plan()
    asked = compile_question(
        brief or Brief("factory"), plan, codes.national("landuse_sea", "2023"), plan.industries[0]
    )
    return answer(match.score(measured, asked), worlds.scene(measured, plan))


def _scores(measured, *limits):
    return match.score(measured, worlds.question(list(limits), [(worlds.NEAR_METRO, 1.0)]))


def test_a_suggestion_s_points_sum_to_its_score():
    told = _answer(worlds.table(metro_m=[137.0, 611.0], axis_a_m=[1500.0, 0.0]))

    for suggestion in told.suggestions:
        assert sum(part.points for part in suggestion.parts) == pytest.approx(suggestion.score, abs=1e-9)


def test_the_nearer_parcel_comes_first_and_says_so_in_both_languages():
    told = _answer(worlds.table(metro_m=[900.0, 100.0]))

    first = told.suggestions[0]
    assert first.parcel_id == "P2"
    metro = next(reason for reason in first.reasons if reason.about == "metro")
    assert "100 m" in metro.text
    assert "100 m" in metro.text_en


def test_no_data_is_told_as_a_caveat():
    told = _answer(worlds.table(metro_m=[math.nan]))

    caveats = {reason.about for reason in told.suggestions[0].reasons if reason.kind == "caveat"}
    assert caveats == {"metro", "basis"}


def test_a_near_miss_names_the_smallest_change():
    told = _answer(worlds.table(area_mu=[100.0, 90.7]), Brief("factory", area_min_mu=100))

    miss = told.near_misses[0]
    assert (miss.parcel_id, miss.failed.limit) == ("P2", "area_min")
    assert miss.failed.margin == pytest.approx(-9.3)
    assert "9.3亩" in miss.failed.change
    assert "90.7亩" in miss.failed.change


def test_a_parcel_on_farmland_is_no_near_miss():
    told = _answer(worlds.table(over_farmland_m2=[0.0, 500.0]))

    assert told.near_misses == ()
    assert told.counts.only["constraint_farmland"] == 1


def test_when_nothing_fits_the_cheapest_way_out_comes_first():
    measured = worlds.table(area_mu=[90.0, 40.0], price_wan_per_mu=[50.0, 50.0])

    told = _answer(measured, Brief("factory", area_min_mu=100))

    way = told.relaxations[0]
    assert [(step.limit, step.to) for step in way.loosenings] == [("area_min", 90.0)]
    assert (way.admits, way.first) == (1, "P1")


def test_while_something_fits_nothing_is_relaxed():
    assert _answer(worlds.table(area_mu=[100.0])).relaxations == ()


def test_the_same_question_has_the_same_answer_and_id():
    measured = worlds.table(metro_m=[1.0, 2.0])

    assert _answer(measured) == _answer(measured)


def test_another_question_has_another_id():
    measured = worlds.table(metro_m=[1.0, 2.0])

    assert _answer(measured).replay.answer != _answer(measured, Brief("factory", k=3)).replay.answer


def test_why_tells_every_limit_of_an_excluded_parcel_and_what_it_would_score():
    measured = worlds.table(area_mu=[100.0, 30.0], use_code=["100101", "0901"])
    plan = worlds.plan()
    asked = compile_question(
        Brief("factory", area_min_mu=100), plan, codes.national("landuse_sea", "2023"), plan.industries[0]
    )

    told = why(match.score(measured, asked), worlds.scene(measured, plan), 1)

    assert (told.eligible, told.rank) == (False, None)
    assert {result.limit for result in told.limits if not result.passed} == {"use", "area_min"}
    assert sum(part.points for part in told.parts) == pytest.approx(told.score, abs=1e-9)


def test_two_scores_within_half_a_point_are_told_as_a_tie():
    told = _answer(worlds.table(metro_m=[500.0, 501.0]))

    assert [reason.kind for reason in told.reasons] == ["caveat"]
    assert "P1、P2" in told.reasons[0].text


def test_real_land_carries_no_notice_of_illustration():
    measured = worlds.table(metro_m=[1.0])
    plan = worlds.plan()
    scene = worlds.scene(measured, plan)
    real = replace(scene, told=Cells(scene.parcels.assign(basis="published")))
    asked = compile_question(
        Brief("factory"), plan, codes.national("landuse_sea", "2023"), plan.industries[0]
    )

    assert answer(match.score(measured, asked), real).note == ""
    assert answer(match.score(measured, asked), scene).note == plan.note


ROWS = st.lists(
    st.tuples(st.integers(1, 200), st.integers(1, 200), st.sampled_from([0.0, 0.0, 5.0])),
    min_size=1,
    max_size=10,
)


@settings(max_examples=300)
@given(ROWS)
def test_a_relaxation_admits_what_it_says_and_nothing_smaller_does(rows):
    measured = worlds.table(
        area_mu=[float(area) for area, _, _ in rows],
        price_wan_per_mu=[float(price) for _, price, _ in rows],
        over_farmland_m2=[over for _, _, over in rows],
    )
    scores = _scores(measured, AREA_MIN, PRICE_MAX, FARMLAND)
    cost = relax.costs(scores)

    for way in relax.relaxations(scores, cost):
        moved = {step.limit: step.to for step in way.loosenings}
        area, price = moved.get("area_min", 100.0), moved.get("price", 60.0)
        inside = [a >= area and p <= price and over <= 1 for a, p, over in rows]
        assert sum(inside) == way.admits > 0
        # the cheapest of its kind, found by looking at every row
        kinds = [
            max(0, 100 - a) / 50 + max(0, p - 60) / 60
            for a, p, over in rows
            if over <= 1 and {n for n, f in (("area_min", a < 100), ("price", p > 60)) if f} == set(moved)
        ]
        assert way.cost == pytest.approx(min(kinds))


@given(ROWS)
def test_near_misses_fail_exactly_one_limit_that_can_move(rows):
    measured = worlds.table(
        area_mu=[float(area) for area, _, _ in rows],
        price_wan_per_mu=[float(price) for _, price, _ in rows],
        over_farmland_m2=[over for _, _, over in rows],
    )
    scores = _scores(measured, AREA_MIN, PRICE_MAX, FARMLAND)

    near = relax.near_rows(scores, relax.costs(scores), most=99)

    expected = {i for i, (a, p, over) in enumerate(rows) if over <= 1 and (a < 100) + (p > 60) == 1}
    assert set(near) == expected
