"""What differs between two states of the land: two versions, or a version and a file to come."""

from geo.difference.outlook import Mode, Outlook, Samples, Shift, outlook
from geo.difference.rows import COMPUTED, Compared, Edit, Reshaped, compare
from geo.difference.versions import Counts, Difference, between, layer

__all__ = [
    "COMPUTED",
    "Compared",
    "Counts",
    "Difference",
    "Edit",
    "Mode",
    "Outlook",
    "Reshaped",
    "Samples",
    "Shift",
    "between",
    "compare",
    "layer",
    "outlook",
]
