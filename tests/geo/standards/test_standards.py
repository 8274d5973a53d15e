"""标准地预审: the worked case of 康师傅, outcomes without figures, remedies that just suffice."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import plan as planning
from geo.errors import BadBrief
from geo.model import Basis, Project, StandardRule
from geo.standards import Conditions, check
from geo.standards.rules import is_met, judge, required

ERQI = Path(__file__).resolve().parents[3] / "data" / "erqi"
MASTER_KONG = Project("P053", "康师傅", "food", "landed", area_mu=133, invest_yi=10, output_yi=40, tax_yi=2.5)


@pytest.fixture(scope="module")
def erqi():
    return planning.load(ERQI)


def rule(indicator="fixed_invest_wan_per_mu", op="min", value=800.0, **by_code) -> StandardRule:
    return StandardRule(
        indicator, op, value, by_code, binding=True, basis=Basis.PUBLISHED, clause="", clause_en=""
    )


def against(table_id, project, erqi):
    found = check(project, planning.find_industry(erqi, "food"), erqi.standards, (133.0, "project"))
    return found, {one.indicator: one for one in next(t for t in found.standards if t.id == table_id).results}


def test_the_worked_case_comes_out_as_written(erqi):
    found, results = against("gaoxin_2022", MASTER_KONG, erqi)
    invest = results["fixed_invest_wan_per_mu"]

    assert [round(results[name].value) for name in ("output_wan_per_mu", "tax_wan_per_mu")] == [3008, 188]
    assert round(invest.value) == 752
    assert [one.outcome for one in results.values()] == ["fail", "pass", "pass", "unknown"]
    assert f"{invest.short:.0%}" == "6%"
    assert [one.text for one in invest.remedies] == ["固定资产投资须 ≥ 10.64 亿元", "或用地 ≤ 125 亩"]
    assert "此处为总投资, 指标计固定资产投资" in invest.text
    assert found.figures["fixed_invest_wan_per_mu"] is None
    assert round(found.figures["total_invest_wan_per_mu"]) == 752


def test_tables_say_whether_they_hold(erqi):
    found, results = against("mlr_2008", replace(MASTER_KONG, far=1.2), erqi)

    assert {one.id: one.status for one in found.standards} == {
        "mnr_2023": "in_force", "mlr_2008": "superseded", "gaoxin_2022": "reference",
    }  # fmt: skip
    assert results["far"].outcome == "pass"
    assert (results["far"].required, against("mnr_2023", MASTER_KONG, erqi)[1]["far"].outcome) == (
        1.0,
        "unknown",
    )


def test_a_table_of_industry_says_nothing_of_a_shop(erqi):
    shop = planning.find_industry(erqi, "special_commerce")

    found = check(Project("S", "店", shop.id, "plan"), shop, erqi.standards, (10.0, "project"))

    assert [one.applies for one in found.standards] == [False, False, False]


def test_total_investment_that_would_do_proves_nothing():
    project = Project("P", "甲", "", "plan", invest_yi=10)

    assert judge(rule(), project, 100, ()).outcome == "unproven"
    assert judge(rule(), replace(project, fixed_invest_yi=9), 100, ()).outcome == "pass"
    assert judge(rule(), replace(project, fixed_invest_yi=7), 100, ()).outcome == "fail"


def test_a_trade_of_two_codes_is_judged_only_where_both_agree():
    two = rule("far", "min", None, C13=1.0, C26=0.6)
    outcomes = [
        judge(two, Project("P", "甲", "", "plan", far=far), 10, ("C13", "C26")).outcome
        for far in (0.5, 0.8, 1.0)
    ]

    assert outcomes == ["fail", "unknown", "pass"]
    assert required(two, ("C1399",)) == (1.0, 1.0)


def test_the_parcels_own_conditions_bind_too():
    land = Conditions("A1", 60.0, far_min=1.0, far_max=2.0)

    found = check(Project("P", "甲", "", "plan", far=2.4), None, (), (60.0, "parcel"), conditions=land)

    assert [(one.op, one.outcome) for one in found.parcel] == [("min", "pass"), ("max", "fail")]


def test_no_area_is_no_question():
    with pytest.raises(BadBrief):
        check(MASTER_KONG, None, (), (0.0, "project"))


money = st.floats(0.01, 500, allow_nan=False)


@given(money, st.floats(1, 3000), st.floats(1, 5000))
def test_each_remedy_meets_the_rule_and_nothing_smaller_does(invest_yi, area_mu, needed):
    asked = rule(value=needed)
    project = Project("P", "甲", "", "plan", fixed_invest_yi=invest_yi)
    result = judge(asked, project, area_mu, ())
    slow = invest_yi * 10_000 / area_mu

    assert (result.outcome == "pass") == is_met("min", slow, needed)
    if result.outcome == "pass":
        return
    more, less = result.remedies
    assert judge(asked, replace(project, fixed_invest_yi=more.value), area_mu, ()).outcome == "pass"
    assert (
        judge(asked, replace(project, fixed_invest_yi=more.value * (1 - 1e-6)), area_mu, ()).outcome == "fail"
    )
    assert judge(asked, project, less.value, ()).outcome == "pass"
    assert judge(asked, project, less.value * (1 + 1e-6), ()).outcome == "fail"
    assert math.isclose(result.short, 1 - slow / needed, rel_tol=1e-9)
