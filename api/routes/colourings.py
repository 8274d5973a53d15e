"""The land coloured by what is known of it: one byte per parcel, and the legend that belongs to it."""

from __future__ import annotations

import base64
from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Response

from api.deps import Service, TheService
from api.unchanged import Known, tagged, unchanged
from geo.flow import Land
from maps.colouring import colouring

router = APIRouter(prefix="/api/v1", tags=["layers"])
DOCUMENT = {
    "schema": {
        "type": "object",
        "required": ["by", "version", "classes", "rows"],
        "properties": {
            "by": {"type": "string"},
            "version": {"type": "integer"},
            "classes": {"type": "array", "items": {"type": "object"}},
            "rows": {"type": "string", "contentEncoding": "base64"},
        },
    }
}


@router.get(
    "/colourings/{by}",
    response_class=Response,
    responses={200: {"content": {"application/json": DOCUMENT}}, 304: {"description": "未变 | unchanged"}},
)
def colours(
    by: Annotated[str, Path(max_length=40, description="status use axis zone park freshness")],
    service: TheService,
    known: Known = "",
) -> Response:
    """着色: the classes that the parcels fall into, with colour and area, and a byte of class per parcel."""
    land = service.land()
    headers = tagged(f"{land.stamp}-{by}")
    same = unchanged(known, headers)
    return same or Response(body(service, land, by), media_type="application/json", headers=headers)


def body(service: Service, land: Land, by: str) -> bytes:
    """A colouring of the land, made once.

    Raises:
        UnknownName: nothing is coloured so.
    """
    return service.drawn.get(f"{land.stamp} colouring {by}", lambda: document(land, by))


def document(land: Land, by: str) -> bytes:
    """A colouring of a version; ``rows`` is base64, one byte per parcel in the order of the bank.

    Raises:
        UnknownName: nothing is coloured so.
    """
    it = colouring(land.parcels, land.table, land.plan, land.codes, by)
    rows = base64.b64encode(it.rows.tobytes()).decode()
    return orjson.dumps({"by": by, "version": land.version.number, "classes": it.classes, "rows": rows})
