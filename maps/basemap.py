"""A basemap of another host beneath our own layers, where a setting asks for one that fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from geo.errors import BadSetting

URL, DATUM = "LUODI_BASEMAP_URL", "LUODI_BASEMAP_DATUM"
DATUMS: Final = ("cgcs2000", "wgs84")
# what the content security policy can name: a host in ASCII, perhaps with a port
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.IGNORECASE)
PLACE = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Basemap:
    """Tiles in web Mercator: the template of their address, their maker, the one host they come from."""

    url: str
    attribution: str
    origin: str


def basemap(url: str, attribution: str, datum: str) -> Basemap | None:
    """The basemap of three settings; none without an address.

    CGCS2000 and WGS84 differ by less than a metre: neither is shifted. GCJ-02 is off by hundreds of metres,
    by another amount at every place, so that a layer moved as a whole would still lie about the land.

    Args:
        url: XYZ or WMTS address with ``{z}``, ``{x}`` and ``{y}``.
        attribution: Who made the map, as text; the host where nothing is given.
        datum: Of the tiles; it is never guessed.

    Raises:
        BadSetting: the address is no template of one host, or the datum is missing or does not fit.

    Examples:
        >>> basemap("https://t0.tianditu.gov.cn/{z}/{x}/{y}", "天地图", "cgcs2000").origin
        'https://t0.tianditu.gov.cn'
        >>> basemap("", "", "")
    """
    if not url:
        return None
    scheme, host, query = _taken_apart(url)
    if scheme not in {"http", "https"} or not HOST.fullmatch(host):
        raise BadSetting(
            URL,
            url,
            "须以 http:// 或 https:// 加一个主机开头, 不含口令和 {s}; 例如 https://t0.tianditu.gov.cn/…",
            "it must begin with http:// or https:// and one host, without password or {s}",
        )
    if sorted(PLACE.findall(url)) != ["{x}", "{y}", "{z}"]:
        raise BadSetting(
            URL,
            url,
            "须含 {z} {x} {y} 各一次, 不含其他花括号 (WMTS: TILEMATRIX={z}&TILEROW={y}&TILECOL={x})",
            "it needs {z}, {x} and {y} once each and no other braces "
            "(WMTS: TILEMATRIX={z}&TILEROW={y}&TILECOL={x})",
        )
    if parse_qs(query).get("tilematrixset") == ["c"]:
        raise BadSetting(
            URL,
            url,
            "这是经纬度瓦片 (TILEMATRIXSET=c), 与页面的网络墨卡托不合; 请用同名的 _w 图层与 TILEMATRIXSET=w",
            "tiles in degrees (TILEMATRIXSET=c) do not fit the page's web Mercator; "
            "use the _w layer with TILEMATRIXSET=w",
        )
    if datum not in DATUMS:
        _refuse(datum)
    return Basemap(url, attribution or host, f"{scheme}://{host}")


def _taken_apart(url: str) -> tuple[str, str, str]:
    """Scheme, host with port, and query, in small letters; of an address that cannot be read, nothing."""
    try:
        parts = urlsplit(url.lower())
        _ = parts.port  # told only here when it is no number
    except ValueError:
        return "", "", ""
    return parts.scheme, parts.netloc, parts.query


def _refuse(datum: str) -> None:
    if datum == "gcj02":
        raise BadSetting(
            DATUM,
            datum,
            "GCJ-02 底图与地块错开数百米, 各处偏移不同, 整层平移也不准, 故不叠加; "
            "请用天地图 (CGCS2000) 或 WGS84 的底图",
            "a GCJ-02 basemap lies hundreds of metres off, by another amount at every place, and no shift of "
            "the whole layer mends it; use Tianditu (CGCS2000) or a basemap in WGS84",
        )
    raise BadSetting(
        DATUM,
        datum,
        "底图的基准须写明, 从不自行套用: cgcs2000 (天地图) 或 wgs84 (OpenStreetMap 等)",
        "the basemap's datum must be said, it is never guessed: cgcs2000 (Tianditu) or wgs84 "
        "(OpenStreetMap and others)",
    )
