"""统筹落位: many projects onto many sites, each 亩 promised once, proven over all eligible sites."""

from geo.allocate.bids import Bids, bids, settled
from geo.allocate.prices import Certificate, Prices, certificate
from geo.allocate.simple import first_come, greedy
from geo.allocate.solve import SHORT_MU, SURE, Grow, Solved, solve
from geo.allocate.turns import Allocated, allocate

__all__ = [
    "SHORT_MU",
    "SURE",
    "Allocated",
    "Bids",
    "Certificate",
    "Grow",
    "Prices",
    "Solved",
    "allocate",
    "bids",
    "certificate",
    "first_come",
    "greedy",
    "settled",
    "solve",
]
