"""Uploads that mean harm: what they are called, their bytes, and the fields beside them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.geo.read.endless import endless_view

SECRET = "luodi-secret-7f3a"  # noqa: S105 (what must not come out)
VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="s"><SrcDataSource>{0}</SrcDataSource></OGRVRTLayer>'
    "</OGRVRTDataSource>"
)
WFS = "<OGRWFSDataSource><URL>{0}/wfs</URL></OGRWFSDataSource>"
KML = '<?xml version="1.0"?>{0}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{1}</Document></kml>'
LINK = "<NetworkLink><Link><href>{0}/x.kml</href></Link></NetworkLink>"
MARK = "<Placemark><name>&x;</name></Placemark>"
LAUGHS = "".join(
    f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" if n else "ha"}{("&l" + str(n - 1) + ";") * 9 if n else ""}">'
    for n in range(10)
)


@dataclass(frozen=True)
class Harm:
    """One upload; ``bytes_`` is made from a folder, the path of a secret of the server and an address."""

    called: str
    bytes_: Callable[[Path, Path, str], bytes]
    fields: dict[str, str] = field(default_factory=dict)


def text(called: str, written: str, **fields: str) -> Harm:
    """A file of text; {0} is the secret's path, {1} the address of somebody else's server."""
    return Harm(called, lambda _, secret, url: _filled(written, secret, url).encode(), fields)


def packed(called: str, entries: dict[str, str | bytes], *, link: bool = False) -> Harm:
    """An archive of entries by name."""
    return Harm(called, lambda _, secret, url: _zip(entries, secret, url, link=link))


def _filled(written: str, secret: Path, url: str) -> str:
    return written.replace("{0}", str(secret)).replace("{1}", url)


def _zip(entries: dict[str, str | bytes], secret: Path, url: str, *, link: bool) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o120777 << 16 if link else 0
            archive.writestr(info, _filled(content, secret, url) if isinstance(content, str) else content)
    return out.getvalue()


def _many(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(count):
            archive.writestr(f"{n}.txt", b"")
    return out.getvalue()


GDALG = json.dumps({"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read {0} ! write o"})
HARMS: dict[str, Harm] = {
    "a VRT called GeoJSON": text("land.geojson", VRT),
    "a VRT called Shapefile": text("land.shp", VRT),
    "a VRT called GeoPackage": text("land.gpkg", VRT),
    "a VRT over the network": text("land.vrt", VRT.replace("{0}", "/vsicurl/{1}/x.geojson")),
    "a VRT in an archive": packed("land.zip", {"land.geojson": VRT}),
    "a WFS that is to be asked": text("land.geojson", WFS.replace("{0}", "{1}")),
    "a pipeline of GDAL": text("land.geojson", GDALG),
    "a pipeline in an archive": packed("land.zip", {"land.geojson": GDALG}),
    "a KML that links elsewhere": text("land.kml", KML.format("", LINK.format("{1}"))),
    "an entity that reads a file": text(
        "land.kml", KML.format('<!DOCTYPE k [<!ENTITY x SYSTEM "file://{0}">]>', MARK)
    ),
    "an entity that asks a server": text(
        "land.kml", KML.format('<!DOCTYPE k [<!ENTITY x SYSTEM "{1}/e">]>', MARK)
    ),
    "a billion laughs": text("land.kml", KML.format(f"<!DOCTYPE k [{LAUGHS}]>", MARK.replace("x", "l9"))),
    "laughs in UTF-16": Harm(
        "land.kml",
        lambda *_: KML.format(f"<!DOCTYPE k [{LAUGHS}]>", MARK.replace("x", "l9")).encode("utf-16"),
    ),
    "a CSV that names a file": text("land.csv", "parcel_id,WKT\na,{0}\n", crs="EPSG:4490"),
    "a GeoJSON that refers": text(
        "land.geojson", '{"type":"FeatureCollection","$ref":"file://{0}","features":[]}'
    ),
    "a zip bomb": packed("land.zip", {"land.geojson": bytes(120 * 1024 * 1024)}),
    "an archive of archives": packed("land.zip", {"inner.zip": _many(3)}),
    "too many entries": Harm("land.zip", lambda *_: _many(5000)),
    "an entry above its folder": packed("land.zip", {"../../../land.geojson": "{}"}),
    "an absolute entry": packed("land.zip", {"/etc/cron.d/land.geojson": "{}"}),
    "an entry that is a link": packed("land.zip", {"land.geojson": "{0}"}, link=True),
    "an endless view": Harm(
        "land.gpkg", lambda tmp, *_: endless_view(tmp).read_bytes(), {"layer": "endless"}
    ),
    "a layer that is a path": text("land.geojson", "{}", layer="/vsicurl/{1}/x"),
    "a CRS that is a path": text("land.csv", "parcel_id,lon,lat\na,113.6,34.7\n", crs="/etc/passwd"),
    "a CRS that is an address": text("land.csv", "parcel_id,lon,lat\na,113.6,34.7\n", crs="{1}/crs"),
    "a spreadsheet of nothing but depth": packed("land.xlsx", {"xl/workbook.xml": "<a>" * 100_000}),
    "a Parquet of lies": Harm("land.parquet", lambda *_: b"PAR1" + b"\xff" * 4096 + b"\xff\xff\xff\x7fPAR1"),
    "a JSON of depth": text("land.geojson", "[" * 200_000),
}
