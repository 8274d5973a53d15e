"""连片组合: connected sets of adjoining parcels that together answer a brief."""

from geo.assemble.barriers import free_m
from geo.assemble.ground import Ground, ground
from geo.assemble.search import Found, search

__all__ = ["Found", "Ground", "free_m", "ground", "search"]
