"""What the page draws first, in one document: a request in place of some twenty."""

from __future__ import annotations

from threading import Lock
from typing import get_args

import orjson
from fastapi import APIRouter, FastAPI, Request, Response

from api.deps import Service, TheService
from api.packed import Takes
from api.routes import colourings, freshness, layers, page, plan, tiles
from api.tiling import Tiling
from api.unchanged import Known
from geo.errors import EmptyBank
from maps.interactive import FEW, Lang
from maps.layers import drawables

router = APIRouter(include_in_schema=False)
FIRST_COLOURS = "status"
MAKING = Lock()


@router.get(page.OPENING)
def opening(
    request: Request, service: TheService, tiling: tiles.TheTiling, known: Known = "", takes: Takes = ""
) -> Response:
    """Documents by the addresses that give them one by one, the same bytes; empty: the plan."""
    body = joined(service, tiling, request.scope.get("root_path", ""))
    return service.packed.answer(body, "application/json", known, takes)


def joined(service: Service, tiling: Tiling, root: str = "") -> bytes:
    """The documents of the land as it is now, joined; whoever comes while they are made waits for them."""
    with MAKING:
        return _joined(service, tiling, root)


def _joined(service: Service, tiling: Tiling, root: str) -> bytes:
    parts = {"plan": plan.body(service)}
    parts |= {
        f"layers/{one.name}": layers.body(service, one.name)
        for one in drawables(service.plan)
        if one.is_shown
    }
    offer = {}
    try:
        land = service.land()
        parts["freshness"] = orjson.dumps(freshness.freshness(service))
        parts[f"colourings/{FIRST_COLOURS}"] = colourings.body(service, land, FIRST_COLOURS)
        if land.version.parcels <= FEW:
            parts["layers/parcels"] = layers.body(service, "parcels", land)
        else:
            offer = {"/tiles/parcels.json": tiles.document(land, tiling.offer(land), root)}
    except EmptyBank:
        pass  # the page asks for itself, and is told so
    return orjson.dumps({**{f"/api/v1/{name}": orjson.Fragment(it) for name, it in parts.items()}, **offer})


def make_ready(app: FastAPI) -> None:
    """Make what every reader of the page asks for, before the first of them does."""
    service: Service = app.state.service
    for lang in get_args(Lang):
        page.kept(service, lang)
    every = (joined(service, app.state.tiling), *page.joined_files())
    for body in every:
        service.packed.answer(body, "", known="", takes="gzip")
