"""The main map: how close it looks, what stands in its corners, what is drawn and named."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely

from maps import style
from maps.static import border, furniture, names, panel, tags
from maps.static.labels import Taken
from maps.static.page import POINTS_PER_PX, Page
from maps.static.paper import MM_PER_POINT, Box
from maps.static.shapes import Window, centred, point_spots
from maps.static.subject import Subject

SCALES = (1, 1.25, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9, 9.5, 10)
# The map closes in on the shortlist when that makes it at least this much larger.
WORTH_CLOSING_IN = 1.5
# on paper up to A3; a larger sheet shows the same from farther away
LEAST_SCALE = 15_000
EDGE_SHARE = 0.15  # of the map, that the shortlist keeps from its edges


def draw(page: Page, about: Subject, box: Box) -> list[style.LegendEntry]:
    """The main map with its furniture and names."""
    window, whole = _window(page, about, box)
    drawn = panel.draw(page, about, window, "main")
    furniture.frame(page, about, window)
    wanted: list[furniture.Wanted] = [(furniture.bar_size(window), (2, 3)), (furniture.NORTH_MM, (0, 1))]
    if window is not whole:
        wanted.insert(0, (furniture.locator_size(about), (3, 0, 1, 2)))
    boxes = furniture.quiet_corners(about, window, wanted)
    if window is not whole:
        furniture.locator(page, about, window, boxes[0])
    furniture.scale_bar(page, window, boxes[-2])
    furniture.north_arrow(page, about, boxes[-1])
    taken = Taken(box, [one.inset(-1).bounds for one in boxes])
    names.badges(page, about, window, taken)
    taken.take(_discs(about, window))
    tags.write(page, about, window, taken)
    names.write(page, about, window, taken)
    border.watermark(page, about, box)
    return drawn


def _discs(about: Subject, window: Window) -> list[tuple[float, float, float, float]]:
    """The boxes of points that the plate is about: no words stand upon them."""
    boxes = []
    for group in about.marks:
        if group.entry.look.kind == "point":
            half = group.entry.look.radius_px * POINTS_PER_PX * MM_PER_POINT
            spots = point_spots(group.shapes, window).tolist()
            boxes += [(x - half, y - half, x + half, y + half) for x, y in spots]
    return boxes


def _window(page: Page, about: Subject, box: Box) -> tuple[Window, Window]:
    """What the map shows, and the window of the whole district: the same, unless closing in is worth it."""
    whole = _fitted(page, box, about.plan.boundary.bounds, 1.03)
    if about.view is not None:
        return _fitted(page, box, about.view, 1.0), whole
    if not len(about.chosen):
        return whole, whole
    west, south, east, north = gpd.GeoSeries(about.chosen).total_bounds
    close = _fitted(page, box, (west, south, east, north), 1.3)
    if whole.m_per_mm < close.m_per_mm * WORTH_CLOSING_IN:
        return whole, whole
    return _turned_inwards(about, close, (west, south, east, north)), whole


def _turned_inwards(about: Subject, window: Window, chosen: tuple[float, float, float, float]) -> Window:
    """The window moved to where it shows most of the district, the shortlist well inside."""
    west, south, east, north = window.bounds
    least = EDGE_SHARE * min(east - west, north - south)
    slack_x = max(0.0, (east - west) / 2 - (chosen[2] - chosen[0]) / 2 - least)
    slack_y = max(0.0, (north - south) / 2 - (chosen[3] - chosen[1]) / 2 - least)
    moves = [(x * slack_x, y * slack_y) for x in (0, -0.5, 0.5, -1, 1) for y in (0, -0.5, 0.5, -1, 1)]
    views = shapely.box(*np.array([(west + x, south + y, east + x, north + y) for x, y in moves]).T)
    shown = shapely.area(shapely.intersection(views, about.plan.boundary))
    # a move must earn itself: one that shows no more than a hundredth of the view more is not made
    best = int(np.argmax(shown - 0.01 * views[0].area * np.array([abs(x) + abs(y) > 0 for x, y in moves])))
    return replace(window, west=west + moves[best][0], south=south + moves[best][1])


def _fitted(page: Page, box: Box, bounds: tuple[float, float, float, float], air: float) -> Window:
    """The largest round scale at which bounds [m] fit a box with some air."""
    west, south, east, north = bounds
    m_per_mm = air * max((east - west) / box.width, (north - south) / box.height)
    least = LEAST_SCALE / max(1.0, page.sheet.scale)
    scale = furniture.nice(max(least, m_per_mm * 1000 / page.sheet.scale), SCALES)
    return centred(box, bounds, scale * page.sheet.scale / 1000)
