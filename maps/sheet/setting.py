"""How sheets are set: their sizes of text, and a heading with its rule."""

from __future__ import annotations

from maps import style
from maps.static.page import Page, Type
from maps.static.paper import Box

HEAD = Type(9, bold=True)
BODY = Type(7.6)
STRONG = Type(7.6, bold=True)
SMALL = Type(6.4, colour="#5A6873")
NOTE = Type(7.2, colour="#7A5200")
HAIR = "#C3CBD1"
HEAD_MM = 6.0
GOOD, BAD, DIM = "#2F7D5B", style.ACCENT, "#5A6873"


def heading(page: Page, box: Box, text: str, aside: str = "") -> Box:
    """A heading with a rule below it; returns the box that is left."""
    page.text(box.x, box.top - 2, text, HEAD)
    page.text(box.right, box.top - 2.1, aside, SMALL, "right", room=box.width - page.width(text, HEAD) - 3)
    page.rule([(box.x, box.top - 4.2), (box.right, box.top - 4.2)], 1.1)
    return Box(box.x, box.y, box.width, box.height - HEAD_MM)
