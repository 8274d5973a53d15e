"""界址点成果表: the corners of parcels as surveyors list them, one CSV or a sheet for each parcel."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import openpyxl
import shapely
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from geo.errors import Inexpressible
from geo.units import M2_PER_MU
from geo.write.about import About
from geo.write.cells import Cell, book_bytes, csv_bytes, inert
from geo.write.exchange import rings

SheetFormat = Literal["csv", "xlsx"]
NAME = "界址点成果表"
# a workbook beyond this is no longer a paper; CSV has no such bound
MOST_SHEETS = 300
_HEADS = ("地块编号", "圈号", "序号", "点号", "X(北)", "Y(东)", "边长(m)", "坐标系", "土地库版本", "说明")
_TABLE = ("序号", "点号", "圈号", "X (北) m", "Y (东) m", "边长 m")
_WIDTHS = (7, 9, 7, 17, 17, 12)
_LINE = Side(style="thin")


@dataclass(frozen=True, slots=True)
class Corner:
    """A line of the table: the corner, and the length of the edge to the next [m].

    The closing line of a ring repeats its first corner; no edge begins there.
    """

    ring: int
    number: int
    name: str
    north: float
    east: float
    edge_m: float | None


def corners(shape: shapely.Geometry) -> Iterator[Corner]:
    """Every corner of a parcel, ring by ring, the first of each repeated at its end.

    Examples:
        >>> [(one.name, one.edge_m) for one in corners(shapely.box(0, 0, 30, 40))]
        [('J1', 40.0), ('J2', 30.0), ('J3', 40.0), ('J4', 30.0), ('J1', None)]
    """
    number = 0
    for ring, points in enumerate(rings(shape), start=1):
        first = number + 1
        for at, (x, y) in enumerate(points):
            number += 1
            after = points[(at + 1) % len(points)]
            # the length of the table is that of the millimetres beside it
            edge = math.dist(*(tuple(round(float(one), 3) for one in pair) for pair in ((x, y), after)))
            yield Corner(ring, number, f"J{number}", round(float(y), 3), round(float(x), 3), round(edge, 3))
        x, y = points[0]
        yield Corner(ring, number, f"J{first}", round(float(y), 3), round(float(x), 3), None)


def corner_table(parcels: gpd.GeoDataFrame, about: About, form: SheetFormat) -> bytes:
    """界址点成果表 of some parcels.

    Args:
        parcels: Indexed by parcel id, in the CRS that the table is to be in [m].
        about: Said on every sheet, or in every row.
        form: One CSV for all, or a workbook with a sheet for each.

    Raises:
        Inexpressible: more parcels than a workbook holds.
    """
    return _csv(parcels, about) if form == "csv" else _book(parcels, about)


def _csv(parcels: gpd.GeoDataFrame, about: About) -> bytes:
    rows: list[Sequence[Cell]] = [_HEADS]
    for parcel_id, shape in parcels.geometry.items():
        rows += [
            (
                inert(str(parcel_id)),
                one.ring,
                one.number,
                one.name,
                f"{one.north:.3f}",
                f"{one.east:.3f}",
                "" if one.edge_m is None else f"{one.edge_m:.3f}",
                about.crs,
                about.version,
                about.mark,
            )
            for one in corners(shape)
        ]
    return csv_bytes(rows)


def _book(parcels: gpd.GeoDataFrame, about: About) -> bytes:
    if len(parcels) > MOST_SHEETS:
        raise Inexpressible(
            NAME,
            f"{len(parcels)} 宗地超过 {MOST_SHEETS} 张表, 请选出地块或改用 CSV。",
            f"{len(parcels)} parcels exceed {MOST_SHEETS} sheets; choose some, or use CSV.",
        )
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for at, (parcel_id, row) in enumerate(parcels.iterrows(), start=1):
        title = re.sub(r"[\[\]:*?/\\]", "_", str(parcel_id))[:26]
        sheet = book.create_sheet(title if title not in book.sheetnames else f"{title[:20]}_{at}")
        _page(sheet, str(parcel_id), row, about)
    return book_bytes(book)


def _page(sheet: Worksheet, parcel_id: str, row: gpd.pd.Series, about: About) -> None:
    """One parcel as the form has it: head, corners, who made it."""
    area = row.geometry.area
    head = (
        ("地块编号", parcel_id),
        ("地块名称", str(row.get("name", ""))),
        ("权利人", str(row.get("holder", ""))),
        ("用途", f"{row.get('use_code', '')} {row.get('use_name', '')}".strip()),
        ("面积", f"{area:.2f} ㎡ ({area / M2_PER_MU:.4f} 亩)"),
        ("坐标系", about.crs),
    )
    _line(sheet, 1, (NAME,), bold=True, size=16, merged=True)
    at = 2
    for label, value in head:
        _line(sheet, at, (f"{label}: {value}",), merged=True)
        at += 1
    _line(sheet, at, _TABLE, bold=True, boxed=True)
    for one in corners(row.geometry):
        at += 1
        number = one.number if one.edge_m is not None else ""
        _line(sheet, at, (number, one.name, one.ring, one.north, one.east, one.edge_m), boxed=True)
    for text in ("制表:            校核:            日期:", *about.lines()):
        at += 1
        _line(sheet, at, (text,), merged=True)
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.print_title_rows = "1:8"
    sheet.page_setup.paperSize = "9"  # A4


def _line(
    sheet: Worksheet,
    at: int,
    values: Sequence[Cell],
    *,
    bold: bool = False,
    size: int = 11,
    merged: bool = False,
    boxed: bool = False,
) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(at, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        if isinstance(value, float):
            cell.number_format = "0.000"
        cell.font = Font(bold=bold, size=size)
        cell.alignment = Alignment(horizontal="center" if boxed or bold else "left", wrap_text=merged)
        if boxed:
            cell.border = Border(_LINE, _LINE, _LINE, _LINE)
    if merged:
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(_TABLE))
