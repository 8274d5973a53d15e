"""Our own slide master: 16:9, calm, Microsoft YaHei named in the theme; made of python-pptx's plain one."""

from __future__ import annotations

import re
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.presentation import Presentation as Deck
from pptx.util import Pt

from maps import style
from maps.deck.letters import FAMILY
from maps.deck.place import EMU_PER_PT, HEIGHT, WIDTH, Box

KEPT = {"Title Slide": "封面", "Title and Content": "标题和内容", "Title Only": "仅标题", "Blank": "空白"}
TITLE = Box(44, 26, 872, 50)
CONTENT = Box(44, 98, 872, 400)
COVER_TITLE, COVER_SUBTITLE = Box(56, 138, 440, 120), Box(56, 276, 440, 110)
FOOTERS = {
    PP_PLACEHOLDER.DATE: Box(44, 508, 200, 18),
    PP_PLACEHOLDER.FOOTER: Box(260, 508, 440, 18),
    PP_PLACEHOLDER.SLIDE_NUMBER: Box(816, 508, 100, 18),
}
COLOURS = {
    "dk1": style.INK,
    "lt1": style.PAPER,
    "dk2": style.SCORE_COLOURS[-1],
    "lt2": "#F3F5F6",
    "accent1": style.SCORE_COLOURS[-1],
    "accent2": style.SCORE_COLOURS[3],
    "accent3": style.SCORE_COLOURS[2],
    "accent4": style.ACCENT,
    "accent5": style.AXIS.line,
    "accent6": style.STATUS_COLOURS["net"],
    "hlink": style.SCORE_COLOURS[-1],
    "folHlink": style.AXIS.line,
}


def our_own() -> Deck:
    """An empty deck on our master."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = round(WIDTH * EMU_PER_PT), round(HEIGHT * EMU_PER_PT)
    for layout in [one for one in deck.slide_layouts if one.name not in KEPT]:
        deck.slide_layouts.remove(layout)
    _theme(deck)
    _title_style(deck)
    for place in deck.slide_master.placeholders:
        _put(place, _home(place.placeholder_format.type))
    for layout in deck.slide_layouts:
        for place in layout.placeholders:
            box = _home(place.placeholder_format.type)
            if layout.name == "Title Slide":
                box = {PP_PLACEHOLDER.CENTER_TITLE: COVER_TITLE, PP_PLACEHOLDER.SUBTITLE: COVER_SUBTITLE}.get(
                    place.placeholder_format.type, box
                )
                _left(place)
            _put(place, box)
        layout.name = KEPT[layout.name]
    return deck


def _home(kind: Any) -> Box:
    return FOOTERS.get(kind, TITLE if kind == PP_PLACEHOLDER.TITLE else CONTENT)


def _put(place: Any, box: Box) -> None:
    place.left, place.top = Pt(box.x), Pt(box.y)
    place.width, place.height = Pt(box.width), Pt(box.height)
    body = place.text_frame._txBody.bodyPr  # noqa: SLF001 (margins have doors, the anchor's default has none)
    for side in ("lIns", "tIns", "rIns", "bIns"):
        body.set(side, "0")


def _left(place: Any) -> None:
    """The cover is set flush left, its title at the foot of its box."""
    body = place.text_frame._txBody  # noqa: SLF001
    is_title = place.placeholder_format.type == PP_PLACEHOLDER.CENTER_TITLE
    body.bodyPr.set("anchor", "b" if is_title else "t")
    for level in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}lvl1pPr"):
        level.set("algn", "l")


def _title_style(deck: Deck) -> None:
    """Titles say a sentence: 24 pt, bold, flush left, at the middle of their box."""
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    styles = deck.slide_master._element.find(  # noqa: SLF001 (python-pptx has no door to text styles)
        "{http://schemas.openxmlformats.org/presentationml/2006/main}txStyles"
    )
    level = styles[0].find(f"{space}lvl1pPr")
    level.set("algn", "l")
    level.find(f"{space}defRPr").set("sz", "2400")
    level.find(f"{space}defRPr").set("b", "1")
    for nth, level in enumerate(styles[1]):
        if (kind := level.find(f"{space}defRPr")) is not None:
            kind.set("sz", str(max(1800 - 200 * nth, 1200)))


def _theme(deck: Deck) -> None:
    """Our colours and the reader's Chinese font; no shadows."""
    part = deck.slide_master.part.part_related_by(RT.THEME)
    text = part.blob.decode("utf-8")
    for name, hue in COLOURS.items():
        inner = f'<a:srgbClr val="{hue.removeprefix("#")}"/>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", f"<a:{name}>{inner}</a:{name}>", text)
    text = text.replace('<a:latin typeface="Calibri"/><a:ea typeface=""/>', _faces())
    text = text.replace('script="Hans" typeface="宋体"', f'script="Hans" typeface="{FAMILY}"')
    plain = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    text = re.sub(
        r"<a:effectStyleLst>.*?</a:effectStyleLst>",
        f"<a:effectStyleLst>{plain * 3}</a:effectStyleLst>",
        text,
        flags=re.DOTALL,
    )
    text = text.replace('name="Office Theme"', 'name="落地 Luodi"')
    part._blob = text.encode("utf-8")  # noqa: SLF001 (a theme is bytes to python-pptx)


def _faces() -> str:
    return f'<a:latin typeface="{FAMILY}"/><a:ea typeface="{FAMILY}"/>'
