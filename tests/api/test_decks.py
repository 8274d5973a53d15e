"""Decks over HTTP and from the shell: the same bytes, an office's own template, refusals."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image
from pptx import Presentation

BRIEF = {"industry": "food", "area_mu": 60}
WORDS = ("--industry", "food", "--area", "60")


def deck(client: TestClient, **more: object) -> bytes:
    answer = client.post("/api/v1/exports/deck", json={**BRIEF, **more})
    assert answer.status_code == 200, answer.text
    return answer.content


def test_deck_and_offline_page_of_an_answer_name_the_same_land_with_the_same_scores(client: TestClient):
    told = client.post("/api/v1/matches", json=BRIEF).json()
    ranked = [(one["name"], f"{one['score']:.1f}") for one in told["suggestions"]]
    by_id = {"answer": told["replay"]["answer"]}

    made = client.post("/api/v1/exports/deck", json=by_id).content
    page = client.post("/api/v1/exports/page", json=by_id).text

    shapes = [it for one in Presentation(io.BytesIO(made)).slides for it in one.shapes if it.has_table]
    tables = [[[cell.text for cell in row.cells] for row in it.table.rows] for it in shapes]
    shortlist = next(rows for rows in tables if rows[0][-1] == "得分")
    assert [(row[1], row[-1]) for row in shortlist[1:]] == ranked
    assert re.findall(r'"name":"([^"]+)","score":"([^"]+)"', page) == ranked


def test_a_deck_comes_as_pptx(client: TestClient):
    answer = client.post("/api/v1/exports/deck", json=BRIEF)

    assert answer.headers["content-type"].endswith("presentationml.presentation")
    assert ".pptx" in answer.headers["content-disposition"]
    assert len(Presentation(io.BytesIO(answer.content)).slides) > 5


def test_the_shell_makes_the_deck_that_http_sends(client: TestClient, luodi, tmp_path: Path):
    out = tmp_path / "汇报.pptx"

    done = luodi("export", "deck", *WORDS, "-o", out)

    assert done.exit_code == 0, done.output
    assert out.read_bytes() == deck(client)


def test_an_office_s_template_is_taken_over_http_and_from_the_shell(
    client: TestClient, luodi, tmp_path: Path
):
    template, out = tmp_path / "模板.pptx", tmp_path / "汇报.pptx"
    Presentation().save(str(template))

    done = luodi("export", "deck", *WORDS, "-o", out, "--template", template)

    assert done.exit_code == 0, done.output
    sent = base64.b64encode(template.read_bytes()).decode()
    assert out.read_bytes() == deck(client, template=sent)
    assert out.read_bytes() != deck(client)


def test_what_is_no_template_is_told(client: TestClient):
    sent = base64.b64encode(b"no slides").decode()

    answer = client.post("/api/v1/exports/deck", json={**BRIEF, "template": sent})

    assert answer.status_code == 422
    assert answer.json()["code"] == "bad_template"
    assert ".pptx" in answer.text


def test_fewer_sites_make_fewer_slides(client: TestClient):
    many, few = (len(Presentation(io.BytesIO(deck(client, sites=sites))).slides) for sites in (2, 1))

    assert many > few


def test_a_template_of_some_megabytes_is_taken(client: TestClient, tmp_path: Path):
    template = Presentation()
    picture = io.BytesIO()
    noise = np.random.default_rng(7).bytes(3 * 900 * 900)
    Image.frombytes("RGB", (900, 900), noise).save(picture, "PNG")
    template.slides.add_slide(template.slide_layouts[6]).shapes.add_picture(picture, 0, 0)
    template.save(str(tmp_path / "大.pptx"))
    sent = (tmp_path / "大.pptx").read_bytes()

    assert len(sent) > 2_000_000
    assert deck(client, template=base64.b64encode(sent).decode())


@pytest.mark.parametrize("level", ["internal", "investor"])
def test_a_project_in_negotiation_is_named_to_the_office_alone(client: TestClient, level: str):
    parcel = client.post("/api/v1/matches", json=BRIEF).json()["suggestions"][0]["parcel_id"]
    held = client.post("/api/v1/holds", json={"parcel_ids": [parcel], "project": "秘密项目甲", "who": "王工"})
    assert held.status_code == 201

    body = deck(client, disclosure=level, title="给秘密项目甲的建议")

    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        said = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    assert ("秘密项目甲" in said) == (level == "internal")


def test_a_file_of_another_kind_is_wrong_use(luodi, tmp_path: Path):
    assert luodi("export", "deck", *WORDS, "-o", tmp_path / "汇报.pdf").exit_code == 2
