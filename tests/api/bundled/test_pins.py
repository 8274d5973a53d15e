"""The bundled projects on the map."""

from __future__ import annotations


def test_projects_have_a_place_as_far_as_anybody_said_and_a_colour_with_its_rule(client):
    told = client.get("/api/v1/projects/pins").json()

    by_place = {one["project"]: one for one in told["pins"] if one["known_by"]}
    assert {one["known_by"] for one in by_place.values()} == {"park", "axis"}
    assert all(one["lon"] is None for one in told["pins"] if not one["known_by"])
    assert all(33 < one["lat"] < 36 for one in by_place.values())
    assert "红" in told["rule"]
    assert told["on"] == "2024-05-31"
