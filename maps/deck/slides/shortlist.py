"""推荐名单: the shortlist as a table and on the map."""

from __future__ import annotations

import shapely

from maps import style
from maps.deck import mapped
from maps.deck.canvas import Canvas
from maps.deck.ground import around
from maps.deck.letters import Type
from maps.deck.material import Material
from maps.deck.place import BODY, Box
from maps.deck.slides import bits
from maps.deck.slides.summary import status
from maps.deck.table import Cell, Column, table

MOST_ROWS = 12


def title(material: Material) -> str:
    """How many, from which score to which."""
    shown = material.answer.suggestions
    best, last = shown[0].score, shown[-1].score
    return material.say(
        f"推荐 {len(shown)} 宗, 得分 {best:.1f} 到 {last:.1f}",
        f"{len(shown)} parcels recommended, scoring {best:.1f} to {last:.1f}",
    )


def draw(canvas: Canvas, material: Material) -> None:
    """The table at the left, the map at the right."""
    left, right = BODY.columns(60, 40, gap=22)
    _table(canvas, material, left)
    _map(canvas, material, right)


def _table(canvas: Canvas, material: Material, box: Box) -> None:
    say, all_ = material.say, material.answer.suggestions
    shown = all_[:MOST_ROWS]
    row_pt = min(34.0, (box.height - 22 - 18) / len(shown))
    columns = (
        Column("", 6, "ctr"),
        Column(say("地块", "Parcel"), 20),
        Column(say("面积", "Area"), 15, "r"),
        Column(say("规划用途", "Planned use"), 18, lines=2),
        Column(say("状态", "Status"), 13, lines=2),
        Column(say("轴 / 园区", "Axis / park"), 25, lines=2),
        Column(say("得分", "Score"), 11, "r"),
    )
    small = Type(11.5)
    rows = [
        [
            Cell(str(one.rank), Type(12, bold=True, colour="accent")),
            Cell(material.title(one), Type(12, bold=True)),
            Cell(material.mu(one.area_mu), small),
            Cell(say(one.use_name, one.use_name_en), small),
            Cell(status(material, one), small),
            Cell(_place(material, one.axis, one.park), small),
            Cell(f"{one.score:.1f}", Type(12.5, bold=True, colour="deep"), _ground(one.score)),
        ]
        for one in shown
    ]
    taken = table(canvas, box, columns, rows, name=say("推荐地块", "Shortlist"), row_pt=row_pt)
    left = len(all_) - len(shown)
    text = say("得分 0–100, 为各分项之和", "score 0–100, the sum of its parts")
    if left:
        text += say(f"; 另有 {left} 宗未列", f"; {left} more are not listed")
    canvas.text(Box(box.x, taken.bottom + 5, box.width, 15), text, bits.SMALL)


def _map(canvas: Canvas, material: Material, box: Box) -> None:
    framed, legend = box.head(308), box.below(316)
    view = around(framed, _bounds(material), air=1.12)
    name = material.say("推荐地块分布图", "Where the shortlist lies")
    with canvas.group(name, title(material)):
        plot = mapped.Plot(canvas, material, view)
        mapped.reserve(plot)
        mapped.layers(plot, ("parks", "roads"))
        left_out = mapped.parcels(plot)
        mapped.layers(plot, ("boundary",))
        mapped.axes(plot, named=False)
        mapped.shortlist(plot)
        mapped.axes_names(plot)
        mapped.furniture(plot)
    mapped.legend(plot, legend, columns=2)
    if left_out:
        text = material.say(f"小地块 {left_out:,} 宗未画", f"{left_out:,} small parcels are not drawn")
        canvas.text(Box(framed.x + 6, framed.y + 4, 160, 14), text, Type(9, colour="muted"))


def _bounds(material: Material) -> tuple[float, float, float, float]:
    """The whole district, or the shortlist with room around where it lies close together."""
    whole = material.plan.boundary.bounds
    west, south, east, north = shapely.total_bounds(material.chosen)
    span = max(east - west, north - south)
    if span * 2.2 > max(whole[2] - whole[0], whole[3] - whole[1]):
        return whole
    air = 0.25 * span
    return float(west - air), float(south - air), float(east + air), float(north + air)


def _place(material: Material, axis: str, park: str) -> str:
    named = [material.subject.area_name(id_) for id_ in (axis, park) if id_]
    return " / ".join(named) or "—"


def _ground(score: float) -> str:
    """The colour of the score's class where dark letters stay readable on it."""
    nth = style.score_class(score)
    return style.SCORE_COLOURS[nth] if nth < 2 else "#DCEBEF"  # noqa: PLR2004 (the two palest)
