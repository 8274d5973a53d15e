"""Rows become projects or named faults; names are told apart; a project asks for land."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import BadBrief
from geo.model import Alias, Basis, Practice, Project, UsualArea
from geo.projects import brief_of, confirmed, projects, resolve, same_groups
from geo.projects.brief import reckoned_area_mu
from geo.projects.rows import FIELDS, HEADINGS
from tests.geo.worlds import plan

SOUND = {"id": "P1", "name": "甲", "industry": "制造", "pool": "signed"}


def fault_of(**cells: object) -> tuple[str, str]:
    table = projects([SOUND | cells], plan())
    assert table.projects == ()
    return table.faults[0].field, table.faults[0].seen


def read(**cells: object) -> Project:
    table = projects([SOUND | cells], plan())
    assert table.faults == ()
    return table.projects[0]


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("name", ""), ("pool", "其他库"), ("pool", ""), ("industry", "炼金"),
        ("axis", "乙路"), ("park", "无园"),
        ("area_mu", "约133亩"), ("area_mu", "-5"), ("area_mu", "0"), ("area_mu", "nan"), ("area_mu", "1e309"),
        ("invest_yi", "十亿"), ("coverage", "1.4"), ("far", "200"), ("phase", "1.5"), ("priority", "-1"),
        ("open_by", "2024-13"), ("open_by", "下半年"), ("open_by", "2024-02-30"), ("open_by", "1-2-3-4"),
        ("basis", "hearsay"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_meant_is_named_by_its_field(field, cell):
    assert fault_of(**{field: cell}) == (field, cell)


def test_what_must_not_exceed_what_is_checked():
    assert fault_of(area_min_mu="80", area_mu="60")[0] == "area_min_mu"
    assert fault_of(fixed_invest_yi="12", invest_yi="10")[0] == "fixed_invest_yi"
    assert fault_of(start_by="2025-03", open_by="2025-02")[0] == "start_by"


def test_an_id_twice_is_a_fault_of_the_second_row():
    table = projects([SOUND, SOUND | {"name": "乙"}], plan())

    assert [one.name for one in table.projects] == ["甲"]
    assert [(one.row, one.field) for one in table.faults] == [(3, "id")]


def test_cells_are_read_as_offices_write_them():
    project = read(
        **{
            "面积（亩）": "1,200.5",
            "库": "落地库",
            "建筑系数": "45%",
            "拿地时间": "2023年8月",
            "锁定地块": "A1;A2、A3",
        }
    )

    assert (project.area_mu, project.pool, project.coverage) == (1200.5, "landed", 0.45)
    assert project.acquire_by == date(2023, 8, 31)
    assert project.locked == ("A1", "A2", "A3")


def test_cells_of_toml_and_json_keep_their_types():
    project = read(area_mu=133, open_by=date(2024, 9, 30), aliases=["甲项目"], priority=0)

    assert (project.area_mu, project.open_by, project.aliases, project.priority) == (
        133.0, date(2024, 9, 30), ("甲项目",), 0.0,
    )  # fmt: skip


def test_a_row_is_published_only_where_it_names_who_published_it():
    assert read().basis is Basis.ASSUMED
    assert read(source="年报 2024").basis is Basis.PUBLISHED
    assert read(source="年报 2024", basis="synthetic").basis is Basis.SYNTHETIC
    assert Project("P1", "甲", "", "signed").basis is Basis.ASSUMED


def test_unknown_headings_are_told_and_left():
    table = projects([SOUND | {"面积": "60"}], plan())

    assert table.ignored == ("面积",)
    assert table.projects[0].area_mu is None


CELLS = st.one_of(
    st.text(max_size=12), st.floats(), st.integers(), st.none(), st.dates(), st.lists(st.text())
)


@settings(max_examples=100)
@given(st.lists(st.dictionaries(st.sampled_from([*FIELDS, *HEADINGS]), CELLS), max_size=4))
def test_whatever_a_table_holds_every_row_is_a_project_or_has_a_fault(rows):
    table = projects(rows, plan())

    faulty = {one.row for one in table.faults}
    assert len(table.projects) + len(faulty) == len(rows)
    assert len({one.id for one in table.projects}) == len(table.projects)


def test_a_project_without_an_industry_asks_for_nothing_that_can_be_sought():
    with pytest.raises(BadBrief, match="没有写明产业"):
        brief_of(Project("P", "光明新城", "", "signed"), plan())


def test_a_brief_carries_window_place_far_and_the_day():
    project = Project(
        "P", "甲", "factory", "signed", area_min_mu=50, area_max_mu=80, axis="a", far=1.2,
        start_by=date(2025, 3, 31), acquire_by=date(2024, 12, 31),
    )  # fmt: skip

    brief = brief_of(project, plan())

    assert (brief.area_min_mu, brief.area_max_mu, brief.area_target_mu) == (50, 80, None)
    assert (brief.axis, brief.far_min, brief.net_by, brief.within) == ("a", 1.2, date(2024, 12, 31), ())


def test_the_usual_area_stands_in_only_where_nothing_is_stated():
    usual = replace(plan(), practice=Practice(UsualArea(40, {"factory": 70}, Basis.ASSUMED, "ours")))
    silent, stated = Project("P", "甲", "factory", "plan"), Project("Q", "乙", "factory", "plan", area_mu=12)

    assert brief_of(silent, usual).area_target_mu == 70
    assert brief_of(silent, plan()).area_target_mu is None
    assert brief_of(stated, usual).area_target_mu == 12
    assert reckoned_area_mu(replace(silent, industry="other"), usual) == 40


def named(*names: str) -> list[Project]:
    return [Project(f"P{nth}", name, "", "plan") for nth, name in enumerate(names, start=1)]


def test_a_name_of_one_project_under_no_suspicion_is_certain():
    match = resolve("“康 师傅”", named("康师傅", "花花牛"), [])

    assert (match.project, match.is_certain) == ("P1", True)


def test_a_part_of_names_lists_all_of_them():
    match = resolve("泰和里", named("中央商务区·泰和里", "中铁·泰和里民国印巷街区", "花花牛"), [])

    assert (match.project, [one.id for one in match.candidates]) == ("", ["P1", "P2"])


def test_suspicions_are_followed_from_name_to_name():
    chain = [Alias("甲", "乙"), Alias("丙", "乙")]

    assert [one.id for one in resolve("甲", named("甲", "乙", "丙", "丁"), chain).candidates] == [
        "P1",
        "P2",
        "P3",
    ]


def test_a_confirmed_pair_is_one_project_and_a_denied_one_two():
    park = named("甲", "乙")

    one = resolve("乙", park, confirmed([Alias("甲", "乙")], same=[("甲", "乙")]))
    two = resolve("乙", park, confirmed([Alias("甲", "乙")], apart=[("甲", "乙")]))

    assert (one.project, two.project) == ("P2", "P2")
    assert same_groups(park, confirmed([Alias("甲", "乙")], same=[("乙", "甲")])) == (("P1", "P2"),)
    assert same_groups(park, [Alias("甲", "乙")]) == ()


def test_nobody_of_that_name_is_said():
    match = resolve("不存在", named("甲"), [])

    assert (match.is_certain, match.candidates) == (False, ())
    assert "没有项目" in match.text
