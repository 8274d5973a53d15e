"""A plan's layers as drawable things: order, look and whether they are shown at first, for any medium."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model import Layer, Plan
from maps.style import AXIS_BAND, Look, layer_look

# from the ground up; a role that is not listed lies on the ground
ORDER = (
    "context",
    "constraint",
    "zones",
    "parks",
    "roads",
    "metro_lines",
    "sensitive",
    "boundary",
    "axes",
    "rail",
    "stations",
    "firms",
    "buildings",
    "places",
)
SHOWN = frozenset({"boundary", "context", "constraint", "parks", "roads", "metro_lines", "stations", "axes"})


@dataclass(frozen=True, slots=True)
class Drawable:
    """One layer of a map: ``name`` is that of ``/layers/{name}``."""

    name: str
    role: str
    title: str
    title_en: str
    basis: str
    is_shown: bool
    look: Look


def drawables(plan: Plan) -> tuple[Drawable, ...]:
    """The layers of a plan from the ground up, the axes' corridors among them."""
    layers = sorted(plan.layers.values(), key=lambda layer: (_height(layer), layer.name))
    nth = {layer.name: i for i, layer in enumerate(one for one in layers if one.role == "constraint")}
    drawn = [_drawable(layer, nth.get(layer.name, 0)) for layer in layers]
    if plan.axes:
        band = Drawable(
            "axes_band",
            "axes_band",
            "发展轴半宽范围",
            "Half-width of the axes",
            plan.axes[0].half_width_basis,
            is_shown=True,
            look=AXIS_BAND,
        )
        drawn.insert(next(i for i, one in enumerate(drawn) if one.role == "axes"), band)
    return tuple(drawn)


def _drawable(layer: Layer, nth_constraint: int) -> Drawable:
    return Drawable(
        layer.name,
        layer.role,
        layer.title,
        layer.title_en,
        layer.basis,
        is_shown=layer.role in SHOWN,
        look=layer_look(layer, nth_constraint),
    )


def _height(layer: Layer) -> int:
    return ORDER.index(layer.role) if layer.role in ORDER else 0
