"""A sentence becomes a brief by rules alone: what is said is heard, what is not known is told."""

from __future__ import annotations

import dataclasses
import itertools
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import codes, sentence
from geo import plan as planning
from geo.model import Understood

PLAN = planning.load(Path(str(resources.files("data").joinpath("erqi"))))
CODES = codes.national(PLAN.code_system, PLAN.code_edition)


def heard(said: str) -> Understood:
    return sentence.understand(said, PLAN, CODES)


def test_the_planner_s_own_example_is_understood_in_full():
    told = heard("大学路轴上 30–60亩 能建医院的净地")

    assert told.fields == {
        "industry": "health_services",
        "use_codes": ["0806"],
        "axis": "daxue",
        "within": ["axis"],
        "area_min_mu": 30,
        "area_max_mu": 60,
        "statuses": ["net"],
    }
    assert told.unheard == ()
    assert told.is_complete


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ("三十到六十亩", {"area_min_mu": 30, "area_max_mu": 60}),
        ("介于30亩至60亩之间", {"area_min_mu": 30, "area_max_mu": 60}),
        ("between 30 and 60 mu", {"area_min_mu": 30, "area_max_mu": 60}),
        ("两百亩以上", {"area_min_mu": 200}),
        ("不少于１２０亩", {"area_min_mu": 120}),
        ("不要超过60亩", {"area_max_mu": 60}),
        ("约133亩", {"area_mu": 133}),
        ("133亩左右", {"area_mu": 133}),
        ("10公顷", {"area_mu": 150}),
        ("88,667平方米以内", {"area_max_mu": 133.0005}),
        ("2万平方米", {"area_mu": 30}),
    ],
)
def test_areas_are_heard_in_mu_however_they_are_said(said: str, fields: dict[str, float]):
    assert heard(said).fields == pytest.approx(fields)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ("地价不超过80万/亩", {"price_max_wan_per_mu": 80}),
        ("每亩60万元以内", {"price_max_wan_per_mu": 60}),
        ("容积率2.0以上", {"far_min": 2}),
        ("建筑高度可达30米", {"height_min_m": 30}),
        ("三通一平", {"utilities": ["road", "water", "power"]}),
        ("通水通电", {"utilities": ["water", "power"]}),
        ("净地或存量", {"statuses": ["net", "idle"]}),
        ("2025年6月底前净地", {"net_by": "2025-06-30"}),
        ("2025年6月前净地", {"net_by": "2025-05-31"}),
        ("明年底前可供地", {"net_by": "2025-12-31"}),
        ("半年内", {}),
        ("6个月内净地", {"net_by": "2024-11-30"}),
        ("前5宗", {"k": 5}),
        ("一类工业用地", {"use_codes": ["100101"]}),
    ],
)
def test_conditions_are_heard(said: str, fields: dict[str, object]):
    assert heard(said).fields == fields


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ("距地铁站1公里内", {"at_most": {"metro_m": 1000}}),
        ("500米内有医院", {"at_most": {"hospital_m": 500}}),
        ("离高速不超过五公里", {"at_most": {"highway_m": 5000}}),
        ("远离居住300米", {"at_least": {"housing_m": 300}}),
        ("距学校至少200米", {"at_least": {"school_m": 200}}),
        ("距大学路800米以内", {"at_most": {"axis_daxue_m": 800}}),
    ],
)
def test_distances_bound_the_plan_s_own_measures(said: str, fields: dict[str, object]):
    assert heard(said).fields == fields


def test_a_wish_without_a_figure_weighs_as_much_as_the_heaviest_of_the_preset():
    told = heard("科创 靠近地铁")

    assert told.fields["weights"] == {"metro": 28}


def test_a_place_is_demanded_or_preferred_as_it_is_said():
    assert heard("在马寨园区内").fields == {"park": "mazhai", "within": ["park"]}
    assert heard("最好在马寨").fields == {"park": "mazhai"}
    assert heard("嵩山路附近").fields == {"axis": "songshan"}


def test_what_is_built_is_not_mistaken_for_what_lies_near():
    assert heard("500米内有医院, 食品厂").fields["industry"] == "food"


def test_a_denied_word_is_told_and_never_taken_for_its_opposite():
    told = heard("不要马寨的数据中心")

    assert told.fields == {"industry": "data_centre"}
    assert [one.said for one in told.unheard] == ["不要马寨"]
    assert not told.is_complete


def test_a_second_place_or_industry_is_told_not_merged():
    told = heard("大学路或者嵩山路 医疗器械 软件")

    assert told.fields == {"axis": "daxue", "industry": "medical_device"}
    assert [one.said for one in told.unheard] == ["嵩山路", "软件"]


def test_words_that_contradict_one_another_are_told():
    told = heard("30亩以上, 不少于50亩")

    assert told.fields == {"area_min_mu": 30}
    assert [one.said for one in told.unheard] == ["不少于50亩"]


def test_nonsense_is_named_and_sets_nothing():
    told = heard("<img src=x onerror=alert(1)> 给我来点好吃的")

    assert told.fields == {}
    assert told.unheard
    assert not told.is_complete


def test_every_piece_says_where_it_stands_in_the_sentence():
    said = " 马寨　１００－１５０亩 食品 外星人 "

    told = heard(said)

    for one in (*told.heard, *told.unheard):
        assert said[one.start : one.end] == one.said
    assert [one.said for one in told.unheard] == ["外星人"]


@given(
    st.text(
        alphabet=st.sampled_from(
            "大学路轴上内食品净地三十到六百亩万元/不超过距地铁站米里内远离0123.–前年月底可ab <>"
        ),
        max_size=40,
    )
)
@settings(max_examples=300)
def test_any_text_is_understood_the_same_way_twice_and_its_pieces_never_overlap(said: str):
    told = heard(said)

    pieces = sorted((one.start, one.end) for one in (*told.heard, *told.unheard))
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(pieces))
    assert all(start < end for start, end in pieces)
    assert dataclasses.asdict(heard(said)) == dataclasses.asdict(told)
