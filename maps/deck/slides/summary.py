"""The conclusion on one slide: how many were looked at, who is first, how surely, what to mind."""

from __future__ import annotations

from dataclasses import replace

from geo.model import Suggestion
from geo.schema import STATUS_NAMES, STATUS_NAMES_EN
from maps.deck.canvas import Canvas
from maps.deck.letters import Type, para
from maps.deck.material import Material
from maps.deck.place import BODY, Box
from maps.deck.slides import bits

SHOWN = 3
NOTHING_YET = 0.0005


def title(material: Material) -> str:
    """Who is first, or that nobody is."""
    answer, say = material.answer, material.say
    if not answer.suggestions:
        return say("没有地块同时满足全部硬约束", "No parcel meets every limit")
    first = answer.suggestions[0]
    name, area = material.title(first), material.mu(first.area_mu)
    return say(
        f"首选 {name}: {first.score:.1f} 分, {area}, {status(material, first)}",
        f"First choice {name}: {first.score:.1f} points, {area}, {status(material, first)}",
    )


def draw(canvas: Canvas, material: Material) -> None:
    """Figures above, the first three in the middle, the way they were found below."""
    figures, cards, foot = BODY.rows(88, 206, 92, gap=7)
    _figures(canvas, material, figures)
    if material.answer.suggestions:
        shown = material.answer.suggestions[:SHOWN]
        for one, cell in zip(shown, cards.columns(*[1] * SHOWN, gap=16), strict=False):
            _card(canvas, material, one, cell)
        _sureness(canvas, material, foot)
    else:
        _way_out(canvas, material, cards)


def status(material: Material, one: Suggestion) -> str:
    """The supply status in words."""
    return material.say(STATUS_NAMES.get(one.status, one.status), STATUS_NAMES_EN.get(one.status, one.status))


def _figures(canvas: Canvas, material: Material, box: Box) -> None:
    counts, say = material.answer.counts, material.say
    told = [
        (f"{counts.considered:,}", say("宗地块参评", "parcels considered"), "ink"),
        (f"{counts.eligible:,}", say("宗符合全部硬约束", "meet every limit"), "ink"),
        (f"{len(material.answer.suggestions):,}", say("宗列入推荐", "recommended"), "accent"),
    ]
    sure = material.evidence.robustness
    if sure is not None and sure.parcels and material.answer.suggestions:
        share = next(
            (one.first for one in sure.parcels if one.parcel_id == material.answer.suggestions[0].parcel_id),
            None,
        )
        if share is not None:
            told.append((f"{share:.0%}", say("权重浮动时仍居首的机会", "chance to stay first"), "ink"))
    for (number, label, hue), cell in zip(told, box.columns(*[1] * len(told), gap=16), strict=True):
        bits.figure(canvas, cell, number, label, replace(bits.FIGURE, colour=hue))


def _card(canvas: Canvas, material: Material, one: Suggestion, box: Box) -> None:
    """One of the first three: name, figures, the best and the weakest of it."""
    canvas.panel(box, "panel", name=f"卡片 {one.rank}")
    inner = box.inset(14, 12)
    canvas.badge((inner.x + 11, inner.y + 11), str(one.rank), 22, "accent")
    head = Box(inner.x + 30, inner.y, inner.width - 30 - 76, 22)
    canvas.text(head, material.title(one), Type(15, bold=True), anchor="ctr")
    score = Box(inner.right - 76, inner.y, 76, 22)
    canvas.text(score, f"{one.score:.1f}", Type(19, bold=True, colour="deep"), "r", anchor="ctr")
    facts = " · ".join(
        [
            material.mu(one.area_mu),
            material.say(one.use_name, one.use_name_en),
            status(material, one),
        ]
    )
    canvas.text(Box(inner.x, inner.y + 30, inner.width, 17), facts, bits.BODY)
    where = " · ".join(
        part for part in (one.township, *map(material.subject.area_name, (one.axis, one.park))) if part
    )
    canvas.text(Box(inner.x, inner.y + 49, inner.width, 17), where, bits.SMALL)
    good = [r for r in one.reasons if r.kind == "strength"][:3]
    bad = [r for r in one.reasons if r.kind == "weakness"][:2]
    plus, minus = Type(11.5, colour="ink"), Type(11.5, colour="muted")
    told = [para(material.say(r.text, r.text_en), plus, after=2, bullet="+") for r in good]
    told += [para(material.say(r.text, r.text_en), minus, after=2, bullet="–") for r in bad]
    bits.listed(canvas, inner.below(76), told, name=f"理由 {one.rank}")


def _way_out(canvas: Canvas, material: Material, box: Box) -> None:
    rest = bits.heading(canvas, box, material.say("最省的放宽办法", "The cheapest ways out"))
    ways = [
        para(f"{i}. {material.say(one.text, one.text_en)}", bits.BODY, after=6)
        for i, one in enumerate(material.answer.relaxations, start=1)
    ]
    none = material.say("刚性约束之外没有可放宽的。", "No limit that may be loosened would help.")
    bits.listed(canvas, rest, ways or [para(none, bits.BODY)])


def _sureness(canvas: Canvas, material: Material, box: Box) -> None:
    """How surely, in the sentences of the answer itself."""
    say = material.say
    told: list[str] = []
    sure = material.evidence.robustness
    if sure is not None:
        told += [material.named(say(r.text, r.text_en)) for r in sure.reasons]
    told += [say(r.text, r.text_en) for r in material.answer.reasons]
    if not told:
        return
    rest = bits.heading(canvas, box, say("把握有多大", "How sure this is"))
    lines = [para(text, bits.BODY, after=2, bullet="•") for text in dict.fromkeys(told)]
    bits.listed(canvas, rest, lines, name=say("把握", "Sureness"))
