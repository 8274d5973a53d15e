"""国土TXT out: 勘测定界界址点坐标交换格式 of parcels, in CGCS2000 zones or degrees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo import crs
from geo.errors import Inexpressible
from geo.units import M2_PER_HA
from geo.write.about import About

NAME = "国土TXT"
_FORBIDDEN = re.compile(r"[,@\r\n\x00-\x1f\x7f\x85\u2028\u2029]")
_CORNERS = 3
_ZONES_3, _FIRST_3, _PREFIXED_3 = range(25, 46), 4534, 4513
_ZONES_6, _FIRST_6, _PREFIXED_6 = range(13, 24), 4502, 4491


@dataclass(frozen=True, slots=True)
class Style:
    """How a 国土TXT is written; the defaults are what most offices send.

    ``zone``: of 3° (25–45) or 6° (13–23); 0 takes that of the plan's CRS, or the 3° zone of the land's
    middle. ``prefix``: whether Y carries it. ``closing``: whether a ring repeats its first point.
    """

    unit: Literal["米", "度"] = "米"
    zone: int = 0
    prefix: bool = True
    closing: bool = True
    encoding: str = "GB18030"


def txt(parcels: gpd.GeoDataFrame, about: About, style: Style | None = None) -> bytes:
    """Parcels as a 国土TXT; metres to the millimetre, degrees to 1e-9.

    Args:
        parcels: Indexed by parcel id, with ``use_code``, and ``name`` and ``use_name`` where known.
        about: Said in the head.
        style: Unit, zone, prefix, closing points, encoding.

    Raises:
        Inexpressible: an id has a comma, ``@`` or line end; or the land lies outside China's zones.
    """
    how = style or Style()
    zone = 0 if how.unit == "度" else _zone(parcels, how)
    moved = crs.shapes_to(np.asarray(parcels.geometry.values), parcels.crs, _system(zone, how))
    lines = [*_head(about, zone, how), "[地块坐标]"]
    areas = shapely.area(moved if zone else np.asarray(parcels.geometry.values))
    digits = 9 if how.unit == "度" else 3
    columns = {
        name: parcels[name].astype(str).tolist() if name in parcels.columns else [""] * len(parcels)
        for name in ("name", "use_name", "use_code")
    }
    for at, parcel_id in enumerate(parcels.index.astype(str)):
        points = list(_points(parcel_id, moved[at], digits, closing=how.closing))
        name, use, code = (_softened(columns[column][at]) for column in ("name", "use_name", "use_code"))
        head = f"{len(points)},{areas[at] / M2_PER_HA:.4f},{_whole(parcel_id)},{name},面,,{use},{code},@"
        lines += [head, *points]
    return ("\r\n".join(lines) + "\r\n").encode(how.encoding)


def _head(about: About, zone: int, how: Style) -> list[str]:
    width = "" if not zone else "6" if zone in _ZONES_6 else "3"
    told = {
        "格式版本号": "1.01版本",
        "数据产生单位": about.plan,
        "数据产生日期": about.made_at[:10],
        "坐标系": "2000国家大地坐标系",
        "几度分带": width,
        "投影类型": "高斯克吕格" if zone else "",
        "计量单位": how.unit,
        "带号": str(zone) if zone else "",
        "精度": "0.001" if zone else "0.000000001",
        "转换参数": "0,0,0,0,0,0,0",
    }
    # readers skip attributes that they do not know
    notes = {f"说明{number}": re.sub(r"[\r\n]+", " ", line) for number, line in enumerate(about.lines(), 1)}
    return ["[属性描述]", *(f"{name}={value}" for name, value in (told | notes).items())]


def _points(parcel_id: str, shape: shapely.Geometry, digits: int, *, closing: bool) -> Iterator[str]:
    """Lines of one parcel: J1, J2 … through all rings; the first ring of the first part is ring 1."""
    number = 0
    for ring, corners in enumerate(rings(shape), start=1):
        first = number + 1
        told = [f"{y:.{digits}f},{x:.{digits}f}" for x, y in corners.tolist()]
        # corners that are one to the last digit written are one
        told = [one for at, one in enumerate(told) if one != told[at - 1]]
        if len(told) < _CORNERS or told[0] in told[1:]:
            raise Inexpressible(
                NAME,
                f"地块 {parcel_id} 有不到 1 毫米宽的圈。",
                f"parcel {parcel_id} is not 1 mm wide somewhere.",
            )
        for one in told:
            number += 1
            yield f"J{number},{ring},{one}"
        if closing:
            yield f"J{first},{ring},{told[0]}"


def rings(shape: shapely.Geometry) -> list[NDArray[np.float64]]:
    """Corners of every ring without the closing one: each part's outline, then its holes.

    >>> [len(ring) for ring in rings(shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 6, 6)))]
    [4, 4]
    """
    lines = (line for part in shapely.get_parts(shape) for line in (part.exterior, *part.interiors))
    return [shapely.get_coordinates(line)[:-1] for line in lines]


def _zone(parcels: gpd.GeoDataFrame, how: Style) -> int:
    """The zone asked for, or of the plan's CRS, or of the land's middle."""
    if how.zone:
        if how.zone in _ZONES_3 or how.zone in _ZONES_6:
            return how.zone
        raise Inexpressible(NAME, f"没有 {how.zone} 带。", f"there is no zone {how.zone}.")
    epsg = crs.parse(parcels.crs).to_epsg() or 0
    for first, zones in (
        (_FIRST_3, _ZONES_3),
        (_PREFIXED_3, _ZONES_3),
        (_FIRST_6, _ZONES_6),
        (_PREFIXED_6, _ZONES_6),
    ):
        if first <= epsg < first + len(zones):
            return epsg - first + zones[0]
    west, _south, east, _north = crs.to_lonlat(parcels).total_bounds
    zone = round((west + east) / 6)
    if zone not in _ZONES_3:
        raise Inexpressible(
            NAME,
            f"这些地块 (经度 {west:.2f}–{east:.2f}) 不在我国分带内。",
            f"these parcels (longitude {west:.2f} to {east:.2f}) lie outside China's zones.",
        )
    return zone


def _system(zone: int, how: Style) -> str:
    if not zone:
        return "EPSG:4490"
    six = zone in _ZONES_6
    first = (_PREFIXED_6 if six else _PREFIXED_3) if how.prefix else (_FIRST_6 if six else _FIRST_3)
    return f"EPSG:{first + zone - (_ZONES_6 if six else _ZONES_3)[0]}"


def _whole(parcel_id: str) -> str:
    """An id as it is: changing it would make another parcel of it."""
    odd = _FORBIDDEN.search(parcel_id)
    if odd or parcel_id != parcel_id.strip():
        raise Inexpressible(
            NAME,
            f"地块编号“{parcel_id}”含有逗号、@、换行或首尾空格。",
            f"parcel id “{parcel_id}” has a comma, @, line end or outer space.",
        )
    return parcel_id


def _softened(text: str) -> str:
    """A name without what the format uses as signs; a comma becomes its full-width form."""
    return _FORBIDDEN.sub(lambda found: {",": "，", "@": "＠"}.get(found.group(), " "), text).strip()
