"""What an import found as a layer: GeoPackage or GeoJSON, coloured by severity when QGIS opens it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import quoteattr

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import pyogrio
import shapely

from geo import crs
from geo.model import Finding, Report

FindingsFormat = Literal["gpkg", "geojson"]
Lang = Literal["zh", "en"]
# as Chinese drawings and QGIS show them: red, orange, blue
COLOURS: Mapping[str, str] = {"error": "215,25,28", "warning": "253,141,60", "info": "44,123,182"}
SEVERITIES = {
    "zh": {"error": "错误", "warning": "警告", "info": "提示"},
    "en": {"error": "error", "warning": "warning", "info": "info"},
}
LAYERS = {"zh": ("检查意见", "涉及地块"), "en": ("findings", "parcels concerned")}
_COLUMNS = {
    "zh": (
        "规则", "级别", "行号", "地块编号", "所见", "说明", "处理办法",
        "决定", "决定人", "决定时间", "决定备注",
    ),
    "en": (
        "rule", "severity", "row", "parcel_id", "seen", "text", "remedy", "decision", "decided_by",
        "decided_at", "decision_note",
    ),
}  # fmt: skip
_ACTS = {
    "zh": {"accept": "接受", "fix": "修复", "reject": "退回"},
    "en": {"accept": "accept", "fix": "fix", "reject": "reject"},
}
_GRAVEST = {"error": 0, "warning": 1, "info": 2}
_MOMENT = "1980-01-01T00:00:00.000Z"


def findings(
    report: Report,
    parcels: gpd.GeoDataFrame,
    quarantine: gpd.GeoDataFrame,
    form: FindingsFormat = "gpkg",
    lang: Lang = "zh",
) -> bytes:
    """Every finding of a report as a point, and in a GeoPackage the outlines of the rows concerned.

    Findings without a place (about the file, or a row without a shape) are rows without geometry. The
    GeoPackage brings the table ``layer_styles``, so that QGIS colours both layers by severity unasked.

    Args:
        report: What was found.
        parcels: The rows that are in, indexed by parcel id.
        quarantine: The rows that are out, with ``row``.
        form: GeoPackage in degrees of CGCS2000's equal WGS84, or GeoJSON.
        lang: Of the columns and the words.
    """
    points = _points(report, lang)
    if form == "geojson":
        return _geojson(points)
    outlines = _outlines(report, parcels, quarantine, lang)
    with tempfile.TemporaryDirectory(prefix="luodi-findings-") as folder:
        path = Path(folder) / "findings.gpkg"
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _MOMENT, "GPKG_ADD_DEFINITION_12_063": "NO"})
        for name, frame, kind in zip(LAYERS[lang], (points, outlines), ("Point", "Unknown"), strict=True):
            pyogrio.write_dataframe(frame, path, layer=name, driver="GPKG", geometry_type=kind)
        pyogrio.write_dataframe(_styles(lang), path, layer="layer_styles", driver="GPKG")
        return path.read_bytes()


def _points(report: Report, lang: Lang) -> gpd.GeoDataFrame:
    rows = [_row(one, lang) for one in report.findings]
    lon = np.array([np.nan if one.lon is None else one.lon for one in report.findings], dtype="float64")
    lat = np.array([np.nan if one.lat is None else one.lat for one in report.findings], dtype="float64")
    shapes = np.array(shapely.points(lon, lat), dtype=object).reshape(-1)
    shapes[np.isnan(lon)] = None
    table = pd.DataFrame(rows, columns=list(_COLUMNS[lang]))
    return gpd.GeoDataFrame(table, geometry=shapes, crs=crs.LON_LAT)


def _row(one: Finding, lang: Lang) -> tuple[Any, ...]:
    said = one.decision
    words = (one.text, one.remedy) if lang == "zh" else (one.text_en, one.remedy_en)
    decided = (_ACTS[lang][said.act], said.who, said.at, said.note) if said else ("", "", "", "")
    return (
        one.rule, SEVERITIES[lang][one.severity], one.row, one.parcel_id, one.seen, *words, *decided
    )  # fmt: skip


def _outlines(
    report: Report, parcels: gpd.GeoDataFrame, quarantine: gpd.GeoDataFrame, lang: Lang
) -> gpd.GeoDataFrame:
    """Rows with findings, in or out, each once with its gravest severity and all its rules."""
    out = {}
    if len(quarantine):
        placed = np.asarray(crs.to_lonlat(quarantine).geometry.values)
        out = dict(zip(quarantine["row"].tolist(), placed, strict=True))
    inside = dict(zip(parcels.index, np.asarray(crs.to_lonlat(parcels).geometry.values), strict=True))
    found: dict[int, list[Finding]] = {}
    for one in report.findings:
        if one.row:
            found.setdefault(one.row, []).append(one)
    rows, shapes = [], []
    for row, several in found.items():
        gravest = min(several, key=lambda one: _GRAVEST[one.severity]).severity
        rules = " ".join(sorted({one.rule for one in several}))
        rows.append((rules, SEVERITIES[lang][gravest], row, several[0].parcel_id))
        shapes.append(out.get(row, inside.get(several[0].parcel_id)))
    table = pd.DataFrame(rows, columns=list(_COLUMNS[lang][:4]))
    return gpd.GeoDataFrame(table, geometry=np.array(shapes, dtype=object), crs=crs.LON_LAT)


def _geojson(points: gpd.GeoDataFrame) -> bytes:
    rows = pd.DataFrame(points.drop(columns="geometry")).to_dict("records")
    shapes = shapely.to_geojson(np.asarray(points.geometry.values))
    features = [
        {"type": "Feature", "properties": row, "geometry": orjson.Fragment(shape) if shape else None}
        for row, shape in zip(rows, shapes, strict=True)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def _styles(lang: Lang) -> pd.DataFrame:
    """The table from which QGIS takes a GeoPackage layer's style."""
    points, outlines = LAYERS[lang]
    return pd.DataFrame(
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": [points, outlines],
            "f_geometry_column": "geom",
            "styleName": ["severity", "severity"],
            "styleQML": [qml("marker", lang), qml("fill", lang)],
            "styleSLD": "",
            "useAsDefault": True,
            "description": "",
            "owner": "",
        }
    )


def qml(kind: Literal["marker", "fill"], lang: Lang) -> str:
    """A QGIS style that colours by severity, points as dots and outlines as hatched edges."""
    words = SEVERITIES[lang]
    ranks = enumerate(COLOURS)
    categories = "".join(
        f'<category render="true" symbol="{rank}" value={quoteattr(words[severity])} '
        f"label={quoteattr(words[severity])}/>"
        for rank, severity in ranks
    )
    symbols = "".join(
        f'<symbol type="{kind}" name="{rank}" alpha="1">{_drawn(kind, colour)}</symbol>'
        for rank, colour in enumerate(COLOURS.values())
    )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        '<qgis version="3.22" styleCategories="Symbology">'
        f'<renderer-v2 type="categorizedSymbol" attr={quoteattr(_COLUMNS[lang][1])} symbollevels="0">'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2></qgis>"
    )


def _drawn(kind: Literal["marker", "fill"], colour: str) -> str:
    if kind == "marker":
        name, options = "SimpleMarker", {
            "name": "circle", "color": f"{colour},255", "size": "2.6", "size_unit": "MM",
            "outline_color": "255,255,255,255", "outline_width": "0.3",
        }  # fmt: skip
    else:
        name, options = "SimpleFill", {
            "color": f"{colour},50", "style": "solid", "outline_color": f"{colour},255",
            "outline_style": "solid", "outline_width": "0.5", "outline_width_unit": "MM",
        }  # fmt: skip
    props = "".join(
        f'<Option type="QString" name="{key}" value="{value}"/>' for key, value in options.items()
    )
    return (
        f'<layer class="{name}" enabled="1" pass="0" locked="0"><Option type="Map">{props}</Option></layer>'
    )
