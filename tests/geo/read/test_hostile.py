"""Uploads that mean harm: nothing of the server is shown, nobody is called, all end within limits."""

from __future__ import annotations

import io
import json
import socket
import sqlite3
import struct
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geo.errors import LuodiError
from geo.read import Guard, How, read_layer
from tests.geo.read.files import geojson, land, shapefile, zipped

MARK = "luodi-secret-7f3a"
MIB = 1024 * 1024
GUARD = Guard(seconds=5, memory_bytes=3072 * MIB, file_bytes=64 * MIB, zip_entries=200)
# beyond the guard only the start of the process and the end of it
MOST_SECONDS = 20


class Listener:
    """A port of this machine that counts who calls."""

    def __init__(self) -> None:
        self.calls: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _address = self._socket.accept()
            except OSError:
                return
            caller.settimeout(0.5)
            try:
                self.calls.append(caller.recv(200))
            except OSError:
                self.calls.append(b"?")
            caller.close()

    def close(self) -> None:
        # closing alone does not wake a thread that waits in accept
        with socket.create_connection(("127.0.0.1", self.port), 1):
            self._socket.close()
        self._thread.join(2)


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    it = Listener()
    yield it
    it.close()


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of the server that no upload may show."""
    path = tmp_path_factory.mktemp("server") / "secret.csv"
    path.write_text(f'parcel_id,use_code,WKT\n{MARK},0701,"POLYGON((0 0,9 0,9 9,0 0))"\n')
    return path


Make = Callable[[Path, Path, str], Path]
FILES: dict[str, Make] = {}


def upload(name: str) -> Callable[[Make], Make]:
    def kept(make: Make) -> Make:
        FILES[name] = make
        return make

    return kept


def text(folder: Path, name: str, content: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


def vrt(source: object) -> str:
    return (
        f"<OGRVRTDataSource><OGRVRTLayer name='secret'><SrcDataSource>{source}</SrcDataSource>"
        "</OGRVRTLayer></OGRVRTDataSource>"
    )


def kml(body: str, head: str = "") -> str:
    space = "http://www.opengis.net/kml/2.2"
    return f'<?xml version="1.0"?>{head}<kml xmlns="{space}"><Document>{body}</Document></kml>'


PLACE = (
    "<Placemark><name>{0}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>113,34 114,34 114,35 "
    "113,34</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
)
XXE = '<!DOCTYPE kml [<!ENTITY x SYSTEM "file://{0}">]>'
LAUGHS = (
    '<!DOCTYPE kml [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefgh", "bcdefghx", strict=True))
    + "]>"
)

for _suffix in ("vrt", "geojson", "shp", "gpkg", "csv", "txt", "dxf", "kml"):
    upload(f"a VRT named .{_suffix}")(
        lambda folder, secret, _url, suffix=_suffix: text(folder, f"a.{suffix}", vrt(secret))
    )


@upload("a VRT after a comment and a mark")
def _(folder: Path, secret: Path, _url: str) -> Path:
    return text(folder, "a.kml", "\ufeff<!-- kml -->\n" + vrt(secret))


@upload("a VRT over the network")
def _(folder: Path, _secret: Path, url: str) -> Path:
    return text(folder, "a.geojson", vrt(f"/vsicurl/{url}/a.geojson"))


@upload("a VRT in a zip")
def _(folder: Path, secret: Path, _url: str) -> Path:
    return zipped(folder / "a.zip", {"a.geojson": vrt(secret).encode()})


@upload("a pipeline (GDALG)")
def _(folder: Path, secret: Path, _url: str) -> Path:
    told = {"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read {secret}"}
    return text(folder, "a.geojson", json.dumps(told))


@upload("a pipeline in a zip")
def _(folder: Path, secret: Path, _url: str) -> Path:
    told = {"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read {secret}"}
    return zipped(folder / "a.zip", {"a.gdalg.json": json.dumps(told).encode()})


@upload("a WFS description")
def _(folder: Path, _secret: Path, url: str) -> Path:
    return text(folder, "a.kml", f"<OGRWFSDataSource><URL>{url}/wfs</URL></OGRWFSDataSource>")


@upload("an ESRI query")
def _(folder: Path, _secret: Path, url: str) -> Path:
    return text(folder, "a.geojson", json.dumps({"rings": [], "url": f"{url}/query?f=json"}))


for _name, _address in {
    "an address": "{url}/a.geojson",
    "a virtual address": "/vsicurl/{url}/a.geojson",
    "a virtual zip of an address": "/vsizip//vsicurl/{url}/a.zip",
    "a database": "PG:host=127.0.0.1",
    "a service": "WFS:{url}",
}.items():
    upload(_name)(lambda _folder, _secret, url, address=_address: Path(address.format(url=url)))


@upload("a CRS by address in GeoJSON")
def _(folder: Path, _secret: Path, url: str) -> Path:
    link = {"type": "link", "properties": {"href": f"{url}/crs", "type": "esriwkt"}}
    return geojson(folder / "a.geojson", crs=link)


@upload("a CRS named by an address")
def _(folder: Path, _secret: Path, url: str) -> Path:
    return geojson(folder / "a.geojson", crs={"type": "name", "properties": {"name": f"{url}/crs"}})


@upload("a CRS by address beside a Shapefile")
def _(folder: Path, _secret: Path, url: str) -> Path:
    shp = shapefile(folder)
    shp.with_suffix(".prj").write_text(f"{url}/crs.prj")
    return shp


@upload("a CRS by address in a GeoPackage")
def _(folder: Path, _secret: Path, url: str) -> Path:
    script = "UPDATE gpkg_spatial_ref_sys SET definition='{url}/crs', organization='none'"
    return altered(folder, script.replace("{url}", url))


@upload("a CRS that is a file, in GeoParquet")
def _(folder: Path, secret: Path, _url: str) -> Path:
    path = folder / "a.parquet"
    land().to_parquet(path)
    table = pq.read_table(path)
    told = json.loads(table.schema.metadata[b"geo"])
    told["columns"]["geometry"]["crs"] = f"+init={secret}:1"
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(told).encode()}), path)
    return path


for _number, _entry in enumerate(("../a.geojson", "/etc/a.geojson", "a\\..\\..\\a.geojson", "C:\\a.geojson")):
    upload(f"a way out of a zip ({_number})")(
        lambda folder, _secret, _url, entry=_entry: zipped(folder / "a.zip", {entry: b"{}"})
    )


@upload("a link in a zip")
def _(folder: Path, secret: Path, _url: str) -> Path:
    path, link = folder / "a.zip", zipfile.ZipInfo("a.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, str(secret))
    return path


@upload("a link in a file geodatabase")
def _(folder: Path, secret: Path, _url: str) -> Path:
    (folder / "a.gdb").mkdir()
    (folder / "a.gdb" / "a00000001.gdbtable").symlink_to(secret)
    return folder / "a.gdb"


@upload("a zip bomb")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    return zipped(folder / "a.zip", {"a.geojson": bytes(63 * MIB), "b.geojson": bytes(60 * MIB)})


@upload("a bomb in a bomb")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    inner = zipped(folder / "b.zip", {f"{n}.geojson": bytes(MIB) for n in range(20)})
    return zipped(folder / "a.zip", {f"{n}.zip": inner.read_bytes() for n in range(20)})


@upload("a zip that lies about its size")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    path = zipped(folder / "a.zip", {"a.geojson": bytes(80 * MIB)})
    body = path.read_bytes()
    path.write_bytes(body.replace(struct.pack("<I", 80 * MIB), struct.pack("<I", 1000)))
    return path


@upload("a zip of too many entries")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    return zipped(folder / "a.zip", {f"{n}.txt": b"" for n in range(1000)})


@upload("a zip with a password")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    path = zipped(folder / "a.zip", {"a.geojson": b"{}"})
    body = bytearray(path.read_bytes())
    for at in (body.index(b"PK\x03\x04") + 6, body.index(b"PK\x01\x02") + 8):
        body[at] |= 1
    path.write_bytes(body)
    return path


@upload("a file of the server by an XML entity")
def _(folder: Path, secret: Path, _url: str) -> Path:
    return text(folder, "a.kml", kml(PLACE.format("&x;"), XXE.format(secret)))


@upload("the same in UTF-16")
def _(folder: Path, secret: Path, _url: str) -> Path:
    return text(folder, "a.kml", kml(PLACE.format("&x;"), XXE.format(secret)), "utf-16")


@upload("the same in a KMZ")
def _(folder: Path, secret: Path, _url: str) -> Path:
    return zipped(folder / "a.kmz", {"doc.kml": kml(PLACE.format("&x;"), XXE.format(secret)).encode()})


@upload("a billion laughs")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    return text(folder, "a.kml", kml(PLACE.format("&x;"), LAUGHS))


@upload("a KML that calls")
def _(folder: Path, _secret: Path, url: str) -> Path:
    link = f"<NetworkLink><Link><href>{url}/a.kml</href></Link></NetworkLink>"
    return text(folder, "a.kml", kml(link + PLACE.format(f"<![CDATA[<img src='{url}/a.png'>]]>")))


def workbook(folder: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """A workbook one part of which was changed by hand."""
    book, path, made = openpyxl.Workbook(), folder / "a.xlsx", io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["parcel_id", "WKT"])
    sheet.append(["甲", "POLYGON((0 0,9 0,9 9,0 0))"])
    book.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in parts.namelist():
            out.writestr(name, change(parts.read(name)) if name == part else parts.read(name))
    return path


def with_entity(entities: str) -> Callable[[bytes], bytes]:
    def changed(body: bytes) -> bytes:
        told = body.decode().replace("甲", "&x;")
        declaration, _sign, rest = told.rpartition("<sst")
        return (declaration + entities.replace("DOCTYPE kml", "DOCTYPE sst") + "<sst" + rest).encode()

    return changed


@upload("a file of the server in a workbook")
def _(folder: Path, secret: Path, _url: str) -> Path:
    return workbook(folder, "xl/sharedStrings.xml", with_entity(XXE.format(secret)))


@upload("a billion laughs in a workbook")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    return workbook(folder, "xl/sharedStrings.xml", with_entity(LAUGHS))


@upload("a workbook that is a bomb")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    return workbook(folder, "xl/worksheets/sheet1.xml", lambda body: body + b" " * (63 * MIB))


def altered(folder: Path, script: str) -> Path:
    """A GeoPackage that a hand went over."""
    path = folder / "a.gpkg"
    land("EPSG:4547").to_file(path, layer="land")
    with sqlite3.connect(path) as database:
        database.executescript("PRAGMA writable_schema=ON;" + script)
    database.close()
    return path


VIEW = """
    CREATE VIEW odd AS {query};
    INSERT INTO gpkg_contents(table_name,data_type,identifier,srs_id) VALUES('odd','features','odd',4547);
    INSERT INTO gpkg_geometry_columns VALUES('odd','geom','POLYGON',4547,0,0);
    DELETE FROM gpkg_contents WHERE table_name='land';
    DELETE FROM gpkg_geometry_columns WHERE table_name='land';
"""
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT {column} FROM n"


def view(folder: Path, query: str, secret: object = "") -> Path:
    return altered(folder, VIEW.replace("{query}", query).replace("{secret}", str(secret)))


@upload("an endless view")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    return view(folder, ENDLESS.replace("{column}", "x AS fid, (SELECT geom FROM land LIMIT 1) AS geom"))


@upload("an endless count")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    return view(folder, ENDLESS.replace("{column}", "count(*) AS fid, (SELECT geom FROM land) AS geom"))


@upload("a view of a file")
def _(folder: Path, secret: Path, _url: str) -> Path:
    return view(folder, "SELECT 1 AS fid, readfile('{secret}') AS name, geom FROM land", secret)


@upload("a view that loads code")
def _(folder: Path, secret: Path, _url: str) -> Path:
    return view(folder, "SELECT load_extension('{secret}') AS fid, geom FROM land", secret)


@upload("a view of a layer elsewhere")
def _(folder: Path, secret: Path, _url: str) -> Path:
    opened = "ogr_datasource_load_layers('{secret}')"
    return view(folder, f"SELECT 1 AS fid, {opened} AS name, geom FROM land", secret)  # noqa: S608 (meant so)


@upload("a text of a gigabyte in a view")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    return view(folder, "SELECT fid, hex(zeroblob(400000000)) AS name, geom FROM land")


@upload("GeoJSON nested a million deep")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    deep = '{"type":"FeatureCollection","features":' + "[" * 1_000_000
    return text(folder, "a.geojson", deep)


@upload("a Parquet of a billion rows in a few kilobytes")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    path, shape = folder / "a.parquet", shapely.to_wkb(shapely.box(0, 0, 1, 1))
    told = {"version": "1.0.0", "primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB"}}}
    rows = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000_000, pa.int32()), pa.array([shape]))
    table = pa.table({"geometry": rows}).replace_schema_metadata({b"geo": json.dumps(told).encode()})
    pq.write_table(table, path, compression="zstd")
    return path


@upload("a FlatGeobuf that promises too much")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    path = folder / "a.fgb"
    land().to_file(path)
    body = bytearray(path.read_bytes())
    body[8:12] = struct.pack("<I", 0x7FFFFFFF)
    path.write_bytes(body)
    return path


@upload("a Shapefile whose record promises two gigabytes")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    shp = shapefile(folder)
    body = bytearray(shp.read_bytes())
    body[104:108] = struct.pack(">I", 0x3FFFFFFF)
    body[148:152] = struct.pack("<I", 0x0FFFFFFF)
    shp.write_bytes(body)
    return shp


@upload("a drawing that refers to a file")
def _(folder: Path, secret: Path, _url: str) -> Path:
    told = f"0\nSECTION\n2\nBLOCKS\n0\nBLOCK\n2\nX\n70\n4\n1\n{secret}\n0\nENDBLK\n0\nENDSEC\n0\nEOF\n"
    return text(folder, "a.dxf", told)


@upload("a 国土TXT without end")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    return text(folder, "a.txt", "[地块坐标]\n9,1,A,B,面,,,1001,@\n" + "J1,1,1.0,1.0\n" * 200_000)


@upload("a 国土TXT with a line of blanks")
def _(folder: Path, _secret: Path, _url: str) -> Path:
    return text(folder, "a.txt", "[地块坐标]\n9,1,A,B,面,,,1001,@\nJ" + " " * 4_000_000 + "x\n")


def test_there_are_enough_of_them():
    assert len(FILES) >= 25


@pytest.mark.parametrize("name", FILES)
def test_an_upload_shows_nothing_calls_nobody_and_ends(
    name: str, tmp_path: Path, secret: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "upload").mkdir()
    path = FILES[name](tmp_path / "upload", secret, f"http://127.0.0.1:{listener.port}")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    called, started = len(listener.calls), time.monotonic()

    try:
        raw = read_layer(path, How(crs="EPSG:4547"), guard=GUARD)
        shown = raw.frame.to_json() + str(raw.findings) + str(raw.provenance)
    except LuodiError as refusal:
        shown = f"{refusal.zh} {refusal.en} {refusal.remedy_zh}"

    assert MARK not in shown
    assert str(tmp_path) not in shown
    assert len(listener.calls) == called
    assert time.monotonic() - started < MOST_SECONDS
    assert list((tmp_path / "tmp").iterdir()) == []
