"""稳健性: how sure a ranking is when the weights are not."""

from geo.robust.departments import Agreement, agreement
from geo.robust.ranks import Acceptability, acceptability
from geo.robust.second import closeness
from geo.robust.unseat import Interval, Unseating, intervals, nearest
from geo.robust.weights import around, within

__all__ = [
    "Acceptability",
    "Agreement",
    "Interval",
    "Unseating",
    "acceptability",
    "agreement",
    "around",
    "closeness",
    "intervals",
    "nearest",
    "within",
]
