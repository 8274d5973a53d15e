"""What planners decided about rules is done to the next file, and told in its report."""

from __future__ import annotations

import pytest
from shapely.geometry import box

from geo.model import Checks, Decision, DecisionAct
from geo.validate import Checked, check
from tests.geo.features.land import plan
from tests.shapes import parcels, raw, square

PLAN = plan(boundary=box(0, 0, 1000, 1000))


def said(rule: str, act: DecisionAct, parcel_id: str = "", note: str = "") -> Decision:
    return Decision(rule, act, parcel_id, "王工", "2026-05-01T08:00:00+00:00", note)


def severities(checked: Checked, rule: str) -> dict[str, str]:
    return {one.parcel_id: one.severity for one in checked.report.findings if one.rule == rule}


def test_an_accepted_warning_becomes_a_note_that_names_who_decided_and_when():
    crossing = raw(a=square(100, -50))

    checked = check(crossing, PLAN, decisions=[said("partly_outside", "accept", note="飞地")])

    finding = checked.report.findings[0]
    assert (finding.rule, finding.severity, finding.decision) == (
        "partly_outside",
        "info",
        said("partly_outside", "accept", note="飞地"),
    )
    assert finding.text.endswith("（王工 2026-05-01 决定接受: 飞地）")
    assert finding.text_en.endswith("(accepted by 王工, 2026-05-01: 飞地)")
    assert checked.parcels["area_m2"].tolist() == [10_000]


def test_an_accepted_error_lets_the_row_in():
    far = raw(a=square(100), b=square(100, 5000))

    assert check(far, PLAN).parcels.index.tolist() == ["a"]
    assert check(far, PLAN, decisions=[said("outside_boundary", "accept")]).parcels.index.tolist() == [
        "a",
        "b",
    ]


def test_a_rejected_warning_puts_the_row_into_the_quarantine():
    crossing = raw(a=square(100), b=square(100, 950))

    checked = check(crossing, PLAN, decisions=[said("partly_outside", "reject")])

    assert checked.parcels.index.tolist() == ["a"]
    assert checked.quarantine[["parcel_id", "rules"]].to_numpy().tolist() == [["b", "partly_outside"]]


def test_a_fixed_parcel_is_cut_along_the_boundary_and_counts_as_repaired():
    crossing = raw(a=square(100, 950))

    checked = check(crossing, PLAN, decisions=[said("partly_outside", "fix")])

    assert checked.parcels["area_m2"].tolist() == [5_000]
    assert checked.report.repaired == 1
    assert severities(checked, "partly_outside") == {"a": "info"}


def test_rows_of_one_id_are_merged_once_that_was_decided():
    parts = {"parcel_id": ["a", "a", "b"]}
    shapes = {"one": square(100), "two": square(100, 300), "three": square(100, 600)}

    undecided = check(raw(parts, **shapes), PLAN)
    checked = check(raw(parts, **shapes), PLAN, decisions=[said("id_repeated", "fix", "a")])

    assert undecided.parcels.index.tolist() == ["b"]
    assert checked.parcels["area_m2"].to_dict() == {"a": 20_000, "b": 10_000}
    assert (checked.report.accepted, checked.report.merged, checked.report.rejected) == (2, 1, 0)


def test_parts_of_a_parcel_that_is_put_out_are_put_out_with_it():
    parts = {"parcel_id": ["a", "a"]}
    shapes = {"one": square(100), "two": square(1, 300)}
    decisions = [said("area_too_small", "reject")]

    checked = check(
        raw(parts, **shapes), PLAN, Checks(duplicate_ids="merge", min_mu=100), decisions=decisions
    )

    assert len(checked.parcels) == 0
    assert len(checked.quarantine) == 2
    assert sorted(checked.quarantine["rules"]) == ["area_too_small", "part_of_rejected"]


def test_a_decision_about_a_parcel_goes_before_one_about_all():
    crossing = raw(a=square(100, -50), b=square(100, 950))
    decisions = [said("partly_outside", "reject", "b"), said("partly_outside", "accept")]

    checked = check(crossing, PLAN, decisions=decisions)

    assert severities(checked, "partly_outside") == {"a": "info", "b": "error"}


def test_the_last_decision_about_a_rule_counts():
    decisions = [said("partly_outside", "reject"), said("partly_outside", "accept")]

    assert check(raw(a=square(100, -50)), PLAN, decisions=decisions).report.accepted == 1


@pytest.mark.parametrize("decision", [said("shape_missing", "accept"), said("no_such_rule", "reject")])
def test_a_decision_that_its_rule_does_not_know_is_told_and_changes_nothing(decision):
    checked = check(raw(a=square(100), b=None), PLAN, decisions=[decision])

    assert checked.report.rejected == 1
    assert [one.seen for one in checked.report.findings if one.rule == "decision_unusable"] == [decision.rule]


# ---- beside the bank --------------------------------------------------------------------------------------


def test_a_row_that_overlaps_a_parcel_of_the_bank_is_told():
    bank = parcels(old=square(100, 90), other=square(100, 500))

    checked = check(raw(a=square(100)), PLAN, beside=bank)

    told = [one for one in checked.report.findings if one.rule == "overlap_bank"]
    assert [(one.row, one.seen) for one in told] == [(1, "1.5亩 (1,000㎡)")]
    assert "库中地块 old" in told[0].text


def test_a_row_replaces_the_parcel_of_its_id_and_does_not_overlap_it():
    checked = check(raw(a=square(100)), PLAN, beside=parcels(a=square(100)))

    assert checked.report.counts == {}
