"""一句话问地: a sentence in, a brief out, with what was understood and what was not."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.deps import TheLand
from geo import flow
from geo.model import Understood

router = APIRouter(prefix="/api/v1", tags=["matches"])
LONGEST = 300


class SentenceIn(BaseModel):
    """What somebody wants, as he would say it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"sentence": "大学路轴上 30–60亩 能建医院的净地"}]},
    )

    sentence: str = Field(min_length=1, max_length=LONGEST, description="一句话, 中文或英文")


@router.post("/sentences")
def sentences(given: SentenceIn, land: TheLand) -> Understood:
    """The fields of a brief for ``POST /matches``, the piece each comes from, and what was not understood.

    By rules over the plan's own words, without any model: the same sentence gives the same bytes.
    """
    return flow.understand(land, given.sentence)
