"""A shortlist as GeoJSON or CSV, with basis and notice; a quarantine as CSV."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import geopandas as gpd
import orjson
import shapely

from geo import crs
from geo.model import BASIS_NAMES, Answer, Suggestion
from geo.write.cells import Cell, csv_bytes, inert

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


def geojson(answer: Answer, parcels: gpd.GeoDataFrame, note: str = "") -> bytes:
    """The shortlist with its shapes, in degrees.

    ``note`` of the file says when the data is illustrative; ``disclosure`` what was left out, if anything.
    """
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
    if note:
        head["disclosure"] = note
    return orjson.dumps({**head, "replay": answer.replay, "features": features})


def csv_table(answer: Answer, lang: Lang = "zh", note: str = "") -> bytes:
    """The shortlist as CSV that a spreadsheet opens in Chinese (UTF-8 with a signature); ``note`` below."""
    rows = [[inert(value) for value in shown(one, lang)] for one in answer.suggestions]
    below: list[list[Cell]] = [[], *([inert(line)] for line in foot(answer, lang, note))]
    return csv_bytes([heads(COLUMNS, lang), *rows, *below])


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


def shown(one: Suggestion, lang: Lang) -> list[Cell]:
    """A row for people, in the order of ``COLUMNS``: the basis in words."""
    row = _row(one, lang)
    basis = str(row["basis"])
    said = {**row, "basis": BASIS_NAMES.get(basis, (basis, basis))[0] if lang == "zh" else basis}
    return [round(value, 6) if isinstance(value, float) else value for value in said.values()]


def foot(answer: Answer, lang: Lang, note: str = "") -> list[str]:
    """What must stand beside any figure: the notices, the version, the answer's id."""
    version = answer.version
    dated = (f", 数据时点 {version.as_of}", f", as of {version.as_of}") if version.as_of else ("", "")
    lines = (
        (answer.note, answer.note_en),
        (note, note),
        (
            f"{answer.plan_name} 土地库第 {version.number} 版 ({version.created_at}){dated[0]}",
            f"{answer.plan_name}, land bank version {version.number} ({version.created_at}){dated[1]}",
        ),
        (f"答复编号 {answer.replay.answer}", f"answer {answer.replay.answer}"),
    )
    return [line for line in (zh if lang == "zh" else en for zh, en in lines) if line]


def heads(columns: Iterable[tuple[str, str]], lang: Lang) -> list[Cell]:
    """Headings: Chinese, or the names of the fields."""
    return [zh if lang == "zh" else name for name, zh in columns]
