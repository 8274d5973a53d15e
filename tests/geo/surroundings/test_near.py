"""Conflicts both ways, firms of the same chain, shops that compete, as a plain loop finds them."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box

from geo import codes
from geo.errors import BadPlan
from geo.model import Basis, Layer, Near, Practice
from geo.surroundings import around
from tests.geo.worlds import FACTORY, plan

TABLE = codes.national("landuse_sea", "2023")
NEAR = Near(
    1000.0, 3000.0, ("shop",), ("places", "kind", ("commerce",)), {"07": "housing_m"}, {"100102": 2},
    Basis.ASSUMED, "ours",
)  # fmt: skip
SHOP = replace(FACTORY, id="shop", name="商业", use_codes=("0901",), hazard=0, chain="")
HOMES = replace(SHOP, id="homes", name="住宅", use_codes=("0701",))
PLANT = replace(FACTORY, chain="metal")


def layer(name: str, rows: list[dict[str, object]]) -> Layer:
    shapes = [row.pop("at") for row in rows]
    frame = gpd.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4547")
    return Layer(
        name, "firms" if name == "firms" else "context", name, name, Basis.ASSUMED, "test", "2024", frame
    )


def world(homes=(300,), firms=((500, "metal"),), shops=(2000,)):
    estates = [{"name": f"小区{x}", "at": Point(x, 0)} for x in homes]
    plants = [{"name": f"厂{x}", "chain": chain, "at": Point(x, 0)} for x, chain in firms]
    malls = [{"name": f"店{x}", "kind": "commerce", "at": Point(x, 0)} for x in shops]
    layers = {
        "housing": layer("housing", estates or [far()]),
        "firms": layer("firms", plants or [far(chain="")]),
        "places": layer("places", malls or [far(kind="")]),
    }
    return plan(layers=layers, practice=Practice(near=NEAR), industries=(PLANT, SHOP, HOMES))


def far(**columns: object) -> dict[str, object]:
    return {"name": "远", "at": Point(1e6, 0), **columns}


def land(**uses: str) -> gpd.GeoDataFrame:
    shapes = [box(-100 - 300 * nth, -50, -300 * nth, 50) for nth in range(len(uses))]
    return gpd.GeoDataFrame(
        {"use_code": list(uses.values()), "name": list(uses)},
        index=list(uses),
        geometry=shapes,
        crs="EPSG:4547",
    )


def test_industry_near_housing_is_in_conflict_up_to_the_distance_to_keep():
    near, at_it = world(homes=(99,)), world(homes=(100,))

    (one,) = around(land(A1="100102"), "A1", PLANT, near, TABLE, {}).conflicts

    assert (one.name, one.distance_m, one.min_m) == ("小区99", pytest.approx(99), 100)
    assert around(land(A1="100102"), "A1", PLANT, at_it, TABLE, {}).conflicts == ()
    assert around(land(A1="100102"), "A1", SHOP, near, TABLE, {}).conflicts == ()


def test_housing_near_industrial_land_is_in_conflict_too():
    parcels = land(A1="0701", B1="100102", C1="100101")

    told = around(parcels, "A1", HOMES, world(), TABLE, {})

    assert told.conflicts == ()
    closer = parcels.set_geometry(
        [parcels.geometry.iloc[0], box(-190, -50, -150, 50), parcels.geometry.iloc[2]]
    )
    assert [round(one.distance_m) for one in around(closer, "A1", HOMES, world(), TABLE, {}).conflicts] == [
        50
    ]


def test_retail_shares_customers_with_shops_and_projects_within_reach():
    told = around(
        land(A1="0901", B1="0901", C1="100101"), "A1", SHOP, world(), TABLE,
        {"B1": ("万象城", "shop"), "C1": ("厂", "factory"), "A1": ("自己", "shop"), "X": ("无", "shop")},
    )  # fmt: skip

    assert [(one.name, round(one.distance_m)) for one in told.rivals] == [("万象城", 200), ("店2000", 2000)]
    assert around(land(A1="1001"), "A1", PLANT, world(), TABLE, {}).rivals == ()


def test_a_plan_that_states_no_distances_is_told_so():
    with pytest.raises(BadPlan):
        around(land(A1="1001"), "A1", PLANT, plan(), TABLE, {})


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 2000), st.sampled_from(["metal", "food"])), max_size=6, unique=True))
def test_firms_of_the_chain_within_a_walk_are_those_a_loop_finds(firms):
    told = around(land(A1="1001"), "A1", PLANT, world(firms=firms), TABLE, {})

    assert [(one.name, one.distance_m) for one in told.synergies] == [
        (f"厂{x}", x) for x, chain in sorted(firms) if chain == "metal" and x <= 1000
    ]
