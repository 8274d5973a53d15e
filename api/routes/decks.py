"""幻灯片: an answer as slides to be edited."""

from __future__ import annotations

from dataclasses import fields

from fastapi import APIRouter, Response
from pydantic import Base64Bytes, Field

from api import decks
from api.deps import TheService
from api.plates import Lang
from api.routes.exports import ToldIn, brief_in, files, saved
from geo.disclosure import Disclosure
from maps.deck import MOST_SITES

router = APIRouter(prefix="/api/v1/exports", tags=["exports"])
# letters of base64 of a template of 24 MiB
MOST_TEMPLATE = 24 * 2**20


class DeckIn(ToldIn):
    """A brief or an answer, and how its deck is made."""

    lang: Lang = "zh"
    title: str = Field("", max_length=200, description="封面标题; 空则由需求生成")
    disclosure: Disclosure = "internal"
    sites: int = Field(decks.USUAL_SITES, ge=0, le=MOST_SITES, description="几宗地各占一页")
    template: Base64Bytes | None = Field(
        None, max_length=MOST_TEMPLATE, description="自有模板 .pptx, base64 | an office's own template"
    )


# base64 takes four letters for three bytes
@router.post(
    "/deck", response_class=Response, responses=files("pptx"), max_body_size=MOST_TEMPLATE * 4 // 3 + 2**20
)
def deck(given: DeckIn, service: TheService) -> Response:
    """幻灯片: a deck of the match as PPTX: native shapes, tables and charts, to be edited."""
    look = decks.Look(**{field.name: getattr(given, field.name) for field in fields(decks.Look)})
    told, body = decks.draw(service, brief_in(given), look, given.answer)
    return saved(body, "pptx", f"luodi-deck-{told.replay.answer}")
