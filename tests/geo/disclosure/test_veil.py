"""What an investor is told, and what stays in the office."""

from __future__ import annotations

import json

import pandas as pd
import pytest
import shapely
from shapely.geometry import box

from geo import disclosure
from geo.model import Alias, Basis, LimitResult, Pin, Project, Replay, Signal, Version
from tests.shapes import parcels, square

SECRET, SIGNED = "联东U谷", "康师傅"
PROJECTS = (
    Project("P1", SECRET, "", "attract", aliases=("联东",), investor="联东集团", quote="联东U谷在谈"),
    Project("P2", SIGNED, "", "signed", investor="顶新"),
)


def investor(**more):
    return disclosure.veil("investor", PROJECTS, **more)


def version():
    return Version(1, "erqi", "2024-05-01T00:00:00Z", "王工", "急", 1, 1.0, "0", "上会.gpkg", "0")


def limit(value: str, change: str):
    return LimitResult(
        limit="held", label="未被预留", label_en="Not held", value=value, threshold="", unit="", margin=None,
        passed=False, known=True, firm=True, change=change, change_en=f"held for “{value}”", clause="",
        clause_en="",
    )  # fmt: skip


def test_the_office_is_told_everything():
    veil = disclosure.veil("internal", PROJECTS, {"A": SECRET})
    land = parcels(A=square(30)).assign(holder="二七建投")

    assert veil.told(PROJECTS) is PROJECTS
    assert veil.parcels(land) is land
    assert (veil.watermark(), veil.note("en")) == ("", "")


def test_a_project_that_negotiates_is_named_nowhere_in_a_value_and_a_signed_one_is():
    veil = investor(held={"A": "某某半导体"})

    told = veil.told((limit("某某半导体", "已预留给“某某半导体”"), limit(SIGNED, SIGNED), PROJECTS[0]))

    assert told[0].value == "在谈项目"
    assert told[0].change == "已预留给“在谈项目”"
    assert told[0].change_en == "held for “a project under negotiation”"
    assert told[1].value == SIGNED
    assert not any(word in repr(told) for word in ("联东", "某某"))


def test_who_invests_in_it_and_its_other_names_are_hidden_with_it():
    veil = investor(aliases=[Alias(SECRET, "中部科技港"), Alias(SECRET, "另一家", confirmed=False)])

    assert veil.told("联东集团的中部科技港, 即联东; 另一家") == "在谈项目的在谈项目, 即在谈项目; 另一家"


def test_a_name_of_one_character_is_hidden_where_it_stands_for_itself_and_leaves_other_words_whole():
    veil = disclosure.veil("investor", held={"A": "甲"})

    assert veil.told(["甲", "已预留给“甲”", "甲级写字楼"]) == ["在谈项目", "已预留给“在谈项目”", "甲级写字楼"]


def test_who_recorded_it_and_what_is_held_stay_in_the_office():
    told_version, told_replay = investor().told((version(), Replay("id", "d", "p", "0", "{}", ("A", "B"))))

    assert (told_version.who, told_version.note, told_version.source_file) == ("", "", "")
    assert (told_version.number, told_replay.answer, told_replay.held) == (1, "id", ())


def test_outlines_lie_on_the_grid_and_neither_holder_nor_file_is_left():
    land = parcels(A=box(3, 7, 212, 318), B=square(10, 400, 400)).assign(
        holder="二七建投", source="上会.gpkg", lon=113.64123, lat=34.75049, name=["联东U谷东侧", "南三环"]
    )

    told = investor().parcels(land)

    corners = shapely.get_coordinates(told.geometry["A"])
    assert (corners % disclosure.GRID_M == 0).all()
    assert told.geometry.area.min() > 0
    assert not {"holder", "source"} & set(told.columns)
    assert told[["lon", "lat"]].iloc[0].tolist() == [113.641, 34.75]
    assert told["name"].tolist() == ["在谈项目东侧", "南三环"]
    assert land.geometry["A"].equals(box(3, 7, 212, 318)), "the land itself stays as it is"


def test_a_corner_never_moves_farther_than_half_a_cells_diagonal():
    shapes = pd.Series([box(3, 7, 212, 318), square(80, 1033.3, 977.7), square(1)])

    told = disclosure.general(shapes.to_numpy())

    for was, now in zip(shapes, told, strict=True):
        assert shapely.hausdorff_distance(was, now) <= disclosure.GRID_M / 2 * 2**0.5 + 1e-9


@pytest.mark.parametrize("side", [0.0003, 0.004])
def test_an_outline_in_degrees_is_laid_on_a_grid_and_stays_a_ring(side: float):
    ring = [
        [113.64012, 34.75033],
        [113.64012 + side, 34.75033],
        [113.64012, 34.75033 + side],
        [113.64012, 34.75033],
    ]
    text = json.dumps({"type": "Polygon", "coordinates": [ring]})

    told = json.loads(investor().told({"outline": text})["outline"])["coordinates"][0]

    assert told[0] == told[-1]
    assert shapely.Polygon(told).area > 0
    # what is smaller than a cell becomes one, about a crossing of the grid
    assert all(abs(one / 0.00025 - round(one / 0.00025)) < 1e-6 for pair in told for one in pair)


def test_every_page_of_an_investors_copy_can_say_what_it_is():
    assert investor().watermark("zh") == "招商参考 · 不作定位依据"
    assert "not for locating" in investor().note("en")


@pytest.mark.parametrize("told", ["联东U谷", "联东 U谷", "联东Ｕ谷", "联东·u谷"])
def test_a_name_is_hidden_however_it_is_spelt(told: str):
    park = Project("P1", "联东U谷", "", "plan")

    assert disclosure.veil("investor", [park]).told(f"{told}看中此地") == "在谈项目看中此地"


def test_a_hidden_name_inside_a_known_one_leaves_that_whole():
    both = [Project("P1", "联东", "", "plan"), Project("P2", "联东U谷", "", "signed")]

    assert disclosure.veil("investor", both).told("联东U谷与联东") == "联东U谷与在谈项目"


def test_whoever_a_chain_of_names_leads_to_is_hidden():
    chain = [Alias("乙乙", "丙丙"), Alias("甲甲", "乙乙")]
    hidden = disclosure.veil("investor", [Project("P1", "甲甲", "", "plan")], aliases=chain)

    assert hidden.told("丙丙") == "在谈项目"


def test_a_hold_by_the_id_of_a_signed_project_hides_nothing_and_ids_of_land_stay():
    signed, talked = Project("P2", "乙乙", "", "signed"), Project("P1", "A1", "", "plan")
    hidden = disclosure.veil("investor", [signed, talked], held={"A1": "P2"})

    assert hidden.told("乙乙 P2") == "乙乙 P2"
    assert hidden.told({"parcel_id": "A1", "text": "A1"}) == {"parcel_id": "A1", "text": "在谈项目"}


def test_no_column_of_parcels_names_who_negotiates():
    land = parcels(a=square(100)).assign(township="甲甲来函", name="甲甲地")
    shown = disclosure.veil("investor", [Project("P1", "甲甲", "", "plan")]).parcels(land)

    assert shown[["name", "township"]].to_numpy().tolist() == [["在谈项目地", "在谈项目来函"]]


def test_the_pin_of_a_project_that_negotiates_names_no_parcel_and_stands_only_about_there():
    sign = Signal("", None, "", "")
    pins = [
        Pin(one.id, one.name, "", one.pool, sign, "locked", "EQ0445", 113.64012, 34.75049, Basis.PUBLISHED)
        for one in PROJECTS
    ]

    talked, signed = investor().told(pins)

    assert (talked.project, talked.name, talked.place) == ("", "在谈项目", "")
    assert (talked.lon, talked.lat) == (113.64, 34.75)
    assert (signed.project, signed.name, signed.place) == ("P2", SIGNED, "EQ0445")
