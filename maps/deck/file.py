"""A deck's file: opened on a template, its slides framed, saved as the same bytes whatever the clock says."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml.etree import LxmlError
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout

from geo.errors import BadTemplate
from geo.write.cells import undated
from maps.deck.master import our_own
from maps.deck.place import EMU_PER_PT, HEIGHT, WIDTH, Sheet, within

# a template that unpacks to more is no office's template
MOST_BYTES, MOST_PARTS = 256 * 2**20, 5_000
TOO_MUCH = ("解开后过大。", "it unpacks to too much.")
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
FURNITURE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
# part of the sheet's height [EMU of a pt] kept free around the body
GAP = 8 * EMU_PER_PT


@dataclass(frozen=True, slots=True, eq=False)
class Stationery:
    """A template made ready: its deck without slides, and the layouts that we write on."""

    deck: Deck
    cover: SlideLayout
    plain: SlideLayout
    is_ours: bool

    def body(self) -> Sheet:
        """Where the bodies of slides stand: below the title, above the template's own foot."""
        if self.is_ours:
            return Sheet()
        wide, high = int(self.deck.slide_width or 0), int(self.deck.slide_height or 0)
        top, bottom = round(0.12 * high), round(0.97 * high)
        for place in self.plain.placeholders:
            if place.placeholder_format.type in TITLES:
                top = int(place.top + place.height)
            elif place.placeholder_format.type in FURNITURE:
                bottom = min(bottom, int(place.top))
        side = round(0.045 * wide)
        return within(side, top + GAP, wide - 2 * side, max(bottom - top - 2 * GAP, GAP))

    def whole(self) -> Sheet:
        """The whole sheet, for a watermark."""
        wide, high = int(self.deck.slide_width or 0), int(self.deck.slide_height or 0)
        scale = min(wide / WIDTH, high / HEIGHT)
        return Sheet((wide - WIDTH * scale) / 2, (high - HEIGHT * scale) / 2, scale)


def open_on(template: bytes | None) -> Stationery:
    """A deck without slides on an office's own template, or on ours.

    Args:
        template: A .pptx file; its slides are left out, its master and layouts kept.

    Raises:
        BadTemplate: it is no .pptx, or has no layout with a title.
    """
    if template is None:
        deck = our_own()
        layouts = {layout.name: layout for layout in deck.slide_layouts}
        return Stationery(deck, layouts["封面"], layouts["仅标题"], is_ours=True)
    deck = _read(template)
    _without_slides(deck)
    titled = [layout for layout in deck.slide_layouts if any(_is_title(one) for one in layout.placeholders)]
    if not titled:
        words = ("母版里没有带标题的版式。", "no layout of its master has a title.")
        raise BadTemplate(*words)
    covers = [one for one in titled if any(_kind(p) == PP_PLACEHOLDER.SUBTITLE for p in one.placeholders)]
    plain = min(titled, key=lambda one: sum(_kind(p) not in (*TITLES, *FURNITURE) for p in one.placeholders))
    return Stationery(deck, covers[0] if covers else plain, plain, is_ours=False)


def save(deck: Deck, *, title: str, subject: str, made: datetime, id_: str, language: str) -> bytes:
    """The file; every date within is the answer's.

    Args:
        deck: What is to be saved.
        title: Its title in the file's properties.
        subject: What it is about.
        made: When the land bank's version was made.
        id_: The answer's id.
        language: Of its words, as "zh-CN".
    """
    known = deck.core_properties
    known.title, known.subject, known.author, known.last_modified_by = title, subject, "luodi", "luodi"
    known.created = known.modified = made.replace(tzinfo=None)
    known.last_printed = made.replace(tzinfo=None)
    known.identifier, known.revision, known.language, known.comments = id_, 1, language, ""
    known.keywords = known.category = known.content_status = known.version = ""
    package = deck.part.package
    _forget(package._rels, RT.THUMBNAIL)  # noqa: SLF001
    _forget(deck.part.rels, RT.PRINTER_SETTINGS)
    out = io.BytesIO()
    deck.save(out)
    return undated(out.getvalue())


def _read(template: bytes) -> Deck:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
                raise BadTemplate(*TOO_MUCH)
        return Presentation(io.BytesIO(template))
    except (
        zipfile.BadZipFile, PythonPptxError, LxmlError, KeyError, ValueError, AttributeError,
        NotImplementedError, RuntimeError, OSError, EOFError,
    ) as broken:  # fmt: skip
        short = re.sub(r"<[^>]*>", "", str(broken)).strip()[:120]
        words = (f"读不懂 ({short})。", f"cannot be read ({short}).")
        raise BadTemplate(*words) from broken


def _without_slides(deck: Deck) -> None:
    listed: Any = deck.slides._sldIdLst  # noqa: SLF001 (python-pptx cannot take a slide out)
    listed.clear()
    for rels, kind in ((deck.part.rels, RT.SLIDE), (deck.part.rels, RT.VIEW_PROPS)):
        _forget(rels, kind)
    # sections and shows of one's own choice name slides that are no more
    for name in ("extLst", "custShowLst"):
        for extra in list(deck.part._element.iter(f"{{{_P}}}{name}")):  # noqa: SLF001
            extra.getparent().remove(extra)
    for rel in deck.part.rels.values():
        if rel.reltype == RT.PRES_PROPS:
            rel.target_part.blob = CHOSEN_SHOW.sub(b"", rel.target_part.blob)


_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
# which of its slides a deck shows
CHOSEN_SHOW = re.compile(rb"<p:(custShow|sldRg)\b[^>]*/>")


def _forget(rels: Any, kind: str) -> None:
    """Whatever a part knows of a kind; what nothing else knows is not saved."""
    for key in [key for key, rel in rels.items() if rel.reltype == kind]:
        rels.pop(key)


def _is_title(place: Any) -> bool:
    return _kind(place) in TITLES


def _kind(place: Any) -> Any:
    return place.placeholder_format.type


def unfilled(slide: Any) -> Iterator[Any]:
    """Placeholders of a slide that nobody wrote into: they would ask the reader to."""
    for place in slide.placeholders:
        if place.has_text_frame and not place.text_frame.text:
            yield place
