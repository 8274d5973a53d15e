"""One file per defect of a row, and what becomes of it; no row is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import validate, write
from geo.errors import LuodiError
from tests.geo.defects.rows import DISTRICT, ROWS, opened, written

IN = [name for name, defect in ROWS.items() if defect.comes != "refused"]
REFUSED = [name for name, defect in ROWS.items() if defect.comes == "refused"]


@pytest.mark.parametrize("name", IN)
def test_a_defective_row_has_its_outcome_and_no_row_is_lost(name: str, tmp_path: Path):
    defect = ROWS[name]

    checked = validate.check(opened(written(tmp_path, name, defect)), DISTRICT)

    report = checked.report
    third = [one for one in report.findings if one.rule == defect.rule]
    assert third, sorted(report.counts)
    assert all(one.text and one.text_en for one in third)
    assert report.rows == 3 == len(checked.parcels) + len(checked.quarantine)
    assert (len(checked.quarantine) > 0) == (defect.comes == "out")
    assert (report.repaired > 0) == (defect.comes == "repaired")
    if defect.comes == "out":
        assert defect.rule in checked.quarantine.iloc[-1]["rules"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_understood_is_refused_by_name(name: str, tmp_path: Path):
    defect = ROWS[name]

    with pytest.raises(LuodiError) as refused:
        validate.check(opened(written(tmp_path, name, defect)), DISTRICT)

    assert refused.value.code == defect.rule


@pytest.mark.parametrize("name", ["impossible_coordinates", "no_shape", "bow_tie", "point"])
def test_the_findings_of_every_kind_of_row_leave_as_a_layer(name: str, tmp_path: Path):
    checked = validate.check(opened(written(tmp_path, name, ROWS[name])), DISTRICT)

    assert write.findings(checked.report, checked.parcels, checked.quarantine)[:6] == b"SQLite"
