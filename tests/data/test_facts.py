"""The articles' facts: exact quotes, references that resolve, contradictions side by side."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from data import erqi_projects
from geo import flow
from geo import plan as planning
from geo import projects as room
from geo.read import projects as reading
from tests.data.conftest import ERQI, ROOT

SEEDS = ROOT.parent / "shared" / "reference" / "seeds"
NAMED_BASIS = {"published", "digitised", "synthetic", "assumed"}


def facts(name: str) -> list[dict[str, str]]:
    with (ERQI / "facts" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_articles() -> dict[str, str]:
    """Every article in one line, by its number."""
    found = {path.name[:3]: path.read_text("utf-8").replace("\n", "") for path in SEEDS.glob("*.txt")}
    assert found
    return found


@pytest.mark.parametrize("table", ["projects", "figures"])
@pytest.mark.needs("../shared/reference/seeds")
def test_every_quote_stands_in_its_article(table):
    articles = read_articles()

    rows = facts(table)
    missing = [
        row["id"] for row in rows if row["quote"] not in articles[row["source"].removeprefix("article ")]
    ]

    assert rows
    assert missing == []


@pytest.mark.needs("../shared/reference/seeds")
def test_every_theme_of_an_axis_is_quoted_from_its_article(erqi):
    articles = read_articles()
    themes = [theme for axis in erqi.axes for theme in axis.themes]

    missing = [
        theme.quote
        for theme in themes
        if theme.quote not in articles[theme.source.split()[1]] or theme.name not in theme.quote
    ]

    assert themes
    assert missing == []


@pytest.mark.parametrize("table", ["projects", "figures"])
def test_rows_have_their_own_id_a_source_and_a_date(table):
    rows = facts(table)

    assert len({row["id"] for row in rows}) == len(rows)
    assert all(row["source"] and row["as_of"] and row["as_of_basis"] in NAMED_BASIS for row in rows)


def test_every_industry_that_an_article_states_resolves(erqi):
    stated = [row for row in facts("projects") if row["industry_text"] != "(未述)"]

    found = {row["id"]: planning.find_industry(erqi, row["industry_text"]).id for row in stated}

    assert found == {row["id"]: row["industry"] for row in stated}


def test_no_name_stands_for_two_industries(erqi):
    names = Counter(
        name
        for industry in erqi.industries
        for name in {
            name.casefold()
            for name in (industry.id, industry.name, industry.name_en, *industry.aliases, *industry.gbt4754)
        }
    )

    assert [name for name, count in names.items() if count > 1] == []


def test_six_projects_have_an_axis_and_it_is_one_of_the_plan(erqi):
    stated = [row["axis_stated"] for row in facts("projects") if row["axis_stated"]]

    assert Counter(stated) == dict.fromkeys((axis.id for axis in erqi.axes), 2)


def test_parks_that_projects_state_are_parks_of_the_plan(erqi):
    stated = {row["park_stated"] for row in facts("projects")} - {""}

    assert stated <= {park.id for park in erqi.parks}


def test_a_pool_is_one_of_four_and_ours_to_assume():
    rows = [row for row in facts("projects") if row["pool"]]

    assert {row["pool"] for row in rows} <= {"plan", "attract", "signed", "landed"}
    assert {row["pool_basis"] for row in rows} == {"assumed"}


def test_contradictory_figures_stand_side_by_side():
    groups: dict[str, list[dict[str, str]]] = {}
    for row in facts("figures"):
        groups.setdefault(row["conflict_group"], []).append(row)

    invested = {row["value"] for row in groups["axes_97"] if row["measure"] == "总投资"}
    axes = [float(row["value"]) for row in groups["axes_69"]]

    assert invested == {"1208", "1352"}
    assert axes[0] == 69
    assert sum(axes[1:]) == 70
    assert min(len(rows) for name, rows in groups.items() if name) > 1


def test_suspected_aliases_are_not_confirmed_and_name_known_projects():
    known = {name for row in facts("projects") for name in (row["name"], *row["aliases"].split("|"))}
    # named only in a caption, so no project of its own
    known.add("郑投科技创新园")

    rows = facts("aliases")

    assert {row["confirmed"] for row in rows} == {"false"}
    assert {name for row in rows for name in (row["name"], row["other_name"])} <= known


def test_the_readme_counts_what_is_there(erqi, parcels):
    words = (ROOT / "data" / "README.md").read_text("utf-8")

    assert f"\n{len(parcels)} parcels, 20,000亩" in words
    assert f"({len(erqi.industries)} industries with presets)" in words
    assert f"`projects.csv`: {len(facts('projects'))} named projects" in words
    assert all(f"\n| {name} |" in words for name in erqi.layers)


def test_the_table_of_projects_is_made_from_the_facts_and_read_without_a_fault(erqi):
    told = flow.project_table(erqi)

    assert (ERQI / "projects.csv").read_text("utf-8") == erqi_projects.table()
    assert told.faults == ()
    assert told.ignored == ()
    assert len(told.projects) == sum(1 for row in facts("projects") if row["pool"])


@pytest.mark.needs("../shared/reference/seeds")
def test_every_reading_of_a_date_or_figure_quotes_its_article():
    articles = read_articles()
    with erqi_projects.READINGS.open(encoding="utf-8", newline="") as file:
        readings = list(csv.DictReader(file))

    assert readings
    assert [one for one in readings if one["quote"] not in articles[one["source"].split()[1]]] == []


@pytest.mark.parametrize(
    ("asked", "names"), [("联东U谷", 4), ("仲景", 2), ("泰和里", 2), ("仲景药业产业园", 2)]
)
def test_a_name_that_may_mean_several_projects_waits_for_confirmation(erqi, asked, names):
    known = flow.project_table(erqi).projects

    match = room.resolve(asked, known, reading.aliases(ERQI))

    assert not match.is_certain
    assert len(match.candidates) == names
