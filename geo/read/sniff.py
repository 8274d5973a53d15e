"""What a file really is, by its content: the name decides nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from geo.errors import UnreadableFile

HEAD_BYTES = 65536


@dataclass(frozen=True, slots=True)
class Kind:
    """A format that is read: its copy's suffix, and the GDAL drivers that may open it (none: not GDAL)."""

    name: str
    suffix: str
    drivers: tuple[str, ...] = ()


GEOJSON = Kind("GeoJSON", ".geojson", ("GeoJSON",))
SHAPEFILE = Kind("ESRI Shapefile", ".shp", ("ESRI Shapefile",))
GEOPACKAGE = Kind("GPKG", ".gpkg", ("GPKG",))
KML = Kind("KML", ".kml", ("LIBKML", "KML"))
FILEGDB = Kind("OpenFileGDB", ".gdb", ("OpenFileGDB",))
FLATGEOBUF = Kind("FlatGeobuf", ".fgb", ("FlatGeobuf",))
DXF = Kind("DXF", ".dxf", ("DXF",))
PARQUET = Kind("GeoParquet", ".parquet")
CSV = Kind("CSV", ".csv")
XLSX = Kind("XLSX", ".xlsx")
TXT = Kind("TXT", ".txt")
ZIP = Kind("ZIP", ".zip")
ALLOWED_DRIVERS = frozenset(
    driver
    for kind in (GEOJSON, SHAPEFILE, GEOPACKAGE, KML, FILEGDB, FLATGEOBUF, DXF)
    for driver in kind.drivers
)

_MAGIC = (
    (b"SQLite format 3\0", GEOPACKAGE),
    (b"PAR1", PARQUET),
    (b"fgb\x03", FLATGEOBUF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\x00\x00\x27\x0a", SHAPEFILE),
    (b"AutoCAD Binary DXF", DXF),
)
_FORMATS_ZH = (
    "GeoPackage, Shapefile (可打包为 zip), GeoJSON, GeoParquet, FlatGeobuf, KML/KMZ, DXF, FileGDB (zip), "
    "CSV, Excel, 国土TXT"
)
_FORMATS_EN = (
    "GeoPackage, Shapefile (also zipped), GeoJSON, GeoParquet, FlatGeobuf, KML/KMZ, DXF, FileGDB (zip), "
    "CSV, Excel, 国土TXT"
)
# how other content begins, and what it is called in the refusal
_REFUSED = (
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "Excel 97 (.xls)"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"AC10", "DWG"),
)


def kind_of(path: Path, source: str) -> Kind:
    """The kind of a file.

    Raises:
        UnreadableFile: it is empty, or of a kind that is not read; the refusal names what it seems to be.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.strip():
        raise UnreadableFile(source, "文件是空的。", "the file is empty.", "请重新导出。", "Export it again.")
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    for magic, name in _REFUSED:
        if head.startswith(magic):
            raise _refusal(source, name)
    return _text_kind(head, source)


def _text_kind(head: bytes, source: str) -> Kind:
    """GeoJSON, KML, DXF, 国土TXT or CSV; text that is none of them is taken for a table."""
    text = _decode(head).lstrip()
    if text.startswith("<"):
        return _xml_kind(text, source)
    if not text.startswith("{") and _is_exchange(head):
        return TXT
    if text.startswith(("{", "[")):
        return GEOJSON
    if re.match(r"(999\s*\n[^\n]*\n\s*)*0\s*\r?\n\s*SECTION", text):
        return DXF
    if "\0" in text:
        raise _refusal(source, "二进制文件 / binary")
    return CSV


def _is_exchange(head: bytes) -> bool:
    """Whether text has the sections, or a parcel's line, of a 国土TXT."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    marks = [
        f"[{name}]".encode(encoding) for name in ("属性描述", "地块坐标") for encoding in ("utf-8", "gbk")
    ]
    return (
        any(mark in head for mark in marks)
        or re.search(rb"^[^\r\n]*,\s*@\s*$", head, re.MULTILINE) is not None
    )


def _xml_kind(text: str, source: str) -> Kind:
    """KML and nothing else; no document that defines entities."""
    body = re.sub(r"<\?.*?\?>|<!--.*?-->", "", text, flags=re.DOTALL).lstrip()
    if re.match(r"<!(DOCTYPE|ENTITY)", body, re.IGNORECASE):
        raise _refusal(source, "带 DOCTYPE 的 XML / XML with a DOCTYPE")
    root = re.match(r"<(?:[\w.-]+:)?([\w.-]+)", body)
    if root and root.group(1).lower() == "kml":
        return KML
    raise _refusal(source, f"XML <{root.group(1) if root else '?'}>")


def defines_entities(path: Path) -> bool:
    """Whether an XML file has a document type or an entity anywhere: XXE and billion laughs begin so."""
    body = path.read_bytes()
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        body = body.replace(b"\0", b"")
    return bool(re.search(rb"<!\s*(DOCTYPE|ENTITY)", body, re.IGNORECASE))


def _decode(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _refusal(source: str, seems: str) -> UnreadableFile:
    return UnreadableFile(
        source,
        f"内容看来是 {seems}, 不在可读格式之内。",
        f"its content seems to be {seems}, which is not read.",
        f"可读格式: {_FORMATS_ZH}。",
        f"Formats that are read: {_FORMATS_EN}.",
    )
