"""Wrong, empty, damaged and hostile files: each refused by name, quickly, and nothing of ours gets out."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from geo.errors import LuodiError, UnreadableFile
from geo.read import Guard, How, read_layer
from tests.geo.read.files import geojson, land, shapefile, zipped

OURS = "parcel_id,WKT\nours,POINT(1 1)\n"
VRT = (
    "<OGRVRTDataSource><OGRVRTLayer name='s'><SrcDataSource>{0}</SrcDataSource></OGRVRTLayer>"
    "</OGRVRTDataSource>"
)
WFS = "<OGRWFSDataSource><URL>http://127.0.0.1:9/wfs</URL></OGRWFSDataSource>"
GDALG = json.dumps({"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read /etc/passwd"})


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of the server that no upload may show."""
    path = tmp_path / "server" / "secret.csv"
    path.parent.mkdir()
    path.write_text(OURS)
    return path


@pytest.mark.parametrize("name", ["a.vrt", "a.geojson", "a.shp", "a.gpkg", "a.kml", "a.csv", "a.parquet"])
def test_a_vrt_is_refused_under_every_name(tmp_path: Path, secret: Path, name: str):
    path = tmp_path / name
    path.write_text(VRT.format(secret))

    with pytest.raises(UnreadableFile, match="OGRVRTDataSource"):
        read_layer(path, How(crs="EPSG:4326"))


@pytest.mark.parametrize(
    "content", [WFS, GDALG, '{"type":"Topology","objects":{},"arcs":[]}', '{"rings":[]}']
)
def test_what_leads_elsewhere_is_refused(tmp_path: Path, content: str):
    path = tmp_path / "land.geojson"
    path.write_text(content)

    with pytest.raises(UnreadableFile):
        read_layer(path, How())


def test_a_vrt_in_an_archive_is_refused(tmp_path: Path, secret: Path):
    path = zipped(tmp_path / "a.zip", {"land.geojson": VRT.format(secret).encode()})

    with pytest.raises(UnreadableFile, match="OGRVRTDataSource"):
        read_layer(path, How())


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/land.geojson",
        "/vsicurl/http://127.0.0.1:9/land.geojson",
        "/vsizip/land.zip/land.shp",
        "WFS:http://127.0.0.1:9",
        "PG:host=127.0.0.1",
    ],
)
def test_addresses_and_virtual_paths_are_no_files(address: str):
    with pytest.raises(UnreadableFile, match="文件不存在"):
        read_layer(Path(address), How())


@pytest.mark.parametrize(
    "name", ["../land.geojson", "/etc/land.geojson", "a\\..\\..\\land.geojson", "C:\\land.geojson"]
)
def test_an_entry_that_leads_out_of_its_archive_is_refused(tmp_path: Path, name: str):
    path = zipped(tmp_path / "a.zip", {name: b"{}"})

    with pytest.raises(UnreadableFile, match="指向包外"):
        read_layer(path, How())


def test_a_link_in_an_archive_is_refused(tmp_path: Path):
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("land.geojson")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    with pytest.raises(UnreadableFile, match="指向包外"):
        read_layer(path, How())


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path):
    path = zipped(tmp_path / "bomb.zip", {"land.geojson": bytes(120 * 1024 * 1024)})

    with pytest.raises(UnreadableFile, match="压缩炸弹"):
        read_layer(path, How())


def test_an_archive_of_too_many_entries_is_refused(tmp_path: Path):
    path = zipped(tmp_path / "many.zip", {f"{n}.txt": b"" for n in range(50)})

    with pytest.raises(UnreadableFile, match="50 entries"):
        read_layer(path, How(), guard=Guard(zip_entries=20))


def test_an_archive_in_an_archive_is_named(tmp_path: Path):
    inner = zipped(tmp_path / "inner.zip", {"land.geojson": b"{}"})

    with pytest.raises(UnreadableFile, match="还是压缩包"):
        read_layer(zipped(tmp_path / "outer.zip", {"inner.zip": inner.read_bytes()}), How())


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        "<!-- -->" * 9000 + '<!DOCTYPE kml [<!ENTITY x "y">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_entities_is_refused(tmp_path: Path, head: str, encoding: str):
    path = tmp_path / "land.kml"
    path.write_text(
        f'<?xml version="1.0"?>{head}<kml><Placemark><name>&x;</name></Placemark></kml>', encoding
    )

    with pytest.raises(UnreadableFile):
        read_layer(path, How())


def test_a_link_of_a_kml_to_the_network_is_not_followed(tmp_path: Path):
    path = tmp_path / "land.kml"
    path.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link>'
        "<href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink></Document></kml>"
    )

    with pytest.raises(UnreadableFile):
        read_layer(path, How())


def test_an_endless_view_ends_with_its_time(tmp_path: Path):
    path = tmp_path / "land.gpkg"
    land("EPSG:4547").to_file(path, layer="land")
    with sqlite3.connect(path) as database:
        database.executescript(
            "CREATE VIEW endless AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n)"
            " SELECT x AS fid, (SELECT geom FROM land LIMIT 1) AS geom FROM n;"
            "INSERT INTO gpkg_contents(table_name,data_type,identifier,srs_id)"
            " VALUES('endless','features','endless',4547);"
            "INSERT INTO gpkg_geometry_columns VALUES('endless','geom','POLYGON',4547,0,0);"
        )
    database.close()

    with pytest.raises(UnreadableFile):
        read_layer(path, How(layer="endless", max_features=100_000_000), guard=Guard(seconds=3))


def test_more_features_than_allowed_are_refused_not_cut(tmp_path: Path):
    path = tmp_path / "land.gpkg"
    land().to_file(path)

    with pytest.raises(UnreadableFile, match="more than 1 features"):
        read_layer(path, How(max_features=1))


def test_a_reader_that_needs_too_much_memory_is_stopped(tmp_path: Path):
    path = tmp_path / "land.gpkg"
    land().to_file(path)

    with pytest.raises(UnreadableFile):
        read_layer(path, How(), guard=Guard(memory_bytes=300 * 1024 * 1024))


def test_a_file_larger_than_allowed_is_refused(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="超过 0 MiB"):
        read_layer(geojson(tmp_path / "land.geojson"), How(), guard=Guard(file_bytes=100))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.gpkg", b"", "文件是空的"),
        ("blank.csv", b" \n\n", "文件是空的"),
        ("photo.shp", b"\x89PNG\r\n\x1a\n" + bytes(64), "PNG"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(64), "Excel 97"),
        ("drawing.dxf", b"AC1032" + bytes(64), "DWG"),
        ("land.json.gz", b"\x1f\x8b\x08" + bytes(64), "gzip"),
        ("notes.csv", "只是一些说明文字\n没有坐标\n".encode(), "没有 WKT 或坐标字段"),
        ("none.geojson", b'{"type":"FeatureCollection","features":[]}', "没有要素"),
        ("cut.geojson", b'{"type":"FeatureCollection","features":[{"type":"Fea', "已损坏"),
        ("cut.gpkg", b"SQLite format 3\0" + bytes(500), "无法读取"),
        ("cut.parquet", b"PAR1" + bytes(100), "已损坏"),
        ("cut.fgb", b"fgb\x03fgb\x01" + bytes(60), "无法读取"),
        ("cut.shp", b"\x00\x00\x27\x0a" + bytes(96), "无法读取"),
        ("cut.zip", b"PK\x03\x04" + bytes(60), "压缩包已损坏"),
        ("torn.csv", b'id,WKT\n1,"POLYGON((0 0\n', "无法读取"),
    ],
)
def test_a_wrong_or_broken_file_is_named_with_what_is_wrong(
    tmp_path: Path, name: str, content: bytes, says: str
):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(UnreadableFile, match=says) as refusal:
        read_layer(path, How(crs="EPSG:4490"))

    assert name in refusal.value.zh
    assert str(tmp_path) not in refusal.value.zh


def test_a_file_whose_bytes_are_scrambled_is_read_or_refused_by_name(tmp_path: Path):
    shp = shapefile(tmp_path)
    random = np.random.default_rng(7)

    for part in (".shp", ".dbf", ".shx"):
        whole = shp.with_suffix(part).read_bytes()
        broken = bytearray(whole)
        for at in random.integers(4, len(broken), 30):
            broken[at] = random.integers(0, 256)
        shp.with_suffix(part).write_bytes(broken)
        with contextlib.suppress(LuodiError):
            read_layer(shp, How(crs="EPSG:4490"))
        shp.with_suffix(part).write_bytes(whole)


def test_a_name_with_an_exclamation_mark_is_a_name(tmp_path: Path):
    raw = read_layer(geojson(tmp_path / "!急件.geojson"), How())

    assert raw.provenance.layer == "!急件"


def test_plain_parquet_is_told_from_geoparquet(tmp_path: Path):
    path = tmp_path / "table.parquet"
    land().drop(columns="geometry").to_parquet(path)

    with pytest.raises(UnreadableFile, match="普通 Parquet"):
        read_layer(path, How())


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", None)

    read_layer(geojson(tmp_path / "land.geojson"), How())

    assert list((tmp_path / "tmp").iterdir()) == []
