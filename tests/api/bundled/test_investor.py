"""An investor's copy of anything holds neither a parcel's number nor a distance that would find it."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import Any

import pypdf
import pytest
from fastapi.testclient import TestClient

BRIEF = {"industry": "food", "area_mu": 133, "k": 3}
# of the bank, and of the plan; a digest such as sha256-20Th… is none
NUMBER = re.compile(r"EQ\d{4}|(?<![0-9A-Za-z])\d{3}-\d{2}(?![0-9A-Za-z-])")
FORMS: list[tuple[str, dict[str, Any]]] = [
    ("sheet", {"format": "pdf"}),
    ("sheet", {"format": "docx"}),
    ("atlas", {}),
    ("page", {}),
    ("table", {"format": "csv"}),
    ("table", {"format": "xlsx"}),
    ("table", {"format": "geojson"}),
    ("deck", {}),
    ("plate", {"template": "suitability", "format": "svg"}),
    ("plate", {"template": "site", "format": "svg"}),
    ("plate", {"template": "assembly", "format": "svg"}),
]


@pytest.fixture(scope="module")
def exact(client: TestClient) -> set[str]:
    """Distances of the shortlist as the office reads them, and as files hold them."""
    found = client.post("/api/v1/matches", json=BRIEF).json()["suggestions"]
    metres = [
        part["value"]
        for one in found
        for part in one["parts"]
        if part["unit"] == "m" and isinstance(part["value"], float) and "width" not in part["wish"]
    ]
    return {word for one in metres if one % 100 > 0.5 for word in (f"{one:,.0f} m", f"{one:.5f}"[:-1])}


@pytest.mark.parametrize(("path", "more"), FORMS)
def test_an_investors_copy_names_no_parcel_and_no_exact_distance(
    client: TestClient, exact: set[str], path: str, more: dict[str, Any]
):
    best = client.post("/api/v1/matches", json=BRIEF).json()["suggestions"][0]["parcel_id"]
    one = {"sheet": {"parcels": [best]}, "plate": {"parcel": best}}.get(path, {})

    told = client.post(f"/api/v1/exports/{path}", json={**BRIEF, **more, **one, "disclosure": "investor"})

    text = words(told.content)
    assert told.status_code == 200
    assert NUMBER.findall(text) == []
    assert not NUMBER.search(told.headers["content-disposition"])
    assert "地块" in text
    assert {word for word in exact if word in text} == set()


def test_the_labels_follow_the_shortlist_and_a_single_site_is_this_one(client: TestClient):
    asked = {**BRIEF, "disclosure": "investor"}
    office = client.post("/api/v1/matches", json=BRIEF).json()["suggestions"]

    table = client.post("/api/v1/exports/table", json={**asked, "format": "geojson"}).json()
    sheet = words(
        client.post(
            "/api/v1/exports/sheet", json={**asked, "parcels": [office[2]["parcel_id"]], "format": "docx"}
        ).content
    )

    assert [one["id"] for one in table["features"]] == ["地块 1", "地块 2", "地块 3"]
    assert [round(one["properties"]["score"], 3) for one in table["features"]] == [
        round(one["score"], 3) for one in office
    ]
    assert "本地块" in sheet


def test_the_offices_own_copy_keeps_numbers_and_distances(client: TestClient, exact: set[str]):
    asked = {**BRIEF, "format": "csv"}

    text = words(client.post("/api/v1/exports/table", json=asked).content)

    assert NUMBER.search(text)
    assert any(word in text for word in exact)


def words(body: bytes) -> str:
    """All text of a file, whatever its form."""
    if body.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    if body.startswith(b"<?xml"):
        return re.sub(r"<[^>]+>", " ", body.decode())
    if not body.startswith(b"PK"):
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as whole:
        parts = [whole.read(name) for name in whole.namelist() if name.endswith((".xml", ".rels"))]
    return html.unescape("\n".join(re.sub(r"<[^>]+>", " ", part.decode()) for part in parts))
