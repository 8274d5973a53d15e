"""The cover: for whom, where, asked what, from which version; beside it the district."""

from __future__ import annotations

from maps.deck import mapped
from maps.deck.canvas import Canvas
from maps.deck.ground import around
from maps.deck.letters import Type
from maps.deck.material import Material
from maps.deck.place import Box


def title(material: Material) -> str:
    """The deck's title when none is given."""
    industry = material.industry()
    return material.say(f"{industry}项目选址建议", f"Sites for {industry}")


def subtitle(material: Material) -> list[str]:
    """Three lines: where, what was asked, for whom."""
    plan, say = material.plan, material.say
    asked = material.window()
    for_whom = say("内部使用", "Internal") if material.is_internal else say("招商参考", "For investors")
    return [
        say(plan.name, plan.name_en),
        say(f"需求: {asked}", f"Asked for: {asked}") if asked else say("需求: 面积不限", "Any area"),
        material.version(),
        for_whom,
    ]


def draw(canvas: Canvas, material: Material) -> None:
    """The district with its axes and the shortlist, and what it is no more than."""
    box = Box(540, 40, 376, 440)
    canvas.panel(Box(0, 0, 16, 540), "deep", name="色带")
    view = around(box, material.plan.boundary.bounds, air=1.02)
    with canvas.group(
        material.say("封面地图", "Map"), material.say("区域、发展轴与推荐地块", "The district")
    ):
        plot = mapped.Plot(canvas, material, view)
        plot.area([material.plan.boundary], mapped.BLOCK, material.say("区域", "District"))
        mapped.axes(plot, named=False)
        mapped.parcels(plot)
        mapped.shortlist(plot, badge_pt=15)
        mapped.axes_names(plot)
    note = material.say(material.answer.note, material.answer.note_en)
    if note:
        canvas.text(Box(56, 462, 460, 44), note, Type(10.5, colour="muted"), lines=3)
