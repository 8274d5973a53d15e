"""Files out, over HTTP and from the shell: the same bytes, the notice in each, nothing that would run."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import orjson
import pypdf
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import Settings
from tests.api.district import write_plan

BRIEF = {"industry": "food", "area_mu": 60}
WORDS = ("--industry", "food", "--area", "60")
TURNS = {"projects": [{"id": "甲", "name": "甲", "pool": "signed", "industry": "food", "area_mu": 60}]}


def table(client: TestClient, form: str, **more: object) -> bytes:
    answer = client.post("/api/v1/exports/table", json={**BRIEF, "format": form, **more})
    assert answer.status_code == 200, answer.text
    return answer.content


def test_csv_opens_in_chinese_and_carries_basis_and_notice(client: TestClient):
    body = table(client, "csv")

    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    first = dict(zip(rows[0], rows[1], strict=True))
    assert body.startswith(b"\xef\xbb\xbf")
    assert (first["地块编号"], first["数据依据"]) == ("A1", "示意")
    assert "示意数据: 试验" in [row[0] for row in rows if row]


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson"])
def test_a_table_by_an_answers_id_is_the_same_after_the_land_was_promised(client: TestClient, form: str):
    answer = client.post("/api/v1/matches", json=BRIEF).json()["replay"]["answer"]
    before = table(client, form)
    held = client.post("/api/v1/holds", json={"parcel_ids": ["A1"], "project": "甲", "who": "王"})
    assert held.status_code == 201, held.text

    kept = client.post("/api/v1/exports/table", json={"answer": answer, "format": form})

    assert kept.content == before
    assert table(client, form) != before


def test_xlsx_shows_the_scores_also_where_nothing_reckons_them(client: TestClient):
    book = openpyxl.load_workbook(io.BytesIO(table(client, "xlsx")), data_only=True)

    shortlist, reckoning = book.worksheets[:2]
    heads = [cell.value for cell in reckoning[2]]
    points = [cell.value for head, cell in list(zip(heads, reckoning[3], strict=True))[3:] if head == "得分"]
    assert [cell.value for cell in shortlist["B"]][1:5] == ["A1", "A2", "A3", "A4"]
    assert sum(points) == pytest.approx(shortlist["J2"].value, abs=1e-9)
    assert "示意数据: 试验" in [cell.value for cell in shortlist["A"]]


def test_geojson_has_shapes_in_degrees_and_the_notice(client: TestClient):
    told = orjson.loads(table(client, "geojson"))

    assert told["note"] == "示意数据: 试验"
    assert [one["id"] for one in told["features"]] == ["A1", "A2", "A3", "A4"]
    assert told["features"][0]["geometry"]["type"] == "Polygon"
    assert told["features"][0]["properties"]["basis"] == "synthetic"


def test_english_tables_have_english_headings(client: TestClient):
    text = table(client, "csv", lang="en").decode("utf-8-sig")

    assert text.startswith("rank,parcel_id,")
    assert "Illustrative data: a test" in text


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson"])
def test_both_doors_write_the_same_file(client: TestClient, luodi, tmp_path: Path, form: str):
    saved = tmp_path / f"list.{form}"

    done = luodi("match", *WORDS, f"--{form}", saved)

    assert done.exit_code == 0, done.output
    assert saved.read_bytes() == table(client, form)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_name_that_looks_like_a_formula_stays_text(tmp_path: Path, form: str):
    name = '=HYPERLINK("http://x","y")'
    plan = write_plan(
        tmp_path / "plan", parcels={"A1": {"use_code": "100101", "status": "net", "name": name}}
    )
    service = Service(Settings(home=tmp_path / "workspace", plan=plan))
    service.load()

    body = table(TestClient(create_app(service)), form, area_mu=None)

    if form == "csv":
        assert f"'{name}" in list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1]
    else:
        cell = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]["C2"]
        assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


@pytest.mark.parametrize(("form", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_a_plate_comes_in_three_kinds(client: TestClient, form: str, start: bytes):
    answer = client.post("/api/v1/exports/plate", json={**BRIEF, "format": form, "dpi": 72})

    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert f".{form}" in answer.headers["content-disposition"]


def test_the_shell_draws_the_plate_that_http_sends(client: TestClient, luodi, tmp_path: Path):
    out = tmp_path / "挂图.svg"

    done = luodi("export", "plate", *WORDS, "-o", out)

    assert done.exit_code == 0, done.output
    assert out.read_bytes() == client.post("/api/v1/exports/plate", json={**BRIEF, "format": "svg"}).content


def test_a_plate_too_large_for_memory_is_refused(client: TestClient):
    answer = client.post("/api/v1/exports/plate", json={**BRIEF, "format": "png", "paper": "A0", "dpi": 600})

    assert answer.status_code == 422
    assert "dpi" in answer.json()["detail"]


def test_a_character_that_the_font_lacks_fails_the_plate_and_is_named(client: TestClient):
    answer = client.post("/api/v1/exports/plate", json={**BRIEF, "title": "试验\U00013000"})

    assert answer.status_code == 422
    assert answer.json()["code"] == "missing_glyph"
    assert "U+13000" in answer.json()["detail"]


def test_a_template_is_drawn_alike_by_both_doors_and_needs_no_brief(
    client: TestClient, luodi, tmp_path: Path
):
    out, asked = tmp_path / "台账.svg", {"template": "ledger", "by": "use", "format": "svg"}

    done = luodi("export", "plate", "--template", "ledger", "--by", "use", "-o", out)

    sent = client.post("/api/v1/exports/plate", json=asked)
    assert done.exit_code == 0, done.output
    assert out.read_bytes() == sent.content
    assert "luodi-plate-ledger-v1.svg" in sent.headers["content-disposition"]


@pytest.mark.parametrize(("template", "field"), [("site", "parcel"), ("assembly", "industry")])
def test_a_template_names_what_it_cannot_do_without(client: TestClient, template: str, field: str):
    asked = {"industry": "food"} if template == "site" else {}

    answer = client.post("/api/v1/exports/plate", json={"template": template, **asked})

    assert answer.status_code == 422
    assert field in answer.json()["detail"]


def test_an_ending_that_no_plate_has_is_wrong_use(luodi, tmp_path: Path):
    done = luodi("export", "plate", *WORDS, "-o", tmp_path / "plate.bmp")

    assert done.exit_code == 2
    assert list(tmp_path.glob("*.bmp")) == []


def test_a_file_that_cannot_be_written_is_told_so(luodi, tmp_path: Path):
    done = luodi("match", *WORDS, "--csv", tmp_path / "nowhere" / "list.csv")

    assert done.exit_code == 3
    assert "不能写入" in done.stderr


def said(body: bytes) -> str:
    """All words of a plate as SVG."""
    root = ET.fromstring(body)  # noqa: S314 (our own)
    return " ".join(text for text in root.itertext())


def plate(client: TestClient, **asked: object) -> bytes:
    answer = client.post("/api/v1/exports/plate", json={"format": "svg", **asked})
    assert answer.status_code == 200, answer.text
    return answer.content


@pytest.mark.parametrize("template", ["suitability", "shortlist", "site"])
def test_a_plate_of_an_answer_is_that_of_its_brief_and_names_it(client: TestClient, template: str):
    fresh = plate(client, template=template, parcel="A2", **BRIEF)
    name = client.post("/api/v1/matches", json=BRIEF).json()["replay"]["answer"]

    again = plate(client, template=template, parcel="A2", answer=name)

    assert again == fresh
    assert name in said(again)


@pytest.mark.parametrize(
    ("template", "route", "asked", "of_plate"),
    [
        ("assembly", "assemblies", BRIEF, BRIEF),
        ("allocation", "allocations", TURNS, {"allocation": TURNS}),
    ],
)
def test_kept_assemblies_and_a_kept_allocation_are_drawn_as_they_were_given(
    client: TestClient,
    luodi,
    template: str,
    route: str,
    asked: dict[str, object],
    of_plate: dict[str, object],
):
    before = plate(client, template=template, **of_plate)
    name = client.post(f"/api/v1/{route}", json=asked).json()["replay"]["answer"]
    luodi("holds", "add", "A1", "--project", "后来的项目")

    again = plate(client, template=template, answer=name)

    assert name in said(again)
    assert again == before != plate(client, template=template, **of_plate)


def test_the_answer_that_a_plate_of_a_site_names_can_be_replayed(client: TestClient):
    words = said(plate(client, template="site", parcel="A2", **{**BRIEF, "area_mu": 57}))

    (name,) = set(re.findall(r"\b[0-9a-f]{16}\b", words))
    assert client.get(f"/api/v1/matches/{name}").json()["brief"]["area_target_mu"] == 57


def test_land_held_since_stays_free_on_the_plate_of_an_answer_given_before(
    client: TestClient, luodi, tmp_path: Path
):
    out = tmp_path / "旧答复.svg"
    before = plate(client, template="shortlist", **BRIEF)
    name = client.post("/api/v1/matches", json=BRIEF).json()["replay"]["answer"]
    luodi("holds", "add", "A1", "--project", "甲项目")

    done = luodi("export", "plate", "--template", "shortlist", "--answer", name, "-o", out)

    assert done.exit_code == 0, done.output
    assert out.read_bytes() == before != plate(client, template="shortlist", **BRIEF)


@pytest.mark.parametrize(
    ("more", "status", "seen"),
    [
        ({"answer": "0123456789abcdef"}, 404, "0123456789abcdef"),
        ({"template": "assembly"}, 422, "assembly"),
        ({"template": "layout"}, 422, "layout"),
        ({"industry": "food"}, 422, "需求"),
    ],
)
def test_an_answer_that_a_plate_cannot_show_is_refused(
    client: TestClient, more: dict[str, str], status: int, seen: str
):
    name = client.post("/api/v1/matches", json=BRIEF).json()["replay"]["answer"]

    refused = client.post("/api/v1/exports/plate", json={"answer": name, **more})

    assert refused.status_code == status
    assert seen in refused.json()["detail"]


@pytest.mark.parametrize("form", ["svg", "pdf"])
@pytest.mark.parametrize("template", ["shortlist", "layout"])
def test_an_investors_plate_names_nobody_who_negotiates_not_even_in_its_title(
    client: TestClient, luodi, form: str, template: str
):
    luodi("holds", "add", "A1", "--project", "秘密项目甲")
    asked = {"template": template, "title": "给秘密项目甲的建议", "format": form}
    asked |= BRIEF if template == "shortlist" else {}

    office, investor = (
        _read(plate(client, disclosure=level, **asked), form) for level in ("internal", "investor")
    )

    assert "秘密项目甲" in office
    assert "秘密" not in investor
    assert "给在谈项目的建议" in investor


def _read(body: bytes, form: str) -> str:
    if form == "svg":
        return said(body)
    file = pypdf.PdfReader(io.BytesIO(body))
    return str(file.metadata) + "".join(file.pages[0].extract_text().split())


@pytest.mark.parametrize("kind", ["deck", "sheet", "atlas", "page"])
def test_an_answer_that_was_given_is_told_as_it_was_whatever_happened_since(
    client: TestClient, luodi, tmp_path: Path, kind: str
):
    given = client.post("/api/v1/matches", json=BRIEF).json()
    name, best = given["replay"]["answer"], given["suggestions"][0]["parcel_id"]
    parcels = {"parcels": [best]} if kind == "sheet" else {}
    before = client.post(f"/api/v1/exports/{kind}", json={**BRIEF, **parcels})
    luodi("holds", "add", best, "--project", "后来的项目")

    again, fresh = (
        client.post(f"/api/v1/exports/{kind}", json={**asked, **parcels})
        for asked in ({"answer": name}, BRIEF)
    )

    assert (again.status_code, fresh.status_code) == (200, 200), again.text
    assert name in again.headers["content-disposition"]
    assert again.content == before.content != fresh.content
    out = tmp_path / f"out.{again.headers['content-disposition'].rpartition('.')[2].strip(chr(34))}"
    done = luodi("export", kind, *parcels.get("parcels", ()), "--answer", name, "-o", out)
    assert done.exit_code == 0, done.output
    assert out.read_bytes() == again.content


@pytest.mark.parametrize("kind", ["deck", "sheet", "atlas", "page"])
@pytest.mark.parametrize(
    ("asked", "status", "seen"),
    [
        ({}, 422, "答复"),
        ({"answer": "0123456789abcdef"}, 404, "0123456789abcdef"),
        ({**BRIEF, "answer": "of a match"}, 422, "又给了一个"),
        ({"answer": "of assemblies"}, 422, "匹配"),
    ],
)
def test_an_export_without_one_answer_of_a_match_is_refused(
    client: TestClient, kind: str, asked: dict[str, object], status: int, seen: str
):
    routes = {"of a match": "matches", "of assemblies": "assemblies"}
    if (route := routes.get(str(asked.get("answer")))) is not None:
        kept = client.post(f"/api/v1/{route}", json=BRIEF).json()
        asked = {**asked, "answer": kept["replay"]["answer"]}

    refused = client.post(f"/api/v1/exports/{kind}", json=asked)

    assert refused.status_code == status
    assert seen in refused.json()["detail"]
