"""What makes a picture a map: frame, grid and its numbers, north arrow, scale bar, locator."""

from __future__ import annotations

import numpy as np
import shapely

from geo import crs
from maps import style
from maps.static import panel
from maps.static.page import Page, Type, polyline
from maps.static.paper import LABEL_STRIP, Box
from maps.static.shapes import Window, centred
from maps.static.subject import Subject

NUMBER = Type(6.4, colour="#46525E")
SCALE = Type(8.5, bold=True)
GRID = style.Look("line", line="#5B6B78", width_px=0.5, line_opacity=0.35)
CARD = style.Look("area", fill=style.PAPER, fill_opacity=0.93, line="#9AA6AF", width_px=0.7)
FRAME = style.Look("area", line=style.INK, width_px=1)
OUTER = style.Look("area", line=style.INK, width_px=2.6)
# A size [mm] and the corners that it may stand in, the most wanted first.
Wanted = tuple[tuple[float, float], tuple[int, ...]]
MINUTES = (1 / 6, 1 / 4, 1 / 2, 1, 2, 5, 10, 15, 30, 60, 120, 300)
CLEAR_MM = 7.0  # numbers keep off the corners of the frame
NORTH_MM, BAR_MM, LOCATOR_MM = (14.0, 20.0), 60.0, 46.0


def nice(value: float, steps: tuple[float, ...] = (1, 2, 5, 10)) -> float:
    """The smallest round number (of ``steps`` times a power of ten) not below a positive value.

    >>> nice(3.2), nice(0.07), nice(81_300, (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 8.5, 9, 10))
    (5.0, 0.1, 85000.0)
    """
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(step for step in steps if step * power >= value * (1 - 1e-9)) * power)


def frame(page: Page, subject: Subject, window: Window) -> None:
    """Neat line, outer frame, kilometre grid, and numbers between the two lines.

    An investor's plate has no numbers: positions are general there.
    """
    page.box(window.box, FRAME, 40)
    page.box(window.box.inset(-LABEL_STRIP), OUTER, 40)
    _kilometres(page, window, numbered=subject.disclosure == "internal")
    if subject.disclosure == "internal":
        _degrees(page, subject, window)


def _kilometres(page: Page, window: Window, *, numbered: bool) -> None:
    step = max(1000.0, nice(window.m_per_mm * 26, (1, 2, 5, 10)))
    west, south, east, north = window.bounds
    box = window.box
    for x in np.arange(np.ceil(west / step) * step, east, step):
        at = box.x + (x - west) / window.m_per_mm
        page.draw(polyline([(at, box.y), (at, box.top)]), GRID, 19)
        page.rule([(at, box.y), (at, box.y - 1)], 0.8)
        if numbered and min(at - box.x, box.right - at) > CLEAR_MM:
            page.text(at, box.y - 2.9, f"{x / 1000:,.0f} km", NUMBER, "center")
    for y in np.arange(np.ceil(south / step) * step, north, step):
        at = box.y + (y - south) / window.m_per_mm
        page.draw(polyline([(box.x, at), (box.right, at)]), GRID, 19)
        page.rule([(box.x, at), (box.x - 1, at)], 0.8)
        if numbered and min(at - box.y, box.top - at) > CLEAR_MM:
            page.upright(box.x - 2.0, at, f"{y / 1000:,.0f} km", NUMBER)


def _degrees(page: Page, subject: Subject, window: Window) -> None:
    """Longitudes on the upper edge, latitudes on the right one."""
    west, south, east, north = window.bounds
    box, along = window.box, np.linspace(0, 1, 65)
    plane = subject.plan.crs
    x, y = west + along * (east - west), south + along * (north - south)
    lon, _ = crs.coordinates_to(x, np.full(65, north), plane, crs.LON_LAT)
    _, lat = crs.coordinates_to(np.full(65, east), y, plane, crs.LON_LAT)
    for value, share in _ticks(lon, along, box.width / 34):
        at = box.x + share * box.width
        page.rule([(at, box.top), (at, box.top + 1)], 0.8)
        if min(at - box.x, box.right - at) > CLEAR_MM:
            page.text(at, box.top + 2.9, _dms(value, "E", "W"), NUMBER, "center")
    for value, share in _ticks(lat, along, box.height / 34):
        at = box.y + share * box.height
        page.rule([(box.right, at), (box.right + 1, at)], 0.8)
        if min(at - box.y, box.top - at) > CLEAR_MM:
            page.upright(box.right + 4.0, at, _dms(value, "N", "S"), NUMBER)


def _ticks(degrees: np.ndarray, along: np.ndarray, most: float) -> list[tuple[float, float]]:
    """Round values along an edge and where they lie on it, at most ``most`` of them."""
    low, high = float(degrees.min()), float(degrees.max())
    step = next((m for m in MINUTES if (high - low) * 60 / m <= most), MINUTES[-1]) / 60
    values = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step
    order = np.argsort(degrees)
    return [(float(v), float(np.interp(v, degrees[order], along[order]))) for v in values]


def _dms(degrees: float, positive: str, negative: str) -> str:
    """Degrees and minutes, seconds where there are any.

    >>> _dms(113.6, "E", "W"), _dms(-0.125, "E", "W")
    ('113°36′E', '0°07′30″W')
    """
    seconds = round(abs(degrees) * 3600)
    rest = f"{seconds % 60:02d}″" if seconds % 60 else ""
    return f"{seconds // 3600}°{seconds // 60 % 60:02d}′{rest}{positive if degrees >= 0 else negative}"


def north_arrow(page: Page, subject: Subject, box: Box) -> None:
    """Grid north: a split needle with 北 over it."""
    x, low, high = box.x + box.width / 2, box.y + 1.5, box.top - 6
    wing = 3.2
    dark = style.Look("area", fill=style.INK, fill_opacity=1, line=style.INK, width_px=0.7)
    light = style.Look("area", fill=style.PAPER, fill_opacity=1, line=style.INK, width_px=0.7)
    notch = low + (high - low) * 0.22
    page.draw(polyline([(x, high), (x - wing, low), (x, notch)], close=True), dark, 41)
    page.draw(polyline([(x, high), (x + wing, low), (x, notch)], close=True), light, 41)
    page.text(x, box.top - 3, subject.say("北", "N"), Type(11, bold=True, halo=1.2), "center")


def bar_division(window: Window) -> float:
    """Length of one of the four divisions [m]: the largest round one that keeps the bar short."""
    return nice(window.m_per_mm * BAR_MM / 4 / 2.001, (1, 2, 2.5, 5, 10))


def bar_size(window: Window) -> tuple[float, float]:
    """Width and height [mm] of the scale bar with its card."""
    return 4 * bar_division(window) / window.m_per_mm + 16, 13


def scale_bar(page: Page, window: Window, box: Box) -> None:
    """Four divisions, the numeric scale above them."""
    page.box(box, CARD, 38, round_mm=1)
    division = bar_division(window)
    width = division / window.m_per_mm
    unit, per = ("km", 1000.0) if division >= 500 else ("m", 1.0)  # noqa: PLR2004 (half a kilometre)
    x, y = box.x + (box.width - 4 * width) / 2, box.y + 2.4
    for i in range(4):
        fill = style.INK if i % 2 == 0 else style.PAPER
        bar = Box(x + i * width, y, width, 1.6)
        page.box(bar, style.Look("area", fill=fill, fill_opacity=1, line=style.INK, width_px=0.7), 39)
    for i in range(5):
        page.text(x + i * width, y + 3.6, f"{i * division / per:g}", NUMBER, "center")
    last = page.width(f"{4 * division / per:g}", NUMBER) / 2
    page.text(x + 4 * width + last + 0.7, y + 3.6, unit, NUMBER)
    page.text(box.x + box.width / 2, box.top - 2.9, scale_text(page, window), SCALE, "center")


def scale_text(page: Page, window: Window) -> str:
    """The numeric scale of the print."""
    return f"1 : {window.m_per_mm * 1000 / page.sheet.scale:,.0f}"


def locator(page: Page, subject: Subject, window: Window, box: Box) -> None:
    """The whole district, and what part of it the map shows."""
    page.box(box, style.Look("area", fill=style.PAPER, fill_opacity=1, line=style.INK, width_px=1), 59)
    bounds = subject.plan.boundary.bounds
    inner = box.inset(0.4)
    whole = centred(
        inner,
        bounds,
        max((bounds[2] - bounds[0]) / inner.width, (bounds[3] - bounds[1]) / inner.height) * 1.08,
    )
    panel.draw(page, subject, whole, "locator", z=60)
    shown = shapely.intersection(shapely.box(*window.bounds), shapely.box(*whole.bounds)).bounds
    (left, bottom), (right, top) = whole.place(np.array(shown).reshape(2, 2))
    view = Box(float(left), float(bottom), float(right - left), float(top - bottom))
    page.box(view, style.Look("area", line=style.ACCENT, width_px=1.6), 90)
    page.box(box, FRAME, 91)
    page.text(box.x + 1.6, box.top - 2.6, subject.say("区位", "Location"), Type(7, bold=True, halo=1), z=92)


def locator_size(subject: Subject) -> tuple[float, float]:
    """Width and height [mm] for the district's own proportions."""
    west, south, east, north = subject.plan.boundary.bounds
    ratio = (east - west) / (north - south)
    return (LOCATOR_MM, LOCATOR_MM / ratio) if ratio > 1 else (LOCATOR_MM * ratio, LOCATOR_MM)


def quiet_corners(subject: Subject, window: Window, sizes: list[Wanted]) -> list[Box]:
    """A corner for each size where least is hidden; 0 and 1 are the upper corners, 2 and 3 the lower.

    Args:
        subject: What is shown.
        window: Where.
        sizes: What is to stand there.
    """
    free, boxes = [0, 1, 2, 3], []
    for (width, height), allowed in sizes:
        offers = [
            (corner, _corner(window.box, width, height, corner)) for corner in allowed if corner in free
        ]
        corner, box = min(offers, key=lambda offer: _hidden(subject, window, offer[1]))
        free.remove(corner)
        boxes.append(box)
    return boxes


def _corner(frame: Box, width: float, height: float, corner: int) -> Box:
    inner = frame.inset(3)
    x = inner.x if corner in {0, 2} else inner.right - width
    y = inner.top - height if corner in {0, 1} else inner.y
    return Box(x, y, width, height)


def _hidden(subject: Subject, window: Window, box: Box) -> float:
    """What a box would hide: the shortlist weighs most, then parcels, then the district's ground."""
    (left, bottom), scale = (box.x - window.box.x, box.y - window.box.y), window.m_per_mm
    west, south = window.west + left * scale, window.south + bottom * scale
    area = shapely.box(
        west - 2 * scale, south - 2 * scale, west + (box.width + 2) * scale, south + (box.height + 2) * scale
    )
    chosen = int(shapely.intersects(area, subject.chosen).sum()) if len(subject.chosen) else 0
    bounds = shapely.bounds(subject.shapes)
    x_low, y_low, x_high, y_high = area.bounds
    under = (
        (bounds[:, 0] < x_high) & (bounds[:, 2] > x_low) & (bounds[:, 1] < y_high) & (bounds[:, 3] > y_low)
    )
    ground = area.intersection(subject.plan.boundary).area / area.area
    return 1000.0 * chosen + 1.0 * int(under.sum()) + 5.0 * ground
