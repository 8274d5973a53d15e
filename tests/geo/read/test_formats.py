"""Every format of the intake, read back; what a file leaves unsaid is asked for or said to be recognised."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.errors import ManyLayers, MissingColumns, OldDatum, UnknownCrs, UnreadableFile
from geo.read import How, read_layer
from tests.geo.features.land import plan
from tests.geo.read.files import geojson, land, shapefile, zipped

DISTRICT = plan(boundary=shapely.box(455_000, 3_830_000, 475_000, 3_850_000))


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson", "parquet", "fgb"])
def test_a_format_gives_its_rows_its_system_and_its_digest(tmp_path: Path, suffix: str):
    path = tmp_path / f"land.{suffix}"
    frame = land("EPSG:4326")
    if suffix == "parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path, encoding="utf-8" if suffix == "shp" else None)

    raw = read_layer(path, How())

    assert sorted(raw.frame["parcel_id"]) == ["乙", "甲"]
    assert raw.frame.crs.to_epsg() == 4326
    assert raw.frame.total_bounds == pytest.approx(frame.total_bounds, abs=1e-9)
    assert (raw.provenance.file, raw.provenance.layer, raw.provenance.rows) == (path.name, "land", 2)
    assert len(raw.provenance.sha256) == 64
    assert raw.findings == ()


def test_a_zipped_shapefile_with_gbk_names_and_a_gbk_table_reads_as_chinese(tmp_path: Path):
    shp = shapefile(tmp_path, encoding="gbk")
    path = zipped(tmp_path / "送审.zip", {part.name: part.read_bytes() for part in shp.parent.glob("land.*")})
    # archives of Chinese Windows hold GBK names without saying so; both names are four bytes long
    path.write_bytes(path.read_bytes().replace(b"land.", "地块.".encode("gbk")))

    raw = read_layer(path, How())

    assert raw.frame["parcel_id"].tolist() == ["甲", "乙"]
    assert raw.provenance.layer == "地块"
    assert raw.provenance.encoding == "GB18030"
    assert [finding.rule for finding in raw.findings] == ["encoding_recognised"]


def test_a_stated_encoding_is_taken_at_its_word(tmp_path: Path):
    raw = read_layer(shapefile(tmp_path, encoding="gbk"), How(encoding="GBK"))

    assert raw.frame["parcel_id"].tolist() == ["甲", "乙"]
    assert raw.findings == ()


def test_any_part_of_a_shapefile_leads_to_it(tmp_path: Path):
    shp = shapefile(tmp_path)

    raw = read_layer(shp.with_suffix(".dbf"), How())

    assert raw.provenance.rows == 2


def test_a_table_without_its_shapes_says_which_file_is_missing(tmp_path: Path):
    shp = shapefile(tmp_path, parts="dbf")

    with pytest.raises(UnreadableFile, match=r"\.shp"):
        read_layer(shp.with_suffix(".dbf"), How())


def test_a_shapefile_without_prj_asks_for_its_system_and_offers_what_fits(tmp_path: Path):
    shp = shapefile(tmp_path, parts="shp shx dbf")

    with pytest.raises(UnknownCrs, match="--crs EPSG:4490"):
        read_layer(shp, How(), DISTRICT)


def test_a_stated_system_is_used_and_a_contradiction_is_reported(tmp_path: Path):
    path = tmp_path / "land.gpkg"
    land("EPSG:4547").to_file(path)

    raw = read_layer(path, How(crs="EPSG:4546"))

    assert (raw.provenance.crs, raw.provenance.crs_known_by) == ("EPSG:4546", "stated")
    assert [(finding.rule, finding.seen) for finding in raw.findings] == [("crs_overruled", "EPSG:4547")]


def test_the_old_datums_are_refused(tmp_path: Path):
    path = tmp_path / "land.gpkg"
    land().to_crs("EPSG:2383").to_file(path)

    with pytest.raises(OldDatum, match="Xian"):
        read_layer(path, How())


def test_geojson_is_wgs84_by_its_standard_and_its_old_crs_member_is_honoured(tmp_path: Path):
    plain = read_layer(geojson(tmp_path / "plain.geojson"), How())
    member = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}
    old = read_layer(geojson(tmp_path / "old.geojson", crs=member), How())

    assert (plain.provenance.crs, plain.provenance.crs_known_by) == ("EPSG:4326", "format")
    assert (old.provenance.crs, old.provenance.crs_known_by) == ("EPSG:4547", "file")


def test_of_several_layers_one_has_to_be_named(tmp_path: Path):
    path = tmp_path / "land.gpkg"
    land().to_file(path, layer="现状")
    land().iloc[:1].to_file(path, layer="规划")

    with pytest.raises(ManyLayers, match="现状, 规划"):
        read_layer(path, How())
    with pytest.raises(ManyLayers, match="没有图层“别的”"):
        read_layer(path, How(layer="别的"))
    assert read_layer(path, How(layer="规划")).provenance.rows == 1


def test_of_several_files_in_an_archive_one_has_to_be_named(tmp_path: Path):
    one, two = geojson(tmp_path / "one.geojson"), geojson(tmp_path / "two.geojson")
    path = zipped(tmp_path / "both.zip", {part.name: part.read_bytes() for part in (one, two)})

    with pytest.raises(ManyLayers, match="one, two"):
        read_layer(path, How())
    assert read_layer(path, How(layer="two")).provenance.layer == "two"


def test_fields_are_renamed_as_stated_and_a_wrong_name_lists_what_is_there(tmp_path: Path):
    path = tmp_path / "land.gpkg"
    land(name=["x", "y"], 号=["1", "2"]).to_file(path)

    raw = read_layer(path, How(fields={"name": "号"}))

    assert raw.frame["name"].tolist() == ["1", "2"]
    assert raw.frame["name_"].tolist() == ["x", "y"]
    with pytest.raises(MissingColumns, match="parcel_id, use_code, name, 号"):
        read_layer(path, How(fields={"name": "无此字段"}))


def test_a_shift_that_was_stated_is_taken_off(tmp_path: Path):
    raw = read_layer(geojson(tmp_path / "map.geojson"), How(datum="gcj02"))

    west, *_ = raw.frame.total_bounds
    # GCJ-02 lies some 550 m east here
    assert west == pytest.approx(113.60 - 0.00605, abs=0.0002)
    assert raw.provenance.datum == "gcj02"


def test_north_before_east_is_turned_round_when_asked(tmp_path: Path):
    path = tmp_path / "land.csv"
    path.write_text(
        'parcel_id,use_code,WKT\na,0701,"POLYGON((34.7 113.6,34.7 113.7,34.8 113.7,34.7 113.6))"\n'
    )

    raw = read_layer(path, How(crs="EPSG:4490", swap_xy=True))

    assert raw.frame.total_bounds.tolist() == [113.6, 34.7, 113.7, 34.8]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_csv_with_wkt_reads_in_the_encodings_of_chinese_offices(tmp_path: Path, encoding: str):
    path = tmp_path / "land.csv"
    path.write_text('地块编号;用地代码;WKT\n马寨一号;0701;"POLYGON((0 0,9 0,9 9,0 0))"\n', encoding=encoding)

    raw = read_layer(path, How(crs="EPSG:4547"))

    assert raw.frame.columns.tolist() == ["地块编号", "用地代码", "geometry"]
    assert raw.frame["地块编号"].tolist() == ["马寨一号"]
    assert raw.frame["用地代码"].tolist() == ["0701"]
    assert raw.frame.geometry.area.tolist() == [40.5]


def test_csv_with_wkt_does_not_say_where_it_is(tmp_path: Path):
    path = tmp_path / "land.csv"
    path.write_text('id,WKT\na,"POLYGON((113.6 34.7,113.7 34.7,113.7 34.72,113.6 34.7))"\n')

    with pytest.raises(UnknownCrs):
        read_layer(path, How())


def test_csv_with_longitude_and_latitude_is_in_degrees(tmp_path: Path):
    path = tmp_path / "places.csv"
    path.write_text("parcel_id,use_code,经度,纬度\na,0701,113.6,34.7\nb,0701,,\n", "utf-8")

    raw = read_layer(path, How())

    assert raw.provenance.crs == "EPSG:4326"
    assert [shape.wkt if shape else None for shape in raw.frame.geometry] == ["POINT (113.6 34.7)", None]


def test_boundary_points_become_parcels_with_their_holes(tmp_path: Path):
    corners = [(0, 0), (90, 0), (90, 90), (0, 90)]
    rows = [("甲", 1, x, y) for x, y in corners] + [("甲", 2, 30 + x / 3, 30 + y / 3) for x, y in corners]
    rows += [("乙", 1, 200 + x, y) for x, y in corners]
    path = tmp_path / "corners.csv"
    pd.DataFrame(rows, columns=["地块编号", "圈号", "X", "Y"]).to_csv(path, index=False)

    raw = read_layer(path, How(crs="EPSG:4547"))

    assert dict(zip(raw.frame["地块编号"], raw.frame.geometry.area, strict=True)) == {"甲": 7200, "乙": 8100}
    assert [finding.rule for finding in raw.findings] == ["corners_joined"]


def test_a_workbook_reads_like_its_table(tmp_path: Path):
    path = tmp_path / "land.xlsx"
    pd.DataFrame({"地块编号": ["甲"], "WKT": ["POLYGON((0 0,9 0,9 9,0 0))"]}).to_excel(path, index=False)

    raw = read_layer(path, How(crs="EPSG:4547"))

    assert raw.frame["地块编号"].tolist() == ["甲"]
    assert raw.provenance.driver == "XLSX"


def test_arcs_are_drawn_as_chords_and_a_tin_is_named(tmp_path: Path):
    table = tmp_path / "shapes.csv"
    table.write_text(
        "id,WKT\n"
        '1,"CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0))"\n'
        '2,"TIN(((0 0 0,1 0 0,0 1 0,0 0 0)))"\n'
        '3,"POLYGON((0 0,1 0,1 1,0 0))"\n'
    )

    raw = read_layer(table, How(crs="EPSG:4547"))

    assert [shape is None for shape in raw.frame.geometry] == [True, True, False]
    assert [(finding.rule, finding.row) for finding in raw.findings] == [
        ("shape_unreadable", 1),
        ("shape_unreadable", 2),
    ]


def test_the_rows_keep_the_files_order(tmp_path: Path):
    path = tmp_path / "many.gpkg"
    frame = gpd.GeoDataFrame(
        {"n": range(500)}, geometry=[shapely.box(n, 0, n + 1, 1) for n in range(500)], crs=4547
    )
    frame.to_file(path)

    assert read_layer(path, How()).frame["n"].tolist() == list(range(500))


RING = "[[113.6,34.7],[113.61,34.7],[113.61,34.71],[113.6,34.7]]"
HOLE = "[[113.602,34.701],[113.603,34.701],[113.603,34.702],[113.602,34.701]]"


def collection(path: Path, *shapes: tuple[str, str]) -> Path:
    """Features of these types and coordinates, with blanks and lists among what they say beside."""
    features = ", ".join(
        f'{{"type": "Feature", "properties": {{"parcel_id": "{row}", "use_code": "0701", "at": [[1, 2]]}},'
        f' "geometry": {{"coordinates": {told.replace(",", ", ")}, "type": "{kind}"}}}}'
        for row, (kind, told) in enumerate(shapes)
    )
    path.write_text(f'{{"type": "FeatureCollection", "features": [{features}]}}', "utf-8")
    return path


@pytest.mark.parametrize(
    ("kind", "told", "seen"),
    [
        ("MultiPolygon", f"[[{RING}],{HOLE}]", "1/2"),
        ("MultiPolygon", f"[{HOLE},[{RING}]]", "1/2"),
        ("MultiPolygon", f"[[{RING}],7]", "1/2"),
        ("MultiPolygon", f"[[{RING}],[{HOLE.replace('[113.602', '[true', 1)}]]", "1/2"),
        ("MultiPolygon", f"[[{RING},null],[{RING}]]", "2/3"),
        ("Polygon", f"[{RING},[1,1]]", "1/2"),
        ("Polygon", f"[{RING},null]", "1/2"),
        ("Polygon", f"[{RING},[{HOLE}]]", "1/2"),
    ],
)
def test_a_shape_of_which_a_ring_is_lost_is_not_read_in_part(tmp_path: Path, kind: str, told: str, seen: str):
    whole = ("MultiPolygon", f"[[{RING},{HOLE}],[{RING}]]")
    path = collection(tmp_path / "land.geojson", whole, (kind, told), ("Polygon", f"[{RING}]"))

    raw = read_layer(path, How())

    assert shapely.is_missing(raw.frame.geometry.values).tolist() == [False, True, False]
    lost = [(one.row, one.seen) for one in raw.findings if one.rule == "shape_unreadable"]
    assert lost == [(2, f"{kind} {seen}")]


def test_a_lone_shape_of_which_a_part_is_lost_is_refused(tmp_path: Path):
    path = tmp_path / "land.geojson"
    path.write_text(f'{{"type":"MultiPolygon","coordinates":[[{RING}],{HOLE}]}}')

    with pytest.raises(UnreadableFile, match="MultiPolygon 1/2"):
        read_layer(path, How())


def test_shapes_of_every_kind_lose_nothing_by_being_counted(tmp_path: Path):
    path = collection(
        tmp_path / "land.geojson",
        ("Point", "[113.6,34.7]"),
        ("MultiPoint", "[[113.6,34.7],[113.7,34.7]]"),
        ("LineString", RING),
        ("MultiLineString", f"[{RING},{HOLE}]"),
        ("Polygon", f"[{RING},{HOLE}]"),
        ("MultiPolygon", f"[[{RING},{HOLE}],[{HOLE}]]"),
    )

    raw = read_layer(path, How())

    assert not shapely.is_missing(raw.frame.geometry.values).any()
    assert raw.findings == ()
