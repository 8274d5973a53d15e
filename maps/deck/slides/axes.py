"""三区三轴: where the axes run, what each is for, and how that is known."""

from __future__ import annotations

from geo.model import BASIS_NAMES, Axis
from maps.deck import mapped
from maps.deck.canvas import Canvas
from maps.deck.ground import around
from maps.deck.letters import Para, Type, para
from maps.deck.material import Material
from maps.deck.place import BODY, Box
from maps.deck.slides import bits

CARD_PT = 138.0


def title(material: Material) -> str:
    """How many axes and parks there are."""
    plan = material.plan
    counted = (
        (len(plan.axes), "条发展轴", "axes"),
        (len(plan.zones), "个片区", "zones"),
        (len(plan.parks), "个园区", "parks"),
    )
    zh = ", ".join(f"{count} {word}" for count, word, _ in counted if count)
    en = ", ".join(f"{count} {word}" for count, _, word in counted if count)
    return material.say(f"空间布局: {zh}", f"Layout: {en}")


def draw(canvas: Canvas, material: Material) -> None:
    """The map at the left, the axes' themes at the right."""
    left, right = BODY.columns(47, 53, gap=24)
    framed, legend = left.head(344), left.below(352)
    say = material.say
    view = around(framed, material.plan.boundary.bounds)
    with canvas.group(say("三区三轴图", "Layout map"), title(material)):
        plot = mapped.Plot(canvas, material, view)
        mapped.reserve(plot)
        mapped.layers(plot, ("constraint", "zones", "parks", "roads", "metro_lines", "boundary"))
        mapped.axes(plot)
        for area in (*material.plan.parks, *material.plan.zones):
            spot = view.spot(area.shape)
            if spot is not None:
                plot.name(spot, say(area.name, area.name_en), Type(9.5, colour="#3D5A47"))
        mapped.furniture(plot)
    mapped.legend(plot, legend, columns=4)
    _themes(canvas, material, right)


def _themes(canvas: Canvas, material: Material, box: Box) -> None:
    axes = material.plan.axes[:4]
    whole = box.head(min(box.height, CARD_PT * len(axes)))
    for axis, cell in zip(axes, whole.rows(*[1] * len(axes), gap=12), strict=True):
        _theme(canvas, material, axis, cell)


def _theme(canvas: Canvas, material: Material, axis: Axis, box: Box) -> None:
    say = material.say
    canvas.panel(box, "panel", name=f"{axis.name} 底")
    canvas.panel(Box(box.x, box.y, 4, box.height), "#7B4A8C", name=f"{axis.name} 色带")
    inner = Box(box.x + 18, box.y + 10, box.width - 32, box.height - 18)
    name = say(axis.name, axis.name_en)
    canvas.text(inner.head(20), name, Type(15, bold=True), anchor="ctr")
    sure = say(*BASIS_NAMES[axis.half_width_basis])
    half = say(f"半宽 {axis.half_width_m:g} m ({sure})", f"half-width {axis.half_width_m:g} m ({sure})")
    canvas.text(inner.head(20), half, bits.SMALL, "r", anchor="ctr")
    told: list[Para] = []
    for theme in sorted(axis.themes, key=lambda one: -one.year)[:2]:
        text = f"{theme.year}  {say(theme.name, theme.name_en)}"
        told.append(para(text, bits.STRONG if not told else bits.BODY, after=1))
        if theme.industries:
            listed = "、".join(theme.industries)
            told.append(para(say(f"产业: {listed}", f"Industries: {listed}"), bits.SMALL, after=1))
        if theme.quote:
            told.append(para(f"“{theme.quote}” ({theme.source})", bits.SMALL, after=5))
    bits.listed(canvas, inner.below(26), told, name=f"{name} 主题")
