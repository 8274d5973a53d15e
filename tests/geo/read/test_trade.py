"""Formats of the trade beside 国土TXT: databases, drawings, archives and sheets as offices send them."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

from geo import validate
from geo.errors import UnknownCrs, UnreadableFile, WrongPlace
from geo.read import How, read_layer
from tests.geo.features.land import plan
from tests.geo.read.files import land, shapefile, zipped

DISTRICT = plan(boundary=shapely.box(453_000, 3_830_000, 475_000, 3_850_000))
WEST, SOUTH = 465_000.0, 3_840_000.0


def polyline(layer: str, corners: list[tuple[float, float]], *, closed: bool = True) -> str:
    rows = ["0", "LWPOLYLINE", "8", layer, "90", str(len(corners)), "70", str(int(closed))]
    for x, y in corners:
        rows += ["10", str(WEST + x), "20", str(SOUTH + y)]
    return "\n".join(rows) + "\n"


def label(layer: str, x: float, y: float, words: str) -> str:
    rows = [
        "0",
        "TEXT",
        "8",
        layer,
        "10",
        str(WEST + x),
        "20",
        str(SOUTH + y),
        "30",
        "0",
        "40",
        "5",
        "1",
        words,
    ]
    return "\n".join(rows) + "\n"


def drawing(folder: Path, *entities: str) -> Path:
    path = folder / "宗地.dxf"
    head = "0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1015\n9\n$DWGCODEPAGE\n3\nANSI_936\n0\nENDSEC\n"
    body = f"{head}0\nSECTION\n2\nENTITIES\n{''.join(entities)}0\nENDSEC\n0\nEOF\n"
    path.write_bytes(body.encode("gbk"))
    return path


BOX = [(0.0, 0.0), (90.0, 0.0), (90.0, 90.0), (0.0, 90.0)]


def test_closed_polylines_of_a_drawing_are_land_with_layer_and_the_text_inside(tmp_path: Path):
    beside = [(x + 200, y) for x, y in BOX]
    path = drawing(
        tmp_path,
        polyline("工业用地", BOX),
        polyline("商业用地", beside),
        label("注记", 45, 45, "马寨-01"),
        label("注记", 245, 45, "马寨-02"),
        label("注记", 900, 45, "图名"),
        polyline("道路", [(0, 200), (90, 200)], closed=False),
    )

    raw = read_layer(path, How(crs="EPSG:4547"))

    rows = list(zip(raw.frame["Layer"], raw.frame["Text"].fillna(""), raw.frame.geometry.area, strict=True))
    assert rows == [("工业用地", "马寨-01", 8100), ("商业用地", "马寨-02", 8100), ("道路", "", 0)]
    assert [finding.seen[:1] for finding in raw.findings if finding.rule == "reader_note"] == ["2", "1"]


def test_a_text_belongs_to_the_smallest_land_around_it(tmp_path: Path):
    inner = [(30.0, 30.0), (60.0, 30.0), (60.0, 60.0), (30.0, 60.0)]
    path = drawing(tmp_path, polyline("A", BOX), polyline("A", inner), label("T", 45, 45, "内"))

    raw = read_layer(path, How(crs="EPSG:4547"))

    assert dict(zip(raw.frame.geometry.area, raw.frame["Text"].fillna(""), strict=True)) == {
        8100: "",
        900: "内",
    }


def test_a_ring_on_a_hole_layer_is_cut_out(tmp_path: Path):
    inner = [(30.0, 30.0), (60.0, 30.0), (60.0, 60.0), (30.0, 60.0)]
    path = drawing(tmp_path, polyline("A", BOX), polyline("A_HOLE", inner))

    raw = read_layer(path, How(crs="EPSG:4547"))

    assert raw.frame.geometry.area.tolist() == [7200]


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_geodatabase_reads_as_a_folder_and_zipped_under_gbk_names(tmp_path: Path, *, packed: bool):
    path = tmp_path / "land.gdb"
    land("EPSG:4547").to_file(path, driver="OpenFileGDB", layer="宗地")
    if packed:
        # four bytes for four
        entries = {f"land.gdb/{part.name}": part.read_bytes() for part in path.iterdir()}
        path = zipped(tmp_path / "库.zip", entries)
        path.write_bytes(path.read_bytes().replace(b"land.gdb", "地块".encode("gbk") + b".gdb"))

    raw = read_layer(path, How())

    assert raw.frame["parcel_id"].tolist() == ["甲", "乙"]
    assert (raw.provenance.driver, raw.provenance.layer, raw.provenance.crs) == (
        "OpenFileGDB", "宗地", "EPSG:4547",
    )  # fmt: skip


def test_a_kmz_reads_like_its_kml(tmp_path: Path):
    kml = tmp_path / "doc.kml"
    land("EPSG:4326").to_file(kml, driver="LIBKML")
    path = zipped(tmp_path / "地块.kmz", {"doc.kml": kml.read_bytes(), "images/a.png": b"\x89PNG"})

    raw = read_layer(path, How())

    assert raw.frame["parcel_id"].tolist() == ["甲", "乙"]
    assert (raw.provenance.crs, raw.provenance.crs_known_by) == ("EPSG:4326", "format")


def test_a_text_beside_a_layer_is_no_layer_and_alone_it_is_read(tmp_path: Path):
    shp = shapefile(tmp_path)
    parts = {part.name: part.read_bytes() for part in tmp_path.glob("land.*")}
    survey = "[地块坐标]\n3,0.5,A,甲,面,,工业,1001,@\nJ1,1,0,0\nJ2,1,100,0\nJ3,1,0,100\n"
    both = zipped(tmp_path / "both.zip", {**parts, "说明.txt": b"\xcb\xb5\xc3\xf7"})
    alone = zipped(tmp_path / "alone.zip", {"勘界.txt": survey.encode("gbk")})

    assert shp.exists()
    assert read_layer(both, How()).provenance.driver == "ESRI Shapefile"
    assert read_layer(alone, How(crs="EPSG:4547")).provenance.driver == "TXT"


def corners(**changes: dict[int, object]) -> pd.DataFrame:
    rows = [("甲", 1, SOUTH + y, WEST + x) for x, y in BOX] + [
        ("乙", 1, SOUTH + y, WEST + x + 200) for x, y in BOX
    ]
    table = pd.DataFrame(rows, columns=["地块编号", "圈号", "X(北)", "Y(东)"]).astype(object)
    for column, cells in changes.items():
        for row, value in cells.items():
            table.loc[row, column] = value
    return table


def test_a_workbook_of_corners_becomes_parcels_north_first(tmp_path: Path):
    path = tmp_path / "界址点.xlsx"
    corners().to_excel(path, index=False)

    raw = read_layer(path, How(crs="EPSG:4547"))

    assert raw.frame.geometry.area.tolist() == [8100, 8100]
    assert raw.frame.total_bounds.tolist() == [WEST, SOUTH, WEST + 290, SOUTH + 90]


@pytest.mark.parametrize("cell", ["", "4650o0", "nan", "1e999"])
def test_a_parcel_with_a_corner_that_is_no_number_is_lost_and_says_which(tmp_path: Path, cell: str):
    path = tmp_path / "界址点.csv"
    corners(**{"Y(东)": {6: cell}}).to_csv(path, index=False)

    raw = read_layer(path, How(crs="EPSG:4547"))

    assert [shape is None for shape in raw.frame.geometry] == [False, True]
    assert [(one.rule, one.row) for one in raw.findings if one.severity == "error"] == [
        ("shape_unreadable", 2)
    ]
    assert "第 7 个界址点" in next(one.text for one in raw.findings if one.severity == "error")


def test_a_geoparquet_of_native_shapes_reads_like_one_of_bytes(tmp_path: Path):
    native, plain = tmp_path / "native.parquet", tmp_path / "plain.parquet"
    land().to_parquet(native, geometry_encoding="geoarrow", schema_version="1.1.0")
    land().to_parquet(plain)

    one, other = read_layer(native, How()), read_layer(plain, How())

    assert shapely.equals(one.frame.geometry.values, other.frame.geometry.values).all()
    assert one.frame["parcel_id"].tolist() == other.frame["parcel_id"].tolist()


def test_a_geoparquet_whose_system_is_null_is_asked_for_it(tmp_path: Path):
    path = tmp_path / "land.parquet"
    land("EPSG:4547").to_parquet(path)
    table = pq.read_table(path)
    told = json.loads(table.schema.metadata[b"geo"])
    told["columns"]["geometry"]["crs"] = None
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(told).encode()}), path)

    with pytest.raises(UnknownCrs, match="--crs EPSG:4547"):
        read_layer(path, How(), DISTRICT)


def test_shapes_of_many_kinds_read_as_they_are(tmp_path: Path):
    shapes = [
        shapely.box(0, 0, 9, 9),
        shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 6, 6)),
        shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)]),
        shapely.Polygon([(0, 0, 1), (9, 0, 1), (9, 9, 1)]),
        shapely.Point(1, 1),
        None,
    ]
    path = tmp_path / "land.parquet"
    gpd.GeoDataFrame({"n": range(len(shapes))}, geometry=shapes, crs=4547).to_parquet(path)

    again = read_layer(path, How()).frame.geometry

    assert [one if one is None else one.wkt for one in again] == [one and one.wkt for one in shapes]


# ---- which system, and which way round ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "y", "offered"), [("lat", "lon", "EPSG:4490"), ("lon", "lat", "EPSG:4490 --swap-xy")]
)
def test_degrees_that_changed_places_are_offered_turned(tmp_path: Path, x: str, y: str, offered: str):
    pairs = {"lon": (113.62, 113.63, 113.63), "lat": (34.69, 34.69, 34.70)}
    ring = ", ".join(f"{one} {two}" for one, two in zip(pairs[y], pairs[x], strict=True))
    first = ring.split(", ", maxsplit=1)[0]
    path = tmp_path / "land.csv"
    path.write_text(f'parcel_id,use_code,WKT\na,0701,"POLYGON(({ring}, {first}))"\n')

    with pytest.raises(UnknownCrs) as refusal:
        read_layer(path, How(), DISTRICT)

    assert f"--crs {offered} (100%)" in refusal.value.zh


def test_a_file_that_says_its_system_but_has_x_and_y_changed_is_told_so(tmp_path: Path):
    path = tmp_path / "land.gpkg"
    frame = land("EPSG:4547")
    turned = frame.set_geometry(shapely.transform(frame.geometry.values, lambda pairs: pairs[:, ::-1]))
    turned.set_crs("EPSG:4547", allow_override=True).to_file(path)

    with pytest.raises(WrongPlace, match="--swap-xy"):
        validate.check(read_layer(path, How(codes="landuse_sea:2023")), DISTRICT)
    again = validate.check(read_layer(path, How(swap_xy=True, codes="landuse_sea:2023")), DISTRICT)

    assert again.report.accepted == 2
    assert again.parcels.geometry.area.sum() == pytest.approx(frame.geometry.area.sum(), rel=1e-9)


def test_a_wrong_system_is_told_with_the_one_that_fits(tmp_path: Path):
    path = tmp_path / "land.gpkg"
    land("EPSG:4526").set_crs("EPSG:4525", allow_override=True).to_file(path)

    with pytest.raises(WrongPlace, match="--crs EPSG:4526"):
        validate.check(read_layer(path, How()), DISTRICT)


def test_an_excel_of_before_2007_is_named(tmp_path: Path):
    path = tmp_path / "land.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))

    with pytest.raises(UnreadableFile, match="Excel 97"):
        read_layer(path, How())
