"""Tables out: GeoJSON, CSV and XLSX of a shortlist, each carrying its basis and the plan's notice."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime

import geopandas as gpd
import openpyxl
import orjson
import shapely
from openpyxl.styles import Font

from geo.model import Answer, Suggestion

# a cell that a spreadsheet would take for a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEADINGS = (
    ("rank", "名次"),
    ("parcel_id", "地块编号"),
    ("name", "地块名称"),
    ("area_mu", "面积(亩)"),
    ("area_m2", "面积(㎡)"),
    ("use_code", "用地代码"),
    ("use_name", "规划用途"),
    ("status", "供地状态"),
    ("township", "街道/镇"),
    ("score", "得分"),
    ("axis", "发展轴"),
    ("zone", "三区"),
    ("park", "园区"),
    ("reasons", "理由"),
    ("basis", "数据依据"),
    ("lon", "经度"),
    ("lat", "纬度"),
)


def geojson(answer: Answer, parcels: gpd.GeoDataFrame) -> bytes:
    """The shortlist with its shapes, in degrees.

    Args:
        answer: Whose suggestions are written.
        parcels: Shapes in degrees, indexed by parcel id.

    Returns:
        A FeatureCollection; its ``note`` says when the data is illustrative.
    """
    features = [
        {
            "type": "Feature",
            "id": one.parcel_id,
            "properties": _row(one),
            "geometry": orjson.Fragment(shapely.to_geojson(parcels.geometry[one.parcel_id])),
        }
        for one in answer.suggestions
    ]
    head = {"type": "FeatureCollection", "note": answer.note, "note_en": answer.note_en}
    return orjson.dumps({**head, "replay": answer.replay, "features": features})


def csv_table(answer: Answer) -> bytes:
    """The shortlist as CSV that a spreadsheet opens in Chinese (UTF-8 with a signature)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([zh for _, zh in HEADINGS])
    writer.writerows([_safe(value) for value in _row(one).values()] for one in answer.suggestions)
    writer.writerows([[], *([safe] for safe in map(_safe, _foot(answer)))])
    return text.getvalue().encode("utf-8-sig")


def xlsx_table(answer: Answer) -> bytes:
    """The shortlist as a workbook: one sheet of rows, one of parts."""
    book = openpyxl.Workbook()
    # dates in the file are fixed: the same answer gives the same workbook
    book.properties.created = book.properties.modified = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    sheet = book.worksheets[0]
    sheet.title = "推荐地块"
    sheet.append([zh for _, zh in HEADINGS])
    for one in answer.suggestions:
        sheet.append([_safe(value) for value in _row(one).values()])
    for line in _foot(answer):
        sheet.append([_safe(line)])
    parts = book.create_sheet("分项得分")
    parts.append(["地块编号", "偏好", "数值", "单位", "满意度", "权重", "得分"])
    for one in answer.suggestions:
        for part in one.parts:
            value = part.value if part.value is not None else "无数据"
            row = (one.parcel_id, part.label, value, part.unit, part.satisfaction, part.weight, part.points)
            parts.append([_safe(cell) for cell in row])
    for page in book.worksheets:
        for cell in page[1]:
            cell.font = Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(one: Suggestion) -> dict[str, str | float | int]:
    values = {name: getattr(one, name) for name, _ in HEADINGS if name != "reasons"}
    said = "; ".join(reason.text for reason in one.reasons)
    return {name: said if name == "reasons" else values[name] for name, _ in HEADINGS}


def _foot(answer: Answer) -> Sequence[str]:
    lines = (
        answer.note,
        f"{answer.plan_name} 土地库第 {answer.version.number} 版 ({answer.version.created_at})",
        f"答复编号 {answer.replay.answer}",
    )
    return [line for line in lines if line]


def _safe(value: str | float) -> str | float:
    """Text that no spreadsheet runs."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
