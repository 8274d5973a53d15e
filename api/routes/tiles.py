"""Tiles of the parcels: shapes for near, rows for far; what they show never changes with a question."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.deps import TheService
from api.packed import Takes
from api.tiling import Tiling
from api.unchanged import Known, tagged, unchanged
from geo.errors import NoSuchTile, UnknownName
from geo.flow import Land
from maps import tiles

router = APIRouter(prefix="/tiles", tags=["tiles"])
LAYER = "parcels"
MVT = "application/vnd.mapbox-vector-tile"
BYTES = "application/octet-stream"
BINARY = {"schema": {"type": "string", "format": "binary"}}
NO_LAND = {"description": "此处没有地块 | no land here"}
UNCHANGED = {"description": "未变 | unchanged"}
# an address that names the version stays true for a year
FOR_GOOD = "public, max-age=31536000, immutable"

Layer = Annotated[str, Path(max_length=200, description="parcels")]
Zoom = Annotated[int, Path(ge=0, le=tiles.CLOSEST_ZOOM)]
Place = Annotated[int, Path(ge=0, lt=2**tiles.CLOSEST_ZOOM)]
Stamp = Annotated[str, Query(max_length=200, description="TileJSON 给出的版本标记 | stamp of the version")]


def tiling(request: Request) -> Tiling:
    """The tiles behind a request."""
    found: Tiling = request.app.state.tiling
    return found


TheTiling = Annotated[Tiling, Depends(tiling)]


@router.get("/{layer}.json")
def offer(layer: Layer, request: Request, service: TheService, tiling: TheTiling) -> dict[str, Any]:
    """TileJSON 3.0 of a layer; ``ids`` is the address of its tiles of rows, for zooms before ``minzoom``.

    A tile of rows has 256 × 256 pixels of four bytes: first the lowest byte of all, then the next. Each is
    the row of a parcel plus one, in the order of ``POST /api/v1/matches/scores``; 0 where there is no land.
    """
    _known(layer)
    land = service.land()
    return document(land, tiling.offer(land), request.scope.get("root_path", ""))


def document(land: Land, told: tiles.Offer, root: str) -> dict[str, Any]:
    """The TileJSON of the parcels, for a service whose addresses begin with ``root``."""
    stamp = land.stamp
    here = f"{root}/tiles/{LAYER}/{{z}}/{{x}}/{{y}}"
    west, south, east, north = told.bounds
    return {
        "tilejson": "3.0.0",
        "name": f"{land.plan.name} · 地块",
        "description": land.plan.note,
        "attribution": land.plan.name,
        "version": f"{land.version.number}.0.0",
        "tiles": [f"{here}.mvt?v={stamp}"],
        "ids": [f"{here}.ids?v={stamp}"],
        "minzoom": told.first_zoom,
        "maxzoom": told.last_zoom,
        "bounds": [west, south, east, north],
        "center": [round((west + east) / 2, 6), round((south + north) / 2, 6), told.first_zoom],
        "parcels": told.parcels,
        "vector_layers": [{"id": LAYER, "fields": {"id": "地块编号 | parcel", "use": "用地代码 | use code"}}],
    }


class _Asked:
    """A tile as it is asked for, and so how it is answered.

    Raises:
        UnknownName: there are tiles of the parcels only.
        NoSuchTile: a zoom has ``2**z`` columns and lines.
    """

    def __init__(  # noqa: PLR0913, PLR0917 (one parameter of the request each)
        self,
        layer: Layer,
        z: Zoom,
        x: Place,
        y: Place,
        service: TheService,
        tiling: TheTiling,
        v: Stamp = "",
        known: Known = "",
        accept_encoding: Takes = "",
    ) -> None:
        _known(layer)
        if max(x, y) >= 2**z:
            raise NoSuchTile(z, x, y)
        self.layer, self.place, self.land, self.tiling = layer, (z, x, y), service.land(), tiling
        self._headers = {
            **tagged(self.land.stamp, FOR_GOOD if v == self.land.stamp else "no-cache"),
            "Vary": "Accept-Encoding",
            "X-Luodi-Version": str(self.land.version.number),
        }
        self._same, self._takes_gzip = unchanged(known, self._headers), "gzip" in accept_encoding

    def answer(self, media: str, make: Callable[[], bytes]) -> Response:
        """The tile that ``make`` packs, unless the reader has it or there is none."""
        if self._same:
            return self._same
        body = make()
        if not body:
            return Response(status_code=204, headers=self._headers)
        if self._takes_gzip:
            return Response(body, media_type=media, headers={**self._headers, "Content-Encoding": "gzip"})
        return Response(gzip.decompress(body), media_type=media, headers=self._headers)


@router.get(
    "/{layer}/{z}/{x}/{y}.mvt",
    response_class=Response,
    responses={200: {"content": {MVT: BINARY}}, 204: NO_LAND, 304: UNCHANGED},
)
def vector(asked: Annotated[_Asked, Depends(_Asked)]) -> Response:
    """矢量瓦片: shapes, ids and uses of the parcels in a tile; the feature's id is its row."""
    return asked.answer(MVT, lambda: asked.tiling.vector(asked.land, asked.layer, *asked.place))


@router.get(
    "/{layer}/{z}/{x}/{y}.ids",
    response_class=Response,
    responses={200: {"content": {BYTES: BINARY}}, 204: NO_LAND, 304: UNCHANGED},
)
def rows(asked: Annotated[_Asked, Depends(_Asked)]) -> Response:
    """行号瓦片: which parcel each pixel of a tile lies in."""
    return asked.answer(BYTES, lambda: asked.tiling.rows(asked.land, *asked.place))


def _known(layer: str) -> None:
    """Refuse a layer that has no tiles.

    Raises:
        UnknownName: there are tiles of the parcels only.
    """
    if layer != LAYER:
        raise UnknownName("瓦片图层", "tile layer", layer, [LAYER])
