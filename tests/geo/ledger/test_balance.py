"""Supply against the pipeline: sums that hold, the day land runs out, land claimed twice, reverse match."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import codes, match
from geo.criteria import question as compiling
from geo.errors import UnknownName
from geo.ledger.balance import balance, runs_out, short_mu
from geo.ledger.claims import double_claims
from geo.ledger.demand import demands, supply
from geo.ledger.reverse import fits
from geo.model import Alias, Basis, Brief, Practice, Project, UsualArea
from tests.geo.worlds import FACTORY, plan, table

TABLE = codes.national("landuse_sea", "2023")
SHOP = replace(FACTORY, id="shop", name="商业", name_en="Retail", aliases=(), use_codes=("0901",), hazard=0)
EITHER = replace(SHOP, id="either", name="综合", aliases=(), use_codes=("0901", "1001"))
USUAL = UsualArea(40.0, {}, Basis.ASSUMED, "ours")
PLAN = plan(
    industries=(FACTORY, SHOP, EITHER),
    practice=Practice(usual_area=USUAL, pace_months={"signed": 6, "attract": 12}),
)
POOLS = ("plan", "attract", "signed")


def project(id_: str, industry: str = "factory", **given: object) -> Project:
    return replace(Project(id_, id_, industry, "signed"), **given)


def land(**columns: list[object]):
    bank = table(**columns)
    return bank, supply(bank, PLAN, [])


def test_a_group_sums_its_land_and_the_projects_that_name_it():
    bank, offered = land(area_mu=[100.0, 50.0, 30.0], park=["西园", "西园", ""], held=["甲", "", ""])
    asked = demands([project("P", area_mu=20.0, park="西园"), project("Q")], PLAN, POOLS)

    rows, unplaced = balance(bank, offered, asked, "park", TABLE)

    west = rows[1]
    assert (west.key, west.parcels, west.supply_mu, west.open_mu, west.promised_mu) == (
        "西园", 2, pytest.approx(150), pytest.approx(50), pytest.approx(100),
    )  # fmt: skip
    assert (west.projects, west.demand_mu, west.balance_mu) == (("P",), 20, pytest.approx(30))
    assert unplaced == 40


def test_what_is_reckoned_and_not_stated_is_told_apart():
    bank, offered = land(area_mu=[100.0])
    asked = demands([project("P", area_mu=20.0), project("Q")], PLAN, POOLS)

    (row,), _ = balance(bank, offered, asked, "use", TABLE)

    assert (row.demand_mu, row.demand_assumed_mu, row.demand_by_pool) == (60, 40, {"signed": 60})


def test_a_group_that_does_not_exist_is_refused():
    bank, offered = land()
    with pytest.raises(UnknownName):
        balance(bank, offered, [], "colour", TABLE)


def test_land_supplied_held_or_locked_is_not_open():
    bank = table(status=["net", "supplied", "net", "net"], held=["", "", "甲", ""])

    offered = supply(bank, PLAN, ["P4"])

    assert offered.open.tolist() == [True, False, False, False]


def test_cleared_land_runs_out_before_all_land_does():
    _, offered = land(
        area_mu=[50.0, 60.0, 70.0],
        status=["net", "clearing", "clearing"],
        net_date=["2020-01-01", "2025-01-31", None],
    )
    asked = demands(
        [project("A", area_mu=40.0, acquire_by=date(2024, 7, 1)),
         project("B", area_mu=40.0, acquire_by=date(2024, 8, 1)),
         project("C", area_mu=110.0, acquire_by=date(2025, 3, 1))],
        PLAN, POOLS,
    )  # fmt: skip

    (told,) = runs_out(offered, asked, PLAN, TABLE)

    assert (told.net_on, told.net_project) == (date(2024, 8, 1), "B")
    assert (told.all_on, told.all_project) == (date(2025, 3, 1), "C")
    assert (told.net_now_mu, told.undated_mu) == (pytest.approx(50), pytest.approx(70))


def test_a_project_without_a_day_follows_its_pools_pace_and_no_day_lies_before_the_plan():
    days = [
        one.day
        for one in demands(
            [project("A"), project("B", pool="attract"), project("C", pool="plan"),
             project("D", acquire_by=date(2020, 1, 1))],
            PLAN, POOLS,
        )
    ]  # fmt: skip

    assert days == [date(2024, 11, 30), date(2025, 5, 31), None, date(2024, 5, 31)]


def oracle_run_out(days, areas, cleared, open_mu):
    """Day by day over a year: the first day on which what is taken exceeds what is there."""
    start = PLAN.as_of
    net = whole = None
    for step in range(400):
        day = start + timedelta(days=step)
        taken = sum(area for area, on in zip(areas, days, strict=True) if on <= day)
        ready = sum(mu for mu, on in cleared if on <= day)
        net = net or (day if taken > ready + 1e-6 and day in days else None)
        whole = whole or (day if taken > open_mu + 1e-6 else None)
    return net, whole


spans = st.integers(0, 300)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(spans, st.integers(1, 90)), min_size=1, max_size=6),
    st.lists(st.tuples(spans, st.integers(1, 90)), min_size=1, max_size=6),
)
def test_the_day_of_running_out_is_the_one_a_walk_through_the_days_finds(asked, offered):
    start = PLAN.as_of
    _, there = land(
        area_mu=[float(mu) for _, mu in offered], status=["clearing"] * len(offered),
        net_date=[(start + timedelta(days=step)).isoformat() for step, _ in offered],
    )  # fmt: skip
    days = [start + timedelta(days=step) for step, _ in asked]
    wanted = [
        project(f"P{nth}", area_mu=float(mu), acquire_by=day)
        for nth, (day, (_, mu)) in enumerate(zip(days, asked, strict=True))
    ]

    (told,) = runs_out(there, demands(wanted, PLAN, POOLS), PLAN, TABLE)

    cleared = [(float(mu), start + timedelta(days=step)) for step, mu in offered]
    net, whole = oracle_run_out(days, [float(mu) for _, mu in asked], cleared, sum(mu for mu, _ in cleared))
    assert told.all_on == whole
    # several projects of one day are taken together by the walk, one after the other by us
    assert told.net_on == net


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 60), min_size=3, max_size=3), st.lists(st.integers(1, 60), min_size=2, max_size=2)
)
def test_demand_that_no_use_admits_is_what_halls_condition_says(wanted, offered):
    _, there = land(area_mu=[float(mu) for mu in offered], use_code=["100101", "0901"])
    each = [
        project(one.id, one.id, area_mu=float(mu))
        for one, mu in zip(PLAN.industries, wanted, strict=True) if mu
    ]  # fmt: skip
    asked = demands(each, PLAN, POOLS)
    admits = {"factory": {0}, "shop": {1}, "either": {0, 1}}

    worst = 0.0
    for chosen in product([False, True], repeat=len(asked)):
        some = [one for one, is_in in zip(asked, chosen, strict=True) if is_in]
        reach = set().union(*(admits[one.project.industry] for one in some)) if some else set()
        worst = max(worst, sum(one.area_mu for one in some) - sum(offered[use] for use in reach))

    assert short_mu(there, asked, TABLE) == pytest.approx(worst, abs=1e-6)


def test_a_parcel_of_two_projects_is_told_and_of_one_is_not():
    bank = table(area_mu=[10.0, 10.0, 10.0], status=["net", "net", "supplied"])
    both = [project("A", locked=("P1", "P2")), project("B", locked=("P2", "P3", "X9"))]

    told = double_claims(bank, {"P1": "A"}, both)

    assert [(one.parcel_id, len(one.claims)) for one in told] == [("P2", 2), ("P3", 1), ("X9", 1)]
    assert (
        double_claims(
            bank, {}, [both[0], replace(both[1], locked=("P2",))], [Alias("A", "B", confirmed=True)]
        )
        == ()
    )


def test_a_place_is_offered_to_the_industries_that_may_stand_there_best_first():
    bank = table(
        area_mu=[30.0, 10.0], use_code=["100101", "0901"], metro_m=[0.0, 1000.0], housing_m=[500.0, 500.0]
    )
    judged = [
        (one, match.score(bank, compiling.question(Brief(one.id), PLAN, TABLE, one)))
        for one in (SHOP, FACTORY, EITHER)
    ]

    told = fits(judged)

    assert [one.industry for one in told] == ["factory", "either", "shop"]
    assert told[1].score == pytest.approx(
        sum(judged[2][1].score[row] * mu for row, mu in ((0, 30), (1, 10))) / 40
    )
    assert told[2].eligible_mu == pytest.approx(10)
    assert sum(lack.points for lack in told[2].lacks) == pytest.approx(100 - told[2].score)


def test_what_keeps_an_industry_out_is_counted_alike_in_both_languages():
    bank = table(area_mu=[30.0, 20.0], use_code=["100101", "0901"])
    question = compiling.question(Brief(FACTORY.id), PLAN, TABLE, FACTORY)

    (told,) = fits([(FACTORY, match.score(bank, question))])

    (use,) = (limit for limit in question.limits if limit.id == "use")
    assert (told.excluded_by[use.label], told.excluded_by_en[use.label_en]) == (1, 1)
    assert list(told.excluded_by.values()) == list(told.excluded_by_en.values())
    assert use.label != use.label_en
