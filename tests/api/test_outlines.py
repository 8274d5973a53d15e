"""Outlines of named parcels: in the order asked, with a place inside, and the missing ones named."""

from __future__ import annotations

from shapely.geometry import shape


def test_outlines_come_in_the_order_asked_and_missing_parcels_are_named(client):
    told = client.post("/api/v1/lookups/outlines", json={"ids": ["A3", "nowhere", "A1", "A3"]}).json()

    assert [one["id"] for one in told["features"]] == ["A3", "A1"]
    assert told["missing"] == ["nowhere"]
    assert told["version"] == 1


def test_the_place_of_an_outline_lies_inside_it(client):
    (one,) = client.post("/api/v1/lookups/outlines", json={"ids": ["A1"]}).json()["features"]

    assert shape(one["geometry"]).contains(shape(one["properties"]["at"]))
    assert abs(one["properties"]["area_mu"] - 60) < 1e-6


def test_no_ids_have_no_outlines(client):
    told = client.post("/api/v1/lookups/outlines", json={"ids": []}).json()

    assert (told["features"], told["missing"]) == ([], [])
