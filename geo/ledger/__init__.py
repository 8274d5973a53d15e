"""台账: land by group, supply against the pipeline, double claims, the day a use runs out, reverse match."""

from geo.ledger.land import GROUPS, LandRow, land_by

__all__ = ["GROUPS", "LandRow", "land_by"]
