"""A map of freeforms: ground, plan, parcels by class, the shortlist, names, scale, north, legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Layer
from maps import style
from maps.deck.canvas import Canvas, Point
from maps.deck.ground import View
from maps.deck.letters import LEADING, Type, clean
from maps.deck.material import Material
from maps.deck.place import Box
from maps.layers import ORDER
from maps.static.shapes import Shapes
from maps.static.subject import Group

PX = 0.75  # pt of a CSS pixel
# parcels that one map holds; beyond it the largest are drawn and the rest is told
MOST_PARCELS = 4_000
NAME, SMALL = Type(10, colour="ink"), Type(9, colour="muted")
UNDER = ("context", "constraint", "zones", "parks", "roads", "metro_lines", "sensitive")
OVER = ("boundary", "axes", "rail", "stations", "places")
STEPS = (1, 2, 2.5, 5)
BLOCK = style.Look("area", fill=style.GROUND, fill_opacity=1, line="#8996A0", width_px=1)


@dataclass(slots=True, eq=False)
class Plot:
    """A map while it is drawn: what its legend must tell, and where names already stand."""

    canvas: Canvas
    material: Material
    view: View
    legend: dict[str, style.LegendEntry] = field(default_factory=dict)
    taken: list[Box] = field(default_factory=list)

    def look(self, entry: style.LegendEntry) -> None:
        """Have the legend tell it."""
        self.legend.setdefault(entry.key, entry)

    def area(self, shapes: Sequence[shapely.Geometry] | Shapes, look: style.Look, name: str) -> bool:
        """Draw areas, cut ones without an edge along the frame; whether any shows."""
        all_, fill = np.asarray(shapes, dtype=object), look.fill if look.fill_opacity else ""
        is_whole = self.view.holds(all_) if len(all_) else np.zeros(0, bool)
        rings = self.view.rings(all_[is_whole])
        dash, width = "dash" if look.dash_px else "", look.width_px * PX
        self.canvas.freeform(
            rings, fill=fill, opacity=look.fill_opacity, line=look.line, width_pt=width, dash=dash, name=name
        )
        cut = self.view.rings(all_[~is_whole])
        if cut and fill:
            self.canvas.freeform(cut, fill=fill, opacity=look.fill_opacity, name=name)
        edges = self.view.lines(all_[~is_whole]) if look.line and look.width_px else []
        self.canvas.freeform(
            edges, closed=False, line=look.line, width_pt=width, dash=dash, name=f"{name} 边界"
        )
        return bool(rings or edges or (cut and fill))

    def line(self, shapes: Sequence[shapely.Geometry], look: style.Look, name: str) -> bool:
        """Draw lines in one shape; whether any was in sight."""
        lines = self.view.lines(shapes)
        self.canvas.freeform(
            lines, closed=False, line=look.line, width_pt=look.width_px * PX,
            dash="dash" if look.dash_px else "", name=name,
        )  # fmt: skip
        return bool(lines)

    def spots(self, shapes: Sequence[shapely.Geometry], look: style.Look, name: str) -> bool:
        """Draw places as small discs, all in one shape."""
        places = self.view.points(shapes)
        radius = look.radius_px * PX
        self.canvas.freeform(
            [disc(at, radius) for at in places], fill=look.fill, line=look.line,
            width_pt=look.width_px * PX, name=name,
        )  # fmt: skip
        return bool(places)

    def name(
        self, at: Point, text: str, kind: Type = NAME, *, centred: bool = True, only: bool = False
    ) -> bool:
        """Write a name where nothing stands yet (``only`` at its very place); whether it was written."""
        said = clean(text)
        if not said:
            return False
        wide, high = self.canvas.measure.width(said, kind) + 4, kind.size * 1.2
        frame = self.view.box.inset(2)
        offers = [(-wide / 2, -high / 2)] if centred else []
        offers += (
            []
            if only
            else [(6.0, -high / 2), (-wide - 6, -high / 2), (-wide / 2, -high - 5), (-wide / 2, 5.0)]
        )
        for dx, dy in offers:
            box = Box(at[0] + dx, at[1] + dy, wide, high)
            is_in = frame.x <= box.x and box.right <= frame.right
            is_in = is_in and frame.y <= box.y and box.bottom <= frame.bottom
            if is_in and not any(box.touches(other) for other in self.taken):
                self.taken.append(box)
                self.canvas.text(box, said, kind, "ctr", anchor="ctr", name=f"注记 {said}", ground=0.72)
                return True
        return False


def layers(plot: Plot, roles: Sequence[str]) -> None:
    """Layers of the plan with these roles, from the ground up."""
    plan = plot.material.plan
    nth = 0
    for layer in sorted(plan.layers.values(), key=lambda one: (_height(one), one.name)):
        look = style.layer_look(layer, nth)
        nth += layer.role == "constraint"
        if layer.role not in roles or layer.role == "axes":
            continue
        name = plot.material.say(layer.title, layer.title_en)
        shapes = list(layer.frame.geometry)
        draw = {"area": plot.area, "line": plot.line}.get(look.kind, plot.spots)
        if draw(shapes, look, name):
            plot.look(style.LegendEntry(f"layer_{layer.name}", layer.title, layer.title_en, look))


def axes(plot: Plot, *, named: bool = True) -> None:
    """Every axis with its half-width, and its name beside it."""
    material = plot.material
    for axis in material.plan.axes:
        name = material.say(axis.name, axis.name_en)
        if plot.area([axis.line.buffer(axis.half_width_m)], style.AXIS_BAND, f"{name} 半宽"):
            plot.look(
                style.LegendEntry("axes_band", "发展轴半宽范围", "Half-width of the axes", style.AXIS_BAND)
            )
        if plot.line([axis.line], style.AXIS, name):
            plot.look(style.LegendEntry("axes", "发展轴", "Development axis", style.AXIS))
    if named:
        axes_names(plot)


def axes_names(plot: Plot) -> None:
    """Every axis' name beside it, once."""
    kind = Type(10.5, bold=True, colour=style.AXIS.line)
    for nth, axis in enumerate(plot.material.plan.axes):
        for share in (0.1 + 0.12 * nth, 0.5, 0.3, 0.7, 0.9, 0.2, 0.8):
            at = plot.view.points([axis.line.interpolate(share, normalized=True)])
            if at and plot.name(at[0], plot.material.say(axis.name, axis.name_en), kind, only=True):
                break


def road_names(plot: Plot, most: int = 5) -> None:
    """Names of roads and stations in sight, each once."""
    layers_ = [one for one in plot.material.plan.layers.values() if one.role in {"roads", "stations"}]
    told: set[str] = set()
    for layer in layers_:
        for name, shape in zip(plot.material.subject.names(layer.frame), layer.frame.geometry, strict=True):
            seen = shapely.clip_by_rect(shape, *plot.view.bounds)
            if not name or name in told or shapely.is_empty(seen) or len(told) >= most:
                continue
            middle = seen.interpolate(0.5, normalized=True) if seen.geom_type == "LineString" else seen
            at = plot.view.points([middle])
            if at and plot.name(at[0], name, Type(9, colour="#46525E"), centred=layer.role == "roads"):
                told.add(name)


def parcels(plot: Plot, groups: Sequence[Group] | None = None) -> int:
    """Parcels by class, each class one shape; how many were too small or too many to draw."""
    shown = plot.material.groups if groups is None else groups
    if not shown:
        return 0
    every = np.concatenate([group.shapes for group in shown])
    kept, left_out = _worth_drawing(plot.view, every)
    # hairlines between neighbours, none where parcels are mere specks
    hairline = 0.4 if len(every) <= MOST_PARCELS else 0.0
    ends = np.cumsum([len(group.shapes) for group in shown])[:-1]
    for group, mask in zip(shown, np.split(kept, ends), strict=True):
        thin = replace(group.entry.look, width_px=hairline)
        if plot.area(group.shapes[mask], thin, f"地块 {plot.material.label(group.entry)}"):
            plot.look(group.entry)
    return left_out


def shortlist(plot: Plot, only: Sequence[int] | None = None, badge_pt: float = 17.0) -> None:
    """The recommended parcels, each a shape of its own with its number; the first on top."""
    material = plot.material
    ranks = list(range(len(material.chosen))) if only is None else list(only)
    look = replace(style.SHORTLIST, width_px=2.0)
    for at in reversed(ranks):
        one = material.answer.suggestions[at]
        if plot.area([material.chosen[at]], look, f"推荐 {one.rank} {one.parcel_id}"):
            plot.look(style.LegendEntry("shortlist", "推荐地块", "Recommended", style.SHORTLIST))
    for at in ranks:
        spot = plot.view.spot(material.chosen[at])
        if spot is not None:
            free = _free_badge(plot, spot, badge_pt)
            if free != spot:
                plot.canvas.rule(spot, free, style.ACCENT, 0.75)
            plot.taken.append(Box(free[0] - badge_pt / 2, free[1] - badge_pt / 2, badge_pt, badge_pt))
            plot.canvas.badge(free, str(material.answer.suggestions[at].rank), badge_pt, style.ACCENT)


def furniture(plot: Plot) -> None:
    """North and a round scale in the lower corners, the frame around."""
    view, canvas = plot.view, plot.canvas
    length_m = _round(view.box.width * view.m_per_pt * 0.22)
    wide = length_m / view.m_per_pt
    x, y = view.box.x + 10, view.box.bottom - 12
    said = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"  # noqa: PLR2004
    canvas.freeform(
        [[(x, y - 4), (x, y), (x + wide, y), (x + wide, y - 4)]], closed=False, line="ink", width_pt=1.25,
        name="比例尺",
    )  # fmt: skip
    canvas.text(Box(x, y - 17, max(wide, 60), 12), said, Type(9), name="比例尺注记")
    x, y = view.box.right - 16, view.box.y + 26
    canvas.freeform([[(x, y - 14), (x + 5, y), (x, y - 3), (x - 5, y)]], fill="ink", name="指北针")
    canvas.text(Box(x - 8, y + 1, 16, 12), plot.material.say("北", "N"), Type(9, bold=True), "ctr")
    canvas.panel(view.box, "", line="#8996A0", name="图框")


def reserve(plot: Plot) -> None:
    """Keep names off the corners where north and scale stand, and give the map its ground."""
    box = plot.view.box
    plot.taken += [Box(box.x, box.bottom - 32, 110, 32), Box(box.right - 30, box.y, 30, 44)]
    plot.canvas.panel(box, style.OUTSIDE, name="图底")
    plot.area([plot.material.plan.boundary], style.Look("area", fill=style.GROUND, fill_opacity=1), "区域")


def legend(plot: Plot, box: Box, columns: int = 1, kind: Type = SMALL, *, counted: bool = True) -> None:
    """What is on the map and nothing else; many entries are set smaller."""
    rows = max(-(-len(plot.legend) // columns), 1)
    step = min(kind.line_pt + 3, box.height / rows)
    kind = replace(kind, size=min(kind.size, (step - 2.5) / LEADING))
    entries = sorted(plot.legend.values(), key=lambda one: _weight(one.key))
    cells = box.columns(*[1] * columns, gap=10)
    per = -(-len(entries) // columns)
    for i, entry in enumerate(entries):
        cell, y = cells[i // per], box.y + step * (i % per)
        _swatch(plot.canvas, entry.look, Box(cell.x, y + 2, 18, step - 7))
        said = "" if entry.count is None else plot.material.say(f"{entry.count:,} 宗", f"{entry.count:,}")
        count = f" · {said}" if said and counted else ""
        text = f"{plot.material.label(entry)}{count}"
        room = cell.width - 25
        fitted = plot.canvas.measure.shrunk(text, kind, room, least=0.8 * kind.size)
        plot.canvas.text(Box(cell.x + 25, y, room, step), text, fitted, anchor="t")


def _weight(key: str) -> int:
    """The legend's order: what the map is about first."""
    starts = ("shortlist", "status_", "score_", "excluded_", "axes")
    return next((nth for nth, start in enumerate(starts) if key.startswith(start)), len(starts))


def disc(at: Point, radius: float, corners: int = 12) -> list[Point]:
    """A small disc as a ring."""
    turns = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return [(at[0] + radius * float(np.cos(t)), at[1] + radius * float(np.sin(t))) for t in turns]


def _swatch(canvas: Canvas, look: style.Look, box: Box) -> None:
    middle = box.y + box.height / 2
    dash = "dash" if look.dash_px else ""
    if look.kind == "line":
        path = [[(box.x, middle), (box.right, middle)]]
        canvas.freeform(
            path, closed=False, line=look.line, width_pt=look.width_px * PX, dash=dash, name="图例"
        )
    elif look.kind == "area":
        corners = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)]
        edge = "#8996A0" if look.line == style.PARCEL_EDGE else look.line
        canvas.freeform(
            [corners], fill=look.fill if look.fill_opacity else "", opacity=look.fill_opacity, line=edge,
            width_pt=min(look.width_px, 2) * PX, dash=dash, name="图例",
        )  # fmt: skip
    else:
        ring = disc((box.x + box.width / 2, middle), 3)
        canvas.freeform([ring], fill=look.fill, line=look.line, width_pt=0.75, name="图例")


def _worth_drawing(view: View, shapes: Shapes) -> tuple[NDArray[np.bool_], int]:
    """Shapes in sight that are more than specks, at most so many; how many are not drawn."""
    rows = np.flatnonzero(view.sees(shapes))
    areas = shapely.area(shapes[rows])
    order = np.argsort(-areas, kind="stable")[:MOST_PARCELS]
    chosen = rows[order[areas[order] >= view.speck_m2]]
    kept = np.zeros(len(shapes), bool)
    kept[chosen] = True
    return kept, len(rows) - len(chosen)


def _free_badge(plot: Plot, spot: Point, size: float) -> Point:
    """The spot itself, or the nearest place around it that is free."""
    for far in (0.0, 1.05, 1.6, 2.2, 3.0):
        for turn in np.arange(8) * np.pi / 4 if far else (0.0,):
            x, y = spot[0] + far * size * float(np.cos(turn)), spot[1] - far * size * float(np.sin(turn))
            box = Box(x - size / 2, y - size / 2, size, size)
            frame = plot.view.box
            is_in = frame.x <= box.x and box.right <= frame.right
            is_in = is_in and frame.y <= box.y and box.bottom <= frame.bottom
            if is_in and not any(box.touches(other) for other in plot.taken):
                return x, y
    return spot


def _round(length_m: float) -> float:
    """The largest round length that is no longer."""
    power = 10 ** np.floor(np.log10(max(length_m, 1)))
    return float(max(step * power for step in STEPS if step * power <= max(length_m, 1)))


def _height(layer: Layer) -> int:
    return ORDER.index(layer.role) if layer.role in ORDER else 0
