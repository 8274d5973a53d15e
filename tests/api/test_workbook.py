"""活公式: LibreOffice reckons the workbook to our scores, as it is and after somebody changed it."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook

from api.schemas import BriefIn
from api.service import Service
from api.tables import table_file

BRIEF = {"industry": "food", "area_mu": 60, "curves": {"metro": {"points": [[0, 1], [400, 0.9], [2500, 0]]}}}
SHEETS = ("推荐地块", "计算", "权重与曲线", "说明")
Change = Callable[[Workbook], None]


def made(service: Service, **more: object) -> bytes:
    told = service.answer(BriefIn(**{**BRIEF, **more}))
    return table_file(service, told.answer, told.land, "xlsx")


def reckoned(body: bytes, folder: Path, change: Change = lambda _book: None) -> Workbook:
    """The workbook after somebody changed it, every formula reckoned by LibreOffice and by nobody before."""
    book = openpyxl.load_workbook(io.BytesIO(body))
    change(book)
    # openpyxl keeps no values beside formulas: what comes back is LibreOffice's own
    book.save(folder / "list.xlsx")
    home, out = folder / "profile", folder / "out"
    command = ["soffice", f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", out, folder / "list.xlsx"], check=True, capture_output=True, timeout=240
    )
    return openpyxl.load_workbook(out / "list.xlsx", data_only=True)


def scores(book: Workbook) -> dict[str, float]:
    heads = {cell.value: at for at, cell in enumerate(book[SHEETS[0]][1])}
    rows = book[SHEETS[0]].iter_rows(min_row=2, values_only=True)
    return {row[heads["地块编号"]]: row[heads["得分"]] for row in rows if row[1] is not None}


def ranks(book: Workbook) -> dict[str, int]:
    return {row[1]: row[0] for row in book[SHEETS[0]].iter_rows(min_row=2, values_only=True) if row[1]}


def weigh(weights: dict[str, float]) -> Change:
    """Write other weights beside the wishes, by label."""

    def change(book: Workbook) -> None:
        for row in book[SHEETS[2]].iter_rows(min_row=2):
            if row[0].value in weights:
                row[1].value = weights[row[0].value]

    return change


@pytest.mark.needs("libreoffice-calc-nogui")
def test_a_spreadsheet_reckons_the_scores_of_the_answer(service: Service, tmp_path: Path):
    answer = service.answer(BriefIn(**BRIEF)).answer

    book = reckoned(made(service), tmp_path)

    assert scores(book) == pytest.approx({one.parcel_id: one.score for one in answer.suggestions}, abs=1e-9)
    assert ranks(book) == {one.parcel_id: one.rank for one in answer.suggestions}


@pytest.mark.needs("libreoffice-calc-nogui")
def test_other_weights_written_into_it_give_the_scores_and_ranks_that_the_system_would(
    service: Service, tmp_path: Path
):
    first = service.answer(BriefIn(**BRIEF)).answer.suggestions[0]
    labels = {part.wish: part.label for part in first.parts}
    weights = {wish: float(3 * nth) for nth, wish in enumerate(labels)}
    weights["price"] = 0.5
    other = service.answer(BriefIn(**{**BRIEF, "weights": weights})).answer

    book = reckoned(made(service), tmp_path, weigh({labels[wish]: w for wish, w in weights.items()}))

    assert scores(book) == pytest.approx({one.parcel_id: one.score for one in other.suggestions}, abs=1e-6)
    assert ranks(book) == {one.parcel_id: one.rank for one in other.suggestions}


@pytest.mark.needs("libreoffice-calc-nogui")
def test_other_figures_and_curves_written_into_it_count(service: Service, tmp_path: Path):
    def change(book: Workbook) -> None:
        heads = [cell.value for cell in book[SHEETS[1]][2]]
        book[SHEETS[1]].cell(4, heads.index("metro_m (m)") + 1).value = 200
        book[SHEETS[1]].cell(5, heads.index("metro_m (m)") + 1).value = None

    book = reckoned(made(service), tmp_path, change)

    heads = [cell.value for cell in book[SHEETS[1]][2]]
    metro = heads.index("metro_m (m)") + 2
    # halfway between full marks at 0 m and 0.9 at 400 m; without data the wish's neutral value
    assert book[SHEETS[1]].cell(4, metro).value == pytest.approx(0.95, abs=1e-9)
    assert book[SHEETS[1]].cell(5, metro).value == pytest.approx(0.5, abs=1e-9)


def test_every_formula_is_ours_and_holds_no_word_of_the_data(service: Service):
    book = openpyxl.load_workbook(io.BytesIO(made(service)))

    formulas = [
        cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas
    # no text at all: nothing but addresses, numbers and functions of ours
    assert [text for text in formulas if '"' in text] == []
    functions = {name for text in formulas for name in re.findall(r"([A-Z]+)\(", text)}
    assert functions <= {"EXACT", "IF", "INDEX", "ISNUMBER", "LEN", "MATCH", "MAX", "ROW", "SUMPRODUCT"}


def test_an_investors_workbook_says_what_it_is_and_not_exactly_where(client: TestClient):
    asked = {**BRIEF, "curves": {}, "format": "xlsx", "disclosure": "investor"}

    body = client.post("/api/v1/exports/table", json=asked).content

    book = openpyxl.load_workbook(io.BytesIO(body), data_only=True)
    words = [
        str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row
    ]
    heads = {cell.value: at for at, cell in enumerate(book[SHEETS[0]][1])}
    assert any(word.startswith("投资人版") for word in words)
    lon = [row[heads["经度"]] for row in book[SHEETS[0]].iter_rows(min_row=2, max_row=5, values_only=True)]
    assert [round(one, 3) for one in lon] == lon


def test_a_shortlist_of_nobody_is_a_workbook_that_says_under_which_limits(service: Service):
    book = openpyxl.load_workbook(io.BytesIO(made(service, at_least={"area_mu": 900.0})))

    words = [row[0] for row in book[SHEETS[3]].iter_rows(values_only=True)]
    assert any("900" in str(word) for word in words)


def test_the_same_answer_is_the_same_workbook(service: Service):
    assert made(service) == made(service)
