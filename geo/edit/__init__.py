"""One parcel at a time: split, merged, redrawn, its attributes altered; each a checked change of the bank."""

from geo.edit.bank import Alter, Bank, Edited, Merge, Order, Redraw, Split
from geo.edit.change import edited

__all__ = ["Alter", "Bank", "Edited", "Merge", "Order", "Redraw", "Split", "edited"]
