"""台账: how much land there is, by axis, zone, park, use or status."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.errors import UnknownName
from geo.units import mu_from_m2

GROUPS = {"axis": "axis", "zone": "zone", "park": "park", "use": "use_code", "status": "status"}


@dataclass(frozen=True, slots=True)
class LandRow:
    """One group of the ledger. ``held_mu`` is the part that somebody holds."""

    key: str
    parcels: int
    area_mu: float
    area_m2: float
    held_mu: float


def land_by(table: pd.DataFrame, group: str) -> tuple[LandRow, ...]:
    """Parcels and area by a group, largest first.

    Args:
        table: Feature table with the column ``held``.
        group: One of ``axis``, ``zone``, ``park``, ``use``, ``status``.

    Returns:
        One row per value; the areas sum to the land bank's.

    Raises:
        UnknownName: no such group.

    Examples:
        >>> bank = pd.DataFrame({"park": ["a", "a", ""], "area_m2": [10.0, 20.0, 5.0], "held": ["", "x", ""]})
        >>> [(row.key, row.parcels, row.area_m2) for row in land_by(bank, "park")]
        [('a', 2, 30.0), ('', 1, 5.0)]
    """
    if group not in GROUPS:
        raise UnknownName("分组", "group", group, GROUPS)
    keys = table[GROUPS[group]].astype(str)
    held_m2 = table["area_m2"].where(table["held"].astype(str) != "", 0.0)
    sums = pd.DataFrame({"m2": table["area_m2"], "held": held_m2, "n": 1}).groupby(keys.to_numpy()).sum()
    rows = [
        LandRow(str(key), int(n), mu_from_m2(m2), float(m2), mu_from_m2(held))
        for key, m2, held, n in sums.itertuples()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.area_m2, row.key)))
