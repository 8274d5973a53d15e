"""A shortlist as GeoJSON, CSV or XLSX, with basis and notice; a quarantine as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import geopandas as gpd
import openpyxl
import orjson
import shapely

from geo import crs
from geo.model import Answer, Suggestion
from geo.write.cells import Cell, book_bytes, csv_bytes, fill, inert

TableFormat = Literal["csv", "xlsx", "geojson"]
Lang = Literal["zh", "en"]
# about a centimetre on the ground
DEGREES = 1e-7
COLUMNS: tuple[tuple[str, str], ...] = (
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
PARTS: tuple[tuple[str, str], ...] = (
    ("parcel_id", "地块编号"),
    ("wish", "偏好"),
    ("value", "数值"),
    ("unit", "单位"),
    ("satisfaction", "满意度"),
    ("weight", "权重"),
    ("points", "得分"),
)
BASIS = {"published": "公开资料", "digitised": "数字化", "synthetic": "示意", "assumed": "假定"}


def table(answer: Answer, parcels: gpd.GeoDataFrame, form: TableFormat, lang: Lang = "zh") -> bytes:
    """The shortlist as a file.

    Args:
        answer: Whose suggestions are written.
        parcels: The land they are of, indexed by parcel id; its shapes go into GeoJSON.
        form: Kind of file.
        lang: Of headings and reasons; GeoJSON has field names and both languages.
    """
    makers: Mapping[TableFormat, Callable[[], bytes]] = {
        "csv": lambda: csv_table(answer, lang),
        "xlsx": lambda: xlsx_table(answer, lang),
        "geojson": lambda: geojson(answer, parcels),
    }
    return makers[form]()


def geojson(answer: Answer, parcels: gpd.GeoDataFrame) -> bytes:
    """The shortlist with its shapes, in degrees; ``note`` says when the data is illustrative."""
    chosen = crs.to_lonlat(parcels.loc[[one.parcel_id for one in answer.suggestions]])
    shapes = shapely.set_precision(chosen.geometry.to_numpy(), DEGREES, mode="pointwise")
    features = [
        {
            "type": "Feature",
            "id": one.parcel_id,
            "properties": _row(one, "zh") | {"reasons_en": _said(one, "en"), "use_name_en": one.use_name_en},
            "geometry": orjson.Fragment(text),
        }
        for one, text in zip(answer.suggestions, shapely.to_geojson(shapes), strict=True)
    ]
    head = {"type": "FeatureCollection", "note": answer.note, "note_en": answer.note_en}
    return orjson.dumps({**head, "replay": answer.replay, "features": features})


def csv_table(answer: Answer, lang: Lang = "zh") -> bytes:
    """The shortlist as CSV that a spreadsheet opens in Chinese (UTF-8 with a signature)."""
    rows = [[inert(value) for value in _shown(_row(one, lang), lang)] for one in answer.suggestions]
    foot: list[list[Cell]] = [[], *([inert(line)] for line in _foot(answer, lang))]
    return csv_bytes([_heads(COLUMNS, lang), *rows, *foot])


def xlsx_table(answer: Answer, lang: Lang = "zh") -> bytes:
    """The shortlist as a workbook: a sheet of parcels, and a sheet with every part of every score."""
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.title = "推荐地块" if lang == "zh" else "Shortlist"
    rows: list[Sequence[Cell]] = [_shown(_row(one, lang), lang) for one in answer.suggestions]
    fill(first, _heads(COLUMNS, lang), [*rows, [], *([line] for line in _foot(answer, lang))])
    second = book.create_sheet("分项得分" if lang == "zh" else "Parts")
    fill(second, _heads(PARTS, lang), _parts(answer, lang))
    return book_bytes(book)


def quarantine_csv(rows: gpd.GeoDataFrame) -> bytes:
    """Rows that an import rejected, as they came, with the reason of each and the shape as WKT.

    Args:
        rows: From the store, in the coordinate system of the file they came from.
    """
    plain = rows.drop(columns=rows.geometry.name)
    shapes = shapely.to_wkt(rows.geometry.to_numpy(), rounding_precision=8)
    heads: list[Cell] = [*(inert(str(name)) for name in plain.columns), "wkt", "crs"]
    named = str(rows.crs.to_string()) if rows.crs is not None else ""
    cells = [
        [*(inert("" if value is None or value != value else value) for value in row), text, named]  # noqa: PLR0124
        for row, text in zip(plain.itertuples(index=False), shapes, strict=True)
    ]
    return csv_bytes([heads, *cells])


def _row(one: Suggestion, lang: Lang) -> dict[str, Cell]:
    values = {name: getattr(one, name) for name, _ in COLUMNS if name != "reasons"}
    if lang == "en":
        values["use_name"] = one.use_name_en
    return {name: _said(one, lang) if name == "reasons" else values[name] for name, _ in COLUMNS}


def _said(one: Suggestion, lang: Lang) -> str:
    return "; ".join(reason.text if lang == "zh" else reason.text_en for reason in one.reasons)


def _shown(row: Mapping[str, Cell], lang: Lang) -> list[Cell]:
    """A row for people: the basis in words."""
    basis = str(row["basis"])
    said = {**row, "basis": BASIS.get(basis, basis) if lang == "zh" else basis}
    return [round(value, 6) if isinstance(value, float) else value for value in said.values()]


def _parts(answer: Answer, lang: Lang) -> Iterable[Sequence[Cell]]:
    for one in answer.suggestions:
        for part in one.parts:
            none = "无数据" if lang == "zh" else "no data"
            value = part.value if part.known and part.value is not None else none
            label = part.label if lang == "zh" else part.label_en
            yield (one.parcel_id, label, value, part.unit, part.satisfaction, part.weight, part.points)


def _foot(answer: Answer, lang: Lang) -> list[str]:
    """What must stand beside any figure: the notice, the version, the answer's id."""
    version = answer.version
    dated = (f", 数据时点 {version.as_of}", f", as of {version.as_of}") if version.as_of else ("", "")
    lines = (
        (answer.note, answer.note_en),
        (
            f"{answer.plan_name} 土地库第 {version.number} 版 ({version.created_at}){dated[0]}",
            f"{answer.plan_name}, land bank version {version.number} ({version.created_at}){dated[1]}",
        ),
        (f"答复编号 {answer.replay.answer}", f"answer {answer.replay.answer}"),
    )
    return [line for line in (zh if lang == "zh" else en for zh, en in lines) if line]


def _heads(columns: Iterable[tuple[str, str]], lang: Lang) -> list[Cell]:
    return [zh if lang == "zh" else name for name, zh in columns]
