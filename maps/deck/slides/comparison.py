"""比较: the first sites wish by wish, and where each lead comes from."""

from __future__ import annotations

from geo.model import Suggestion
from maps import style
from maps.deck.canvas import Canvas
from maps.deck.chart import Look, Series, bars
from maps.deck.letters import Type, para
from maps.deck.material import Material
from maps.deck.place import BODY, Box
from maps.deck.slides import bits
from maps.deck.table import Cell, Column, table

MOST = 4
MOST_WISHES = 9
# one colour for each site, the first the strongest
COLOURS = (style.SCORE_COLOURS[4], style.SCORE_COLOURS[2], "#C9A66B", "#A98FC0")


def title(material: Material) -> str:
    """Who leads whom, and by how much."""
    first, second = material.answer.suggestions[:2]
    lead = first.score - second.score
    return material.say(
        f"比较: {material.title(first)} 领先 {material.title(second)} {lead:.1f} 分",
        f"Compared: {material.title(first)} leads {material.title(second)} by {lead:.1f} points",
    )


def draw(canvas: Canvas, material: Material) -> None:
    """Parts as a table and as bars; below, the leads in words."""
    told = material.evidence.comparison
    shown = material.answer.suggestions[: min(len(told.parcels), MOST) if told else MOST]
    upper, lower = BODY.rows(292, 96, gap=12)
    left, right = upper.columns(54, 46, gap=24)
    _table(canvas, material, shown, left)
    _chart(canvas, material, shown, right)
    _leads(canvas, material, lower)


def _table(canvas: Canvas, material: Material, shown: tuple[Suggestion, ...], box: Box) -> None:
    say = material.say
    columns = (
        Column(say("分项 (满分)", "Part (of)"), 34),
        *(Column(f"{one.rank}  {material.title(one)}", 66 / len(shown), "r") for one in shown),
    )
    parts = sorted(shown[0].parts, key=lambda part: -part.weight)[:MOST_WISHES]
    rows = []
    for part in parts:
        row = {one.rank: next((p.points for p in one.parts if p.wish == part.wish), 0.0) for one in shown}
        best = max(row.values())
        label = f"{say(part.label, part.label_en)} ({100 * part.weight:.0f})"
        rows.append(
            [Cell(label, Type(11.5)), *(_points(value, is_best=value == best) for value in row.values())]
        )
    total = Type(12.5, bold=True, colour="deep")
    rows.append(
        [
            Cell(say("得分合计", "Score"), total, "panel"),
            *(Cell(f"{one.score:.1f}", total, "panel") for one in shown),
        ]
    )
    rows.append(
        [
            Cell(say("面积", "Area"), Type(11.5)),
            *(Cell(material.mu(one.area_mu), Type(11.5)) for one in shown),
        ]
    )
    row_pt = min(26.0, (box.height - 22) / len(rows))
    table(canvas, box, columns, rows, name=say("分项比较", "Part by part"), row_pt=row_pt)


def _points(value: float, *, is_best: bool) -> Cell:
    return Cell(f"{value:.1f}", Type(11.5, bold=is_best, colour="ink" if is_best else "muted"))


def _chart(canvas: Canvas, material: Material, shown: tuple[Suggestion, ...], box: Box) -> None:
    parts = sorted(shown[0].parts, key=lambda part: -part.weight)[:MOST_WISHES]
    series = []
    for one, hue in zip(shown, COLOURS, strict=False):
        by = {part.wish: part.points for part in one.parts}
        values = tuple(round(by.get(part.wish, 0.0), 2) for part in parts)
        series.append(Series(f"{one.rank} {material.title(one)}"[:24], values, hue, labelled=False))
    names = [material.say(part.label, part.label_en) for part in parts]
    chart = box.head(min(box.height, 20.0 * len(parts) * len(shown) + 60))
    bars(
        canvas, chart, names, series, Look(size=10.5, gap=40, legend=True),
        material.say("分项比较图", "Part by part"),
    )  # fmt: skip


def _leads(canvas: Canvas, material: Material, box: Box) -> None:
    say, told = material.say, material.evidence.comparison
    if told is None:
        return
    rest = bits.heading(canvas, box, say("领先在哪里", "Where the lead comes from"))
    lines = [
        para(material.named(say(pair.text, pair.text_en)), Type(11.5), after=3, bullet="•")
        for pair in told.differences
    ]
    bits.listed(canvas, rest, lines, name=say("领先", "Leads"))
