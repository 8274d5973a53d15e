"""Cells, sheets and archives that say the same in the same bytes, and that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | float | int | None

# what a spreadsheet takes for a formula when a text begins with it
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# files carry no moment of their making: the same content gives the same bytes
EPOCH = (1980, 1, 1, 0, 0, 0)
MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT[\d:]+Z")


def csv_bytes(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as CSV that a spreadsheet opens in Chinese (UTF-8 with a signature)."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def inert(value: Any) -> Cell:
    """A cell of a CSV that no spreadsheet runs: CSV has no types, so an apostrophe must do."""
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def fill(sheet: Worksheet, heads: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a sheet; text stays text whatever it begins with."""
    for at, row in enumerate((heads, *rows), start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"


def book_bytes(book: openpyxl.Workbook) -> bytes:
    """The workbook with every date in it fixed."""
    first, out = io.BytesIO(), io.BytesIO()
    book.save(first)
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in sorted(made.namelist()):
            body = made.read(name)
            if name == "docProps/core.xml":
                body = MOMENT.sub(b"1980-01-01T00:00:00Z", body)
            fixed.writestr(zipfile.ZipInfo(name, EPOCH), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def zip_bytes(entries: Mapping[str, bytes]) -> bytes:
    """An archive of entries by name, in the order given; names beyond ASCII are marked UTF-8."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def undated(body: bytes) -> bytes:
    """An archive without the hours its entries were packed at."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return zip_bytes({name: packed.read(name) for name in packed.namelist()})
