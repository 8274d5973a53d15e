"""One palette, one set of class breaks and one legend for every medium: page, plate, deck."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from geo.model import Layer
from geo.schema import STATUS_NAMES, STATUS_NAMES_EN

# Lower ends of the score classes, and the end of the last; a sequence from pale green to deep blue.
SCORE_BREAKS = (0, 40, 55, 70, 85, 100)
SCORE_COLOURS = ("#E2EFDA", "#B4DBC2", "#74BAB6", "#3C8DA8", "#1D5687")

# Excluded parcels recede into greys, cool or warm by the first limit that excludes them.
Group = Literal["bound", "use", "area", "other"]
EXCLUDED_COLOURS: Mapping[Group, str] = {
    "bound": "#B4BBC3",
    "use": "#D6DADE",
    "area": "#E0DACF",
    "other": "#C8BFB2",
}
EXCLUDED_LABELS: Mapping[Group, tuple[str, str]] = {
    "bound": ("管控、状态或预留", "Bound by law, status or a hold"),
    "use": ("用途不符", "Other land use"),
    "area": ("面积不符", "Area does not fit"),
    "other": ("其他条件不符", "Another limit"),
}
AREA_LIMITS = frozenset({"area_min", "area_max"})

ACCENT = "#C4301C"  # the shortlist and the one button
SELECTED = "#F4B942"  # the parcel under discussion
INK = "#16283A"
PAPER = "#FFFFFF"
GROUND = "#FBFAF6"  # inside the district
OUTSIDE = "#E9EDEE"
PARCEL_EDGE = "#FFFFFF"
UNASKED = "#C9D6DC"  # parcels before any question
# Opacity of a parcel's fill: roads and constraint layers stay visible through it.
PARCEL_OPACITY = 0.92

STATUS_COLOURS: Mapping[str, str] = {
    "net": "#2F8F6B",
    "clearing": "#93C5A4",
    "uncleared": "#DCCB8F",
    "idle": "#A98FC0",
    "supplied": "#B4BBC3",
}

# Of kinds that have no order among them: zones and parks; and of the axes, as their corridors are drawn.
CATEGORIES = ("#5B8DB8", "#D9A441", "#6FAE7F", "#B07AA1", "#C9736B", "#8C8C5E", "#6BB0B5", "#9C755F")
AXIS_COLOURS = ("#7B4A8C", "#3C8DA8", "#C98A3C", "#6FA566", "#B0738A")
# Newest first: what has paled is old.
FRESHNESS_COLOURS = ("#1D5687", "#3C8DA8", "#74BAB6", "#B9B27E", "#C98F5A", "#A65A49")
# 红黄蓝绿, and grey for a project of which nobody stated a date.
SIGNAL_COLOURS: Mapping[str, str] = {
    "red": "#CC3A2B",
    "yellow": "#DFA312",
    "blue": "#3A78C9",
    "green": "#2F9A5A",
    "": "#98A3AB",
}
# The 三区 as fields below everything else.
ZONE_FILLS = ("#CFE0EF", "#F3DFC4", "#D5E6CB", "#E4D6E6", "#EFE7B8", "#CFE6E4")

Kind = Literal["area", "line", "point", "badge"]


@dataclass(frozen=True, slots=True)
class Look:
    """How a feature is drawn. Widths and radii in CSS pixels (1/96 inch = 0.265 mm); "" for none."""

    kind: Kind
    fill: str = ""
    fill_opacity: float = 0.0
    line: str = ""
    width_px: float = 0.0
    line_opacity: float = 1.0
    dash_px: tuple[float, ...] = ()
    radius_px: float = 0.0


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend: what is drawn so, in both languages, and how much of it there is."""

    key: str
    label: str
    label_en: str
    look: Look
    count: int | None = None


BOUNDARY = Look("area", line="#3C5468", width_px=2, dash_px=(8, 3, 1, 3))
AXIS = Look("line", line="#7B4A8C", width_px=4, line_opacity=0.9)
AXIS_BAND = Look("area", fill="#7B4A8C", fill_opacity=0.07, line="#7B4A8C", width_px=1, dash_px=(2, 4))
SHORTLIST = Look("area", fill=ACCENT, fill_opacity=0.0, line=ACCENT, width_px=2.5)
BADGE = Look("badge", fill=ACCENT, fill_opacity=1, line=PAPER, width_px=2, radius_px=11)

ROLE_LOOKS: Mapping[str, Look] = {
    "boundary": BOUNDARY,
    "axes": AXIS,
    "axes_band": AXIS_BAND,
    "zones": Look("area", line="#8C7A5B", width_px=1.5, dash_px=(10, 4), line_opacity=0.9),
    "parks": Look("area", fill="#4E8A5C", fill_opacity=0.06, line="#3D7A4C", width_px=1.5, dash_px=(5, 3)),
    "roads": Look("line", line="#C6CCD1", width_px=2.5),
    "context": Look("line", line="#DDE1E3", width_px=1),
    "metro_lines": Look("line", line="#5F7396", width_px=2, line_opacity=0.85, dash_px=(7, 3)),
    "stations": Look("point", fill=PAPER, fill_opacity=1, line="#5F7396", width_px=1.6, radius_px=3.2),
    "rail": Look("point", fill=INK, fill_opacity=1, line=PAPER, width_px=1.2, radius_px=4.5),
    "places": Look("point", fill="#6B7884", fill_opacity=1, line=PAPER, width_px=1, radius_px=2.5),
    "firms": Look("point", fill="#9A6B2F", fill_opacity=0.9, line=PAPER, width_px=1, radius_px=3.5),
    "sensitive": Look("area", fill="#C78FA0", fill_opacity=0.25, line="#B0738A", width_px=1),
    "buildings": Look("point", fill="#5B6FA8", fill_opacity=0.85, line=PAPER, width_px=1, radius_px=3.5),
}
# The three control lines as 国土空间 plans colour them; other constraint layers take the next free look.
CONSTRAINT_LOOKS: Mapping[str, Look] = {
    "development_boundary": Look("area", line="#8A5A44", width_px=1.6, dash_px=(9, 3, 2, 3)),
    "prime_farmland": Look("area", fill="#F2DF8C", fill_opacity=0.5, line="#C7AC3E", width_px=1),
    "ecological_redline": Look("area", fill="#A9D3A0", fill_opacity=0.5, line="#6FA566", width_px=1),
}
MORE_CONSTRAINTS = (
    Look("area", fill="#A8C8E6", fill_opacity=0.45, line="#6E9CC4", width_px=1),
    Look("area", fill="#E3B7A0", fill_opacity=0.45, line="#C08A6C", width_px=1),
    Look("area", fill="#CDBBDD", fill_opacity=0.45, line="#9F86B8", width_px=1),
)


def score_class(score: float) -> int:
    """Class of a score of 0–100, from 0; a break belongs to the class above it.

    >>> score_class(0), score_class(39.9), score_class(40), score_class(100)
    (0, 0, 1, 4)
    """
    return min(bisect_right(SCORE_BREAKS, score) - 1, len(SCORE_COLOURS) - 1)


def score_look(index: int) -> Look:
    """How a parcel of a score class is drawn."""
    return parcel_look(SCORE_COLOURS[index])


def parcel_look(colour: str) -> Look:
    """How a parcel of one fill colour is drawn."""
    return Look("area", fill=colour, fill_opacity=PARCEL_OPACITY, line=PARCEL_EDGE, width_px=0.6)


def excluded_group(limit_id: str, *, firm: bool) -> Group:
    """The kind of reason that a limit is, which decides the grey.

    >>> excluded_group("constraint_prime_farmland", firm=True), excluded_group("area_min", firm=False)
    ('bound', 'area')
    """
    if firm:
        return "bound"
    if limit_id == "use":
        return "use"
    return "area" if limit_id in AREA_LIMITS else "other"


def score_entries() -> tuple[LegendEntry, ...]:
    """Legend of the score classes, best first.

    >>> score_entries()[0].label
    '85–100'
    """
    return tuple(
        LegendEntry(f"score_{i}", label, label, score_look(i))
        for i in reversed(range(len(SCORE_COLOURS)))
        for label in (f"{SCORE_BREAKS[i]}–{SCORE_BREAKS[i + 1]}",)
    )


def excluded_entries() -> tuple[LegendEntry, ...]:
    """Legend of the greys."""
    return tuple(
        LegendEntry(f"excluded_{group}", *EXCLUDED_LABELS[group], parcel_look(colour))
        for group, colour in EXCLUDED_COLOURS.items()
    )


def status_entries() -> tuple[LegendEntry, ...]:
    """Legend of the supply status."""
    return tuple(
        LegendEntry(f"status_{status}", STATUS_NAMES[status], STATUS_NAMES_EN[status], parcel_look(colour))
        for status, colour in STATUS_COLOURS.items()
    )


def series(index: int) -> str:
    """A colour for the nth group of a kind without colours of its own; they return after eight."""
    return CATEGORIES[index % len(CATEGORIES)]


def layer_look(layer: Layer, nth_constraint: int = 0) -> Look:
    """How a layer is drawn; ``nth_constraint`` tells apart constraint layers without their own look."""
    if layer.role == "constraint":
        return CONSTRAINT_LOOKS.get(layer.name, MORE_CONSTRAINTS[nth_constraint % len(MORE_CONSTRAINTS)])
    look = ROLE_LOOKS.get(layer.role, ROLE_LOOKS["context"])
    return _of_dimension(look, layer)


def _of_dimension(look: Look, layer: Layer) -> Look:
    """The look turned into one for the layer's own kind of geometry: stations may come as areas."""
    kinds = set(layer.frame.geom_type.dropna().unique())
    if kinds <= {"Point", "MultiPoint"} and look.kind != "point":
        return Look("point", fill=look.line, fill_opacity=0.9, line=PAPER, width_px=1, radius_px=3)
    if kinds <= {"LineString", "MultiLineString"} and look.kind != "line":
        return Look("line", line=look.fill or look.line, width_px=max(look.width_px, 1), dash_px=look.dash_px)
    if kinds <= {"Polygon", "MultiPolygon"} and look.kind != "area":
        return Look("area", fill=look.line, fill_opacity=0.25, line=look.line, width_px=1)
    return look
