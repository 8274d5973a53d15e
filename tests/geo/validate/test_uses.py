"""Land-use codes of a file: bare ones that mean two things are refused, others are told and converted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.errors import AmbiguousCode
from geo.model import Decision, DecisionAct, Finding
from geo.validate import Checked, check
from tests.geo.features.land import plan
from tests.shapes import raw, square

PLAN = plan()
TWO = {"a": square(100), "b": square(100, 200)}


def found(checked: Checked, rule: str) -> list[Finding]:
    return [finding for finding in checked.report.findings if finding.rule == rule]


def rules(checked: Checked) -> list[str]:
    return [finding.rule for finding in checked.report.findings]


def said(rule: str, act: DecisionAct, parcel_id: str = "") -> Decision:
    return Decision(rule, act, parcel_id, "王工", "2026-05-01T08:00:00+00:00", "")


def uses(checked: Checked) -> list[tuple[str, str, str]]:
    return list(checked.parcels[["use_code", "use_system", "use_edition"]].itertuples(index=False, name=None))


# ---- collisions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "readings"),
    [
        ("05", ["湿地", "商业服务业用地"]),
        ("0601", ["农村道路", "工业用地"]),
        ("1001", ["工业用地", "铁路用地"]),
        ("1101", ["物流仓储用地", "河流水面"]),
        ("0804", ["教育用地", "科研用地"]),
        ("1201", ["铁路用地", "空闲地"]),
    ],
)
def test_a_bare_code_with_two_meanings_is_refused_with_both(code, readings):
    with pytest.raises(AmbiguousCode) as refused:
        check(raw({"use_code": [code]}, a=square(100)), PLAN)

    assert all(name in refused.value.zh for name in [code, *readings])
    assert "--codes" in refused.value.remedy_zh


def test_the_refusal_counts_each_code_and_says_where_the_others_are_found():
    shapes = {f"p{n}": square(100, 200 * n) for n in range(4)}

    with pytest.raises(AmbiguousCode) as refused:
        check(raw({"use_code": ["1001", "1001", "1101", "080401"]}, **shapes), PLAN)

    assert "1001 (×2), 1101 (×1)" in refused.value.zh
    assert "landuse_sea 2023" in refused.value.remedy_zh


@pytest.mark.parametrize("code", ["0701", "01", "0201", "100102", "16", "080601"])
def test_a_code_that_means_the_same_everywhere_needs_no_statement(code):
    checked = check(raw({"use_code": [code]}, a=square(100)), PLAN)

    assert uses(checked) == [(code, "landuse_sea", "2023")]
    assert rules(checked) == []


def test_the_senders_statement_settles_rows_that_state_none():
    bare = raw({"use_code": ["1001", "1001"], "use_system": ["", "用地用海"]}, **TWO)

    checked = check(replace(bare, codes="三调"), PLAN)

    assert uses(checked) == [("1001", "third_survey", "2019"), ("1001", "landuse_sea", "2023")]


def test_a_statement_that_names_no_system_is_refused_with_the_known_ones():
    checked = check(raw({"use_code": ["0701"] * 2, "use_system": ["用地用海", "地方标准"]}, **TWO), PLAN)

    assert checked.parcels.index.tolist() == ["a"]
    assert "third_survey:2019" in found(checked, "use_system_unknown")[0].remedy


def test_a_statement_of_the_sender_that_names_no_system_puts_every_bare_row_out():
    checked = check(replace(raw(a=square(100)), codes="地标"), PLAN)

    assert rules(checked) == ["use_system_unknown"]


@pytest.mark.parametrize(("name", "system"), [("工业用地", "landuse_sea"), ("铁路用地", "third_survey")])
def test_a_name_beside_a_bare_code_settles_it(name, system):
    checked = check(raw({"use_code": ["1001"], "地类名称": [name]}, a=square(100)), PLAN)

    assert checked.parcels["use_system"].tolist() == [system]
    assert len(found(checked, "use_settled_by_name")) == 1


def test_a_name_that_none_of_the_readings_has_settles_nothing():
    with pytest.raises(AmbiguousCode):
        check(raw({"use_code": ["1001"], "地类名称": ["商业用地"]}, a=square(100)), PLAN)


def test_accepted_once_bare_codes_are_read_in_the_plans_system():
    bare = raw({"use_code": ["1001", "1101"]}, **TWO)

    checked = check(bare, PLAN, decisions=[said("use_ambiguous", "accept")])

    assert [use[1] for use in uses(checked)] == ["landuse_sea", "landuse_sea"]
    assert [(one.severity, one.row) for one in found(checked, "use_ambiguous")] == [("info", 1), ("info", 2)]


def test_rejected_bare_codes_are_put_out_row_by_row():
    bare = raw({"use_code": ["1001", "0701"]}, **TWO)

    checked = check(bare, PLAN, decisions=[said("use_ambiguous", "reject")])

    assert checked.parcels.index.tolist() == ["b"]
    assert "铁路用地" in found(checked, "use_ambiguous")[0].text


# ---- systems and editions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "edition", "stored"),
    [
        ("用地用海", "", ("landuse_sea", "2023")),
        ("用地用海分类", "2020", ("landuse_sea", "2020")),
        ("landuse_sea", "2023", ("landuse_sea", "2023")),
        ("国土空间用地用海分类（2023年）", "", ("landuse_sea", "2023")),
        ("GB/T 21010-2017", "", ("gbt21010", "2017")),
        ("第三次国土调查", "", ("third_survey", "2019")),
    ],
)
def test_the_system_is_understood_as_offices_write_it(system, edition, stored):
    columns = {"use_code": ["0701"], "use_system": [system], "use_edition": [edition]}

    checked = check(raw(columns, a=square(100)), PLAN)

    assert uses(checked) == [("0701", *stored)]


def test_an_edition_that_there_is_not_is_put_out():
    columns = {"use_code": ["0701"], "use_system": ["landuse_sea"], "use_edition": ["1999"]}

    assert rules(check(raw(columns, a=square(100)), PLAN)) == ["use_system_unknown"]


def test_a_code_that_changed_between_editions_is_told_when_no_year_is_stated():
    columns = {"use_code": ["0204", "0204"], "use_system": ["用地用海", "用地用海 2023"]}

    checked = check(raw(columns, **TWO), PLAN)

    assert [one.row for one in found(checked, "use_edition_assumed")] == [1]
    assert "其他园地 (landuse_sea 2020)" in found(checked, "use_edition_assumed")[0].text


# ---- other systems than the plan's ------------------------------------------------------------------------

FOREIGN = {
    "use_code": ["0601", "1202", "060102", "M1", "R2", "H9"],
    "use_system": ["三调", "三调", "landuse_sea", "gb50137", "gb50137", "gb50137"],
    "use_edition": ["", "", "2020", "", "", ""],
}
SIX = {f"p{n}": square(100, 200 * n) for n in range(1, 7)}


def test_codes_of_other_systems_keep_their_system_and_are_told_what_they_are_in_the_plans():
    checked = check(raw(FOREIGN, **SIX), PLAN)

    assert [use[:2] for use in uses(checked)] == list(
        zip(FOREIGN["use_code"], ["third_survey"] * 2 + ["landuse_sea"] + ["gb50137"] * 3, strict=True)
    )
    assert [one.row for one in found(checked, "use_convertible")] == [1, 3, 4]
    assert "1001 工业用地" in found(checked, "use_convertible")[0].text
    several = found(checked, "use_crosswalk_several")
    assert [one.row for one in several] == [2, 5]
    assert "060201 种植设施建设用地 / 060202" in several[0].text
    assert [one.row for one in found(checked, "use_crosswalk_none")] == [6]


def test_once_decided_what_has_one_counterpart_is_converted_and_the_rest_is_left():
    checked = check(raw(FOREIGN, **SIX), PLAN, decisions=[said("use_convertible", "fix")])

    assert [use[:2] for use in uses(checked)] == [
        ("1001", "landuse_sea"),
        ("1202", "third_survey"),
        ("1207", "landuse_sea"),
        ("100101", "landuse_sea"),
        ("R2", "gb50137"),
        ("H9", "gb50137"),
    ]
    assert checked.report.repaired == 3
    converted = found(checked, "use_convertible")
    assert {one.severity for one in converted} == {"info"}
    assert converted[0].decision == said("use_convertible", "fix")


# ---- names ------------------------------------------------------------------------------------------------


def test_a_name_that_contradicts_its_code_is_told_with_the_code_that_it_names():
    columns = {"use_code": ["100102"], "用地性质": ["商业用地"]}

    checked = check(raw(columns, a=square(100)), PLAN)

    assert uses(checked)[0][0] == "100102"
    assert "(即 0901)" in found(checked, "use_name_differs")[0].text


@pytest.mark.parametrize("name", ["二类工业用地", "工业用地", "工矿用地", "二类工业", ""])
def test_a_name_of_the_code_or_of_one_above_it_agrees(name):
    checked = check(raw({"use_code": ["100102"], "用地性质": [name]}, a=square(100)), PLAN)

    assert rules(checked) == []


def test_a_column_of_names_alone_is_read_as_codes():
    layer = raw({"用地性质": ["工业用地"]}, a=square(100))
    layer = replace(layer, frame=layer.frame.drop(columns="use_code"))

    checked = check(layer, PLAN)

    assert uses(checked) == [("1001", "landuse_sea", "2023")]


def test_a_contradiction_inside_one_cell_is_told():
    checked = check(raw({"use_code": ["100102 商业用地"]}, a=square(100)), PLAN)

    assert uses(checked)[0][0] == "100102"
    assert rules(checked) == ["use_name_differs", "use_restored"]
