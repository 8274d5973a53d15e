"""Projects on a street of parcels: the allocation over parcels and assemblies equals counting all out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import allocate
from geo.assemble import Fabric
from geo.errors import BadAllocation
from geo.flow import Land
from geo.flow.asking import question
from geo.flow.bidding import Book, whole_score
from geo.flow.land import made_ready, with_held
from geo.model import AllocationAsk, Brief, Project
from tests.geo import worlds

MEMBERS = 3


def street(areas: list[float], metro: list[float]) -> tuple[Land, Fabric]:
    """Parcels one beside another."""
    table = worlds.table(area_mu=areas, metro_m=metro)
    scene = worlds.scene(table)
    count = len(areas)
    land = made_ready(scene.plan, scene.version, scene.parcels, table, scene.codes)
    wide = np.full(count - 1, 30.0)
    woven = Fabric(
        np.arange(count - 1), np.arange(1, count), wide, wide, np.full(count, 400.0), np.full(count, -1), ()
    )
    return land, woven


def sites(land: Land, brief: Brief) -> list[tuple[set[int], float]]:
    """Every run of up to three parcels in the window, with its score."""
    area, found = land.table["area_mu"].to_numpy(), []
    for size in range(1, MEMBERS + 1):
        for low in range(len(area) - size + 1):
            rows = list(range(low, low + size))
            if brief.area_min_mu <= area[rows].sum() <= brief.area_max_mu:
                found.append((set(rows), whole_score(land.table.iloc[rows], question(land, brief))))
    return found


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from([20.0, 30.0, 45.0, 80.0]), st.sampled_from([0.0, 300.0, 900.0])),
        min_size=2,
        max_size=7,
    ),
    st.lists(
        st.tuples(st.sampled_from([(15, 35), (40, 70), (60, 120)]), st.sampled_from([1.0, 2.0])),
        min_size=1,
        max_size=4,
    ),
)
def test_parcels_and_assemblies_are_given_away_as_well_as_can_be(parcels, wanted):
    land, woven = street([area for area, _ in parcels], [metro for _, metro in parcels])
    briefs = [Brief("factory", area_min_mu=low, area_max_mu=high) for (low, high), _ in wanted]
    projects = [
        Project(str(k), str(k), "factory", "signed", priority=priority)
        for k, (_, priority) in enumerate(wanted)
    ]
    asked = [(project, question(land, brief)) for project, brief in zip(projects, briefs, strict=True)]
    book = Book(land, woven, asked, AllocationAsk(members=MEMBERS), first=1)

    done = allocate.allocate(book.bids(), {}, [np.arange(len(projects))], book.grow)

    rows = [row for site in done.site[done.site >= 0] for row in done.known.rows(site)]
    assert len(rows) == len(set(rows))
    assert done.proven
    best = 0.0
    for way in product(*([(set(), 0.0), *sites(land, brief)] for brief in briefs)):
        if sum(len(some) for some, _ in way) == len(set().union(*(some for some, _ in way))):
            best = max(best, sum(one.priority * score for one, (_, score) in zip(projects, way, strict=True)))
    assert done.value.sum() == pytest.approx(best, abs=1e-6)


def test_land_held_under_a_project_s_alias_is_its_own():
    bare, _ = street([60.0, 60.0], [0.0, 0.0])
    land = with_held(bare, {"P1": "甲 · 一期"})
    asks = question(land, Brief("factory", area_min_mu=40, area_max_mu=70))
    own = Project("1", "甲", "factory", "signed", aliases=("甲一期",), locked=("P1",))
    strange = Project("2", "乙", "factory", "signed", locked=("P1",))

    book = Book(land, None, [(own, asks)], AllocationAsk())

    assert book.locked == {0: 0}
    with pytest.raises(BadAllocation, match="P1"):
        Book(land, None, [(strange, asks)], AllocationAsk())
