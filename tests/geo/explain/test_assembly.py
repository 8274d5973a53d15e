"""An assembly as it is told: parts that sum, one outline, what joins it and what speaks against it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import box

from geo import assemble, crs, match
from geo.explain.assembly import assemblies
from geo.match import Cells
from geo.model import AssemblyAsk, Curve, Limit, Wish
from tests.geo import worlds

AREA_MIN = Limit("area_min", "面积下限", "Area", "area_mu", "min", 20.0, "亩")
CHEAP = Limit("price", "地价", "Price", "price_wan_per_mu", "max", 60.0, "万元/亩")
AREA = Wish("area", "面积", "Area", "area_mu", "亩", Curve(points=((10, 0.0), (24, 1.0), (40, 0.0))))
READY = Wish("ready", "净地", "Ready", "status", "", Curve(categories={"net": 1.0}, otherwise=0.2))


def _told(ask, holders=("甲", "甲"), price=50.0, basis=("synthetic", "synthetic")):
    """Two squares of 100 m side by side (15亩 each), far from anywhere."""
    shapes = [box(463_000, 3_840_000, 463_100, 3_840_100), box(463_100, 3_840_000, 463_200, 3_840_100)]
    table = worlds.table(area_mu=[15.0, 15.0], metro_m=[0.0, 500.0], price_wan_per_mu=[10.0, price])
    scene = worlds.scene(table)
    parcels = scene.parcels.assign(holder=list(holders), basis=list(basis)).set_geometry(
        shapes, crs="EPSG:4547"
    )
    pairs = pd.DataFrame({"a": ["P1"], "b": ["P2"], "shared_m": [100.0]})
    woven = assemble.fabric(parcels, pairs)
    asked = worlds.question([AREA_MIN, CHEAP], [(worlds.NEAR_METRO, 0.4), (READY, 0.3), (AREA, 0.3)])
    land = assemble.ground(match.pack(table), table, asked, woven, ask)
    return assemblies(land, assemble.search(land), table, woven, replace(scene, told=Cells(parcels)))


def test_two_halves_are_told_as_one_site():
    told = _told(AssemblyAsk())

    one = told.assemblies[0]
    assert one.members == ("P1", "P2")
    assert (one.area_mu, one.perimeter_m, one.narrowest_m, one.holders) == (30.0, 600.0, 100.0, 1)
    assert one.compactness == pytest.approx(4 * np.pi * 20_000 / 600**2)
    assert one.score == pytest.approx(sum(part.points for part in one.parts), abs=1e-9)
    values = {part.wish: part.value for part in one.parts}
    assert (values["metro"], values["ready"], values["area"]) == (250.0, "net", 30.0)


def test_the_outline_is_the_union_in_degrees():
    one = _told(AssemblyAsk()).assemblies[0]

    metric = crs.shapes_to(np.array([shapely.from_geojson(one.outline)]), "EPSG:4490", "EPSG:4547")
    assert shapely.area(metric)[0] == pytest.approx(20_000, rel=1e-4)  # corners to a centimetre


def test_several_holders_and_unknown_ones_are_said():
    told = _told(AssemblyAsk(), holders=("甲", "乙")).assemblies[0]
    unknown = _told(AssemblyAsk(), holders=("甲", None)).assemblies[0]

    assert "涉及 2 个权利人" in [reason.text for reason in told.reasons]
    assert unknown.holders is None
    assert any(reason.about == "holders" and reason.kind == "caveat" for reason in unknown.reasons)


def test_a_tolerated_member_says_which_limit_it_fails_and_what_would_do():
    one = _told(AssemblyAsk(tolerate=1), price=80.0).assemblies[0]

    assert [(fail.parcel_id, fail.limit) for fail in one.failed] == [("P2", "price")]
    assert one.failed[0].text


def test_without_tolerance_the_land_is_too_small_and_said_so():
    told = _told(AssemblyAsk(), price=80.0)

    assert told.assemblies == ()
    assert told.reasons[0].text == "连成一片的最多 15亩, 不足 20亩"


@pytest.mark.parametrize(("said", "told"), [("digitised", "digitised"), ("", ""), ("assumed", "assumed")])
def test_land_is_told_no_surer_than_its_least_sure_member(said, told):
    one = _told(AssemblyAsk(), basis=("published", said)).assemblies[0]

    assert one.basis == told
