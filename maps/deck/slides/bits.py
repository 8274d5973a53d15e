"""What several slides share: headings, figures, cards, the type they are set in."""

from __future__ import annotations

from collections.abc import Sequence

from maps.deck.canvas import Canvas
from maps.deck.letters import Para, Type, clean, para
from maps.deck.place import Box

BODY, STRONG, SMALL = Type(12.5), Type(12.5, bold=True), Type(10.5, colour="muted")
HEAD, FIGURE = Type(12, bold=True, colour="deep"), Type(30, bold=True)
HEAD_PT = 24.0


def heading(canvas: Canvas, box: Box, text: str, aside: str = "") -> Box:
    """A small heading with a rule below; what is left of the box."""
    canvas.text(Box(box.x, box.y, box.width, 17), text, HEAD, anchor="b")
    if aside:
        room = box.width - canvas.measure.width(clean(text), HEAD) - 10
        canvas.text(Box(box.right - room, box.y, room, 17), aside, SMALL, "r", anchor="b")
    canvas.rule((box.x, box.y + 20), (box.right, box.y + 20), "#B9C2CA")
    return box.below(HEAD_PT + 2)


def figure(canvas: Canvas, box: Box, number: str, label: str, kind: Type = FIGURE) -> None:
    """A large number and what it counts."""
    fitted = canvas.measure.shrunk(number, kind, box.width, least=14)
    canvas.text(Box(box.x, box.y, box.width, 42), number, fitted, anchor="b")
    canvas.text(Box(box.x, box.y + 45, box.width, 32), label, SMALL, lines=2)


def listed(canvas: Canvas, box: Box, paras: Sequence[Para], name: str = "") -> float:
    """As many whole paragraphs as the box holds, and how many it does not; how high they stand [pt]."""
    shown = [*paras]
    for left in range(1, len(paras) + 1):
        if canvas.measure.height(shown, box.width) <= box.height:
            break
        more = f"另有 {left} 条" if canvas.lang == "zh" else f"{left} more"
        shown = [*paras[:-left], para(more, SMALL)]
    if shown:
        canvas.paras(box, shown, name=name)
    return canvas.measure.height(shown, box.width)
