"""Tiles: parcels for maps of any size, cut and encoded once per version, coloured by whoever shows them."""

from maps.tiles.ground import Ground, lay
from maps.tiles.offer import CLOSEST_ZOOM, Offer, offer
from maps.tiles.raster import SIDE, ids
from maps.tiles.vector import EXTENT, tile

__all__ = ["CLOSEST_ZOOM", "EXTENT", "SIDE", "Ground", "Offer", "ids", "lay", "offer", "tile"]
