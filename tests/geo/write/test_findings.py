"""Findings as a layer: nothing is lost, it opens coloured, and says the same as the report."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import orjson
import pyogrio
import pytest
from shapely.geometry import box

from geo import write
from geo.model import Decision
from geo.validate import Checked, check
from tests.geo.features.land import plan
from tests.shapes import raw, square

PLAN = plan(boundary=box(0, 0, 1000, 1000))


@pytest.fixture
def checked() -> Checked:
    """One parcel across the boundary (accepted), one without a shape, one with an unknown use."""
    decision = Decision("partly_outside", "accept", "", "王工", "2026-05-01T08:00:00+00:00", "飞地")
    layer = raw({"use_code": ["0701", "0701", "x9"]}, a=square(100, -50), b=None, c=square(100, 500))
    return check(layer, PLAN, decisions=[decision])


def layer_of(checked: Checked, lang: write.Lang = "zh") -> bytes:
    return write.findings(checked.report, checked.parcels, checked.quarantine, "gpkg", lang)


def opened(body: bytes, folder: Path, layer: str) -> gpd.GeoDataFrame:
    file = folder / "findings.gpkg"
    file.write_bytes(body)
    return gpd.read_file(file, layer=layer)


def test_every_finding_is_a_row_at_its_place(checked: Checked, tmp_path: Path):
    found = opened(layer_of(checked), tmp_path, "检查意见")

    assert found["规则"].tolist() == [one.rule for one in checked.report.findings]
    assert found["级别"].tolist() == ["提示", "错误", "错误"]
    assert found.crs == "EPSG:4326"
    assert found.geometry.isna().tolist() == [False, True, False]
    assert (found.geometry.iloc[0].x, found.geometry.iloc[0].y) == (
        checked.report.findings[0].lon,
        checked.report.findings[0].lat,
    )


def test_a_decision_is_told_by_whom_and_when(checked: Checked, tmp_path: Path):
    first = opened(layer_of(checked), tmp_path, "检查意见").iloc[0]

    assert first[["决定", "决定人", "决定时间", "决定备注"]].tolist() == [
        "接受", "王工", "2026-05-01T08:00:00+00:00", "飞地",
    ]  # fmt: skip


def test_the_rows_concerned_are_outlined_whether_in_or_out(checked: Checked, tmp_path: Path):
    rows = opened(layer_of(checked), tmp_path, "涉及地块").set_index("地块编号")

    assert rows["级别"].to_dict() == {"a": "提示", "b": "错误", "c": "错误"}
    assert rows.geometry.isna().to_dict() == {"a": False, "b": True, "c": False}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_qgis_finds_a_default_style_for_both_layers(checked: Checked, tmp_path: Path, lang: write.Lang):
    file = tmp_path / "findings.gpkg"
    file.write_bytes(layer_of(checked, lang))
    layers = [name for name, kind in pyogrio.list_layers(file) if kind]
    heads = gpd.read_file(file, layer=layers[0]).columns

    with sqlite3.connect(file) as database:
        styles = database.execute(
            "select f_table_name, f_geometry_column, useAsDefault, styleQML from layer_styles"
        ).fetchall()
        columns = dict(database.execute("select table_name, column_name from gpkg_geometry_columns"))
    database.close()

    assert [(name, geometry, default) for name, geometry, default, _ in styles] == [
        (name, columns[name], 1) for name in layers
    ]
    for *_, style in styles:
        renderer = ET.fromstring(style).find("renderer-v2")  # noqa: S314 - our own text
        assert renderer is not None
        assert renderer.get("attr") in heads
        names = [one.get("value") for one in renderer.iter("category")]
        assert names == (["错误", "警告", "提示"] if lang == "zh" else ["error", "warning", "info"])
        assert [one.get("symbol") for one in renderer.iter("category")] == [
            one.get("name") for one in renderer.iter("symbol")
        ]


def test_geojson_says_the_same(checked: Checked):
    told = orjson.loads(write.findings(checked.report, checked.parcels, checked.quarantine, "geojson", "en"))

    assert [one["properties"]["rule"] for one in told["features"]] == [
        one.rule for one in checked.report.findings
    ]
    assert told["features"][1]["geometry"] is None


def test_a_report_without_findings_is_an_empty_layer(tmp_path: Path):
    checked = check(raw(a=square(100)), PLAN)

    found = opened(layer_of(checked), tmp_path, "检查意见")

    assert len(found) == 0
    assert "规则" in found.columns


def test_the_same_report_gives_the_same_bytes(checked: Checked):
    assert layer_of(checked) == layer_of(checked)
