"""Tiles of the land bank, made when they are asked for and kept packed while they are asked for again."""

from __future__ import annotations

import gzip
from threading import Lock

from api.service import Service
from api.shelf import Shelf
from geo.flow import Land
from maps import tiles

# some hundred kilobytes each
KEPT = 512
# a packed tile is made once and sent often, but somebody waits for the first
PACKED = 3


class Tiling:
    """One for each service; every method may be called from any thread."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = Lock()
        self._packed = Shelf(size=KEPT)
        self._laid: tuple[str, tiles.Ground, tiles.Offer] | None = None

    def offer(self, land: Land) -> tiles.Offer:
        """Which tiles there are."""
        return self._ground(land)[2]

    def vector(self, land: Land, layer: str, z: int, x: int, y: int) -> bytes:
        """A vector tile, packed by gzip; empty bytes where there is no land."""
        key = f"{land.stamp} {z} {x} {y} mvt"
        return self._packed.get(key, lambda: _pack(tiles.tile(self._ground(land)[1], layer, z, x, y)))

    def rows(self, land: Land, z: int, x: int, y: int) -> bytes:
        """A tile of rows, packed by gzip; empty bytes where there is no land."""
        key = f"{land.stamp} {z} {x} {y} ids"
        return self._packed.get(key, lambda: _pack(tiles.ids(self._ground(land)[1], z, x, y)))

    def _ground(self, land: Land) -> tuple[str, tiles.Ground, tiles.Offer]:
        """The land laid out, once per version: whoever comes meanwhile waits."""
        stamp = land.stamp
        with self._lock:
            if self._laid is None or self._laid[0] != stamp:
                ground = tiles.lay(land.parcels, land.table["use_code"].astype(str).tolist())
                self._laid = (stamp, ground, tiles.offer(ground))
            return self._laid


def _pack(body: bytes) -> bytes:
    return gzip.compress(body, PACKED, mtime=0) if body else b""
