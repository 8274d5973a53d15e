"""One parcel at a time: split, merged, redrawn, its attributes altered; each a checked change of the bank."""

from geo.edit.bank import Alter, Bank, Edited, Merge, Order, Redraw, Split, Values
from geo.edit.change import edited
from geo.edit.lineage import Family, Kin

__all__ = [
    "Alter",
    "Bank",
    "Edited",
    "Family",
    "Kin",
    "Merge",
    "Order",
    "Redraw",
    "Split",
    "Values",
    "edited",
]
