"""The frame of every slide: title, foot with what the figures are, page number, an investor's mark."""

from __future__ import annotations

from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.slide import Slide
from pptx.util import Pt

from maps.deck.canvas import Canvas
from maps.deck.file import TITLES, Stationery, unfilled
from maps.deck.letters import FAMILY, Measure, Type, clean
from maps.deck.material import Material
from maps.deck.place import FOOT, HEIGHT, WIDTH, Box, Sheet
from maps.deck.slides import cover as front

FOOT_TYPE = Type(9, colour="muted")
TITLE_TYPE = Type(24, bold=True)
MARK = Type(54, bold=True, colour="#8996A0")
AMBER = Type(9, bold=True, colour="#7A5200")


def cover(paper: Stationery, material: Material, measure: Measure, title: str) -> list[str]:
    """The first slide, by the template's own cover; what it says."""
    made = paper.deck.slides.add_slide(paper.cover)
    sheet = Sheet() if paper.is_ours else paper.whole()
    canvas = Canvas(made, sheet, measure, material.subject.lang)
    lines = front.subtitle(material)
    title = measure.fitted(title, Type(34, bold=True), 440, lines=3)
    for place in made.placeholders:
        kind = place.placeholder_format.type
        if kind in TITLES:
            _write(place, [title], canvas, Pt(34) if paper.is_ours else None)
        elif kind == PP_PLACEHOLDER.SUBTITLE:
            _write(place, lines, canvas, Pt(15) if paper.is_ours else None)
    _without_empty(made)
    if paper.is_ours:
        front.draw(canvas, material)
    mark(paper, canvas, material)
    return [title, *lines, *canvas.said]


def slide(
    paper: Stationery, sheet: Sheet, measure: Measure, material: Material, title: str, number: int
) -> Canvas:
    """A slide with its title and foot, ready to be filled."""
    made = paper.deck.slides.add_slide(paper.plain)
    canvas = Canvas(made, sheet, measure, material.subject.lang)
    said = measure.fitted(clean(title), TITLE_TYPE, 872, lines=1)
    for place in made.placeholders:
        if place.placeholder_format.type in TITLES:
            _write(place, [said], canvas)
    _without_empty(made)
    canvas.said.append(said)
    if paper.is_ours:
        canvas.rule((44, 84), (916, 84), "deep", 1.5)
    _foot(canvas, material, number)
    return canvas


def mark(paper: Stationery, canvas: Canvas, material: Material) -> None:
    """An investor's copy says so across every slide."""
    if not material.is_internal:
        said = material.veil.watermark(canvas.lang)
        own, canvas.sheet = canvas.sheet, paper.whole()
        canvas.slanted(Box(0, HEIGHT / 2 - 50, WIDTH, 100), said, MARK, opacity=0.16)
        canvas.sheet = own


def _foot(canvas: Canvas, material: Material, number: int) -> None:
    """What the figures are, from which answer, and the page."""
    say = material.say
    canvas.rule((FOOT.x, FOOT.y - 4), (FOOT.right, FOOT.y - 4))
    x = FOOT.x
    if material.is_illustrative:
        said = say("示意数据", "Illustrative data")
        wide = canvas.measure.width(said, AMBER) + 14
        canvas.panel(Box(x, FOOT.y, wide, 15), "#FDF3DC", line="#E2B75B", name="示意标记")
        canvas.text(Box(x, FOOT.y, wide, 15), said, AMBER, "ctr", anchor="ctr", name="示意数据")
        x += wide + 10
    for_whom = say("内部使用", "Internal") if material.is_internal else say("招商参考", "For investors")
    answer = say(f"答复 {material.answer.replay.answer}", f"answer {material.answer.replay.answer}")
    text = " · ".join([say(material.plan.name, material.plan.name_en), material.version(), answer, for_whom])
    room = Box(x, FOOT.y, FOOT.right - 50 - x, 15)
    canvas.text(room, text, FOOT_TYPE, anchor="ctr", name="页脚")
    canvas.page(Box(FOOT.right - 40, FOOT.y, 40, 15), number, FOOT_TYPE)


def _write(place: Any, lines: list[str], canvas: Canvas, size: Any = None) -> None:
    """Fill a placeholder, its look the template's, its Chinese face and language named."""
    body = place.text_frame
    body.text = lines[0]
    for line in lines[1:]:
        body.add_paragraph().text = line
    for paragraph in body.paragraphs:
        for run in paragraph.runs:
            if size is not None:
                run.font.size = size
            known = run._r.get_or_add_rPr()  # noqa: SLF001 (the language and the Chinese face have no door)
            known.set("lang", "zh-CN" if canvas.lang == "zh" else "en-US")
            run.font.name = FAMILY
            canvas.chinese(known)


def _without_empty(made: Slide) -> None:
    """What nobody wrote into would ask the reader to."""
    for place in list(unfilled(made)):
        place._element.getparent().remove(place._element)  # noqa: SLF001 (shapes are taken out by their XML)
