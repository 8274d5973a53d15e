"""连片组合: connected sets of adjoining parcels that together answer a brief."""

from geo.assemble.fabric import Fabric, fabric
from geo.assemble.ground import OF_THE_WHOLE, Ground, ground, is_of_the_whole, window
from geo.assemble.search import Found, search

__all__ = [
    "OF_THE_WHOLE",
    "Fabric",
    "Found",
    "Ground",
    "fabric",
    "ground",
    "is_of_the_whole",
    "search",
    "window",
]
