"""筛选: which limits cross out how many, and who misses by one alone."""

from __future__ import annotations

from geo.model import LimitResult
from maps import style
from maps.deck.canvas import Canvas
from maps.deck.chart import Look, Series, bars
from maps.deck.letters import Type, para
from maps.deck.material import Material
from maps.deck.place import BODY, Box
from maps.deck.slides import bits
from maps.deck.table import Cell, Column, rows_that_fit, table

ROW_PT = 36.0
MOST_BARS = 8


def title(material: Material) -> str:
    """From how many to how many."""
    counts = material.answer.counts
    return material.say(
        f"从 {counts.considered:,} 宗到 {counts.eligible:,} 宗: 每一宗被排除的地都说得出原因",
        f"From {counts.considered:,} parcels to {counts.eligible:,}: every exclusion has its reason",
    )


def draw(canvas: Canvas, material: Material) -> None:
    """Exclusions at the left, near misses at the right."""
    left, right = BODY.columns(50, 50, gap=28)
    _exclusions(canvas, material, left)
    _near_misses(canvas, material, right)


def _exclusions(canvas: Canvas, material: Material, box: Box) -> None:
    say, counts = material.say, material.answer.counts
    rest = bits.heading(
        canvas, box, say("各条约束排除多少", "What each limit excludes"),
        say("宗; 一宗可因多条被排除", "parcels; one may fail several"),
    )  # fmt: skip
    labels = {limit.limit: say(limit.label, limit.label_en) for limit in material.answer.limits}
    told = sorted(counts.excluded_by.items(), key=lambda item: -item[1])
    told = [item for item in told if item[1]][:MOST_BARS]
    if not told:
        canvas.text(rest.head(20), say("没有一宗被排除。", "No parcel was excluded."), bits.BODY)
        return
    series = [
        Series(say("排除", "excluded"), tuple(float(n) for _, n in told), "#B4BBC3"),
        Series(
            say("其中仅因此条", "by this one alone"),
            tuple(float(counts.only.get(id_, 0)) for id_, _ in told),
            style.SCORE_COLOURS[3],
        ),
    ]
    chart = Box(rest.x, rest.y, rest.width, min(rest.height - 40, 84.0 * len(told) + 40))
    bars(
        canvas, chart, [labels.get(id_, id_) for id_, _ in told], series,
        Look(format="#,##0", legend=True, gap=60, most=told[0][1] * 1.15), say("排除", "Excluded"),
    )  # fmt: skip
    idle = [labels.get(id_, id_) for id_, n in counts.excluded_by.items() if not n]
    if idle:
        listed = say("、", ", ").join(idle)
        text = say(f"查过而没有排除任何地块的: {listed}", f"Checked, excluding nobody: {listed}")
        canvas.text(Box(rest.x, chart.bottom + 6, rest.width, 34), text, bits.SMALL, lines=2)


def _near_misses(canvas: Canvas, material: Material, box: Box) -> None:
    say, misses = material.say, material.answer.near_misses
    rest = bits.heading(
        canvas, box, say("只差一条的地块", "One limit short"), say("最小的改动", "the smallest change")
    )
    if not misses:
        text = say("没有只差一条的地块。", "No parcel is one limit short.")
        bits.listed(canvas, rest, [para(text, bits.BODY)])
        return
    shown = misses[: rows_that_fit(rest, ROW_PT)]
    columns = (
        Column(say("地块", "Parcel"), 30, lines=2),
        Column(say("面积", "Area"), 19, "r"),
        Column(say("得分", "Score"), 13, "r"),
        Column(say("怎样才行", "What would admit it"), 44, lines=2),
    )
    rows = [
        [
            Cell(f"{one.name} ({one.parcel_id})" if one.name else one.parcel_id, Type(11.5, bold=True)),
            Cell(material.mu(one.area_mu), Type(11.5)),
            Cell(f"{one.score:.1f}", Type(11.5)),
            Cell(_change(material, one.failed), Type(11)),
        ]
        for one in shown
    ]
    table(canvas, rest, columns, rows, name=say("只差一条的地块", "One limit short"), row_pt=ROW_PT)


def _change(material: Material, failed: LimitResult) -> str:
    return f"{material.say(failed.label, failed.label_en)}: {material.say(failed.change, failed.change_en)}"
