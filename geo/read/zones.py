"""Which coordinate system a 国土TXT is in, by its head and its numbers; and which lines contradict."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from geo.read.exchange import Broken, Flaw, Row, Written
from geo.read.refusal import Refusal

Floats = NDArray[np.float64]
# name of 坐标系 as offices write it -> datum
_DATUMS = (
    (r"CGCS|2000", "cgcs2000"),
    (r"80|西安", "xian80"),
    (r"54|北京", "beijing54"),
    (r"WGS", "wgs84"),
)
# datum -> EPSG of degrees, and of the first zone: 3° with and without prefix, 6° with and without
_EPSG = {
    "cgcs2000": (4490, 4513, 4534, 4491, 4502),
    "xian80": (4610, 2349, 2370, 2327, 2338),
    "beijing54": (4214, 2401, 2422, 21413, 21453),
}
_FIRST_3, _LAST_3, _FIRST_6, _LAST_6 = 25, 45, 13, 23
_PREFIX_M = 1e6
_MOST = 2e8
_POLE = 1.1e7  # metres from the equator to beyond the pole
# metres that only a northing, or only an easting, of China can be
_NORTH, _EAST = (1.5e6, 6.5e6), (1e5, 9e5)
_LAT, _LON = (0.0, 60.0), (70.0, 140.0)


def known_crs(written: Written, *, swapped: bool) -> tuple[str | None, list[str]]:
    """``EPSG:…`` of a file, None where it does not say; and what should be noted.

    Args:
        written: The file.
        swapped: The sender says that east stands first.

    Raises:
        Broken: lines that contradict the rest.
        Refusal: every line has X and Y the other way round, and nobody said so.
    """
    rows = [row for block in written.blocks for row in block.rows]
    first, second = (np.array([row[at] for row in rows], dtype="float64") for at in (2, 3))
    north, east = (second, first) if swapped else (first, second)
    degrees = _is_degrees(written)
    _refuse_swapped(north, east, rows, degrees=degrees)
    system, notes = _datum(written)
    if degrees:
        _refuse_lines((np.abs(north) > 90) | (np.abs(east) > 360), rows, "range")  # noqa: PLR2004 - degrees
        return f"EPSG:{_EPSG[system][0]}" if system else None, notes
    _refuse_lines((np.abs(north) > _MOST) | (np.abs(east) > _MOST), rows, "range")
    zone, prefixed = _zone(written, east, rows)
    if not (system and zone):
        return None, notes
    _refuse_lines((north < 0) | (north > _POLE), rows, "range")
    return f"EPSG:{_code(system, zone, prefixed=prefixed)}", notes


def _is_degrees(written: Written) -> bool:
    unit = written.attributes.get("计量单位", "")
    if unit not in {"", "米", "度", "m", "M"}:
        raise Broken([(written.lines["计量单位"], "unit", unit)])
    return unit == "度"


def _datum(written: Written) -> tuple[str, list[str]]:
    """The datum that the head names, and remarks; "" where it names none that is known."""
    name = written.attributes.get("坐标系", "")
    found = next((datum for pattern, datum in _DATUMS if re.search(pattern, name, re.IGNORECASE)), "")
    notes = []
    if parameters(written):
        notes.append(f"转换参数={parameters(written)} 未套用 (not applied)")
    if name and not found:
        notes.append(f"坐标系={name}: 不认识 (unknown)")
    if found == "wgs84":
        notes.append("坐标系=WGS84: 按 CGCS2000 读取, 相差厘米级 (read as CGCS2000, centimetres away)")
        found = "cgcs2000"
    return found, notes


def parameters(written: Written) -> str:
    """转换参数 of the head, "" where there are none or only zeros."""
    said = written.attributes.get("转换参数", "")
    return said if re.search(r"[1-9]", said) else ""


def _zone(written: Written, east: Floats, rows: list[Row]) -> tuple[int, bool]:
    """The zone (0: not said) and whether Y carries it as a prefix."""
    prefixes = np.floor(east / _PREFIX_M).astype(int)
    possible = (prefixes >= _FIRST_6) & (prefixes <= _LAST_3)
    values, counts = np.unique(prefixes[possible], return_counts=True)
    usual = int(values[counts.argmax()]) if possible.mean() > 0.5 else 0  # noqa: PLR2004 - most of them
    _refuse_lines(prefixes != usual if usual else possible, rows, "prefix_differs")
    stated = _stated_zone(written)
    if usual and stated and usual != stated:
        raise Broken([(written.lines["带号"], "zone", f"{stated}; Y 带号 {usual}")])
    if stated and not usual:
        _refuse_lines(prefixes != 0, rows, "prefix_differs")
    zone = usual or stated
    width = written.attributes.get("几度分带", "").removesuffix("度").removesuffix("度带")
    if zone and not _is_zone(zone, width):
        at = written.lines.get("几度分带", written.lines.get("带号", 1))
        raise Broken([(at, "zone", f"{zone}, 几度分带={width or '?'}")])
    return zone, bool(usual)


def _stated_zone(written: Written) -> int:
    said = written.attributes.get("带号", "")
    if not said:
        return 0
    if not re.fullmatch(r"\d{1,2}", said, re.ASCII):
        raise Broken([(written.lines["带号"], "zone", said)])
    return int(said)


def _is_zone(zone: int, width: str) -> bool:
    wide = _FIRST_6 <= zone <= _LAST_6
    return (wide or _FIRST_3 <= zone <= _LAST_3) and width in {"", "6" if wide else "3"}


def _code(datum: str, zone: int, *, prefixed: bool) -> int:
    _degrees, three, three_bare, six, six_bare = _EPSG[datum]
    if zone <= _LAST_6:
        return (six if prefixed else six_bare) + zone - _FIRST_6
    return (three if prefixed else three_bare) + zone - _FIRST_3


def _refuse_swapped(north: Floats, east: Floats, rows: list[Row], *, degrees: bool) -> None:
    """Where X and Y stand the wrong way round: the file as a whole, or some of its lines."""
    if degrees:
        wrong = _within(north, _LON) & _within(east, _LAT)
    else:
        bare = _within(north, _EAST) & _within(east, _NORTH)
        zone = np.floor(north / _PREFIX_M)
        wrong = bare | ((zone >= _FIRST_6) & (zone <= _LAST_3) & _within(east, _NORTH))
    if wrong.all():
        raise Refusal("swapped", rows[0][2], rows[0][3])
    if wrong.any():
        raise Broken(list(_flaws(wrong, rows, "swapped_here")))


def _within(values: Floats, bounds: tuple[float, float]) -> NDArray[np.bool_]:
    return (values >= bounds[0]) & (values <= bounds[1])


def _refuse_lines(wrong: NDArray[np.bool_], rows: list[Row], rule: str) -> None:
    if wrong.any():
        raise Broken(list(_flaws(wrong, rows, rule)))


def _flaws(wrong: NDArray[np.bool_], rows: list[Row], rule: str) -> Iterator[Flaw]:
    for at in np.flatnonzero(wrong)[:1000]:
        line, _ring, x, y = rows[int(at)]
        yield line, rule, f"X = {x:.3f}, Y = {y:.3f}"
