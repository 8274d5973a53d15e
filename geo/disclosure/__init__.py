"""公开级别: the one switch of every export, and what an investor is told of what the office knows.

``internal`` changes nothing. For an ``investor`` outlines lie on a grid of 50 m and points on a thousandth
of a degree, distances are told to 100 m (``far``), parcels go by running labels (``labels``), nobody is
named who holds land or still negotiates, and a watermark says so.
"""

from geo.disclosure.outlines import GRID_M, general
from geo.disclosure.veil import LEVELS, PUBLIC_POOLS, Disclosure, Veil, veil

__all__ = ["GRID_M", "LEVELS", "PUBLIC_POOLS", "Disclosure", "Veil", "general", "veil"]
