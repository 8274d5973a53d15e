"""The answer of the fast path is the document that the full outcome gives."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from geo import flow
from geo.explain import answer as answering
from geo.flow.land import made_ready, with_held
from geo.model import Brief
from tests.geo import worlds

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "area_mu": st.sampled_from([20.0, 99.99, 100.0, 133.0]),
            "price_wan_per_mu": st.sampled_from([10.0, 60.0, 60.1]),
            "metro_m": st.sampled_from([0.0, 250.0, 900.0, 5000.0]),
            "use_code": st.sampled_from(["100101", "0901", ""]),
            "status": st.sampled_from(["net", "clearing", "idle", ""]),
            "over_farmland_m2": st.sampled_from([0.0, 0.0, 5.0]),
        }
    ),
    min_size=1,
    max_size=20,
)


@settings(max_examples=60)
@given(ROWS, st.integers(1, 5), st.sampled_from([None, 100.0]), st.booleans())
def test_the_fast_answer_is_the_full_one(rows, k, target, held):
    table = worlds.table(**{name: [row[name] for row in rows] for name in rows[0]})
    scene = worlds.scene(table)
    bare = table.drop(columns="held")
    land = made_ready(scene.plan, scene.version, scene.parcels, bare, scene.codes)
    land = with_held(land, {"P1": "别的项目"} if held else {})
    brief = Brief("factory", area_target_mu=target, price_max_wan_per_mu=60.0, k=k)

    fast = flow.answer(land, brief)

    ids, holders = tuple(land.held), tuple(land.held.values())
    full = answering.answer(flow.ask(land, brief), replace(scene, held=ids, holders=holders))
    assert fast == full


def test_the_same_land_as_a_later_version_or_held_for_another_is_another_answer():
    scene = worlds.scene(worlds.table(area_mu=[100.0], price_wan_per_mu=[10.0], use_code=["100101"]))
    brief, later = Brief("factory"), replace(scene.version, number=scene.version.number + 1)
    held = replace(scene, held=("P1",), holders=("甲公司",))

    ids = [
        answering.replay(brief, one).answer
        for one in (scene, replace(scene, version=later), held, replace(held, holders=("乙公司",)))
    ]

    assert len(set(ids)) == len(ids)
