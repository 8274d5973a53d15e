"""A brief drawn as a plate, for every door that exports one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from api.schemas import BriefIn
from api.service import Answered, Service
from geo import flow
from geo.errors import BadBrief
from maps import static
from maps.static.paper import paper as sheet_of

Lang = Literal["zh", "en"]
Disclosure = Literal["internal", "investor"]
# an A0 sheet at 300 dpi; beyond it one plate would take the memory of the machine
MOST_PIXELS = 150_000_000


@dataclass(frozen=True, slots=True)
class Look:
    """How a plate is drawn; ``dpi`` counts for PNG alone."""

    format: static.Format = "pdf"
    paper: str = "A3"
    landscape: bool = True
    lang: Lang = "zh"
    dpi: int = 300
    title: str = ""
    disclosure: Disclosure = "internal"


def draw(service: Service, given: BriefIn, look: Look) -> tuple[Answered, bytes]:
    """The answer to a brief, and its plate as a file.

    Raises:
        BadBrief: the picture would be larger than an A0 sheet at 300 dpi.
        MissingGlyph: the font lacks a character of a label; nothing is made.
        UnknownName: no such paper.
    """
    width, height = sheet_of(look.paper, landscape=look.landscape).pixels(look.dpi)
    if look.format == "png" and width * height > MOST_PIXELS:
        words = (f"{look.paper} 的图片将有 {width}×{height} 像素。", f"would make {width}×{height} pixels.")
        raise BadBrief("dpi", look.dpi, *words, "请降低 dpi, 或改用 pdf。", "Lower dpi, or make a pdf.")
    told = service.answer(given)
    scores = np.frombuffer(flow.score_bytes(told.land, told.answer.brief), dtype=np.uint8)
    body = static.plate(
        told.land.plan,
        told.land.parcels,
        told.answer,
        scores,
        format=look.format,
        paper=look.paper,
        landscape=look.landscape,
        dpi=look.dpi,
        lang=look.lang,
        title=look.title or None,
        font=service.settings.font,
        disclosure=look.disclosure,
    )
    return told, body
