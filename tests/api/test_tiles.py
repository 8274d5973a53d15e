"""Tiles over HTTP: TileJSON, shapes, rows, and what is said when there is nothing to send."""

from __future__ import annotations

import mapbox_vector_tile
import numpy as np
import pytest


@pytest.fixture
def told(client):
    return client.get("/tiles/parcels.json").json()


def at(told, z):
    """The tile of a zoom that has the middle of the land in it."""
    lon, lat, _ = told["center"]
    y = 0.5 - np.arcsinh(np.tan(np.radians(lat))) / (2 * np.pi)
    return z, int((lon + 180) / 360 * 2**z), int(y * 2**z)


def address(template, z, x, y):
    return template.format(z=z, x=x, y=y)


def test_tilejson_leads_to_the_tiles(client, told):
    assert told["tilejson"] == "3.0.0"
    assert told["parcels"] == 6
    assert told["vector_layers"][0]["id"] == "parcels"

    answer = client.get(address(told["tiles"][0], *at(told, 12)))

    assert answer.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    features = mapbox_vector_tile.decode(answer.content)["parcels"]["features"]
    assert {one["properties"]["id"] for one in features} <= {"A1", "A2", "A3", "A4", "A5", "B1"}
    assert {one["properties"]["use"] for one in features} <= {"100101", "100102", "0901"}


def test_the_feature_s_id_is_the_row_that_the_bytes_of_a_match_have(client, told):
    answer = client.get(address(told["tiles"][0], *at(told, 10)))

    features = mapbox_vector_tile.decode(answer.content)["parcels"]["features"]
    listed = client.get("/api/v1/layers/parcels").json()["features"]
    assert {one["id"]: one["properties"]["id"] for one in features} == {
        one["properties"]["i"]: one["properties"]["id"] for one in listed
    }


def test_a_tile_of_rows_has_a_pixel_for_every_parcel(client, told):
    answer = client.get(address(told["ids"][0], *at(told, 13)))

    planes = np.frombuffer(answer.content, np.uint8).reshape(4, 256, 256)
    assert set(np.unique(planes[0])) > {0}
    assert planes[1:].max() == 0
    assert planes[0].max() <= 6


def test_a_tile_is_sent_packed_to_whoever_can_unpack_it(client, told):
    where = address(told["tiles"][0], *at(told, 12))

    packed = client.get(where, headers={"accept-encoding": "gzip"})
    plain = client.get(where, headers={"accept-encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


def test_a_tile_that_is_known_is_not_sent_again(client, told):
    where = address(told["tiles"][0], *at(told, 12))
    first = client.get(where)

    again = client.get(where, headers={"if-none-match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert "immutable" in first.headers["cache-control"]
    assert client.get(where.split("?")[0]).headers["cache-control"] == "no-cache"


def test_where_there_is_no_land_there_is_nothing_to_send(client):
    assert client.get("/tiles/parcels/12/0/0.mvt").status_code == 204
    assert client.get("/tiles/parcels/12/0/0.ids").status_code == 204


@pytest.mark.parametrize(
    ("where", "status"),
    [
        ("/tiles/roads/12/1/1.mvt", 422),
        ("/tiles/roads.json", 422),
        ("/tiles/parcels/2/4/0.mvt", 404),
        ("/tiles/parcels/2/0/4.ids", 404),
        ("/tiles/parcels/21/0/0.mvt", 422),
        ("/tiles/parcels/3/-1/0.mvt", 422),
        ("/tiles/parcels/a/0/0.mvt", 422),
    ],
)
def test_a_tile_that_cannot_be_is_refused_in_both_languages(client, where, status):
    answer = client.get(where)

    assert answer.status_code == status
    assert answer.json()["detail"]
    assert answer.json()["detail_en"]


def test_another_version_has_other_tiles(client, told):
    body = {"parcels": [{"parcel_id": "A1", "set": {"use_code": "0901"}}], "who": "王工"}
    answer = client.post("/api/v1/edits/alter", json=body)
    assert answer.is_success, answer.text

    assert client.get("/tiles/parcels.json").json()["tiles"] != told["tiles"]
