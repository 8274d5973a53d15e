"""A workbook that reckons: formulas of ours beside the values they have now, and text that stays text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from geo.model import Curve
from geo.write.cells import EPOCH, FORMULA, Cell, book_bytes

INPUT = PatternFill("solid", fgColor="FFF4D6")  # what may be changed
HEAD = PatternFill("solid", fgColor="E6EBEE")
HAIR = Border(bottom=Side(style="hair", color="B4BBC3"))
# a number that a spreadsheet still holds; measures without an end stand here
FARTHEST = 1e300
UNUSED = "Sheet"  # what openpyxl calls the sheet that it brings


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula put together from addresses and numbers of ours alone, and its value as the file is made."""

    text: str
    value: float | str


@dataclass(frozen=True, slots=True)
class Block:
    """Where a curve stands: its values and satisfactions, what silence and other values get, its factor."""

    keys: str
    values: str
    first: tuple[str, str]
    last: tuple[str, str]
    missing: str
    otherwise: str
    factor: str


@dataclass(slots=True, eq=False)
class Book:
    """A workbook in the making, with the present value of every formula in it."""

    book: openpyxl.Workbook = field(default_factory=openpyxl.Workbook)
    present: dict[tuple[str, str], float | str] = field(default_factory=dict)

    def sheet(self, title: str) -> Worksheet:
        """A new sheet; the first takes the place of the empty one."""
        first = self.book.worksheets[0]
        sheet = first if first.title == UNUSED else self.book.create_sheet(title)
        sheet.title = title
        # on paper: as wide as the sheet, as many pages as it takes
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        return sheet

    def put(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        value: Cell | Formula,
        *,
        form: str = "General",
        is_input: bool = False,
        bold: bool = False,
    ) -> str:
        """Write one cell; returns its address for formulas of other sheets."""
        cell = sheet.cell(row, column)
        if isinstance(value, Formula):
            cell.value = f"={value.text}"
            self.present[sheet.title, cell.coordinate] = value.value
        else:
            _write(cell, value)
        cell.number_format = form
        if is_input:
            cell.fill = INPUT
        if bold:
            cell.font = Font(bold=True)
        return address(sheet, row, column)

    def heads(self, sheet: Worksheet, row: int, heads: Sequence[Cell], column: int = 1) -> None:
        """A line of headings."""
        for at, head in enumerate(heads, start=column):
            self.put(sheet, row, at, head, bold=True)
            cell = sheet.cell(row, at)
            cell.fill, cell.border = HEAD, HAIR
            cell.alignment = Alignment(wrap_text=True, vertical="center")

    def saved(self) -> bytes:
        """The workbook with the present values beside the formulas: the same content, the same bytes."""
        names = {
            f"xl/worksheets/sheet{at}.xml": one.title for at, one in enumerate(self.book.worksheets, start=1)
        }
        out = io.BytesIO()
        made = zipfile.ZipFile(io.BytesIO(book_bytes(self.book)))
        with made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
            for name in made.namelist():
                body = made.read(name)
                if name in names:
                    body = _with_present(body.decode(), names[name], self.present).encode()
                kept.writestr(zipfile.ZipInfo(name, EPOCH), body, zipfile.ZIP_DEFLATED)
        return out.getvalue()


def address(sheet: Worksheet, row: int, column: int) -> str:
    """A cell's address from any sheet, fixed.

    >>> address(openpyxl.Workbook().active, 3, 2)
    "'Sheet'!$B$3"
    """
    return f"'{sheet.title}'!${get_column_letter(column)}${row}"


def span(first: str, last: str) -> str:
    """The range from one address to another of the same sheet.

    >>> span("'S'!$B$3", "'S'!$D$3")
    "'S'!$B$3:$D$3"
    """
    return f"{first}:{last.rpartition('!')[2]}"


def judged(at: str, curve: Curve, block: Block) -> str:
    """The formula of a satisfaction: linear between a curve's points and level outside, or by category.

    Args:
        at: Address of the measured value; a text or nothing is no data.
        curve: Says which of the two it is.
        block: Where its points or categories stand.
    """
    if curve.categories:
        found = f"EXACT({block.keys},{at})"
        known = f"IF(SUMPRODUCT(--{found})>0,SUMPRODUCT({found}*{block.values}),{block.otherwise})"
        return f"{block.factor}*IF(LEN({at})=0,{block.missing},{known})"
    (low_x, low_y), (high_x, high_y) = block.first, block.last
    step = f"MATCH({at},{block.keys},1)"
    x, y = (f"INDEX({cells},{step})" for cells in (block.keys, block.values))
    next_x, next_y = (f"INDEX({cells},{step}+1)" for cells in (block.keys, block.values))
    between = f"{y}+({at}-{x})*({next_y}-{y})/({next_x}-{x})"
    inside = f"IF({at}<={low_x},{low_y},IF({at}>={high_x},{high_y},{between}))"
    return f"{block.factor}*IF(ISNUMBER({at}),{inside},{block.missing})"


def _write(cell: SheetCell, value: Cell) -> None:
    """A value that no spreadsheet runs, not even once somebody has clicked into its cell."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(FORMULA)


def _with_present(xml: str, title: str, present: Mapping[tuple[str, str], float | str]) -> str:
    """A sheet's XML with the values of its formulas, so that viewers which do not reckon show them."""

    def filled(found: re.Match[str]) -> str:
        where, rest, formula = found.groups()
        value = present[title, where]
        kind = ' t="str"' if isinstance(value, str) else ""
        shown = value if isinstance(value, str) else repr(float(value))
        return f'<c r="{where}"{rest}{kind}><f>{formula}</f><v>{shown}</v></c>'

    return re.sub(r'<c r="([A-Z]+\d+)"((?: s="\d+")?)><f>([^<]*)</f><v ?(?:/>|></v>)</c>', filled, xml)
