"""Matches: a brief in, ranked and explained suggestions out."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.deps import TheCounter, TheLand, TheService
from api.recalled import Kept
from api.routes.freshness import headers
from api.schemas import BriefIn, brief_from
from geo import flow
from geo.model import Answer

router = APIRouter(prefix="/api/v1", tags=["matches"])
BYTES = "application/octet-stream"
BINARY = {"schema": {"type": "string", "format": "binary"}}


@router.post("/matches", response_model=Answer)
async def match(given: BriefIn, counter: TheCounter) -> Response:
    """匹配: the shortlist for a brief, with reasons, counts, near misses and the way out.

    The same brief on the same land gives the same bytes, here and from ``luodi match --json``. The dates of
    the land and of each layer used are in ``freshness``; how long ago that is stands in the headers.
    """
    told = await counter.ask(given)
    return Response(told.body, media_type="application/json", headers=headers(told.version))


@router.post("/matches/scores", response_class=Response, responses={200: {"content": {BYTES: BINARY}}})
def scores(given: BriefIn, land: TheLand) -> Response:
    """One byte per parcel in table order: 0–100 the score, 101 + j out by limit j of the answer."""
    body = flow.score_bytes(land, brief_from(given, land))
    return Response(body, media_type=BYTES, headers=headers(land.version))


@router.get("/matches/{answer}", response_model=Kept)
def replay(answer: str, service: TheService) -> Response:
    """The answer as it was given: a shortlist, assemblies, robustness or an allocation."""
    return Response(service.store.recall(answer), media_type="application/json")
