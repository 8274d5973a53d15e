"""The corridor end to end over a real workspace: land in, a version, a question, an answer, a replay."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest

from geo import flow
from geo import plan as planning
from geo.errors import EmptyBank, NotFound, UnknownCrs
from geo.model import Brief
from geo.read import How
from geo.store.files import FileStore
from geo.store.mapped import MANY, keep

BARE = 'parcel_id,use_code,wkt\nA,100101,"POLYGON ((113.6 34.7, 113.601 34.7, 113.601 34.701, 113.6 34.7))"\n'
SMAPS = Path("/proc/self/smaps")
ERQI = Path(__file__).resolve().parents[3] / "data" / "erqi"


@pytest.fixture(scope="module")
def plan():
    return planning.load(ERQI)


@pytest.fixture(scope="module")
def loaded(plan, tmp_path_factory):
    store = FileStore(tmp_path_factory.mktemp("flow") / "workspace")
    return store, flow.ensure_loaded(store, plan)


def test_the_bundled_land_is_twenty_thousand_mu(loaded):
    _, land = loaded

    assert land.version.area_mu == pytest.approx(20_000, abs=5e-4)
    assert sum(row.area_mu for row in flow.land_by(land, "use")) == pytest.approx(20_000, abs=5e-4)


def test_nothing_of_the_bundled_land_is_rejected(loaded):
    store, land = loaded

    report = store.report(land.plan.id, land.version.number)
    assert (report.rejected, report.accepted) == (0, len(land.table))


@pytest.mark.skipif(not SMAPS.exists(), reason="the system does not tell what is mapped")
def test_all_columns_of_the_bundled_plan_take_at_most_120_bytes_per_parcel_once_there_are_many(loaded):
    _, land = loaded
    rows = np.resize(np.arange(len(land.table)), MANY)
    packed = keep(land.table.drop(columns="held").iloc[rows])
    taken = []

    for name in packed.table:
        packed.column(name).sum()
        taken.append(resident_bytes(packed.column("area_mu").ctypes.data) / MANY + packed.bytes_per_row)

    assert packed.table.memory_usage(index=False).sum() / MANY > 200
    assert 100 < max(taken) <= 120


def test_a_second_opening_imports_nothing_again(loaded, plan):
    store, land = loaded

    again = flow.ensure_loaded(store, plan)

    assert again.version == land.version
    assert len(store.versions(plan.id)) == 1


def test_the_same_brief_has_the_same_answer_from_a_fresh_opening(loaded, plan):
    store, land = loaded
    brief = Brief("food", area_target_mu=133)

    assert flow.answer(flow.open_land(store, plan), brief) == flow.answer(land, brief)


def test_a_byte_per_parcel_agrees_with_the_answer(loaded):
    _, land = loaded
    brief = Brief("food", area_target_mu=133)

    scores = flow.score_bytes(land, brief)
    answer = flow.answer(land, brief)

    assert len(scores) == answer.counts.considered
    assert sum(byte <= 100 for byte in scores) == answer.counts.eligible
    assert scores[land.row(answer.suggestions[0].parcel_id)] == round(answer.suggestions[0].score)


def test_held_land_is_not_offered_to_anybody_else(loaded):
    _, land = loaded
    brief = Brief("food", area_target_mu=133)
    first = flow.answer(land, brief).suggestions[0].parcel_id

    after = flow.answer(flow.with_held(land, {first: "别的项目"}), brief)

    assert first not in {one.parcel_id for one in after.suggestions}
    assert after.counts.only["held"] == 1


def test_why_of_an_unknown_parcel_says_so(loaded):
    _, land = loaded

    with pytest.raises(NotFound, match="NOWHERE"):
        flow.why(land, Brief("food"), "NOWHERE")


def test_a_dry_run_reports_and_writes_nothing(loaded, plan):
    store, land = loaded

    done = flow.dry_run(store, plan, ERQI / "parcels.geojson", How())

    assert done.report.accepted == len(land.table)
    assert len(store.versions(plan.id)) == 1


def test_a_file_without_a_coordinate_system_changes_nothing(loaded, plan, tmp_path):
    store, _ = loaded
    file = tmp_path / "bare.csv"
    file.write_text(BARE, encoding="utf-8")

    with pytest.raises(UnknownCrs):
        flow.import_file(store, plan, file, How(), who="test")

    assert len(store.versions(plan.id)) == 1


def test_land_whose_every_row_is_wrong_is_refused_with_its_report(loaded, plan, tmp_path):
    store, _ = loaded
    parcels = gpd.read_file(ERQI / "parcels.geojson").head(3)
    parcels["use_code"] = "no such code"
    parcels.to_file(tmp_path / "wrong.gpkg")

    done = flow.import_file(store, plan, tmp_path / "wrong.gpkg", How(), who="test")

    assert done.is_refused
    assert done.report.rejected == 3
    assert len(store.versions(plan.id)) == 1


def test_an_edited_plan_is_measured_again_not_answered_from_old_layers(loaded, tmp_path):
    store, land = loaded
    folder = tmp_path / "plan"
    shutil.copytree(ERQI, folder)
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    (folder / "plan.toml").write_text(
        text.replace("half_width_m = 600", "half_width_m = 6000", 1), encoding="utf-8"
    )

    edited = flow.open_land(store, planning.load(folder))

    assert (edited.table["axis"] == "songshan").sum() > (land.table["axis"] == "songshan").sum()


def test_an_empty_bank_says_so(plan, tmp_path):
    with pytest.raises(EmptyBank):
        flow.open_land(FileStore(tmp_path / "empty"), plan)


def resident_bytes(address: int) -> int:
    """What the system holds in memory of the mapping that an address is in."""
    is_it = False
    for line in SMAPS.read_text().splitlines():
        word = line.split(maxsplit=1)[0]
        if "-" in word:
            first, last = (int(end, 16) for end in word.split("-"))
            is_it = first <= address < last
        elif is_it and word == "Rss:":
            return int(line.split()[1]) * 1024
    raise LookupError(address)
