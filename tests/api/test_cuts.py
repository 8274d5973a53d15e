"""切分与排布 at both doors: squares of 60亩 (200 m), a road-less district."""

from __future__ import annotations

import orjson
import pytest
from fastapi.testclient import TestClient

RULES = {"min_mu": 10, "min_width_m": 40, "min_frontage_m": 0, "road_m": 0}


def test_a_third_is_cut_off_and_the_rest_stays_usable(client: TestClient):
    told = client.post("/api/v1/cuts", json={"parcels": ["A1"], "wanted_mu": 20, "rules": RULES}).json()

    best = told["cuts"][0]
    assert (round(best["taken"]["area_mu"], 3), round(best["rest"]["area_mu"], 3)) == (20, 40)
    assert round(best["length_m"], 1) == 200
    assert (best["rest"]["usable"], best["waste_mu"]) == (True, 0)
    assert told["note"] == "示意数据: 试验"


def test_a_rest_too_small_to_use_is_charged_as_waste(client: TestClient):
    told = client.post("/api/v1/cuts", json={"parcels": ["A1"], "wanted_mu": 54, "rules": RULES}).json()

    best = told["cuts"][0]
    assert best["waste_mu"] == pytest.approx(6, abs=1e-3)
    assert best["rest"]["faults"][0]["text"] == "面积 6亩, 不足 10亩"
    assert "至少浪费 6亩 (10%)" in told["reasons"][0]["text"]


def test_land_without_a_road_is_landlocked(client: TestClient):
    told = client.post("/api/v1/cuts", json={"parcels": ["A1"], "wanted_mu": 20}).json()

    faults = [fault["text"] for fault in told["cuts"][0]["rest"]["faults"]]
    assert "不临路, 成为袋地" in faults


def test_more_than_there_is_cannot_be_cut_off(client: TestClient):
    told = client.post("/api/v1/cuts", json={"parcels": ["A1"], "wanted_mu": 60.5})

    assert (told.status_code, told.json()["code"]) == (422, "bad_brief")


def test_parcels_that_do_not_adjoin_are_no_site(client: TestClient):
    told = client.post("/api/v1/halls", json={"parcels": ["A1", "A2"]})

    assert told.status_code == 422
    assert "不相邻" in told.json()["detail"]


@pytest.mark.parametrize(("setback", "fits"), [(0, True), (10, True), (11, False)])
def test_a_hall_fits_after_the_setback_or_it_does_not(client: TestClient, setback, fits):
    asked = {"parcels": ["A1"], "length_m": 180, "width_m": 180, "setback_m": setback}

    assert client.post("/api/v1/halls", json=asked).json()["fits"] is fits


def test_the_largest_hall_of_a_shape(client: TestClient):
    told = client.post("/api/v1/halls", json={"parcels": ["A1"], "ratio": 2, "setback_m": 10}).json()

    assert (round(told["length_m"], 1), round(told["width_m"], 1)) == (180, 90)
    assert told["bearing_deg"] in {0.0, 90.0}


def test_the_shell_says_the_same(luodi, client: TestClient):
    asked = {"parcels": ["A1"], "wanted_mu": 20, "k": 2}
    over_http = client.post("/api/v1/cuts", json=asked).json()

    done = luodi("cut", "A1", "--area", "20", "-k", "2", "--json")

    assert orjson.loads(done.stdout) == over_http
    assert "放得下" in luodi("hall", "A1", "--size", "120x60").stdout
    assert luodi("hall", "A1", "--size", "320x60").exit_code == 4
    assert luodi("hall", "A1", "--size", "wide").exit_code == 3


@pytest.mark.parametrize(
    ("option", "value", "field"),
    [
        ("--ratio", "0.5", "ratio"), ("--setback", "-1", "setback_m"), ("--size", "0x60", "length_m"),
        ("--size", "60x-1", "width_m"),
    ],
)  # fmt: skip
def test_the_shell_names_the_one_measure_of_a_hall_that_cannot_be_meant(luodi, option, value, field):
    done = luodi("hall", "A1", option, value)

    assert done.exit_code == 3
    assert f"需求字段 {field} = " in done.output
