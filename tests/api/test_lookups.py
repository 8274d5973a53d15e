"""Which parcel is here, which lie in an area, which are nearest: over HTTP and from the shell."""

from __future__ import annotations

import json

import numpy as np
import pytest
from shapely.geometry import box

from geo import crs
from tests.api.district import SIDE, SOUTH, STEP, WEST, square

METRIC = "EPSG:4547"


def place(x: float, y: float) -> dict[str, float]:
    lon, lat = crs.coordinates_to(np.array([x]), np.array([y]), METRIC, crs.LON_LAT)
    return {"lon": float(lon[0]), "lat": float(lat[0])}


def ids(answer) -> list[str]:
    return [one["parcel_id"] for one in answer.json()["parcels"]]


def test_a_place_in_a_parcel_gives_it_and_one_beside_gives_none(client):
    inside = client.get("/api/v1/lookups/at", params=place(WEST + 600, SOUTH + 1000))
    beside = client.get("/api/v1/lookups/at", params=place(WEST + 800, SOUTH + 1000))

    assert ids(inside) == ["A1"]
    assert inside.json()["parcels"][0]["area_mu"] == 60.0
    assert (ids(beside), beside.json()["total"]) == ([], 0)


def test_the_nearest_come_with_their_distance(client):
    # 100 m east of A1, 200 m west of A2
    found = client.get("/api/v1/lookups/nearest", params={**place(WEST + 800, SOUTH + 1000), "k": 3}).json()

    assert [(one["parcel_id"], round(one["distance_m"])) for one in found["parcels"]] == [
        ("A1", 100),
        ("A2", 200),
        ("A3", 700),
    ]


def test_an_area_gives_what_lies_within_or_what_it_touches(client):
    area = box(WEST + 400, SOUTH + 800, WEST + 500 + STEP + 50, SOUTH + 1200)

    inside = client.post("/api/v1/lookups/within", json={"shape": area.wkt, "crs": METRIC})
    touched = client.post("/api/v1/lookups/within", json={"shape": area.wkt, "crs": METRIC, "touching": True})
    few = client.post(
        "/api/v1/lookups/within", json={"shape": area.wkt, "crs": METRIC, "touching": True, "limit": 1}
    )

    assert ids(inside) == ["A1"]
    assert ids(touched) == ["A1", "A2"]
    assert (ids(few), few.json()["total"]) == (["A1"], 2)


def test_the_datum_of_a_map_is_taken_back(client):
    at = place(WEST + 600, SOUTH + 1000)
    lon, lat = crs.wgs84_to_gcj02(np.array([at["lon"]]), np.array([at["lat"]]))
    shifted = {"lon": float(lon[0]), "lat": float(lat[0])}

    assert ids(client.get("/api/v1/lookups/at", params=shifted)) == []
    assert ids(client.get("/api/v1/lookups/at", params={**shifted, "datum": "gcj02"})) == ["A1"]


def test_who_holds_a_parcel_is_told(client):
    client.post("/api/v1/holds", json={"parcel_ids": ["A1"], "project": "甲", "who": "x"})

    found = client.get("/api/v1/lookups/at", params=place(WEST + 600, SOUTH + 1000)).json()

    assert found["parcels"][0]["held"] == "甲"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"shape": "POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))"}, "bad_shape"),
        ({"shape": "POINT(113 34)"}, "bad_shape"),
        ({"shape": 7}, "invalid_request"),
        ({}, "invalid_request"),
        ({"shape": "POLYGON((0 0, 1 0, 1 1, 0 0))", "crs": "moon"}, "bad_crs"),
    ],
)
def test_an_area_that_is_none_is_refused(client, asked: dict[str, object], code: str):
    refused = client.post("/api/v1/lookups/within", json=asked)

    assert (refused.status_code, refused.json()["code"]) == (422, code)


@pytest.mark.parametrize("asked", [{"lon": "nan", "lat": 1}, {"lon": 1, "lat": 91}, {"lon": 1}])
def test_a_place_that_is_none_is_refused(client, asked: dict[str, object]):
    assert client.get("/api/v1/lookups/at", params=asked).status_code == 422


def test_the_shell_answers_the_same(luodi):
    at = luodi("at", str(WEST + 600), str(SOUTH + 1000), "--crs", METRIC)
    near = luodi("nearest", str(WEST + 800), str(SOUTH + 1000), "--crs", METRIC, "-k", "2", "--json")
    inside = luodi("within", square(0).buffer(SIDE).wkt, "--crs", METRIC)
    nothing = luodi("at", str(WEST), str(SOUTH), "--crs", METRIC)

    assert [one.exit_code for one in (at, near, inside, nothing)] == [0] * 4
    assert "地块A1" in at.stdout
    assert [one["parcel_id"] for one in json.loads(near.stdout)["parcels"]] == ["A1", "A2"]
    assert "地块A1" in inside.stdout
    assert "no parcel here" in nothing.stdout


@pytest.mark.parametrize(
    ("words", "found"),
    [("a1", ["A1"]), ("乙镇", ["A3", "A4", "A5", "B1"]), ("A", ["A1", "A2", "A3", "A4", "A5"]), ("丙", [])],
)
def test_parcels_are_found_by_number_and_township(client, words, found):
    assert ids(client.get("/api/v1/lookups/named", params={"q": words})) == found
