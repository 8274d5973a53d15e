"""The land bank in every format: what leaves comes in again, says what it is, and is the same bytes twice."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from geo import validate, write
from geo.errors import Inexpressible
from geo.model import Plan, Version
from geo.read import How, dbf, read_layer
from geo.write import FORMATS, LandFormat
from tests.geo.features.land import plan
from tests.shapes import raw, square

DISTRICT = plan(
    boundary=shapely.box(455_000, 3_830_000, 475_000, 3_850_000), note="示意数据: 试验", note_en="Made up"
)
VERSION = Version(
    73_190, "test", "2024-06-01T08:00:00Z", "王工", "", 3, 27.0, "ab" * 32, "", "", as_of="2024-05-31"
)
USES = {"1001": "工业用地", "0701": "城镇住宅用地"}
ENDING = {form: ending for ending, form in write.ENDINGS.items()}
# formats with a column for everything; TXT and DXF have words for a few
WHOLE = [form for form in FORMATS if form not in {"txt", "dxf"}]
# what a reader must be told of formats that cannot say it
HOWS = {
    "csv": How(crs="EPSG:4547"),
    "dxf": How(crs="EPSG:4547", codes="landuse_sea:2023", fields={"parcel_id": "Text", "use_code": "Layer"}),
}
# a tenth of a millimetre, in formats of decimals or degrees
NEAR = {"csv": 1e-4, "kml": 3e-4, "geojson": 3e-4, "txt": 1e-3, "dxf": 1e-4}


def world() -> gpd.GeoDataFrame:
    """A square; one with a hole; one of two parts (A-2 is named like a formula)."""
    shapes = {
        "甲": square(90, 465_000, 3_840_000),
        "A-2": square(90, 465_200, 3_840_000).difference(square(30, 465_230, 3_840_030)),
        "A-3": shapely.MultiPolygon([square(60, 465_600.125, 3_840_000), square(60, 465_700, 3_840_000)]),
    }
    columns = {
        "name": ["马寨一号", "=1+1", ""],
        "use_code": ["1001", "0701", "1001"],
        "use_system": ["landuse_sea"] * 3,
        "use_edition": ["2023"] * 3,
        "far_max": [2.5, np.nan, 1.0],
        "height_max_m": [24.0, 60.0, np.nan],
        "density_max": [0.45, 0.3, 0.5],
        "price_wan_per_mu": [65.5, np.nan, 120.0],
        "area_stated_m2": [8100.0, 7200.0, 7200.0],
        "status": ["net", "", "clearing"],
        "net_date": ["2024-06-30", None, None],
        "utilities": ["road water", "", ""],
        "holder": ["某公司", "", ""],
        "basis": ["synthetic", "published", "published"],
    }
    return validate.check(raw(columns, **shapes), DISTRICT).parcels


@pytest.fixture(scope="module")
def parcels() -> gpd.GeoDataFrame:
    return world()


def written(parcels: gpd.GeoDataFrame, form: LandFormat, district: Plan = DISTRICT) -> bytes:
    return write.land(parcels, district, VERSION, form, use_names=USES)


@pytest.fixture(scope="module")
def back(parcels: gpd.GeoDataFrame, tmp_path_factory: pytest.TempPathFactory) -> dict[str, gpd.GeoDataFrame]:
    """Every format, read and checked again; once for all tests."""
    found = {}
    for form in FORMATS:
        path = tmp_path_factory.mktemp(form) / f"land{ENDING[form]}"
        path.write_bytes(written(parcels, form))
        layer = read_layer(path, HOWS.get(form, How()), DISTRICT)
        district = plan(boundary=DISTRICT.boundary)
        found[form] = layer, validate.check(layer, district)
    return found


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "dxf"])
def test_every_parcel_comes_in_again_where_it_was(form: str, parcels: gpd.GeoDataFrame, back: dict):
    _layer, checked = back[form]

    again = checked.parcels.reindex(parcels.index)
    assert checked.report.rejected == 0
    assert (again["use_code"] == parcels["use_code"]).all()
    distance = shapely.hausdorff_distance(again.geometry.values, parcels.geometry.values)
    assert distance.max() <= NEAR.get(form, 0.0)


@pytest.mark.parametrize("form", WHOLE)
def test_every_attribute_comes_in_again(form: str, parcels: gpd.GeoDataFrame, back: dict):
    again = back[form][1].parcels.reindex(parcels.index)

    if form == "csv":  # where a spreadsheet would run a text, an apostrophe stays before it
        again["name"] = again["name"].str.removeprefix("'")
    for name in parcels.columns.drop(["geometry", "area_m2", "lon", "lat"]):
        pd.testing.assert_series_equal(again[name], parcels[name], check_exact=True, obj=name)


def test_a_drawing_has_every_ring_on_its_layer_with_the_id_inside(parcels: gpd.GeoDataFrame, back: dict):
    layer, _checked = back["dxf"]

    areas = layer.frame.geometry.area.round(3).tolist()
    # a part of two carries its id once; the other part has none
    assert sorted(zip(layer.frame["use_code"], areas, strict=True)) == sorted(
        [("1001", 8100.0), ("0701", 7200.0), ("1001", 3600.0), ("1001", 3600.0)]
    )
    assert set(layer.frame["parcel_id"].dropna()) == set(parcels.index)


@pytest.mark.parametrize("form", WHOLE)
def test_every_row_says_version_and_notice(form: str, back: dict):
    frame = back[form][0].frame

    assert set(frame["version"].astype(str)) == {"73190"}
    assert set(frame["notice"]) == {"示意数据"}


@pytest.mark.parametrize("form", FORMATS)
def test_every_file_says_plan_version_system_and_that_data_is_illustrative(
    form: LandFormat, parcels: gpd.GeoDataFrame, tmp_path: Path
):
    body = written(parcels, form)

    said = told(form, body, tmp_path)

    system = "EPSG:4326" if form in {"kml", "geojson"} else "EPSG:4547"
    assert [word for word in ("示意数据: 试验", system) if word not in said] == []
    # a number of five digits that stands in no name, system or size
    assert "73190" in re.findall(r"\d+", said)


def told(form: str, body: bytes, folder: Path) -> str:
    """What a file says of itself, beside its rows."""
    path = folder / f"land{ENDING[form]}"
    path.write_bytes(body)
    if form in {"gpkg", "fgb"}:
        info = pyogrio.read_info(path)
        description = ""
        if form == "gpkg":
            with sqlite3.connect(path) as database:
                description = database.execute("SELECT description FROM gpkg_contents").fetchone()[0]
            database.close()
        return json.dumps(info["layer_metadata"], ensure_ascii=False) + description
    if form == "parquet":
        return pq.read_schema(path).metadata[b"luodi"].decode()
    if form == "shp":
        return zipfile.ZipFile(path).read("readme.txt").decode("utf-8-sig")
    encoding = {"txt": "gb18030", "dxf": "gb18030", "csv": "utf-8-sig"}.get(form, "utf-8")
    # CSV has no head: its rows say it, the notice as a mark
    return body.decode(encoding) + (
        "示意数据: 试验" if form == "csv" and "示意数据" in body.decode(encoding) else ""
    )


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_version_gives_the_same_bytes(form: LandFormat, parcels: gpd.GeoDataFrame):
    assert written(parcels, form) == written(world(), form)


def test_no_file_carries_the_moment_of_its_making(parcels: gpd.GeoDataFrame, tmp_path: Path):
    path = tmp_path / "land.gpkg"
    path.write_bytes(written(parcels, "gpkg"))

    with sqlite3.connect(path) as database:
        moments = database.execute("SELECT last_change FROM gpkg_contents").fetchall()
    database.close()
    archive = zipfile.ZipFile(io.BytesIO(written(parcels, "shp")))

    assert moments == [("1980-01-01T00:00:00.000Z",)]
    assert archive.read("parcels.dbf")[1:4] == bytes([80, 1, 1])
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_real_land_has_no_notice(parcels: gpd.GeoDataFrame):
    real = parcels.assign(basis="published")

    assert "示意" not in written(real, "kml").decode()
    assert "示意" not in written(real, "txt").decode("gb18030")


def test_a_shapefile_is_in_gbk_and_its_names_are_explained(parcels: gpd.GeoDataFrame):
    archive = zipfile.ZipFile(io.BytesIO(written(parcels, "shp")))

    table = archive.read("parcels.dbf")
    known = dbf.layout(table)
    assert known is not None
    assert "马寨一号".encode("gbk") in table
    assert archive.read("parcels.cpg").decode().strip() in {"GBK", "936"}
    names = [field.name.decode() for field in known.fields]
    assert max(map(len, names)) <= 10
    rows = [line.split("\t") for line in archive.read("fields.tsv").decode("utf-8-sig").splitlines()[1:]]
    assert [row[0] for row in rows] == names
    assert ["JZXG", "height_max_m", "建筑限高", "Building height, at most", "m"] in rows


@pytest.mark.parametrize(
    ("form", "column", "text", "says"),
    [
        ("shp", "name", "𠮷祥", "GBK 没有的字“𠮷”"),
        ("shp", "holder", "长" * 200, "超过 254 字节"),
        ("txt", None, "A,1", "编号"),
    ],
)
def test_what_a_format_cannot_hold_is_named_not_lost(
    form: LandFormat, column: str | None, text: str, says: str, parcels: gpd.GeoDataFrame
):
    if column:
        odd = parcels.assign(**{column: text})
    else:
        odd = parcels.set_axis([text, "b", "c"]).rename_axis("parcel_id")

    with pytest.raises(Inexpressible, match=says):
        written(odd, form)


def test_a_name_that_would_run_in_a_spreadsheet_does_not(parcels: gpd.GeoDataFrame):
    assert "'=1+1" in written(parcels, "csv").decode("utf-8-sig")


# ---- 界址点成果表 ----------------------------------------------------------------------------------------


def test_the_corners_of_a_parcel_are_listed_as_surveyors_do(parcels: gpd.GeoDataFrame):
    body = write.corner_table(parcels.loc[["甲"]], write.about(DISTRICT, VERSION, parcels), "csv")

    table = pd.read_csv(io.BytesIO(body), encoding="utf-8-sig")
    assert table["点号"].tolist() == ["J1", "J2", "J3", "J4", "J1"]
    assert table["边长(m)"].tolist()[:4] == [90.0] * 4
    assert table["边长(m)"].isna().tolist() == [False] * 4 + [True]
    assert set(zip(table["X(北)"], table["Y(东)"], strict=True)) == {
        (north, east) for north in (3_840_000.0, 3_840_090.0) for east in (465_000.0, 465_090.0)
    }
    assert set(table["坐标系"]) == {"EPSG:4547"}
    assert set(table["说明"]) == {"示意数据"}


def test_a_table_of_corners_reads_back_as_the_same_land(parcels: gpd.GeoDataFrame, tmp_path: Path):
    path = tmp_path / "界址点.csv"
    path.write_bytes(write.corner_table(parcels, write.about(DISTRICT, VERSION, parcels), "csv"))

    layer = read_layer(path, How(crs="EPSG:4547"))

    shapes = layer.frame.set_index("地块编号").geometry.reindex(parcels.index)
    assert shapely.equals(shapes.values, parcels.geometry.values).all()


def test_a_workbook_of_corners_has_a_sheet_for_each_parcel(parcels: gpd.GeoDataFrame):
    body = write.corner_table(parcels, write.about(DISTRICT, VERSION, parcels), "xlsx")

    book = openpyxl.load_workbook(io.BytesIO(body))
    assert book.sheetnames == parcels.index.tolist()
    cells = [[cell.value for cell in row] for row in book["A-2"].iter_rows()]
    assert cells[0][0] == "界址点成果表"
    assert [row[0] for row in cells if str(row[0]).startswith("面积")] == ["面积: 7200.00 ㎡ (10.8000 亩)"]
    # an outline and a hole of four corners each, the first repeated
    assert [row[2] for row in cells if row[1] and str(row[1]).startswith("J")] == [1] * 5 + [2] * 5
    assert "示意数据: 试验" in [row[0] for row in cells]
    assert body == write.corner_table(world(), write.about(DISTRICT, VERSION, parcels), "xlsx")
