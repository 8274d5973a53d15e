"""一地一档 and atlas, from both doors and read back: what stands on the page, and what may not."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pandas as pd
import pypdf
import pytest
from docx.oxml import parse_xml
from fastapi.testclient import TestClient

from api.app import create_app
from api.schemas import BriefIn
from api.service import Service
from api.settings import Settings
from api.sheets import shortlist_material
from maps.offline import page
from maps.sheet import atlas
from tests.api.district import PARCELS, write_plan

BRIEF = {"industry": "food", "area_mu": 60}
WORDS = ("--industry", "food", "--area", "60")
HOSTILE = "<img src=x onerror=alert(1)></script>\u202e" + "长" * 500


def sheet(client: TestClient, **more: object) -> bytes:
    answer = client.post("/api/v1/exports/sheet", json={**BRIEF, **more})
    assert answer.status_code == 200, answer.text
    return answer.content


def pages(body: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages]


def words(body: bytes) -> str:
    """Every text of a Word document, tables and header among it."""
    with zipfile.ZipFile(io.BytesIO(body)) as whole:
        parts = [
            whole.read(name) for name in whole.namelist() if name.startswith("word/") and name.endswith("xml")
        ]
    return "\n".join(text for part in parts for text in parse_xml(part).itertext())


def heights(page: pypdf.PageObject, words: str) -> list[float]:
    """How high above a page's foot the texts stand that begin so [pt]."""
    found: list[float] = []

    def look(text: str, at: list[float], *_: object) -> None:
        if re.match(words, text.strip()):
            found.append(at[5])

    page.extract_text(visitor_text=look)
    return found


def legend(body: bytes) -> list[str]:
    """The names in the legend of a page to carry."""
    data = re.search(rb'id="data"[^>]*>(.*?)</script>', body, re.DOTALL)
    assert data
    return [one["label"] for one in json.loads(data.group(1))["legend"]]


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A district whose parcels are held, named by somebody hostile, and owned by somebody."""
    folder = tmp_path_factory.mktemp("nasty")
    parcels = {
        id_: {
            **facts,
            "holder": "二七某某集团",
            "source": "内部台账.xlsx",
            "name": HOSTILE if id_ == "A1" else f"某半导体{id_}",
        }
        for id_, facts in PARCELS.items()
    }
    service = Service(Settings(home=folder / "workspace", plan=write_plan(folder / "plan", parcels=parcels)))
    service.load()
    client = TestClient(create_app(service))
    hold = {"parcel_ids": ["A2"], "project": "某半导体", "who": "王工"}
    assert client.post("/api/v1/holds", json=hold).status_code == 201
    return client


def test_a_sheet_is_one_page_with_facts_parts_limits_and_notice(client: TestClient):
    text = pages(sheet(client, parcels=["A1"]))

    assert len(text) == 1
    for word in (
        "一地一档",
        "A1",
        "60.0亩",
        "基本情况",
        "分项得分",
        "硬约束与余量",
        "为什么",
        "示意数据",
        "审图号",
    ):
        assert word in text[0], word


def test_a_parcel_that_is_out_has_a_sheet_that_says_why(client: TestClient):
    text = pages(sheet(client, parcels=["B1"], lang="en"))[0]

    assert "Not on the shortlist" in text
    assert "fails" in text


def test_a_document_has_the_same_words_as_text_and_tables(client: TestClient):
    body = sheet(client, parcels=["A1", "A2"], format="docx")

    text = words(body)
    assert all(word in text for word in ("一地一档", "A1", "A2", "分项得分", "硬约束与余量", "示意数据"))
    assert len(docx.Document(io.BytesIO(body)).inline_shapes) == 2
    assert docx.Document(io.BytesIO(body)).core_properties.language == "zh-CN"


@pytest.mark.needs("libreoffice-writer-nogui")
def test_each_parcels_document_fills_one_page(client: TestClient, tmp_path: Path):
    (tmp_path / "sheet.docx").write_bytes(sheet(client, parcels=["A1", "A2"], format="docx"))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path]
    subprocess.run([*command, tmp_path / "sheet.docx"], check=True, capture_output=True, timeout=240)

    text = pages((tmp_path / "sheet.pdf").read_bytes())

    assert len(text) == 2
    assert "A1" in text[0]
    assert "A2" in text[1]


def test_an_atlas_has_an_index_that_says_on_which_page_each_parcel_stands(client: TestClient):
    answer = client.post("/api/v1/exports/atlas", json=BRIEF)

    index, *sheets = pages(answer.content)
    assert len(sheets) == 4
    assert "1 / 5" in index
    for nth, (id_, text) in enumerate(zip(("A1", "A2", "A3", "A4"), sheets, strict=True), start=2):
        assert id_ in index
        assert id_ in text
        assert f"{nth} / 5" in text


def test_the_index_of_a_long_atlas_ends_above_the_foot_of_every_page(service: Service):
    four = shortlist_material(service, BriefIn(**BRIEF), "zh", "internal")

    book = pypdf.PdfReader(io.BytesIO(atlas(replace(four, dossiers=four.dossiers * 10))))

    index = [page for page in book.pages if "目录" in page.extract_text()]
    rows = [heights(page, r"A\d A\d$") for page in index]
    assert len(book.pages) == len(index) + 40
    assert sum(map(len, rows)) == 40
    # half a line below the one, and what the other keeps above itself
    assert all(min(at) > max(heights(page, "土地库第")) + 15 for page, at in zip(index, rows, strict=True))


def test_a_page_to_carry_names_other_parcels_only_where_it_draws_them(service: Service):
    few = shortlist_material(service, BriefIn(**BRIEF), "zh", "internal")
    crowd = few.parcels.loc[["B1"] * 3000].set_axis([f"C{nth}" for nth in range(3000)])
    many = replace(few, parcels=pd.concat([few.parcels, crowd]))

    assert "其他地块" in legend(page(few))
    assert "其他地块" not in legend(page(many))


def test_the_same_question_is_the_same_file(client: TestClient):
    assert sheet(client, parcels=["A1"]) == sheet(client, parcels=["A1"])
    assert sheet(client, parcels=["A1"], format="docx") == sheet(client, parcels=["A1"], format="docx")


def test_the_shell_makes_the_sheet_that_http_sends(client: TestClient, luodi, tmp_path: Path):
    out = tmp_path / "一地一档.docx"

    done = luodi("export", "sheet", "A1", *WORDS, "-o", out)

    assert done.exit_code == 0, done.output
    assert out.read_bytes() == sheet(client, parcels=["A1"], format="docx")


def test_an_ending_that_no_sheet_has_is_wrong_use(luodi, tmp_path: Path):
    assert luodi("export", "sheet", "A1", *WORDS, "-o", tmp_path / "a.doc").exit_code == 2
    assert luodi("export", "atlas", *WORDS, "-o", tmp_path / "a.docx").exit_code == 2


def test_a_parcel_that_does_not_exist_and_a_shortlist_of_nobody_are_told_so(client: TestClient):
    unknown = client.post("/api/v1/exports/sheet", json={**BRIEF, "parcels": ["A1", "Z9"]})
    nobody = client.post("/api/v1/exports/atlas", json={**BRIEF, "at_least": {"area_mu": 900}})

    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
    assert nobody.status_code == 422
    assert "没有地块符合" in nobody.json()["detail"]


def test_hostile_names_are_text_in_both_files(nasty: TestClient):
    text = words(sheet(nasty, parcels=["A1"], format="docx"))
    page = pages(sheet(nasty, parcels=["A1"]))

    assert "<img src=x onerror=alert(1)></script> 长长长" in text
    assert "\u202e" not in text
    assert len(page) == 1
    assert "<img src=x onerror=alert(1)>" in page[0].replace("\n", "")


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_an_investor_reads_neither_holder_nor_who_negotiates_nor_exactly_where(nasty: TestClient, form: str):
    told = sheet(nasty, parcels=["A2"], format=form)
    veiled = sheet(nasty, parcels=["A2"], format=form, disclosure="investor")

    before, after = (
        "".join("".join(pages(one)).split()) if form == "pdf" else words(one) for one in (told, veiled)
    )
    assert "二七某某集团" in before
    assert "内部台账" in before
    assert "内部台账" not in after
    assert "某半导体" in before
    assert "二七某某集团" not in after
    assert "某半导体" not in after
    assert "在谈项目" in after
    assert "不作定位依据" in after


def test_an_investors_document_holds_no_secret_in_any_of_its_parts(nasty: TestClient):
    body = sheet(nasty, parcels=["A2"], format="docx", disclosure="investor")

    with zipfile.ZipFile(io.BytesIO(body)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    assert [
        name for name, part in parts.items() if "某半导体".encode() in part or "某某集团".encode() in part
    ] == []


@pytest.mark.parametrize("asked", [{"parcels": ["A2"]}, {}])
def test_the_answer_that_a_sheet_names_can_be_replayed(nasty: TestClient, asked: dict[str, object]):
    body = nasty.post("/api/v1/exports/sheet", json={**BRIEF, "k": 3, "area_mu": 55, **asked})
    name = body.headers["content-disposition"].rpartition("-")[2].partition(".")[0]

    told = nasty.get(f"/api/v1/matches/{name}")

    assert name in "".join(pages(body.content)[0].split())
    assert told.status_code == 200
    assert told.json()["brief"]["area_target_mu"] == 55


def test_more_pages_than_a_file_takes_are_refused_before_any_is_looked_for(client: TestClient):
    refused = client.post(
        "/api/v1/exports/sheet", json={**BRIEF, "parcels": [f"Z{nth}" for nth in range(61)]}
    )

    assert (refused.status_code, refused.json()["code"]) == (422, "bad_brief")
    assert "60" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("path", "form"),
    [("atlas", ""), ("page", ""), ("table", "csv"), ("table", "xlsx"), ("table", "geojson")],
)
def test_no_export_of_a_shortlist_tells_an_investor_who_holds_or_negotiates(
    nasty: TestClient, path: str, form: str
):
    asked = {**BRIEF, **({"format": form} if form else {})}

    office, investor = (
        _read(nasty.post(f"/api/v1/exports/{path}", json={**asked, "disclosure": level}).content)
        for level in ("internal", "investor")
    )

    assert "某半导体A3" in office
    assert re.search(r"地块 ?\d", investor)
    assert "某半导体" not in investor
    assert "某某集团" not in investor


def _read(body: bytes) -> str:
    if body.startswith(b"%PDF"):
        return "".join("".join(pages(body)).split())
    if not body.startswith(b"PK"):
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as whole:
        return "".join("".join(parse_xml(whole.read(name)).itertext()) for name in whole.namelist())
