"""The plate's typography: its text sizes, rules and headings."""

from __future__ import annotations

from maps import style
from maps.static.page import Page, Type
from maps.static.paper import Box

HEAD = Type(10, bold=True)
SMALL = Type(7, colour="#5A6873")
CELL = Type(8)
STRONG = Type(8.4, bold=True)
REASON = Type(7.4)
FIGURE = Type(21, bold=True, colour=style.SCORE_COLOURS[-1])
HAIR = "#C3CBD1"
HEAD_MM = 7.0
BAR = style.Look("area", fill=style.EXCLUDED_COLOURS["bound"], fill_opacity=1)
SCORE_BAR = style.Look("area", fill=style.SCORE_COLOURS[3], fill_opacity=1)
TRACK = style.Look("area", fill="#E6EBEE", fill_opacity=1)


def heading(page: Page, box: Box, text: str, aside: str = "") -> Box:
    """A heading with a rule below it; returns the box that is left."""
    page.text(box.x, box.top - 2.6, text, HEAD)
    used = page.width(text, HEAD) + 4
    page.text(box.right, box.top - 2.8, aside, SMALL, "right", room=box.width - used)
    page.rule([(box.x, box.top - 5.4), (box.right, box.top - 5.4)], 1.6, style.INK)
    return Box(box.x, box.y, box.width, box.height - HEAD_MM)


def bar(page: Page, track: Box, share: float, look: style.Look) -> None:
    """A share of 1 as a bar on its track."""
    page.box(track, TRACK, 40)
    page.box(Box(track.x, track.y, track.width * share, track.height), look, 41)
