"""西安80 and 北京54 to CGCS2000 by parameters that somebody gave: seven in space, or four in the plane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyproj
from numpy.typing import NDArray

from geo.crs.systems import Floats, Pair, label, moved, named
from geo.errors import BadTransform

_FOUR, _SEVEN = 4, 7
_CGCS2000 = "EPSG:4490"
_CGCS2000_AXES = "+a=6378137 +rf=298.257222101"
_FIRST_3, _FIRST_MERIDIAN, _LAST_MERIDIAN = 4534, 75, 135  # CGCS2000 / 3-degree, no prefix: CM 75°E is 4534
_ARCSECOND = np.pi / 180 / 3600
# no parameters of two datums of one country are larger
_MOST_ROTATION, _MOST_SCALE, _MOST_SHIFT_M = 600.0, 1000.0, 1e6


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a survey office states, from the old datum to CGCS2000.

    Seven (布尔莎模型, coordinate frame, EPSG:9607): ΔX, ΔY, ΔZ [m], εx, εy, εz [″], m [ppm].
    Four (平面相似变换): Δ north, Δ east [m], rotation [″], m [ppm], between plane coordinates of the same
    central meridian without zone prefix:
    N' = ΔN + (1 + m)(N cos α − E sin α), E' = ΔE + (1 + m)(N sin α + E cos α).
    """

    values: tuple[float, ...]

    @classmethod
    def read(cls, text: str) -> Parameters:
        """From text: numbers parted by commas or blanks.

        >>> Parameters.read("12.5, -3, 0.1, 2").values
        (12.5, -3.0, 0.1, 2.0)
        """
        words = text.replace("，", ",").replace(",", " ").split()
        try:
            return cls(tuple(float(word) for word in words))
        except ValueError as error:
            raise BadTransform((), f"“{text[:80]}”不是数字。", f"“{text[:80]}” is not numbers.") from error

    def __post_init__(self) -> None:
        if len(self.values) not in {_FOUR, _SEVEN}:
            raise BadTransform(
                self.values,
                f"应有 4 个或 7 个参数, 给了 {len(self.values)} 个。",
                f"four or seven parameters are needed, not {len(self.values)}.",
            )
        *shifts, scale = self.values
        shifts, turns = (shifts[:2], shifts[2:]) if len(self.values) == _FOUR else (shifts[:3], shifts[3:])
        fits = (
            np.isfinite(self.values).all()
            and max(map(abs, shifts)) <= _MOST_SHIFT_M
            and max(map(abs, turns)) <= _MOST_ROTATION
            and abs(scale) <= _MOST_SCALE
        )
        if not fits:
            raise BadTransform(
                self.values,
                "超出可能的范围; 平移为米, 旋转为秒, 尺度为 ppm。",
                "they are too large; shifts are metres, rotations arc seconds, the scale ppm.",
            )


def from_old_datum(
    shapes: NDArray[np.object_], source: Any, parameters: Parameters
) -> tuple[NDArray[np.object_], str]:
    """Shapes of an old datum in CGCS2000, x before y, and the system they are then in.

    Seven parameters give longitude and latitude (EPSG:4490), heights taken as 0 above both ellipsoids;
    four give metres of the same central meridian without prefix.

    Raises:
        BadTransform: four parameters for degrees, or for a projection that CGCS2000 does not have.
    """
    crs = named(source)
    if len(parameters.values) == _SEVEN:
        return moved(shapes, lambda x, y: _seven(x, y, crs, parameters.values)), _CGCS2000
    east_0, target = _plane(crs, parameters)
    return moved(shapes, lambda x, y: _four(x - east_0, y, parameters.values)), target


def _seven(x: Floats, y: Floats, crs: pyproj.CRS, values: tuple[float, ...]) -> Pair:
    lon, lat = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True).transform(x, y)
    old = crs.ellipsoid
    axes = f"+a={old.semi_major_metre!r} +rf={old.inverse_flattening!r}" if old else _CGCS2000_AXES
    names = ("x", "y", "z", "rx", "ry", "rz", "s")
    steps = " ".join(f"+{name}={value!r}" for name, value in zip(names, values, strict=True))
    pipeline = pyproj.Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"+step +proj=cart {axes} "
        f"+step +proj=helmert {steps} +convention=coordinate_frame "
        f"+step +inv +proj=cart {_CGCS2000_AXES} "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
    there = pipeline.transform(lon, lat, np.zeros_like(lon))
    return np.asarray(there[0]), np.asarray(there[1])


def _four(east: Floats, north: Floats, values: tuple[float, ...]) -> Pair:
    d_north, d_east, turn, ppm = values
    sine, cosine = np.sin(turn * _ARCSECOND), np.cos(turn * _ARCSECOND)
    scale = 1 + ppm * 1e-6
    return (
        d_east + scale * (north * sine + east * cosine),
        d_north + scale * (north * cosine - east * sine),
    )


def _plane(crs: pyproj.CRS, parameters: Parameters) -> tuple[float, str]:
    """What a zone prefix adds to x [m], and the system of CGCS2000 with the same central meridian."""
    operation = crs.coordinate_operation
    known: dict[str, float] = {}
    if operation and crs.is_projected:
        known = {one.name: float(one.value) for one in operation.params}
    meridian = known.get("Longitude of natural origin", 0.0)
    if meridian % 3 or not _FIRST_MERIDIAN <= meridian <= _LAST_MERIDIAN:
        raise BadTransform(
            parameters.values,
            f"4 参数只用于高斯平面坐标, {label(crs)} 不是。",
            f"four parameters are for Gauss-Krüger metres, which {label(crs)} is not.",
        )
    zone = int(meridian) // 3 - _FIRST_MERIDIAN // 3
    return known.get("False easting", 500_000.0) - 500_000.0, f"EPSG:{_FIRST_3 + zone}"
