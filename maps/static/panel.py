"""The map in a window: ground, layers, parcels by class, shortlist; and the legend of what was drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import shapely

from geo.model import Layer
from maps import style
from maps.static.page import POINTS_PER_PX, Page
from maps.static.paper import MM_PER_POINT
from maps.static.shapes import AREAS, POINTS, Window, area_path, line_path, parts, point_spots
from maps.static.subject import Subject

Detail = Literal["main", "inset", "locator"]
# What is drawn below the parcels and above them, in this order, at each level of detail.
BELOW: dict[Detail, tuple[str, ...]] = {
    "main": ("constraint", "parks", "zones", "streets", "roads", "metro_lines"),
    "inset": ("constraint", "sensitive", "streets", "roads", "metro_lines"),
    "locator": ("constraint", "roads"),
}
ABOVE: dict[Detail, tuple[str, ...]] = {
    "main": ("stations", "rail"),
    "inset": ("stations", "rail"),
    "locator": (),
}
# Local streets only help where they can be told apart.
STREETS_TO = 60_000
# More parcels than this make a PDF that no office program opens in time.
MOST_VECTORS = 20_000


def draw(
    page: Page, subject: Subject, window: Window, detail: Detail, z: float = 0.0
) -> list[style.LegendEntry]:
    """Draw everything below the names; returns the legend of what shows."""
    _ground(page, subject, window, z)
    legend = _zones(page, subject, window, z) if subject.strong else []
    legend += [entry for role in BELOW[detail] for entry in _role(page, subject, window, role, z)]
    if detail != "locator":
        legend += _bands(page, subject, window, z)
        legend += _parcels(page, subject, window, z)
    legend += _axes(page, subject, window, detail, z)
    legend += [entry for role in ABOVE[detail] for entry in _role(page, subject, window, role, z)]
    if detail != "locator":
        legend += _marks(page, subject, window, z)
    page.draw(area_path(subject.chosen, window), _chosen(window, detail), z + 17, window.box)
    _veil(page, subject, window, z)
    edge = line_path([subject.plan.boundary], window)
    width = style.BOUNDARY.width_px * (0.6 if detail == "locator" else 1)
    glow = style.Look("line", line=style.BOUNDARY.line, width_px=6 * width, line_opacity=0.14)
    page.draw(edge, glow, z + 11, window.box)
    page.draw(edge, replace(style.BOUNDARY, kind="line", width_px=width), z + 18, window.box)
    if edge is not None:
        legend.append(style.LegendEntry("boundary", "区界", "District boundary", style.BOUNDARY))
    return legend


def _chosen(window: Window, detail: Detail) -> style.Look:
    """The shortlist's outline, thinner where parcels are small, so that their class still shows."""
    width = min(style.SHORTLIST.width_px, max(1.1, 60 / window.m_per_mm))
    return replace(style.SHORTLIST, width_px=width, fill_opacity=1.0 if detail == "locator" else 0.0)


def _ground(page: Page, subject: Subject, window: Window, z: float) -> None:
    page.box(window.box, style.Look("area", fill=style.OUTSIDE, fill_opacity=1), z + 1)
    ground = style.Look("area", fill=style.GROUND, fill_opacity=1)
    page.draw(area_path([subject.plan.boundary], window), ground, z + 2, window.box)


def _veil(page: Page, subject: Subject, window: Window, z: float) -> None:
    """What lies outside the district recedes."""
    beyond = shapely.difference(shapely.box(*window.bounds), subject.plan.boundary)
    pale = style.Look("area", fill=style.OUTSIDE, fill_opacity=0.62)
    page.draw(area_path([beyond], window), pale, z + 11.5, window.box)


def _zones(page: Page, subject: Subject, window: Window, z: float) -> list[style.LegendEntry]:
    """The 三区 as fields, on a plate that is about them."""
    legend = []
    for nth, zone in enumerate(subject.plan.zones):
        look = style.Look("area", fill=style.ZONE_FILLS[nth % len(style.ZONE_FILLS)], fill_opacity=0.75)
        path = area_path([shapely.intersection(zone.shape, subject.plan.boundary)], window)
        page.draw(path, look, z + 2.5, window.box)
        if path is not None:
            legend.append(style.LegendEntry(f"zone_{zone.id}", zone.name, zone.name_en, look))
    return legend


def _role(page: Page, subject: Subject, window: Window, role: str, z: float) -> list[style.LegendEntry]:
    """All layers of a role; ``streets`` are the lines among the context layers."""
    scale = window.m_per_mm * 1000 / page.sheet.scale
    if role == "streets" and scale > STREETS_TO:
        return []
    wanted = "context" if role == "streets" else role
    layers = [layer for layer in subject.plan.layers.values() if layer.role == wanted]
    height = z + 3 + (*BELOW["main"], "sensitive").index(role) if role not in ABOVE["main"] else z + 15
    return [
        style.LegendEntry(f"layer_{layer.name}", layer.title, layer.title_en, look)
        for nth, layer in enumerate(layers)
        for look in [style.layer_look(layer, nth)]
        if (role != "streets" or look.kind == "line") and _layer(page, layer, look, window, height)
    ]


def _layer(page: Page, layer: Layer, look: style.Look, window: Window, z: float) -> bool:
    """Draw one layer; whether anything of it shows."""
    shapes = np.asarray(layer.frame.geometry.values, dtype=object)
    if look.kind == "point":
        spots = point_spots(shapes, window)
        page.spots([(float(x), float(y)) for x, y in spots], look, z, window.box)
        return len(spots) > 0
    if look.kind == "area":
        path = area_path(shapes, window)
        page.draw(path, replace(look, line=""), z, window.box)
        page.draw(line_path(parts(shapes, AREAS), window), replace(look, kind="line"), z + 0.1, window.box)
        if (lone := parts(shapes, POINTS)).size:
            dot = style.Look(
                "point", fill=look.line, fill_opacity=0.9, line=style.PAPER, width_px=1, radius_px=2.6
            )
            page.spots([(float(x), float(y)) for x, y in point_spots(lone, window)], dot, z + 0.2, window.box)
        return path is not None
    return _lines(page, layer, look, window, z)


def _lines(page: Page, layer: Layer, look: style.Look, window: Window, z: float) -> bool:
    """Lines of their true width where it is known and shows, else of the look's."""
    shapes = np.asarray(layer.frame.geometry.values, dtype=object)
    widths = (
        layer.frame["width_m"].fillna(0).to_numpy() if "width_m" in layer.frame else np.zeros(len(shapes))
    )
    true_px = widths / window.m_per_mm / MM_PER_POINT / POINTS_PER_PX
    shown = False
    for px in np.unique(true_px):
        path = line_path(shapes[true_px == px], window)
        wide = replace(look, width_px=max(look.width_px, float(px)) if not look.dash_px else look.width_px)
        page.draw(path, wide, z, window.box)
        shown |= path is not None
    return shown


def _bands(page: Page, subject: Subject, window: Window, z: float) -> list[style.LegendEntry]:
    """The axes' half-widths."""
    entries = []
    for axis in subject.plan.axes:
        band = shapely.intersection(axis.line.buffer(axis.half_width_m), subject.plan.boundary)
        path = area_path([band], window)
        page.draw(path, replace(style.AXIS_BAND, line=""), z + 10, window.box)
        page.draw(line_path([band], window), replace(style.AXIS_BAND, kind="line"), z + 10.1, window.box)
        if path is not None:
            entries.append(_band_entry(subject, axis.half_width_m))
    return list(dict.fromkeys(entries))


def _band_entry(subject: Subject, half_width_m: float) -> style.LegendEntry:
    widths = {axis.half_width_m for axis in subject.plan.axes}
    wide = f" ±{half_width_m:,.0f} m" if len(widths) == 1 else ""
    return style.LegendEntry(
        "axes_band", f"发展轴影响范围{wide}", f"Reach of the axes{wide}", style.AXIS_BAND
    )


def _parcels(page: Page, subject: Subject, window: Window, z: float) -> list[style.LegendEntry]:
    """One path for each group."""
    are_many = len(subject.shapes) > MOST_VECTORS
    finest = max(0.12, min(0.6, 12 / window.m_per_mm))
    for group in subject.groups:
        path = area_path(group.shapes, window)
        look = replace(group.entry.look, width_px=finest)
        page.draw(path, look, z + 12, window.box, as_pixels=are_many)
    legend = [group.entry for group in reversed(subject.groups)]
    if len(subject.chosen):
        count = len(subject.chosen) if subject.chosen_as[0] == "shortlist" else None
        chosen = style.LegendEntry(*subject.chosen_as, style.SHORTLIST, count)
        legend.insert(0, chosen)
    return legend


def _marks(page: Page, subject: Subject, window: Window, z: float) -> list[style.LegendEntry]:
    """What stands above the parcels: points, lines and outlines of what the plate is about."""
    legend = []
    for group in subject.marks:
        look = group.entry.look
        if look.kind in {"point", "badge"}:
            spots = [(float(x), float(y)) for x, y in point_spots(group.shapes, window)]
            page.spots(spots, look, z + 16.5, window.box)
            shows = bool(spots)
        elif look.kind == "line":
            path = line_path(group.shapes, window)
            page.draw(path, look, z + 16.2, window.box)
            shows = path is not None
        else:
            path = area_path(group.shapes, window)
            page.draw(path, look, z + 16, window.box)
            shows = path is not None
        legend += [group.entry] if shows else []
    return legend


def _axes(page: Page, subject: Subject, window: Window, detail: Detail, z: float) -> list[style.LegendEntry]:
    path = line_path([axis.line for axis in subject.plan.axes], window)
    width = style.AXIS.width_px * (0.6 if detail == "locator" else 1.7 if subject.strong else 1)
    page.draw(path, replace(style.AXIS, line_opacity=0.75, width_px=width), z + 14, window.box)
    entry = style.LegendEntry("axes", "发展轴", "Development axis", style.AXIS)
    return [entry] if path is not None else []
