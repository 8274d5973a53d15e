"""Any sequence of edits leaves the store, the land in memory and the live index saying the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
from geopandas.testing import assert_geodataframe_equal
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, box

from geo import flow, validate
from geo.edit import Alter, Merge, Order, Split
from geo.errors import NotAdjoining, TooSlight
from geo.features.measure import measure
from geo.flow import edits
from geo.live import LiveIndex
from geo.store.files import FileStore
from tests.geo.edit.lands import SQUARES
from tests.geo.features.land import plan
from tests.shapes import raw

PLAN = plan(sha256="p")
EVERYWHERE = box(-1e5, -1e5, 1e5, 1e5)
steps = st.lists(
    st.tuples(st.sampled_from(["split", "merge", "alter"]), st.integers(0, 99), st.integers(20, 80)),
    min_size=2,
    max_size=3,
)


def order(kind: str, pick: int, share: int, land: flow.Land) -> Order:
    """An edit of a parcel that is there; a merge is with the parcel that follows by id."""
    ids = list(land.parcels.index)
    one, other = ids[pick % len(ids)], ids[(pick + 1) % len(ids)]
    if kind == "alter":
        return Alter({one: {"far_max": share / 40}})
    if kind == "merge":
        return Merge((one, other), into=f"M{land.version.number}", like=one)
    west, south, east, north = land.parcels.geometry[one].bounds
    x = west + (east - west) * share / 100
    return Split(one, LineString([(x, south - 1), (x + 1, north + 1)]))


@given(steps=steps)
@example(steps=[("split", 0, 50), ("merge", 0, 50), ("alter", 0, 40)])
@settings(max_examples=3)
def test_store_land_and_index_agree_after_any_edits(steps: list[tuple[str, int, int]]):
    checked = validate.check(raw(**SQUARES), PLAN)
    measured = measure(checked.parcels, PLAN)
    with tempfile.TemporaryDirectory() as folder:
        store = FileStore(Path(folder))
        story = (checked.report, checked.quarantine, raw(**SQUARES).provenance)
        store.commit(
            PLAN.id, checked.parcels, measured.table, *story,
            who="x", note="", plan_sha256=PLAN.sha256, pairs=measured.pairs,
        )  # fmt: skip
        land = flow.open_land(store, PLAN)
        live = LiveIndex(land.parcels.geometry, pack_after=3)
        for kind, pick, share in steps:
            try:
                done = edits.draw(land, live, order(kind, pick, share, land), store.lineage(PLAN.id))
            except (NotAdjoining, TooSlight):  # some merges are of parcels apart, some cuts leave a sliver
                continue
            version = edits.commit_edit(store, PLAN, done, who="x")
            land = edits.after(land, done, version)
            live.replace(done.change.removed, done.change.parcels.geometry)

            read = flow.open_land(store, PLAN)
            assert_geodataframe_equal(land.parcels, read.parcels)
            pd.testing.assert_frame_equal(land.table, read.table)
            again = measure(read.parcels, PLAN)
            pd.testing.assert_frame_equal(store.pairs(PLAN.id, version.number), again.pairs)
            anew = LiveIndex(read.parcels.geometry)
            assert live.within(EVERYWHERE) == anew.within(EVERYWHERE) == tuple(read.parcels.index)
            assert live.nearest(150, 50, 3) == anew.nearest(150, 50, 3)
            assert abs(read.parcels.area.sum() - 50_000) < 1e-3
        store.close()
