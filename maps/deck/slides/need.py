"""需求: what was asked, which limits follow from it, and what counts how much."""

from __future__ import annotations

from maps import style
from maps.deck.canvas import Canvas
from maps.deck.chart import Look, Series, bars
from maps.deck.letters import Type
from maps.deck.material import Material
from maps.deck.place import BODY, Box
from maps.deck.slides import bits
from maps.deck.table import CELL, Cell, Column, rows_that_fit, table

ROW_PT = 33.0


def title(material: Material) -> str:
    """The industry and the area."""
    asked = material.window() or material.say("面积不限", "any area")
    return material.say(f"需求: {material.industry()}, {asked}", f"The need: {material.industry()}, {asked}")


def draw(canvas: Canvas, material: Material) -> None:
    """Limits at the left, weights at the right."""
    left, right = BODY.columns(55, 45, gap=28)
    _limits(canvas, material, left)
    _weights(canvas, material, right)


def weighed(material: Material) -> list[tuple[str, float]]:
    """Wishes by name with their share of the whole, heaviest first."""
    labels = {wish.id: material.say(wish.label, wish.label_en) for wish in material.plan.wishes}
    for one in material.answer.suggestions[:1]:
        labels |= {part.wish: material.say(part.label, part.label_en) for part in one.parts}
    total = sum(material.answer.weights.values()) or 1.0
    shares = [(labels.get(id_, id_), weight / total) for id_, weight in material.answer.weights.items()]
    return sorted((one for one in shares if one[1] > 0), key=lambda one: -one[1])


def _limits(canvas: Canvas, material: Material, box: Box) -> None:
    say = material.say
    rest = bits.heading(
        canvas, box, say("硬约束: 进或出", "Limits: in or out"),
        say("刚性的由法规或承诺而来, 从不放宽", "firm ones are never loosened"),
    )  # fmt: skip
    muted = Type(CELL.size, colour="muted")
    limits = material.answer.limits
    room = rows_that_fit(rest, ROW_PT)
    shown = limits if len(limits) <= room else limits[: room - 1]
    rows = [
        [
            Cell(say(limit.text, limit.text_en)),
            Cell(say("刚性", "firm") if limit.firm else say("可调", "adjustable"), muted),
        ]
        for limit in shown
    ]
    if len(shown) < len(limits):
        left = len(limits) - len(shown)
        rows.append([Cell(say(f"另有 {left} 条, 见答复", f"{left} more, see the answer"), muted), Cell("")])
    columns = (Column(say("约束", "Limit"), 82, lines=2), Column(say("性质", "Kind"), 18, "r"))
    table(canvas, rest, columns, rows, name=say("硬约束", "Limits"), row_pt=ROW_PT)


def _weights(canvas: Canvas, material: Material, box: Box) -> None:
    say = material.say
    rest = bits.heading(canvas, box, say("偏好: 好到几成", "Wishes: how good"), say("权重, %", "weights, %"))
    told = weighed(material)
    if told:
        series = Series(
            say("权重", "Weight"), tuple(round(100 * share, 1) for _, share in told), style.SCORE_COLOURS[3]
        )
        chart = Box(rest.x, rest.y, rest.width, min(rest.height, 34.0 * len(told) + 20))
        bars(
            canvas, chart, [name for name, _ in told], [series],
            Look(format="0.#", most=max(100 * told[0][1] * 1.15, 1)), say("偏好的权重", "Weights"),
        )  # fmt: skip
