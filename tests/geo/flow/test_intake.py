"""A month's file comes in: what it would do is told first, then it is a version, or nothing is."""

from __future__ import annotations

import gc
import pickle
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from pandas.testing import assert_frame_equal

from geo import flow
from geo import plan as planning
from geo.errors import BadAsOf, Cancelled, ImportRefused, LuodiError, Overtaken, WouldRemove
from geo.flow.steady import steady
from geo.read import How
from geo.store.files import FileStore
from tests.api.district import PARCELS, write_parcels, write_plan

Rows = Mapping[str, Mapping[str, Any]]
# where each parcel lies, so that a file of some of them says the same
PLACED = {id_: {**row, "nth": nth} for nth, (id_, row) in enumerate(PARCELS.items())}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_plan(tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def plan(folder):
    return planning.load(folder)


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "workspace", clock=lambda: "2024-06-01T00:00:00Z")


@pytest.fixture(scope="module")
def ready(plan, tmp_path_factory):
    home = tmp_path_factory.mktemp("ready") / "workspace"
    store = FileStore(home)
    flow.ensure_loaded(store, plan)
    store.close()
    return home


@pytest.fixture
def loaded(ready, tmp_path):
    return FileStore(Path(shutil.copytree(ready, tmp_path / "loaded")))


@pytest.fixture
def file(tmp_path):
    def written(rows: Rows, name: str = "land.geojson") -> Path:
        return write_parcels(tmp_path / name, rows)

    return written


def without(*ids: str, **more: Mapping[str, Any]) -> dict[str, Any]:
    """The district's rows without some, with some altered or added."""
    rows = {id_: row for id_, row in PLACED.items() if id_ not in ids}
    return rows | {id_: {**PLACED.get(id_, PLACED["A1"]), **row} for id_, row in more.items()}


def state(store, plan):
    version = store.current(plan.id)
    return (
        store.parcels(plan.id, version.number),
        store.table(plan.id, version.number),
        store.pairs(plan.id, version.number),
    )


def assert_same(one, two):
    """Two states agree in every cell and type."""
    assert_geodataframe_equal(one[0], two[0])
    assert_frame_equal(one[1], two[1])
    assert_frame_equal(one[2], two[2])


MONTHS: list[tuple[Any, Rows]] = [
    ("replace", without("B1", A1={"price_wan_per_mu": 35}, C1={"nth": 6})),
    ("update", {"A2": {**PLACED["A2"], "status": "clearing"}, "D1": {**PLACED["A1"], "nth": 5}}),
    ("update", {"A3": {**PLACED["A3"], "nth": 2.4}}),
    ("replace", without("A5")),
]


def test_month_after_month_the_bank_is_what_a_whole_import_of_the_same_land_would_be(
    loaded, plan, file, tmp_path
):
    by_hand = dict(PLACED)
    for month, (mode, rows) in enumerate(MONTHS):
        by_hand = dict(rows) if mode == "replace" else {**by_hand, **rows}
        done = flow.import_file(
            loaded, plan, file(rows), How(), who="test", mode=mode, may_remove=True
        )  # fmt: skip

        fresh = FileStore(tmp_path / f"fresh{month}")
        flow.import_file(fresh, plan, file(by_hand, f"{month}.geojson"), How(), who="test")
        assert done.version.number == month + 2
        assert_same(state(loaded, plan), state(fresh, plan))
        assert done.version.sha256 == fresh.current(plan.id).sha256
    kinds = [(one.kind, one.base) for one in reversed(loaded.versions(plan.id))]
    assert kinds == [("import", 0), ("import", 1), ("update", 2), ("update", 3), ("import", 4)]


def test_a_dry_run_says_what_would_happen_and_writes_nothing(loaded, plan, file):
    rows = without("B1", A1={"price_wan_per_mu": 35}, A2={"nth": 5}, C1={"nth": 6})

    intake = flow.dry_run(loaded, plan, file(rows), How())

    seen, park = intake.outlook.counts, {one.key: one for one in intake.outlook.groups["park"]}
    assert (seen.added, seen.removed, seen.edited, seen.reshaped, seen.unchanged) == (1, 1, 1, 1, 3)
    assert (intake.base, intake.removes, intake.is_whole) == (1, 1, False)
    assert (park["west"].before_mu, park["west"].after_mu) == (pytest.approx(120), pytest.approx(60))
    assert (park[""].before_mu, park[""].after_mu) == (pytest.approx(240), pytest.approx(300))
    assert intake.outlook.samples.removed == ("B1",)
    assert [(one.parcel_id, one.differs_m2) for one in intake.outlook.samples.reshaped] == [("A2", 80_000.0)]
    assert [version.number for version in loaded.versions(plan.id)] == [1]


def test_only_what_changed_is_measured_again(loaded, plan, file):
    intake = flow.dry_run(loaded, plan, file(without(A1={"price_wan_per_mu": 35})), How())

    assert list(intake.rows.index) == list(intake.table.index) == ["A1"]


def test_the_same_file_again_is_a_version_with_a_later_date_and_nothing_else_new(loaded, plan, file):
    before = state(loaded, plan)

    done = flow.import_file(loaded, plan, file(PLACED), How(), who="test", as_of="2024/5")

    assert (done.version.number, done.version.as_of) == (2, "2024-05")
    assert done.outlook.counts.unchanged == 6
    assert_same(state(loaded, plan), before)


def test_one_row_does_not_silently_become_the_whole_bank(loaded, plan, file):
    with pytest.raises(WouldRemove, match="5 宗") as told:
        flow.import_file(loaded, plan, file({"A1": PLACED["A1"]}), How(), who="test")

    assert told.value.removed == 5
    assert "--mode update" in told.value.remedy_en
    assert [version.number for version in loaded.versions(plan.id)] == [1]


def test_one_row_as_an_update_leaves_the_others(loaded, plan, file):
    rows = {"A1": {**PLACED["A1"], "status": "clearing"}}

    done = flow.import_file(loaded, plan, file(rows), How(), who="test", mode="update")

    assert (done.version.parcels, done.version.kind, done.version.base) == (6, "update", 1)
    assert loaded.parcels(plan.id, 2)["status"].to_dict() == {
        "A1": "clearing", "A2": "net", "A3": "clearing", "A4": "uncleared", "A5": "supplied", "B1": "net",
    }  # fmt: skip


def test_an_update_keeps_what_its_file_has_no_column_for(loaded, plan, tmp_path):
    write_parcels(tmp_path / "all.geojson", {"A1": {**PLACED["A1"], "status": "clearing"}})
    some = gpd.read_file(tmp_path / "all.geojson")[["parcel_id", "use_code", "status", "geometry"]]
    some.to_file(tmp_path / "some.geojson")

    flow.import_file(loaded, plan, tmp_path / "some.geojson", How(), who="test", mode="update")

    told = loaded.parcels(plan.id, 2).loc["A1"]
    assert (told["status"], told["price_wan_per_mu"], told["township"]) == ("clearing", 30.0, "甲镇")


def test_a_rejected_row_keeps_its_parcel_in_an_update_and_is_warned_of_in_a_replacement(loaded, plan, file):
    bad = without(A1={"use_code": ""})

    replaced = flow.dry_run(loaded, plan, file(bad), How())
    updated = flow.dry_run(loaded, plan, file(bad), How(), mode="update")

    assert (replaced.removes, replaced.outlook.rejected_removed) == (1, 1)
    assert (updated.removes, updated.outlook.parcels_after) == (0, 6)


def test_land_that_somebody_holds_is_named_before_it_goes(loaded, plan, file):
    loaded.hold(plan.id, ["B1", "A1"], project="甲项目", who="test")

    intake = flow.dry_run(loaded, plan, file(without("B1")), How())

    assert dict(intake.outlook.held) == {"B1": "甲项目"}


def test_a_commit_over_a_newer_version_is_refused_and_says_what_to_do(loaded, plan, file):
    early = flow.dry_run(loaded, plan, file(without(A1={"price_wan_per_mu": 35})), How())
    flow.import_file(loaded, plan, file(without(A2={"price_wan_per_mu": 45})), How(), who="another")

    with pytest.raises(Overtaken) as told:
        flow.commit(loaded, plan, early, who="test")

    assert (told.value.base, told.value.current) == (1, 2)
    assert "luodi versions diff 1 2" in told.value.remedy_en
    assert loaded.parcels(plan.id, 2)["price_wan_per_mu"].to_dict()["A2"] == 45
    assert len(loaded.versions(plan.id)) == 2


def test_two_first_imports_of_an_empty_bank_do_not_overwrite_one_another(store, plan, file):
    intakes = [flow.dry_run(store, plan, file(PLACED), How()) for _ in range(2)]
    flow.commit(store, plan, intakes[0], who="one")

    with pytest.raises(Overtaken):
        flow.commit(store, plan, intakes[1], who="two")

    assert store.current(plan.id).who == "one"


def test_nothing_usable_is_nothing_to_commit(loaded, plan, file):
    intake = flow.dry_run(loaded, plan, file({"X": {"use_code": "", "nth": 0}}), How())

    assert intake.is_refused
    with pytest.raises(ImportRefused):
        flow.commit(loaded, plan, intake, who="test")


@pytest.mark.parametrize(
    ("stage", "mode"),
    [
        ("read", "replace"),
        ("compare", "update"),
        ("features", "replace"),
        ("commit", "replace"),
        ("commit", "update"),
    ],
)
def test_an_import_cancelled_at_any_stage_leaves_nothing_behind(loaded, plan, file, stage, mode):
    before = sorted(path.relative_to(loaded.home) for path in (loaded.home / "versions").rglob("*"))

    def progress(now: str, _done: int, _total: int) -> None:
        if now == stage:
            raise Cancelled

    rows = file(without(A1={"price_wan_per_mu": 35}))
    with pytest.raises(Cancelled):
        flow.import_file(loaded, plan, rows, How(), who="test", mode=mode, progress=progress)

    assert sorted(path.relative_to(loaded.home) for path in (loaded.home / "versions").rglob("*")) == before
    assert len(loaded.versions(plan.id)) == 1
    assert loaded.verify() == []


def test_under_an_edited_plan_all_is_measured_anew_and_before_is_told_by_it_too(loaded, plan, folder, file):
    moved = write_plan(folder.parent / "moved")
    parks = (moved / "parks.geojson").read_text("utf-8")
    text = (moved / "plan.toml").read_text("utf-8").replace('id = "west"', 'id = "west2"')
    (moved / "plan.toml").write_text(text, "utf-8")
    (moved / "parks.geojson").write_text(parks.replace('"west"', '"west2"'), "utf-8")
    edited = planning.load(moved)

    intake = flow.dry_run(loaded, edited, file(without(A1={"price_wan_per_mu": 35})), How())

    assert intake.is_whole
    assert list(intake.table.index) == sorted(PLACED)
    assert {one.key: one.parcels_before for one in intake.outlook.groups["park"]} == {"west2": 2, "": 4}
    version = flow.commit(loaded, edited, intake, who="test")
    assert version.plan_sha256 == edited.sha256 != plan.sha256


@pytest.mark.parametrize(
    ("told", "rows", "kept"),
    [
        ("2024-05", {}, "2024-05"),
        ("", {"as_of": "2024-06"}, "2024-06"),
        ("2024-05", {"as_of": "2024-06"}, "2024-05"),
        ("", {}, ""),
        ("", {"as_of": "去年"}, ""),
    ],
)
def test_the_date_is_stated_or_the_files_own_and_never_invented(store, plan, file, told, rows, kept):
    land = {id_: {**row, **rows} for id_, row in PLACED.items()}

    done = flow.import_file(store, plan, file(land), How(), who="test", as_of=told)

    assert done.version.as_of == kept


def test_rows_of_two_dates_make_a_bank_of_the_earlier_and_one_without_makes_none(store, plan, file):
    dated = {id_: {**row, "as_of": "2024-06"} for id_, row in PLACED.items()}
    dated["A1"] = {**PLACED["A1"], "as_of": "2024-04-30"}
    undated = {**dated, "A2": PLACED["A2"]}

    assert flow.dry_run(store, plan, file(dated), How()).as_of == "2024-04-30"
    assert flow.dry_run(store, plan, file(undated), How()).as_of == ""


def test_an_update_that_states_no_date_keeps_the_banks(store, plan, file):
    flow.import_file(store, plan, file(PLACED), How(), who="test", as_of="2024-05")

    rows = {"A1": {**PLACED["A1"], "status": "clearing", "as_of": "2024-06"}}
    done = flow.import_file(store, plan, file(rows), How(), who="test", mode="update")

    assert done.version.as_of == "2024-05"


@pytest.mark.parametrize("wrong", ["2024-13", "2023-02-29", "五月", "9999"])
def test_a_date_that_cannot_be_is_refused_before_the_file_is_read(loaded, plan, wrong):
    with pytest.raises(BadAsOf, match="2024-05"):
        flow.dry_run(loaded, plan, Path("nowhere"), How(), as_of=wrong)


def test_an_intake_waits_on_the_disk_or_in_another_process_as_it_was(loaded, plan, file, tmp_path):
    rows = without("B1", A1={"price_wan_per_mu": 35}, X={"use_code": "", "nth": 7})
    intake = flow.dry_run(loaded, plan, file(rows), How())

    flow.keep(intake, tmp_path / "kept")

    for again in (flow.kept(tmp_path / "kept"), pickle.loads(pickle.dumps(intake))):  # noqa: S301
        for name in ("base", "mode", "as_of", "plan_sha256", "is_whole", "removed", "outlook", "report"):
            assert getattr(again, name) == getattr(intake, name)
        assert again.provenance == intake.provenance
        assert_geodataframe_equal(again.rows, intake.rows)
        assert_frame_equal(again.table.astype(intake.table.dtypes), intake.table)
        assert_frame_equal(again.pairs, intake.pairs)
        assert list(again.quarantine["reason"]) == list(intake.quarantine["reason"])
    flow.commit(loaded, plan, flow.kept(tmp_path / "kept"), who="test")
    assert isinstance(loaded.table(plan.id, 2), pd.DataFrame)


def test_work_on_many_rows_leaves_the_search_for_cycles_as_it_was(store, plan, tmp_path):
    with steady():
        with pytest.raises(LuodiError):
            flow.import_file(store, plan, tmp_path / "无.geojson", How(), who="王")
        assert not gc.isenabled()

    assert gc.isenabled()
